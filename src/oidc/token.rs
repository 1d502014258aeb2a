//! An ID token, believed only after every check of OpenID Connect Core 1.0, section 3.1.3.7.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::keys::{Algorithm, Keys, NoMatch};
use crate::domain::time::Timestamp;

/// No honest token is longer; with hundreds of groups some have 20 kB.
const LONGEST: usize = 128 * 1024;
/// How far the provider's clock may be from ours.
const SKEW: Duration = Duration::from_secs(60);

/// What a token must say.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    /// Letter for letter.
    pub issuer: &'a str,
    /// Us.
    pub client_id: &'a str,
    /// What this sign-in was started with.
    pub nonce: &'a str,
    /// Now.
    pub now: Timestamp,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not three parts of base64 with JSON in them, or longer than any honest one.
    #[error("the token cannot be read")]
    Malformed,
    /// `none`, a MAC, or anything else that is no signature by key pair; or an extension we must know and do not.
    #[error("the token is not signed in a way we take")]
    Algorithm,
    /// No key of that id.
    #[error("the provider has no such key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the token's signature is wrong")]
    Signature,
    /// Another issuer.
    #[error("the token is another provider's")]
    Issuer,
    /// Made for somebody else.
    #[error("the token is made for another application")]
    Audience,
    /// Too old, or from a time to come.
    #[error("the token's time is over, or has not begun: is a clock wrong?")]
    Time,
    /// Of another sign-in.
    #[error("the token belongs to another sign-in")]
    Nonce,
    /// No person in it.
    #[error("the token names nobody")]
    Subject,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// The claims of a token that holds.
///
/// # Errors
/// [`TokenError`]; of several reasons the first in the order of checking.
pub fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Map<String, Value>, TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Malformed);
    }
    let (message, signed) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = message.split_once('.').ok_or(TokenError::Malformed)?;
    let header: Header = part(header)?;
    let algorithm = Algorithm::named(&header.alg).ok_or(TokenError::Algorithm)?;
    if header.crit.is_some() {
        return Err(TokenError::Algorithm);
    }
    let signed = URL_SAFE_NO_PAD.decode(signed).map_err(|_| TokenError::Malformed)?;
    keys.verify(algorithm, header.kid.as_deref(), message.as_bytes(), &signed).map_err(|no| match no {
        NoMatch::UnknownKey => TokenError::UnknownKey,
        NoMatch::BadSignature => TokenError::Signature,
    })?;
    let claims: Map<String, Value> = part(claims)?;
    check(&claims, expected)?;
    Ok(claims)
}

fn part<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, TokenError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenError::Malformed)
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenError::Issuer);
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let party = claims.get("azp");
    let ours = audience.contains(&expected.client_id)
        && party.is_none_or(|party| party.as_str() == Some(expected.client_id))
        && (audience.len() == 1 || party.is_some());
    if !ours {
        return Err(TokenError::Audience);
    }
    // A claim of another type than a number is not skipped: it is wrong.
    let instant =
        |name: &str| claims.get(name).map(|value| seconds(value).ok_or(TokenError::Time)).transpose();
    let (earliest, latest) = (expected.now.minus(SKEW), expected.now.plus(SKEW));
    let expires = instant("exp")?.ok_or(TokenError::Time)?;
    let issued = instant("iat")?.ok_or(TokenError::Time)?;
    if expires <= earliest || issued > latest || instant("nbf")?.is_some_and(|from| from > latest) {
        return Err(TokenError::Time);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    // Section 2: at most 255 ASCII characters.
    let subject = text("sub").unwrap_or_default();
    if subject.is_empty() || subject.len() > 255 {
        return Err(TokenError::Subject);
    }
    Ok(())
}

/// Seconds since the epoch, whole or broken, that fit an instant.
fn seconds(value: &Value) -> Option<Timestamp> {
    let whole = value.as_i64().or_else(|| {
        let broken = value.as_f64()?;
        (broken.is_finite() && broken.abs() < 1e12).then_some(broken as i64)
    })?;
    whole.checked_mul(1_000_000).map(Timestamp)
}
