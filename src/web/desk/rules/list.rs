//! `GET /regler`: every rule there is, those of the house too, and what they are told.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::edit::find;
use super::said;
use crate::domain::house::House;
use crate::domain::rule::StoredRule;
use crate::domain::sector::Sector;
use crate::domain::user::User;
use crate::moderate::RULES;
use crate::store::flood::{self, Flood};
use crate::store::rules;
use crate::store::trust::{self, Distrusted};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::desk::review::actor;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/rules/list.html")]
pub(super) struct ListPage<'a> {
    pub(super) page: &'a Page,
    pub(super) menu: Menu,
    pub(super) rules: Vec<StoredRule>,
    pub(super) house: House,
    pub(super) house_version: u64,
    pub(super) house_by: String,
    pub(super) house_at: crate::domain::time::Timestamp,
    pub(super) flood: Option<Flood>,
    /// Authors whose trust was taken.
    pub(super) distrusted: Vec<Distrusted>,
    /// Mistakes in the settings that were sent.
    pub(super) mistakes: Vec<String>,
}

/// The handler.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let template = listed(&state, user, &page).await?;
    Ok(html(&template)?.into_response())
}

/// The page as it stands in the database.
pub(super) async fn listed<'a>(
    state: &WebState,
    user: User,
    page: &'a Page,
) -> Result<ListPage<'a>, Problem> {
    let stored = rules::load(&state.db).await?.ok_or(Problem::NotFound)?;
    Ok(ListPage {
        page,
        menu: Menu::of(user),
        rules: stored.rules,
        house: stored.house,
        house_version: stored.house_version,
        house_by: stored.house_by,
        house_at: stored.house_at,
        flood: flood::current(&state.db).await?,
        distrusted: trust::distrusted(&state.db).await?,
        mistakes: Vec::new(),
    })
}

/// `POST /regler/{id}/taend`: on or off.
///
/// # Errors
/// The rule is gone or was changed since, database.
pub async fn switch(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let seen = fields.get("version").parse().map_err(|_| Problem::Form("form-rule"))?;
    let mut rule = find(&state, &id).await?.rule;
    rule.enabled = fields.get("til") == "ja";
    rules::save(&state.db, &id, seen, &rule, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href(format!("/regler?sagt=gemt&regel={id}"))).into_response())
}

/// `POST /regler/oversvoemmelse`: lifts the flood guard's hold; it looks away for an hour.
///
/// # Errors
/// Database.
pub async fn lift(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    flood::lift(&state.db, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href("/regler?sagt=ophaevet")).into_response())
}

impl ListPage<'_> {
    fn said(&self) -> Option<String> {
        match self.page.parameter("sagt") {
            word @ ("gemt" | "slettet" | "ophaevet" | "indlaest" | "hus") => {
                Some(self.page.word("rules-said", word))
            }
            _ => None,
        }
    }

    /// The rule that was just saved: its posts may be judged again at once.
    fn saved(&self) -> Option<&StoredRule> {
        let id = self.page.parameter("regel");
        self.rules.iter().find(|rule| rule.id == id && rule.rule.enabled)
    }

    fn sentence(&self, rule: &StoredRule) -> String {
        said::sentence(self.page, &rule.rule)
    }

    fn changed(&self, by: &str, at: &crate::domain::time::Timestamp) -> String {
        let who = if by == "system" { self.page.text("rules-by-system") } else { actor(self.page, by) };
        crate::web::i18n::text_with(
            self.page.language,
            "rules-changed",
            &[("who", who.into()), ("when", self.page.moment(at).into())],
        )
    }

    fn house_rules(&self) -> Vec<&'static str> {
        RULES.iter().map(|rule| rule.name()).filter(|name| *name != "own-rules").collect()
    }

    fn lines(&self, list: &[String]) -> String {
        list.join("\n")
    }

    fn sectors(&self) -> Vec<(&'static str, bool)> {
        let trusted = |sector: &str| self.house.trusted_sectors.iter().any(|one| one == sector);
        Sector::ALL.iter().map(|sector| (sector.as_str(), trusted(sector.as_str()))).collect()
    }

    /// Name, network, since when and with how many posts.
    fn known_as(&self, author: &Distrusted) -> (String, String) {
        let draft = &author.post.draft;
        let names = [&draft.author.name, &draft.author.handle];
        let name = names.into_iter().find(|name| !name.is_empty());
        let network = self.page.word("network", draft.network.as_str());
        let since = self.page.text_with("rules-distrusted-since", "moment", self.page.moment(&author.since));
        let posts = usize::try_from(author.posts).unwrap_or(usize::MAX);
        let facts = [network, self.page.count("rules-distrusted-posts", &posts), since].join(" · ");
        (name.cloned().unwrap_or_else(|| self.page.text("author-unknown")), facts)
    }

    fn flood_text(&self, flood: &Flood) -> String {
        crate::web::i18n::text_with(
            self.page.language,
            "flood-text",
            &[
                ("when", self.page.moment(&flood.since).into()),
                ("count", flood.count.to_string().into()),
                ("usual", flood.usual.to_string().into()),
            ],
        )
    }
}
