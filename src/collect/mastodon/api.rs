//! Calls to a Mastodon server: token, rate limits, errors. It knows nothing of posts.

use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use crate::collect::collector::Failure;
use crate::collect::{json, transport};
use crate::domain::source::MastodonSettings;
use crate::domain::time::Timestamp;
use crate::http::{Http, Request, Response, gate_key};

/// An answer of the API.
pub enum Answer {
    /// The JSON asked for.
    Found(Value),
    /// The API itself says that there is no such thing (404 or 410 with its `error`).
    NotFound,
}

/// One run's line to a server.
pub struct Api<'a> {
    settings: &'a MastodonSettings,
    http: &'a Http,
    now: Timestamp,
    /// The server.
    pub server: Url,
    /// Calls left in the server's window, as its latest answer said.
    pub remaining: Option<u64>,
    /// When that window ends.
    pub reset: Option<Timestamp>,
}

impl<'a> Api<'a> {
    /// Opens the line; nothing is sent yet.
    ///
    /// # Errors
    /// The configured server is no http(s) address.
    pub fn new(settings: &'a MastodonSettings, http: &'a Http, now: Timestamp) -> Result<Self, Failure> {
        let server = Url::parse(&settings.server).ok().filter(|url| url.host_str().is_some());
        let server = server.ok_or_else(|| {
            Failure::Misconfigured("server: expected an address such as https://mastodon.social".to_owned())
        })?;
        Ok(Self { settings, http, now, server, remaining: None, reset: None })
    }

    /// `{server}/api/v1/{path…}?{query}`; the path is percent-encoded here (æøå in a hashtag).
    pub fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.server.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["api", "v1"]).extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Sends one GET and reads its answer.
    ///
    /// # Errors
    /// What the scheduler should do.
    pub async fn get(&mut self, url: Url) -> Result<Answer, Failure> {
        let mut request = Request::get(url);
        request.bearer = self.settings.token.clone();
        let response = self.http.send(self.now, request).await.map_err(transport::no_answer)?;
        self.notice_limit(&response);
        let body = json::body(&response);
        let said = body.as_ref().ok().and_then(|value| value.get("error")).map(json::as_text);
        match (response.status, said) {
            (200..=299, _) => body
                .map(Answer::Found)
                .map_err(|broken| Failure::Transient(format!("the server's answer is {broken}"))),
            (404 | 410, Some(_)) => Ok(Answer::NotFound),
            // "This method requires an authenticated user" comes as 422 since Mastodon 4.
            (status @ (401 | 403 | 422), Some(said)) => Err(self.refused(status, &said)),
            (429, _) => {
                let until = self.reset.or_else(|| response.retry_after(self.now));
                self.close_gate(until);
                Err(Failure::Throttled { until, why: "the server says too many requests".to_owned() })
            }
            _ => Err(transport::bare_status(&response, self.now)),
        }
    }

    /// The failure it would be to make another call now, if the server's window is used up.
    pub fn spent(&self) -> Option<Failure> {
        let spent = self.remaining == Some(0) && self.reset.is_none_or(|reset| self.now < reset);
        spent.then(|| {
            self.close_gate(self.reset);
            Failure::Throttled {
                until: self.reset,
                why: "the server's request limit is used up for now".to_owned(),
            }
        })
    }

    fn refused(&self, status: u16, said: &str) -> Failure {
        let said: String = transport::without_secrets(said, &self.settings.token).chars().take(200).collect();
        Failure::Refused(match self.settings.token {
            None => format!(
                "the server does not show hashtags to anonymous callers (HTTP {status}: {said}); set a token \
                 of an account there, with the scope read:statuses"
            ),
            Some(_) => format!(
                "the server does not accept the token (HTTP {status}: {said}); make a new one with the scope \
                 read:statuses"
            ),
        })
    }

    fn notice_limit(&mut self, response: &Response) {
        let number = response.header("x-ratelimit-remaining").and_then(|value| value.trim().parse().ok());
        let reset = response.header("x-ratelimit-reset").and_then(Timestamp::parse_rfc3339);
        self.remaining = number;
        // Mastodon's windows are minutes; a reset a day away is a clock that is wrong.
        let latest = self.now.plus(std::time::Duration::from_secs(86_400));
        self.reset = reset.map(|reset| reset.clamp(self.now, latest));
    }

    /// A limit counts for the token where there is one, else for our address.
    fn close_gate(&self, until: Option<Timestamp>) {
        let Some(until) = until else { return };
        let host = self.server.host_str().unwrap_or_default(); // never empty: `new` refuses that
        let host = self.server.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
        let key = |token: &SecretString| gate_key(&host, token);
        self.http.close_gate(&self.settings.token.as_ref().map_or_else(|| host.clone(), key), until);
    }
}
