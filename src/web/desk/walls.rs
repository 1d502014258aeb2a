//! `/vaegge`: the named walls, made, changed and removed by those who decide what is shown.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use crate::domain::user::User;
use crate::domain::wall::{LONGEST_TITLE, Layout, NamedWall, Theme, is_slug, view};
use crate::store::walls;
use crate::web::error::html;
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::public::query::WallQuery;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/walls.html")]
struct WallsPage<'a> {
    page: &'a Page,
    menu: Menu,
    walls: Vec<NamedWall>,
    fresh: NamedWall,
}

/// `GET /vaegge`.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let walls = walls::all(&state.db).await?;
    let fresh = NamedWall {
        slug: String::new(),
        title: String::new(),
        // The wall's own page leads here with what it is filtered by.
        query: view(page.parameter("visning")).unwrap_or_default(), // a view that cannot be read is left blank
        theme: Theme::default(),
        layout: Layout::default(),
        language: None,
    };
    Ok(html(&WallsPage { menu: Menu::of(user), page: &page, walls, fresh })?.into_response())
}

/// `POST /vaegge`: one wall made, changed or removed.
///
/// # Errors
/// A form that makes no sense, a name that is taken, a wall that is gone: nothing is saved. Database.
pub async fn save(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let slug = fields.get("navn").trim();
    if !is_slug(slug) {
        return Err(Problem::Form("form-wall-slug"));
    }
    let actor = format!("user:{}", user.name);
    if !fields.get("fjern").is_empty() {
        walls::remove(&state.db, slug, &actor, page.now).await?;
    } else {
        let title = fields.get("titel").trim();
        if !(1..=LONGEST_TITLE).contains(&title.chars().count()) {
            return Err(Problem::Form("form-wall-title"));
        }
        let language = fields.get("sidesprog");
        let wall = NamedWall {
            slug: slug.to_owned(),
            title: title.to_owned(),
            query: view(fields.get("visning")).map_err(|_| Problem::Form("form-wall-view"))?,
            theme: fields.get("tema").parse().map_err(|_| Problem::Form("form-wall-choice"))?,
            layout: fields.get("layout").parse().map_err(|_| Problem::Form("form-wall-choice"))?,
            language: match language {
                "" => None,
                code if Language::from_code(code).is_some() => Some(code.to_owned()),
                _ => return Err(Problem::Form("form-wall-choice")),
            },
        };
        let new = !fields.get("ny").is_empty();
        walls::save(&state.db, &wall, new, &actor, page.now).await?;
    }
    // Other processes read it within a moment; whoever saved it sees it now.
    state.public.walls.heed(&state.db).await?;
    Ok(Redirect::to(&page.href("/vaegge")).into_response())
}

impl WallsPage<'_> {
    fn themes(&self, wall: &NamedWall) -> Vec<(&'static str, String, bool)> {
        let one =
            |theme: Theme| (theme.as_str(), self.page.word("theme", theme.as_str()), theme == wall.theme);
        Theme::ALL.into_iter().map(one).collect()
    }

    fn layouts(&self, wall: &NamedWall) -> Vec<(&'static str, String, bool)> {
        let one = |layout: Layout| {
            (layout.as_str(), self.page.word("layout", layout.as_str()), layout == wall.layout)
        };
        Layout::ALL.into_iter().map(one).collect()
    }

    fn languages(&self, wall: &NamedWall) -> Vec<(Language, bool)> {
        let one = |language: Language| (language, wall.language.as_deref() == Some(language.as_str()));
        Language::ALL.into_iter().map(one).collect()
    }

    fn href(&self, wall: &NamedWall) -> String {
        self.page.href(format!("/w/{}", wall.slug))
    }

    fn address(&self, wall: &NamedWall) -> String {
        self.page.absolute(&format!("/w/{}", wall.slug))
    }

    /// What it shows, in words.
    fn shows(&self, wall: &NamedWall) -> Option<String> {
        let query = WallQuery::parse(&wall.query);
        let words = (!query.text.is_empty()).then(|| format!("”{}”", query.text));
        let filters = query.active(self.page).into_iter().map(|filter| filter.label);
        let all: Vec<String> = words.into_iter().chain(filters).collect();
        (!all.is_empty()).then(|| all.join(" · "))
    }
}
