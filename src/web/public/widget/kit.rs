//! `GET /indlejr`: the page on which a partner picks a named wall or a view of their own, sees it live and copies what
//! they need: the one line, the frame, the code for phones, the address for oEmbed. A plain form: it works without scripts.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use hashwall_index::Search;

use super::data::{MOST, count};
use super::{frame, oembed};
use crate::domain::markup::escaped;
use crate::domain::wall::{Layout, NamedWall, Theme};
use crate::web::error::{WebError, html};
use crate::web::i18n::Language;
use crate::web::page::{Page, encode};
use crate::web::public::choices::{Choice, choices};
use crate::web::public::display::code;
use crate::web::public::named::address;
use crate::web::public::posts::off_thread;
use crate::web::public::query::WallQuery;
use crate::web::state::PublicState;

/// The counts offered.
const COUNTS: [usize; 6] = [3, 6, 8, 12, 20, MOST];
/// Names suggested in a field.
const SUGGESTED: usize = 50;

#[derive(Template)]
#[template(path = "kit.html")]
struct KitPage<'a> {
    page: &'a Page,
    query: WallQuery,
    choices: Vec<Choice>,
    /// Named walls: slug, title, and whether it is the one chosen.
    walls: Vec<(String, String, bool)>,
    organisations: Vec<String>,
    tags: Vec<String>,
    /// The path of the wall chosen: `/`, or a named one's.
    path: String,
    title: String,
    theme: Theme,
    layout: Layout,
    count: Option<usize>,
    language: Language,
    /// How the wall that was chosen looks by itself.
    own: (Theme, Layout, Language),
    code: Option<String>,
}

/// `GET /indlejr`.
///
/// # Errors
/// The page cannot be rendered, or the index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page).from_the_top();
    let wall = state.walls.get(page.parameter("vaeg"));
    let site = Language::from_code(&page.site.language).unwrap_or(page.language);
    let own = wall.as_deref().map_or((Theme::default(), Layout::default(), site), |wall| {
        (wall.theme, wall.layout, wall.language.as_deref().and_then(Language::from_code).unwrap_or(site))
    });
    // While the walls are blanked nothing of any post stands here either.
    let (organisations, tags) =
        if page.pause.is_some() { Default::default() } else { suggested(&state).await? };
    let mut kit = KitPage {
        choices: choices(&page, &query),
        walls: state
            .walls
            .all()
            .iter()
            .map(|known| {
                let chosen = wall.as_deref().is_some_and(|wall| wall.slug == known.slug);
                (known.slug.clone(), known.title.clone(), chosen)
            })
            .collect(),
        path: wall.as_deref().map_or_else(|| "/".to_owned(), address),
        title: title(&page, wall.as_deref()),
        theme: frame::theme(&page, own.0),
        layout: frame::layout(&page, own.1),
        count: page.parameter("antal").parse().ok().filter(|count| COUNTS.contains(count)),
        language: Language::from_code(page.parameter("sidesprog")).unwrap_or(own.2),
        code: None,
        organisations,
        tags,
        own,
        query,
        page: &page,
    };
    let untidy = page.query().iter().any(|(_, value)| value.trim().is_empty());
    if kit.query.is_untidy(&page) || untidy {
        return Ok(Redirect::to(&page.href(kit.href())).into_response());
    }
    kit.code = code(&page.absolute(&kit.view()));
    Ok(html(&kit)?.into_response())
}

/// `GET /qr.svg`: the code that leads a phone to a view, as a file to print.
///
/// # Errors
/// The address is too long for a code.
pub async fn qr(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page).from_the_top();
    let path = state.walls.get(page.parameter("vaeg")).map_or_else(|| "/".to_owned(), |wall| address(&wall));
    let Some(code) = code(&page.absolute(&page.href(query.href(&path)))) else {
        return Ok((StatusCode::URI_TOO_LONG, "The address is too long for a code\n").into_response());
    };
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], code).into_response())
}

fn title(page: &Page, wall: Option<&NamedWall>) -> String {
    wall.map_or_else(|| page.hashtag(), |wall| wall.title.clone())
}

/// Organisations and hashtags of approved posts, to choose from while typing.
async fn suggested(state: &PublicState) -> Result<(Vec<String>, Vec<String>), WebError> {
    let counted = [("organisation", SUGGESTED), ("tag", SUGGESTED)];
    let facets = off_thread(&state.index, move |index| index.facets(&Search::default(), &counted)).await?;
    let names = |field| facets.values(field).iter().map(|(value, _)| value.clone()).collect();
    Ok((names("organisation"), names("tag")))
}

impl KitPage<'_> {
    /// Look, layout, count and language of the widget, where they are not what it does by itself.
    fn manner(&self, language: &str) -> Vec<(String, String)> {
        let mut manner = Vec::new();
        if self.layout != self.own.1 {
            manner.push(("visning".to_owned(), self.layout.as_str().to_owned()));
        }
        if self.theme != self.own.0 {
            manner.push(("tema".to_owned(), self.theme.as_str().to_owned()));
        }
        if let Some(chosen) = self.count.filter(|chosen| *chosen != count(self.layout)) {
            manner.push(("antal".to_owned(), chosen.to_string()));
        }
        if self.language != self.own.2 {
            manner.push((language.to_owned(), self.language.as_str().to_owned()));
        }
        manner
    }

    fn slug(&self) -> Option<String> {
        self.path.strip_prefix("/w/").map(str::to_owned)
    }

    fn chosen(&self) -> Vec<(String, String)> {
        self.slug().map(|slug| ("vaeg".to_owned(), slug)).into_iter().chain(self.query.parameters()).collect()
    }

    /// This page with what was chosen.
    fn href(&self) -> String {
        with_query("/indlejr", self.chosen(), self.manner("sidesprog"))
    }

    /// The view as an address of the wall, for the element's `src`.
    fn view(&self) -> String {
        self.query.href(&self.path)
    }

    /// The view as seen from outside.
    fn address(&self) -> String {
        self.page.absolute(&self.view())
    }

    fn qr_href(&self) -> String {
        with_query("/qr.svg", self.chosen(), Vec::new())
    }

    fn attributes(&self) -> String {
        let mut attributes = String::new();
        for (name, value) in self.manner("lang") {
            let name = match name.as_str() {
                "tema" => "theme",
                "antal" => "count",
                "visning" => "layout",
                other => other,
            };
            attributes.push_str(&format!(" {name}=\"{value}\""));
        }
        attributes
    }

    /// The one line. The link in it is what a page without scripts shows.
    fn line(&self) -> String {
        let view = self.page.absolute(&self.view());
        let view = escaped(&view);
        format!(
            "<script type=\"module\" src=\"{}\"></script><hash-wall src=\"{view}\"{}><a href=\"{view}\">{}</a></hash-wall>",
            self.page.absolute("/embed.js"),
            self.attributes(),
            escaped(&self.page.text_with("kit-fallback", "title", &self.title)),
        )
    }

    /// The same without a script: a frame of one height.
    fn frame(&self) -> String {
        let path = if self.path == "/" { "/embed".to_owned() } else { format!("{}/embed", self.path) };
        let address = with_query(&path, self.query.parameters(), self.manner("lang"));
        oembed::frame(&self.page.absolute(&address), &self.title, "100%", oembed::height(self.layout))
    }

    fn frame_script(&self) -> String {
        format!("<script src=\"{}\" async></script>", self.page.absolute("/embed-size.js"))
    }

    fn oembed(&self) -> String {
        let parameters = [("url".to_owned(), self.page.absolute(&self.view()))];
        self.page.absolute(&format!("/oembed?{}", encode(&parameters)))
    }

    fn themes(&self) -> Vec<(&'static str, String, bool)> {
        let one =
            |theme: Theme| (theme.as_str(), self.page.word("theme", theme.as_str()), theme == self.theme);
        Theme::ALL.map(one).into()
    }

    fn layouts(&self) -> Vec<(&'static str, String, bool)> {
        let one = |layout: Layout| {
            (layout.as_str(), self.page.word("layout", layout.as_str()), layout == self.layout)
        };
        Layout::ALL.map(one).into()
    }

    fn counts(&self) -> Vec<(usize, bool)> {
        let shown = self.count.unwrap_or(count(self.layout));
        COUNTS.map(|count| (count, count == shown)).into()
    }

    fn shown_count(&self) -> usize {
        self.count.unwrap_or(count(self.layout))
    }

    fn languages(&self) -> Vec<(Language, bool)> {
        Language::ALL.map(|language| (language, language == self.language)).into()
    }
}

fn with_query(path: &str, mut parameters: Vec<(String, String)>, more: Vec<(String, String)>) -> String {
    parameters.extend(more);
    let query = encode(&parameters);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
