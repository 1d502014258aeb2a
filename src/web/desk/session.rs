//! Sessions: a random token in a cookie, its SHA-256 in the store. And who may pass.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};

use super::problem::Problem;
use crate::config::settings::Site;
use crate::domain::user::{Role, Seat, Stage, User};
use crate::store::sessions;
use crate::web::state::WebState;

/// Our cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The session; it ends with the browser.
    Session,
    /// A browser somebody signed in with.
    Browser,
    /// A single sign-on under way.
    SignOn,
}

/// The cookie's name. `__Host-` makes browsers refuse one that another host of the domain has set; it takes https.
fn cookie_name(site: &Site, kind: Kind) -> &'static str {
    match (kind, is_https(site)) {
        (Kind::Session, true) => "__Host-hashwall",
        (Kind::Session, false) => "hashwall",
        (Kind::Browser, true) => "__Host-hashwall-browser",
        (Kind::Browser, false) => "hashwall-browser",
        (Kind::SignOn, true) => "__Host-hashwall-sso",
        (Kind::SignOn, false) => "hashwall-sso",
    }
}

fn is_https(site: &Site) -> bool {
    site.base_url.scheme() == "https"
}

/// A cookie that carries `token`. That of a session ends with the browser, and in the store after the configured hours.
/// `Lax`, so that it comes along when the identity provider sends a browser back.
pub fn cookie(site: &Site, kind: Kind, token: &str) -> Cookie<'static> {
    let mut cookie = Cookie::build((cookie_name(site, kind), token.to_owned()))
        .path("/")
        .http_only(true)
        .secure(is_https(site))
        .same_site(SameSite::Lax);
    if kind == Kind::Browser {
        cookie = cookie.permanent();
    }
    cookie.build()
}

/// The cookie that takes one away.
pub fn no_cookie(site: &Site, kind: Kind) -> Cookie<'static> {
    let mut cookie = cookie(site, kind, "");
    cookie.make_removal();
    cookie
}

/// Sets cookies on an answer, in this order.
pub fn with_cookies<const N: usize>(mut response: Response, cookies: [Cookie<'static>; N]) -> Response {
    for cookie in cookies {
        // Names and hex digits: always a header.
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// A new token: 256 random bits.
pub fn new_token() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// What the store knows of a token.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The hash of the caller's token, if the cookie could be one of ours.
pub fn token_hash(jar: &CookieJar, site: &Site) -> Option<String> {
    token_of(jar, site, Kind::Session).map(hash)
}

/// The token of one of our cookies, if it could be one.
pub fn token_of<'a>(jar: &'a CookieJar, site: &Site, kind: Kind) -> Option<&'a str> {
    jar.get(cookie_name(site, kind)).map(Cookie::value).filter(|token| (43..=64).contains(&token.len()))
}

/// Who is calling, however far the sign-in has come.
///
/// # Errors
/// Database.
pub async fn seat(state: &WebState, jar: &CookieJar) -> Result<Option<Seat>, Problem> {
    let Some(hash) = token_hash(jar, &state.public.site) else { return Ok(None) };
    let idle = state.settings.accounts.idle;
    Ok(sessions::seat(&state.db, &hash, idle, (state.public.clock)()).await?)
}

/// Who is signed in with all it takes, asked by an open page: a desk nobody touches does not stay open by that.
///
/// # Errors
/// Database.
pub async fn still_in(state: &WebState, jar: &CookieJar) -> Result<Option<User>, Problem> {
    let Some(hash) = token_hash(jar, &state.public.site) else { return Ok(None) };
    let idle = state.settings.accounts.idle;
    let seat = sessions::look(&state.db, &hash, idle, (state.public.clock)()).await?;
    let whole = seat.filter(|seat| seat.stage == Stage::Open && !lacks_factor(state, seat));
    Ok(whole.map(|seat| seat.user))
}

/// True if this person must set up a second factor before anything else.
pub fn lacks_factor(state: &WebState, seat: &Seat) -> bool {
    !seat.sso && !seat.has_factor && state.settings.accounts.second_factor.contains(&seat.user.role)
}

/// Middleware: lets those pass who have one of the roles, and tells the handler who it is.
///
/// # Errors
/// Signed out, of another role, or without the second factor the role must have.
pub async fn require(
    State((state, roles)): State<(WebState, &'static [Role])>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let seat = seat(&state, &jar).await?.filter(|seat| seat.stage == Stage::Open);
    let seat = seat.ok_or(Problem::SignedOut)?;
    let own_page = request.uri().path() == "/konto" || request.uri().path().starts_with("/konto/");
    if lacks_factor(&state, &seat) && !own_page {
        return Err(Problem::FactorMissing);
    }
    if !roles.contains(&seat.user.role) {
        return Err(Problem::Role(roles));
    }
    request.extensions_mut().insert(seat.user.clone());
    request.extensions_mut().insert(seat);
    Ok(next.run(request).await)
}

/// Browser and system as a person knows them, from what the browser says of itself; coarse on purpose.
pub fn browser(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| *name)
    };
    // Each of these also calls itself by the names that follow.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        for (said, known) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox, macOS",
            ),
            ("curl/8", ""),
        ] {
            let headers = HeaderMap::from_iter([(header::USER_AGENT, said.parse().unwrap())]);
            assert_eq!(browser(&headers), known);
        }
        assert_eq!(browser(&HeaderMap::new()), "");
    }
}
