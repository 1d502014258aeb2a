//! One call to LinkedIn: the three headers, encoding, the 4 KB rule, one retry. Knows nothing of posts or cursors.

use secrecy::SecretString;
use serde_json::Value;
use url::Url;

use super::errors::{self, Trouble};
use crate::collect::json;
use crate::domain::source::LinkedInSettings;
use crate::domain::time::Timestamp;
use crate::http::{Http, HttpError, Request};

/// Longest query string LinkedIn takes in a URL; a longer one is POSTed with an override (Rest.li query tunnelling).
const LONGEST_QUERY: usize = 4096;

/// What is called.
#[derive(Clone, Debug)]
pub struct Call {
    /// `posts`, `images/urn%3A…` under `/rest/`, encoded.
    pub path: String,
    /// Encoded; may be empty.
    pub query: String,
    /// `X-RestLi-Method`.
    pub method: &'static str,
}

impl Call {
    /// One entity by its encoded id.
    pub fn get(resource: &str, id: &str) -> Self {
        Self { path: format!("{resource}/{id}"), query: String::new(), method: "GET" }
    }

    /// Several entities by URN.
    pub fn batch(resource: &str, urns: &[String]) -> Self {
        Self {
            path: resource.to_owned(),
            query: format!("ids={}", super::urn::list(urns)),
            method: "BATCH_GET",
        }
    }

    /// A finder; `query` is encoded.
    pub fn finder(resource: &str, query: String) -> Self {
        Self { path: resource.to_owned(), query, method: "FINDER" }
    }
}

/// The API as one source sees it.
pub struct Api<'a> {
    http: &'a Http,
    base: &'a str,
    version: &'a str,
    token: &'a SecretString,
    now: Timestamp,
}

impl<'a> Api<'a> {
    /// For one run.
    pub fn new(http: &'a Http, settings: &'a LinkedInSettings, now: Timestamp) -> Self {
        Self { http, base: &settings.api, version: &settings.version, token: &settings.token, now }
    }

    /// Calls, and once more if LinkedIn's own trouble may be over at once.
    pub async fn call(&self, call: &Call) -> Result<Value, Trouble> {
        let first = match self.try_once(call).await {
            Err(trouble) if trouble.may_retry() => trouble,
            outcome => return outcome,
        };
        match (self.try_once(call).await, first) {
            // The first answer closed the gate by its Retry-After: what it said is the reason.
            (Err(Trouble::Throttled { until, .. }), Trouble::Server(why)) => {
                Err(Trouble::Throttled { until, why })
            }
            (outcome, _) => outcome,
        }
    }

    async fn try_once(&self, call: &Call) -> Result<Value, Trouble> {
        let answer = self.http.send(self.now, self.request(call)?).await?;
        if (200..300).contains(&answer.status) {
            return json::body(&answer)
                .map_err(|broken| Trouble::Transient(format!("{}: {broken}", call.path)));
        }
        Err(errors::read(&answer, self.version, self.token, self.now))
    }

    fn request(&self, call: &Call) -> Result<Request, Trouble> {
        let address = format!("{}/rest/{}", self.base.trim_end_matches('/'), call.path);
        let mut url = Url::parse(&address)
            .map_err(|broken| Trouble::from(HttpError::Blocked(format!("{:?}: {broken}", self.base))))?;
        let tunnelled = call.query.len() > LONGEST_QUERY;
        if !tunnelled && !call.query.is_empty() {
            url.set_query(Some(&call.query));
        }
        let mut request = Request::get(url)
            .header("LinkedIn-Version", self.version)
            .header("X-Restli-Protocol-Version", "2.0.0")
            .header("X-RestLi-Method", call.method);
        request.bearer = Some(self.token.clone());
        if tunnelled {
            request.method = "POST";
            request.body = Some(("application/x-www-form-urlencoded", call.query.clone().into_bytes()));
            request = request.header("X-HTTP-Method-Override", "GET");
        }
        Ok(request)
    }
}
