//! Whose key a request carries: looked up once, before anything is counted. What a handler may do with it is asked there.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::limits;
use super::open::Refused;
use super::public::api::problem::Problem;
use super::state::WebState;
use crate::store::keys;

/// What a key begins with: it is known where it does not belong.
pub const PREFIX: &str = "hw_";
/// Hexadecimal digits after it.
const DIGITS: usize = 64;

/// A new key: 256 random bits.
pub fn new_key() -> String {
    format!("{PREFIX}{}", hex::encode(rand::random::<[u8; 32]>()))
}

/// What the store knows of a key.
pub fn hash(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// The middleware around everything: a request with a good key carries an `Arc<ApiKey>` from here on. A key that opens
/// nothing is refused where keys mean something, rather than be taken for none.
pub async fn recognise(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    if limits::is_free(request.uri().path()) {
        return next.run(request).await;
    }
    let Some(sent) = bearer(request.headers()) else { return next.run(request).await };
    let sound = sent
        .strip_prefix(PREFIX)
        .is_some_and(|digits| digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let found = if sound { keys::of_hash(&state.db, &hash(sent)).await } else { Ok(None) };
    match found {
        Ok(Some(key)) => {
            let today = (state.public.clock)().to_copenhagen().date_naive().to_string();
            if key.used_on.as_deref() != Some(&today)
                && let Err(broken) = keys::used(&state.db, &key.id, &today).await
            {
                tracing::warn!(error = %broken, "the day a key was used is not noted");
            }
            request.extensions_mut().insert(Arc::new(key));
        }
        Ok(None) => {
            request.extensions_mut().insert(Refused);
        }
        Err(broken) => return Problem::internal(broken).into_response(),
    }
    next.run(request).await
}

/// What stands after `Authorization: Bearer`. Another scheme is somebody else's: a proxy's, say.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or("bearer ?");
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
}
