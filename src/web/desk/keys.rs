//! `/noegler`: keys of the API, made and closed by administrators. A key is shown once, when it is made.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use crate::domain::key::{ApiKey, Scope};
use crate::domain::user::User;
use crate::store::keys;
use crate::web::dates;
use crate::web::error::html;
use crate::web::keyed;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Characters of a key's name.
const LONGEST_NAME: usize = 60;

/// Scopes that something in the API asks for.
const OFFERED: [Scope; 2] = [Scope::Submit, Scope::Moderate];

#[derive(Template)]
#[template(path = "desk/keys.html")]
struct KeysPage<'a> {
    page: &'a Page,
    menu: Menu,
    keys: Vec<ApiKey>,
    scopes: &'static [Scope],
}

#[derive(Template)]
#[template(path = "desk/key_made.html")]
struct KeyMadePage<'a> {
    page: &'a Page,
    menu: Menu,
    name: &'a str,
    key: &'a str,
    example: String,
}

/// `GET /noegler`.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let keys = keys::all(&state.db).await?;
    Ok(html(&KeysPage { page: &page, menu: Menu::of(user), keys, scopes: &OFFERED })?.into_response())
}

/// `POST /noegler`: a new key.
///
/// # Errors
/// A name that is taken or unfit, an unknown scope; database.
pub async fn make(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.text("navn").ok_or(Problem::Form("form-key-name"))?;
    let fit = name.chars().count() <= LONGEST_NAME && !name.chars().any(|c| c.is_control() || c == ':');
    if !fit {
        return Err(Problem::Form("form-key-name"));
    }
    let scopes = fields.all("maa").map(str::parse).collect::<Result<Vec<Scope>, _>>();
    let mut scopes = scopes.map_err(|_| Problem::Form("form-key-scope"))?;
    if !scopes.iter().all(|scope| OFFERED.contains(scope)) {
        return Err(Problem::Form("form-key-scope"));
    }
    scopes.sort_unstable();
    scopes.dedup();
    let key = keyed::new_key();
    let actor = format!("user:{}", user.name);
    keys::make(&state.db, name, &keyed::hash(&key), &scopes, &actor, page.now).await?;
    let example = format!("curl -H 'Authorization: Bearer {key}' {}", page.absolute("/api/v1/key"));
    let made = KeyMadePage { page: &page, menu: Menu::of(user), name, key: &key, example };
    Ok(html(&made)?.into_response())
}

/// `POST /noegler/luk`: from now on it opens nothing.
///
/// # Errors
/// There is no such key; database.
pub async fn revoke(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = fields.text("id").ok_or(Problem::NotFound)?;
    keys::revoke(&state.db, id, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href("/noegler")).into_response())
}

impl KeysPage<'_> {
    /// What it may, in words.
    fn may(&self, key: &ApiKey) -> String {
        let reads = std::iter::once(self.page.text("key-scope-read"));
        let scopes = key.scopes.iter().map(|scope| self.page.word("key-scope", scope.as_str()));
        reads.chain(scopes).collect::<Vec<_>>().join(" · ")
    }

    /// Who made it, when, and when it was used last.
    fn story(&self, key: &ApiKey) -> String {
        let who = key.made_by.strip_prefix("user:").unwrap_or(&key.made_by);
        let made = format!("{} {} · {who}", self.page.text("key-made-at"), self.page.moment(&key.made_at));
        let used = match &key.used_on {
            Some(day) => {
                let told =
                    day.parse().map_or_else(|_| day.clone(), |day| dates::day(self.page.language, day));
                self.page.text_with("key-used-on", "day", told)
            }
            None => self.page.text("key-never-used"),
        };
        match &key.revoked_at {
            Some(at) => {
                format!(
                    "{made} · {used} · {}",
                    self.page.text_with("key-revoked-at", "moment", self.page.moment(at))
                )
            }
            None => format!("{made} · {used}"),
        }
    }
}
