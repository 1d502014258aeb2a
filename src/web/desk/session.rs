//! Sessions: a random token in a cookie, its SHA-256 in the store. And who may pass.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};

use super::problem::Problem;
use crate::config::settings::Site;
use crate::domain::user::{Role, User};
use crate::store::users;
use crate::web::state::WebState;

/// The cookie's name. `__Host-` makes browsers refuse one that another host of the domain has set; it takes https.
fn cookie_name(site: &Site) -> &'static str {
    if is_https(site) { "__Host-hashwall" } else { "hashwall" }
}

fn is_https(site: &Site) -> bool {
    site.base_url.scheme() == "https"
}

/// A cookie that carries `token`. It ends with the browser, and in the store after the configured hours.
pub fn cookie(site: &Site, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(site), token))
        .path("/")
        .http_only(true)
        .secure(is_https(site))
        .same_site(SameSite::Lax)
        .build()
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
    jar.get(cookie_name(site)).map(Cookie::value).filter(|token| token.len() == 64).map(hash)
}

/// Who is calling.
///
/// # Errors
/// Database.
pub async fn user(state: &WebState, jar: &CookieJar) -> Result<Option<User>, Problem> {
    let Some(hash) = token_hash(jar, &state.public.site) else { return Ok(None) };
    Ok(users::session(&state.db, &hash, (state.public.clock)()).await?)
}

/// Middleware: lets those pass who have one of the roles, and tells the handler who it is.
///
/// # Errors
/// Signed out, or of another role.
pub async fn require(
    State((state, roles)): State<(WebState, &'static [Role])>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let user = user(&state, &jar).await?.ok_or(Problem::SignedOut)?;
    if !roles.contains(&user.role) {
        return Err(Problem::Role(roles));
    }
    request.extensions_mut().insert(user);
    Ok(next.run(request).await)
}
