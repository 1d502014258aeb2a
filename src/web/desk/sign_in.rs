//! `/log-ind`, `/log-ind/kode` and `/log-ud`: a name, a password, the phone's code, a session. Whoever tries passwords is
//! slowed down, and cannot tell a wrong name from a wrong password, neither by words nor by time.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::address::Caller;
use super::form::{Fields, local_path};
use super::menu::start_page;
use super::problem::Problem;
use super::session::{self, Kind};
use super::throttle::{Door, FAILURES_HERE, WINDOW, name_must_rest, place_of};
use crate::domain::user::{Role, Stage, User};
use crate::factor;
use crate::password;
use crate::store::sessions::{self, NewSession};
use crate::store::{factors, users};
use crate::web::error::html;
use crate::web::page::{Page, encode};
use crate::web::state::WebState;

/// Longer ones are nobody's name or password.
const LONGEST_NAME: usize = 100;
const LONGEST_CODE: usize = password::LONGEST;
/// How long the phone's code may take after the password.
const CODE_WITHIN: Duration = Duration::from_secs(10 * 60);
/// How long a browser is known.
const KNOWN_FOR: Duration = Duration::from_secs(180 * 86_400);

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInPage<'a> {
    page: &'a Page,
    name: &'a str,
    onward: Option<&'a str>,
    /// Key of what went wrong.
    wrong: Option<&'static str>,
    /// The identity provider: its name, and where the way to it begins.
    sso: Option<(&'a str, String)>,
    /// Passwords are taken.
    passwords: bool,
    /// Where a browser goes to leave the provider, too.
    sso_out: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/sign_in_code.html")]
struct CodePage<'a> {
    page: &'a Page,
    onward: Option<&'a str>,
    wrong: Option<&'static str>,
}

/// The sign-in page, with what went wrong.
pub fn sign_in_page(
    state: &WebState,
    page: &Page,
    name: &str,
    onward: Option<&str>,
    wrong: Option<&'static str>,
    sso_out: Option<String>,
) -> Result<Response, Problem> {
    let oidc = state.settings.oidc.as_ref();
    let start = onward.map_or_else(
        || "/log-ind/sso".to_owned(),
        |onward| format!("/log-ind/sso?{}", encode(&[("videre".to_owned(), onward.to_owned())])),
    );
    let sso = oidc.map(|oidc| (oidc.title.as_str(), page.href(start)));
    let passwords = oidc.is_none_or(|oidc| !oidc.only);
    Ok(html(&SignInPage { page, name, onward, wrong, sso, passwords, sso_out })?.into_response())
}

/// `GET /log-ind`. Whoever is signed in already is sent on.
///
/// # Errors
/// Database.
pub async fn form(State(state): State<WebState>, page: Page, jar: CookieJar) -> Result<Response, Problem> {
    let onward = local_path(page.parameter("videre"));
    if let Some(seat) = session::seat(&state, &jar).await?.filter(|seat| seat.stage == Stage::Open) {
        return Ok(go_on(&page, seat.user.role, onward));
    }
    let mut out = None;
    if page.parameter("ud") == "sso"
        && let Some(provider) = &state.provider
    {
        out = provider.sign_out_url(page.now, &page.absolute("/log-ind")).await.map(|url| url.to_string());
    }
    sign_in_page(&state, &page, "", onward, None, out)
}

/// Who calls, as failures are counted: a browser known for this name has a mark of its own.
struct Place {
    network: String,
    mark: String,
    known: bool,
}

async fn place(
    state: &WebState,
    page: &Page,
    caller: Option<std::net::IpAddr>,
    jar: &CookieJar,
    name: &str,
) -> Result<Place, Problem> {
    let network = place_of(caller);
    let browser = session::token_of(jar, &state.public.site, Kind::Browser).map(session::hash);
    if let Some(hash) = browser
        && sessions::knows(&state.db, &hash, name, page.now).await?
    {
        return Ok(Place { network, mark: format!("browser {}", &hash[..12]), known: true });
    }
    Ok(Place { mark: network.clone(), network, known: false })
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
    headers: HeaderMap,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.get("navn").trim();
    let onward = local_path(fields.get("videre"));
    let refuse = |status: StatusCode, wrong: &'static str| -> Result<Response, Problem> {
        let answer = sign_in_page(&state, &page, name, onward, Some(wrong), None)?;
        Ok(refused(answer, status))
    };
    if state.settings.oidc.as_ref().is_some_and(|oidc| oidc.only) {
        return refuse(StatusCode::FORBIDDEN, "sign-in-sso-only");
    }
    if name.is_empty() || name.len() > LONGEST_NAME || fields.get("kode").len() > LONGEST_CODE {
        return refuse(StatusCode::UNAUTHORIZED, "sign-in-wrong");
    }
    let now = page.now;
    // Before the wait: who must rest keeps nobody else from the door.
    if door.must_rest(caller, now) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-throttled");
    }
    let Some(_turn) = door.turn(caller).await else {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-busy");
    };
    let place = place(&state, &page, caller, &jar, name).await?;
    let failures = sessions::failures(&state.db, name, &place.mark, now.minus(WINDOW)).await?;
    if name_must_rest(failures, place.known) || door.must_rest(caller, now) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-throttled");
    }
    let Some(user) = check(&state, name, fields.get("kode").to_owned()).await? else {
        failed(&state, &door, name, &place, caller, failures.here, &page).await?;
        return refuse(StatusCode::UNAUTHORIZED, "sign-in-wrong");
    };
    let second = factors::factor(&state.db, &user.name).await?.secret.is_some();
    let stage = if second { Stage::Code } else { Stage::Open };
    let response = if second {
        let query = onward.map(|onward| encode(&[("videre".to_owned(), onward.to_owned())]));
        let to = query.map_or_else(|| "/log-ind/kode".to_owned(), |query| format!("/log-ind/kode?{query}"));
        Redirect::to(&page.href(to)).into_response()
    } else {
        go_on(&page, user.role, onward)
    };
    seat_down(&state, &page, &jar, &headers, &user, stage, false, &place.network, response).await
}

/// `GET /log-ind/kode`, for who has given the right password.
///
/// # Errors
/// Database; signed out.
pub async fn code_form(
    State(state): State<WebState>,
    page: Page,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let onward = local_path(page.parameter("videre"));
    let seat = session::seat(&state, &jar).await?.ok_or(Problem::SignedOut)?;
    if seat.stage == Stage::Open {
        return Ok(go_on(&page, seat.user.role, onward));
    }
    Ok(html(&CodePage { page: &page, onward, wrong: None })?.into_response())
}

/// `POST /log-ind/kode`: the phone's code, or a recovery code; each works once.
///
/// # Errors
/// Database; signed out.
pub async fn code(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    page: Page,
    Caller(caller): Caller,
    headers: HeaderMap,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, Problem> {
    let onward = local_path(fields.get("videre"));
    let seat = session::seat(&state, &jar).await?.filter(|seat| seat.stage == Stage::Code);
    let seat = seat.ok_or(Problem::SignedOut)?;
    let name = seat.user.name.as_str();
    let refuse = |status: StatusCode, wrong: &'static str| -> Result<Response, Problem> {
        let answer = html(&CodePage { page: &page, onward, wrong: Some(wrong) })?.into_response();
        Ok(refused(answer, status))
    };
    if door.must_rest(caller, page.now) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-throttled");
    }
    let Some(_turn) = door.turn(caller).await else {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-busy");
    };
    let place = place(&state, &page, caller, &jar, name).await?;
    let failures = sessions::failures(&state.db, name, &place.mark, page.now.minus(WINDOW)).await?;
    if name_must_rest(failures, place.known) || door.must_rest(caller, page.now) {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "sign-in-throttled");
    }
    let guessed = factors::wrong_codes(&state.db, name).await? >= factors::WRONG_CODES;
    if let Some(wrong) = wrong_code(&state, &page, name, fields.get("kode")).await? {
        failed(&state, &door, name, &place, caller, failures.here, &page).await?;
        return refuse(StatusCode::UNAUTHORIZED, wrong);
    }
    // Somebody who knows the password has tried to guess: the person must hear of it.
    let told = guessed.then(|| page.href("/konto?sagt=koder-gaettet"));
    let response = go_on(&page, seat.user.role, told.as_deref().or(onward));
    seat_down(&state, &page, &jar, &headers, &seat.user, Stage::Open, false, &place.network, response).await
}

/// Key of why this is neither the phone's code of this moment nor a recovery code; `None` if it is one, which is thereby
/// used.
async fn wrong_code(
    state: &WebState,
    page: &Page,
    name: &str,
    typed: &str,
) -> Result<Option<&'static str>, Problem> {
    match factor::recovery_hash(typed) {
        Some(hash) if factors::use_code(&state.db, name, &hash, page.now).await? => Ok(None),
        Some(_) => Ok(Some("sign-in-code-wrong")),
        None => wrong_phone_code(state, page, name, typed).await,
    }
}

/// The same of the phone's code alone. A million codes can be guessed by who has time: after
/// [`factors::WRONG_CODES`] wrong ones in a row none is taken any more.
///
/// # Errors
/// Database.
pub async fn wrong_phone_code(
    state: &WebState,
    page: &Page,
    name: &str,
    typed: &str,
) -> Result<Option<&'static str>, Problem> {
    let Some(secret) = factors::factor(&state.db, name).await?.secret else {
        return Ok(Some("sign-in-code-wrong"));
    };
    if factors::wrong_codes(&state.db, name).await? >= factors::WRONG_CODES {
        return Ok(Some("sign-in-code-shut"));
    }
    if let Some(step) = factor::matching_step(&secret, typed, page.now)
        && factors::use_step(&state.db, name, step).await?
    {
        return Ok(None);
    }
    let wrong = factors::wrong_code(&state.db, name, page.now).await?;
    Ok(Some(if wrong >= factors::WRONG_CODES { "sign-in-code-shut" } else { "sign-in-code-wrong" }))
}

/// Starts a session (ending the one this browser had) and gives its cookie, the session's first.
///
/// # Errors
/// Database.
#[expect(clippy::too_many_arguments, reason = "what a session is made of; used by three ways in")]
pub async fn seat_down(
    state: &WebState,
    page: &Page,
    jar: &CookieJar,
    headers: &HeaderMap,
    user: &User,
    stage: Stage,
    sso: bool,
    network: &str,
    response: Response,
) -> Result<Response, Problem> {
    let (site, now) = (&state.public.site, page.now);
    if let Some(old) = session::token_hash(jar, site) {
        sessions::end(&state.db, &old).await?;
    }
    let whole = Duration::from_secs(u64::from(state.settings.server.session_hours) * 3_600);
    let token = session::new_token();
    let new = NewSession {
        token_hash: &session::hash(&token),
        user: &user.name,
        stage,
        sso,
        place: network,
        browser: &session::browser(headers),
        expires: now.plus(if stage == Stage::Open { whole } else { CODE_WITHIN.min(whole) }),
    };
    sessions::start(&state.db, &new, now).await?;
    let seat = session::cookie(site, Kind::Session, &token);
    if stage != Stage::Open {
        return Ok(session::with_cookies(response, [seat]));
    }
    tracing::info!(user = user.name, "signed in");
    let known = session::new_token();
    let before = session::token_of(jar, site, Kind::Browser).map(session::hash);
    let until = now.plus(KNOWN_FOR);
    sessions::remember(&state.db, before.as_deref(), &session::hash(&known), &user.name, until).await?;
    Ok(session::with_cookies(response, [seat, session::cookie(site, Kind::Browser, &known)]))
}

/// `POST /log-ud`: the session ends in the store too.
///
/// # Errors
/// Database.
pub async fn leave(State(state): State<WebState>, page: Page, jar: CookieJar) -> Result<Response, Problem> {
    let site = &state.public.site;
    let seat = session::seat(&state, &jar).await?;
    if let Some(hash) = session::token_hash(&jar, site) {
        sessions::end(&state.db, &hash).await?;
    }
    let to = if seat.is_some_and(|seat| seat.sso) { "/log-ind?ud=sso" } else { "/log-ind" };
    let response = Redirect::to(&page.href(to)).into_response();
    Ok(session::with_cookies(response, [session::no_cookie(site, Kind::Session)]))
}

async fn failed(
    state: &WebState,
    door: &Door,
    name: &str,
    place: &Place,
    caller: Option<std::net::IpAddr>,
    before: u64,
    page: &Page,
) -> Result<(), Problem> {
    sessions::failed(&state.db, name, &place.mark, page.now).await?;
    if before + 1 == FAILURES_HERE {
        sessions::tell_throttled(&state.db, name, &place.network, page.now).await?;
    }
    door.failed(caller, page.now);
    metrics::counter!("hashwall_sign_in_failures_total").increment(1);
    Ok(())
}

/// A page of the door as a refusal; who comes too often is told when to come again.
pub fn refused(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(WINDOW.as_secs()));
    }
    response
}

/// The person, if name and password belong together. Takes as long for a name that nobody has, or that has no password.
///
/// # Errors
/// Database, or no randomness for hashing.
pub async fn check(state: &WebState, name: &str, code: String) -> Result<Option<User>, Problem> {
    /// The hash of nobody's password.
    static NOBODY: OnceLock<String> = OnceLock::new();
    let (user, hash) = match users::find(&state.db, name).await? {
        Some((user, hash)) if !hash.is_empty() => (Some(user), Some(hash)),
        _ => (None, None),
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

/// Where a person goes after signing in.
pub fn go_on(page: &Page, role: Role, onward: Option<&str>) -> Response {
    let to = onward.map_or_else(|| page.href(start_page(role)), str::to_owned);
    Redirect::to(&to).into_response()
}
