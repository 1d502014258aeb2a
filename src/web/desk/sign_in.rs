//! `/log-ind` and `/log-ud`: a name, a password, a session. Whoever tries passwords is slowed down, and cannot tell a
//! wrong name from a wrong password, neither by words nor by time.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::address::Caller;
use super::form::{Fields, local_path};
use super::menu::start_page;
use super::problem::Problem;
use super::session;
use super::throttle::{Door, FAILURES_OF_A_NAME, WINDOW};
use crate::domain::user::User;
use crate::password;
use crate::store::users;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Longer ones are nobody's name or password.
const LONGEST_NAME: usize = 100;
const LONGEST_CODE: usize = 1_000;

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInPage<'a> {
    page: &'a Page,
    name: &'a str,
    onward: Option<&'a str>,
    /// Key of what went wrong.
    wrong: Option<&'static str>,
}

/// `GET /log-ind`. Whoever is signed in already is sent on.
///
/// # Errors
/// Database.
pub async fn form(State(state): State<WebState>, page: Page, jar: CookieJar) -> Result<Response, Problem> {
    let onward = local_path(page.parameter("videre"));
    if let Some(user) = session::user(&state, &jar).await? {
        return Ok(go_on(&page, &user, onward));
    }
    Ok(html(&SignInPage { page: &page, name: "", onward, wrong: None })?.into_response())
}

/// `POST /log-ind`.
///
/// # Errors
/// Database, or no randomness for hashing.
pub async fn enter(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    page: Page,
    Caller(caller): Caller,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.get("navn").trim();
    let onward = local_path(fields.get("videre"));
    let refuse = |status: StatusCode, wrong: &'static str| -> Result<Response, Problem> {
        let mut response =
            (status, html(&SignInPage { page: &page, name, onward, wrong: Some(wrong) })?).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WINDOW.as_secs()));
        }
        Ok(response)
    };
    if name.is_empty() || name.len() > LONGEST_NAME || fields.get("kode").len() > LONGEST_CODE {
        return refuse(StatusCode::UNAUTHORIZED, "sign-in-wrong");
    }
    let Some(_turn) = door.turn().await else {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-busy");
    };
    let now = page.now;
    let failures = users::recent_failures(&state.db, name, now.minus(WINDOW)).await?;
    if failures >= FAILURES_OF_A_NAME || door.must_rest(caller, now) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-throttled");
    }
    let Some(user) = check(&state, name, fields.get("kode").to_owned()).await? else {
        users::failed_sign_in(&state.db, name, now, now.minus(WINDOW)).await?;
        door.failed(caller, now);
        metrics::counter!("hashwall_sign_in_failures_total").increment(1);
        return refuse(StatusCode::UNAUTHORIZED, "sign-in-wrong");
    };
    let site = &state.public.site;
    if let Some(old) = session::token_hash(&jar, site) {
        users::end_session(&state.db, &old).await?;
    }
    let token = session::new_token();
    let ends = now.plus(Duration::from_secs(u64::from(state.settings.server.session_hours) * 3_600));
    users::start_session(&state.db, &session::hash(&token), &user.name, now, ends).await?;
    tracing::info!(user = user.name, "signed in");
    Ok((jar.add(session::cookie(site, token)), go_on(&page, &user, onward)).into_response())
}

/// `POST /log-ud`: the session ends in the store too.
///
/// # Errors
/// Database.
pub async fn leave(State(state): State<WebState>, page: Page, jar: CookieJar) -> Result<Response, Problem> {
    let site = &state.public.site;
    if let Some(hash) = session::token_hash(&jar, site) {
        users::end_session(&state.db, &hash).await?;
    }
    let jar = jar.remove(session::cookie(site, String::new()));
    Ok((jar, Redirect::to(&page.href("/log-ind"))).into_response())
}

/// The person, if name and password belong together. Takes as long for a name that nobody has.
async fn check(state: &WebState, name: &str, code: String) -> Result<Option<User>, Problem> {
    /// The hash of nobody's password.
    static NOBODY: OnceLock<String> = OnceLock::new();
    let found = users::find(&state.db, name).await?;
    let (user, hash) = match found {
        Some((user, hash)) => (Some(user), Some(hash)),
        None => (None, None),
    };
    let right = tokio::task::spawn_blocking(move || -> Result<bool, String> {
        let hash = match (hash, NOBODY.get()) {
            (Some(hash), _) => hash,
            (None, Some(nobody)) => nobody.clone(),
            (None, None) => {
                let made = password::hash(&session::new_token())?;
                NOBODY.get_or_init(|| made).clone()
            }
        };
        Ok(password::verify(&code, &hash))
    })
    .await
    .map_err(Problem::internal)?
    .map_err(Problem::internal)?;
    Ok(user.filter(|_| right))
}

fn go_on(page: &Page, user: &User, onward: Option<&str>) -> Response {
    let to = onward.map_or_else(|| page.href(start_page(user.role)), str::to_owned);
    Redirect::to(&to).into_response()
}
