//! No answer, or an answer that is not the API's: what the scheduler should do about it. Knows no network.

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
