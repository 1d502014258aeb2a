//! The one outbound client. No private address, no endless body, no endless redirects; per-host gates obeyed.
//!
//! `reqwest` is used here and nowhere else. Knows nothing of networks or posts.

mod address;
mod client;
mod gate;
mod redirect;
mod resolve;

use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;
use url::Url;

use crate::domain::time::Timestamp;

pub use client::Http;
pub use gate::gate_key;

/// Longest wait a server can ask for: a wrong date must not stop a source for years.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(7 * 86_400);

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
    /// A PEM file of certificate authorities trusted beside Mozilla's, which are compiled in. The machine's own store
    /// is not read, so that a bare image and a laptop trust the same.
    pub extra_ca: Option<std::path::PathBuf>,
}

/// A request. Its `Debug` shows method, host and path alone. `bearer` is a secret: it is sent, never logged, and dropped on a redirect to another origin.
#[derive(Clone)]
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

    /// A POST of form fields (`application/x-www-form-urlencoded`).
    pub fn post_form(url: Url, fields: &[(&str, &str)]) -> Self {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let body = Some(("application/x-www-form-urlencoded", form.into_bytes()));
        Self { method: "POST", url, headers: Vec::new(), bearer: None, body }
    }

    /// Sends `Authorization: Bearer …`.
    #[must_use]
    pub fn with_bearer(mut self, token: secrecy::SecretString) -> Self {
        self.bearer = Some(token);
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, place(&self.url))
    }
}

/// What is wrong with calling this URL before any name is looked up, if anything: what configuration can know early.
pub fn refusal(url: &Url, with_token: bool, allow_private: &[String]) -> Option<&'static str> {
    address::objection(url, with_token, &address::Allowed::new(allow_private))
}

/// Host (with its port, if unusual) and path: what of a URL may be logged.
pub fn place(url: &Url) -> String {
    format!("{}{}", gate::authority(url), url.path())
}

/// An answer, whatever its status. Its `Debug` shows no header and no body: both may hold secrets.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Lower-case names, in order of arrival.
    pub headers: Vec<(String, String)>,
    /// Decompressed.
    pub body: Vec<u8>,
    /// Where the answer came from, after redirects.
    pub url: Url,
    /// Set if there were redirects, every one of them permanent (301, 308), and the answer is good (2xx or 304): the
    /// address to remember.
    pub moved_to: Option<Url>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}, {} bytes", self.status, place(&self.url), self.body.len())
    }
}

impl Response {
    /// The first header of that name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// Where a redirect leads that [`Http::step_by_step`] did not follow; `None` if this is none.
    ///
    /// # Errors
    /// Why it must not be followed.
    pub fn leads_to(&self) -> Result<Option<Url>, &'static str> {
        match self.header("location").filter(|_| redirect::is_redirect(self.status)) {
            Some(to) => Ok(Some(redirect::follow(Request::get(self.url.clone()), self.status, to)?.url)),
            None => Ok(None),
        }
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

    /// `Retry-After` as an instant: seconds or HTTP date, never before `now`, at most a week after it.
    pub fn retry_after(&self, now: Timestamp) -> Option<Timestamp> {
        let value = self.header("retry-after")?.trim();
        let latest = now.plus(LONGEST_RETRY_AFTER);
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than a u64 holds is longer than the longest.
            let secs = value.parse::<u64>().unwrap_or(u64::MAX);
            return Some(now.plus(Duration::from_secs(secs)).min(latest));
        }
        let at = chrono::DateTime::parse_from_rfc2822(value).ok()?;
        Some(Timestamp(at.timestamp_micros()).clamp(now, latest))
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
    /// Whoever calls must be done by now ([`Http::until`]).
    #[error("the time for this run was up before {0} had answered; the next one goes on from there")]
    OutOfTime(String),
    /// No answer in time.
    #[error("no whole answer from {0} in time")]
    Timeout(String),
    /// Anything else: DNS, TLS, connection, protocol.
    #[error("{0}")]
    Failed(String),
}
