//! LinkedIn's refusals: every answer that is not a 2xx becomes one [`Trouble`], and every trouble one behaviour.
//!
//! Envelopes vary: `code`, `serviceErrorCode` and `message` may each be missing or of another type, so all are read
//! leniently. Pure: an answer and `now` in, a trouble out.

use secrecy::SecretString;
use serde_json::Value;

use crate::collect::collector::Failure;
use crate::collect::transport;
use crate::domain::time::Timestamp;
use crate::http::{HttpError, Response};

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 404: gone, invisible, or nothing there (comments, a Page without posts).
    NotFound,
    /// 403: a scope, product or role is missing for this resource.
    Forbidden(String),
    /// 429, or a gate closed earlier.
    Throttled {
        /// The next 00:00 UTC for day limits, `Retry-After` if there is one, otherwise not told.
        until: Option<Timestamp>,
        /// Which limit.
        why: String,
    },
    /// 400: this call is not understood.
    BadRequest(String),
    /// The API version is missing, retired or not released, or the address may not be called.
    Misconfigured(String),
    /// 401: the token is dead for every resource.
    Token {
        /// 65601: a token that is some seconds old may answer this once.
        perhaps_fresh: bool,
        /// Which way it is dead.
        why: String,
    },
    /// 5xx.
    Server(String),
    /// Timeouts, broken connections and bodies, anything unheard of.
    Transient(String),
}

impl Trouble {
    /// What a run that cannot go on without this call ends with.
    pub fn into_failure(self) -> Failure {
        match self {
            Self::NotFound => Failure::Transient("LinkedIn answered 404".to_owned()),
            Self::Forbidden(why) | Self::Token { why, .. } => Failure::Refused(why),
            Self::Throttled { until, why } => Failure::Throttled { until, why },
            Self::BadRequest(why) | Self::Misconfigured(why) => Failure::Misconfigured(why),
            Self::Server(why) | Self::Transient(why) => Failure::Transient(why),
        }
    }

    /// True if no other call of this run can do better.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Misconfigured(_) | Self::Token { .. })
    }

    /// True if LinkedIn's advice is to try once more at once (5xx; 65601 on a fresh token).
    ///
    /// LinkedIn advises five seconds for a fresh token. A run never sleeps: it tries again at once, and the
    /// scheduler's probe of a refused source does the rest.
    pub fn may_retry(&self) -> bool {
        matches!(self, Self::Server(_) | Self::Token { perhaps_fresh: true, .. })
    }
}

impl From<HttpError> for Trouble {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::GateClosed { until, .. } => {
                Self::Throttled { until: Some(until), why: error.to_string() }
            }
            HttpError::Blocked(_) => Self::Misconfigured(format!("key `api`: {error}")),
            HttpError::TooLarge(_)
            | HttpError::Timeout(_)
            | HttpError::OutOfTime(_)
            | HttpError::Failed(_) => Self::Transient(error.to_string()),
        }
    }
}

/// Reads a refusal to a call with the given `LinkedIn-Version` and token. Only for answers outside 200–299.
pub fn read(answer: &Response, version: &str, token: &SecretString, now: Timestamp) -> Trouble {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null); // an error page is no envelope
    let code = body.get("code").and_then(Value::as_str).unwrap_or("");
    let service_code = body.get("serviceErrorCode").and_then(Value::as_i64);
    let said = body.get("message").and_then(Value::as_str).unwrap_or(code);
    let message = plain(&transport::without_secrets(said, [token]));
    let status = answer.status;
    let said = |what: &str| match message.as_str() {
        "" => format!("{what} (LinkedIn answered {status})"),
        message => format!("{what} (LinkedIn answered {status}: {message})"),
    };

    // Seen without the 426 status too, so the words count as much (A month can be retired or not yet released.)
    let inactive = message.starts_with("Requested version") && message.contains("not active");
    if status == 426 || code == "NONEXISTENT_VERSION" || inactive {
        return Trouble::Misconfigured(said(&format!(
            "key `version`: {version:?} is not an active LinkedIn API version; expected a supported YYYYMM"
        )));
    }
    if code == "VERSION_MISSING" {
        return Trouble::Misconfigured(said(
            "key `version`: LinkedIn saw no version; expected a supported YYYYMM",
        ));
    }
    match status {
        400 => Trouble::BadRequest(said(
            "LinkedIn does not accept the request; check `organization` and `version`",
        )),
        401 => Trouble::Token {
            perhaps_fresh: service_code == Some(65601),
            why: said(match (service_code, code) {
                (Some(65601), _) | (_, "REVOKED_ACCESS_TOKEN") => "key `token`: revoked; authorise again",
                (Some(65602), _) | (_, "EXPIRED_ACCESS_TOKEN") => "key `token`: expired; authorise again",
                (Some(65600), _) | (_, "INVALID_ACCESS_TOKEN") => "key `token`: not a valid access token",
                _ => "key `token`: not accepted",
            }),
        },
        403 => Trouble::Forbidden(said(&missing_permission(&message))),
        404 => Trouble::NotFound,
        429 => {
            let day_limit = message.split_whitespace().any(|word| word == "DAY");
            let until = if day_limit { Some(next_midnight(now)) } else { answer.retry_after(now) };
            Trouble::Throttled { until, why: said("LinkedIn's limit is reached") }
        }
        500..=599 => {
            let id = answer.header("x-li-uuid").map(plain).filter(|id| !id.is_empty());
            Trouble::Server(match id {
                Some(id) => said(&format!("LinkedIn failed, x-li-uuid {id}")),
                None => said("LinkedIn failed"),
            })
        }
        _ => Trouble::Transient(said("an answer LinkedIn does not document")),
    }
}

/// Names what to ask for: the message ends in `resource.METHOD.version01`.
fn missing_permission(message: &str) -> String {
    let resource = message.rsplit(": ").next().and_then(|tail| tail.split('.').next()).unwrap_or("");
    let needs = match resource.to_ascii_lowercase() {
        r if r.contains("posts") => {
            "`r_organization_social` and the role ADMINISTRATOR, CONTENT_ADMIN or DIRECT_SPONSORED_CONTENT_POSTER"
        }
        r if r.contains("social") => "`r_organization_social_feed`",
        r if r.contains("statistics") || r.contains("network") || r.contains("organization") => {
            "`rw_organization_admin` and the role ADMINISTRATOR"
        }
        _ => "the product Community Management API, its scope and a role on the Page",
    };
    format!("the token may not read this: it needs {needs}")
}

/// A network's words for a status page: one line, no control characters, at most 200 characters.
pub fn plain(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Both daily quotas are counted anew at 00:00 UTC.
pub fn next_midnight(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400_000_000;
    Timestamp(now.0.div_euclid(DAY).saturating_add(1).saturating_mul(DAY))
}
