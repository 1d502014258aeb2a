//! `/begrundelser`: the list of reasons, edited by admins. Saving writes a new version; old decisions keep their words.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use crate::domain::reason::{Ground, Reason, Use, Words, is_key};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::reasons;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Characters of a label.
const LONGEST_LABEL: usize = 80;
/// Characters of a statement.
const LONGEST_STATEMENT: usize = 1_000;

#[derive(Template)]
#[template(path = "desk/reasons.html")]
struct ReasonsPage<'a> {
    page: &'a Page,
    menu: Menu,
    reasons: Vec<Reason>,
    fresh: Reason,
}

/// `GET /begrundelser`.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let reasons = reasons::current(&state.db).await?;
    let place = reasons.iter().map(|reason| reason.place).max().map_or(1, |last| last + 1);
    let fresh = Reason {
        key: String::new(),
        version: 0,
        since: Timestamp(0),
        actor: String::new(),
        place,
        active: true,
        use_for: Use::Reject,
        ground: Ground::Terms,
        label: Words::default(),
        statement: Words::default(),
    };
    Ok(html(&ReasonsPage { menu: Menu::of(user), page: &page, reasons, fresh })?.into_response())
}

/// `POST /begrundelser`: one reason, new or changed.
///
/// # Errors
/// A form that makes no sense: nothing is saved. Database.
pub async fn save(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let key = fields.get("noegle").trim();
    if !is_key(key) {
        return Err(Problem::Form("form-reason-key"));
    }
    let place: u32 = fields.get("plads").trim().parse().map_err(|_| Problem::Form("form-reason-place"))?;
    if !(1..=99).contains(&place) {
        return Err(Problem::Form("form-reason-place"));
    }
    let active = !fields.get("aktiv").is_empty();
    let current = reasons::current(&state.db).await?;
    if active && current.iter().any(|other| other.active && other.place == place && other.key != key) {
        return Err(Problem::Form("form-reason-taken"));
    }
    let known = current.iter().any(|reason| reason.key == key);
    if !fields.get("ny").is_empty() && known {
        return Err(Problem::Form("form-reason-known"));
    }
    let words = |da: &'static str, en: &'static str, longest: usize| -> Result<Words, Problem> {
        let (da, en) = (fields.get(da).trim(), fields.get(en).trim());
        let fits = |text: &str| (1..=longest).contains(&text.chars().count());
        if fits(da) && fits(en) {
            Ok(Words { da: da.to_owned(), en: en.to_owned() })
        } else {
            Err(Problem::Form("form-reason-words"))
        }
    };
    let reason = Reason {
        key: key.to_owned(),
        version: 0,
        since: page.now,
        actor: String::new(),
        place,
        active,
        use_for: fields.get("til").parse().map_err(|_| Problem::Form("form-reason-choice"))?,
        ground: fields.get("grundlag").parse().map_err(|_| Problem::Form("form-reason-choice"))?,
        label: words("navn-da", "navn-en", LONGEST_LABEL)?,
        statement: words("tekst-da", "tekst-en", LONGEST_STATEMENT)?,
    };
    reasons::save(&state.db, &reason, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href("/begrundelser")).into_response())
}

impl ReasonsPage<'_> {
    fn uses(&self, chosen: &Reason) -> Vec<(&'static str, String, bool)> {
        let one =
            |each: Use| (each.as_str(), self.page.word("reason-use", each.as_str()), each == chosen.use_for);
        Use::ALL.into_iter().map(one).collect()
    }

    fn grounds(&self, chosen: &Reason) -> Vec<(&'static str, String, bool)> {
        let one = |each: Ground| {
            (each.as_str(), self.page.word("reason-ground", each.as_str()), each == chosen.ground)
        };
        Ground::ALL.into_iter().map(one).collect()
    }

    fn stroke(&self, reason: &Reason) -> Option<String> {
        reason.key_stroke().filter(|_| reason.active && reason.use_for.covers(Use::Reject)).map(String::from)
    }

    fn label<'r>(&self, reason: &'r Reason) -> &'r str {
        reason.label.of(self.page.language.as_str())
    }

    fn statement<'r>(&self, reason: &'r Reason) -> &'r str {
        reason.statement.of(self.page.language.as_str())
    }
}
