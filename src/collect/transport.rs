//! No answer, or an answer that is not the API's: what the scheduler should do about it. Knows no network.

use secrecy::{ExposeSecret, SecretString};

use crate::domain::time::Timestamp;
use crate::http::{HttpError, Response};

use super::collector::Failure;

/// What a failed call means.
pub fn no_answer(error: HttpError) -> Failure {
    match error {
        HttpError::GateClosed { until, .. } => {
            Failure::Throttled { until: Some(until), why: error.to_string() }
        }
        // A private address or a scheme that is not http(s) stands in our own settings; waiting does not change it.
        HttpError::Blocked(_) => Failure::Misconfigured(error.to_string()),
        HttpError::TooLarge(_) | HttpError::Timeout(_) | HttpError::OutOfTime(_) | HttpError::Failed(_) => {
            Failure::Transient(error.to_string())
        }
    }
}

/// What a status means when the body says nothing the API documents (a proxy's page, an empty body).
pub fn bare_status(response: &Response, now: Timestamp) -> Failure {
    let host = response.url.host_str().unwrap_or_default();
    let why = format!("{host} answered HTTP {} without saying why", response.status);
    match response.status {
        401 | 403 => Failure::Refused(why),
        404 => Failure::Misconfigured(why),
        410 => Failure::Gone(why),
        429 => Failure::Throttled { until: response.retry_after(now), why },
        503 if response.retry_after(now).is_some() => {
            Failure::Throttled { until: response.retry_after(now), why }
        }
        _ => Failure::Transient(why),
    }
}

/// A server's words without what it was told in confidence: some quote the token they do not accept, and their words are
/// logged, stored and shown. To be asked before the words are cut, or half a token would stay.
pub fn without_secrets<'a>(words: &str, secrets: impl IntoIterator<Item = &'a SecretString>) -> String {
    let mut clean = words.to_owned();
    for secret in secrets.into_iter().map(ExposeSecret::expose_secret) {
        if !secret.is_empty() {
            clean = clean.replace(secret, "…");
        }
    }
    clean
}
