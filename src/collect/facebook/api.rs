//! Calls to the Graph API: token, proof, usage, errors. It knows nothing of posts.
//!
//! The token travels in `Authorization`, never in a URL we make; `paging.next`, which carries it, is stripped before use.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::Sha256;
use url::Url;

use super::errors::{Trouble, trouble};
use super::usage::Usage;
use super::wire;
use crate::collect::collector::Failure;
use crate::collect::{json, transport};
use crate::domain::source::FacebookSettings;
use crate::domain::time::Timestamp;
use crate::http::{Http, Request, Response, gate_key};

/// One run's line to the Graph API.
pub struct Graph<'a> {
    settings: &'a FacebookSettings,
    http: &'a Http,
    now: Timestamp,
    base: Url,
    proof: Option<String>,
    /// What the usage headers of the latest answer said.
    pub usage: Usage,
    /// Set if Meta answered in another version than the one asked for: ours was retired.
    pub other_version: Option<String>,
}

impl<'a> Graph<'a> {
    /// Opens the line; nothing is sent yet.
    ///
    /// # Errors
    /// The configured base is no http(s) URL.
    pub fn new(settings: &'a FacebookSettings, http: &'a Http, now: Timestamp) -> Result<Self, Failure> {
        let wrong = |why: &str| Failure::Misconfigured(format!("api: {why}"));
        let base = Url::parse(&settings.api).map_err(|broken| wrong(&broken.to_string()))?;
        if base.cannot_be_a_base() || base.host_str().is_none() {
            return Err(wrong("expected an address such as https://graph.facebook.com"));
        }
        let proof = settings.app_secret.as_ref().map(|secret| appsecret_proof(secret, &settings.token));
        let proof = proof.transpose()?;
        Ok(Self { settings, http, now, base, proof, usage: Usage::default(), other_version: None })
    }

    /// `{api}/{version}/{path…}?{query}`.
    pub fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&self.settings.version).extend(path);
        }
        url.query_pairs_mut().extend_pairs(query);
        url
    }

    /// `paging.next` without its token, or `None` if it leads anywhere but the configured API: the token must not
    /// follow it there.
    pub fn next(&self, raw: &str) -> Option<Url> {
        let mut url = Url::parse(raw).ok()?;
        let inside = url.path().starts_with(self.base.path().trim_end_matches('/'));
        if url.origin() != self.base.origin() || !inside || !url.username().is_empty() {
            return None;
        }
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !matches!(name.as_ref(), "access_token" | "appsecret_proof"))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(kept);
        Some(url)
    }

    /// Sends one GET and reads its answer.
    ///
    /// # Errors
    /// [`Trouble`], with token and secret taken out of whatever Meta said.
    pub async fn get(&mut self, mut url: Url) -> Result<Value, Trouble> {
        if let Some(proof) = &self.proof {
            url.query_pairs_mut().append_pair("appsecret_proof", proof);
        }
        let request = Request::get(url).with_bearer(self.settings.token.clone());
        let answered = self.http.send(self.now, request).await;
        let response = answered.map_err(|error| Trouble::Failed(transport::no_answer(error)))?;
        self.usage = Usage::of(&response);
        self.notice_version(&response);
        let read = self.read(&response);
        if let Err(Trouble::Failed(Failure::Throttled { until: Some(until), .. })) = &read {
            self.close_gate(*until);
        }
        read
    }

    /// True if no more calls should be made in this run, because a limit is nearly spent.
    pub fn should_rest(&self) -> bool {
        self.usage.is_high()
    }

    /// Why and until when to rest: a failure only if Meta shut the door.
    pub fn rest(&self) -> (Timestamp, String, Option<Failure>) {
        let until = self.usage.slow_until(self.now);
        let why = format!("{:.0} % of a request limit is used", self.usage.percent);
        if !self.usage.is_spent() {
            return (until, why, None);
        }
        let regained = self.usage.regained_at(self.now);
        if let Some(until) = regained {
            self.close_gate(until);
        }
        (until, why.clone(), Some(Failure::Throttled { until: regained, why }))
    }

    fn read(&self, response: &Response) -> Result<Value, Trouble> {
        let value = match json::body(response) {
            Ok(value) if value.is_object() => value,
            _ if response.status >= 300 => {
                return Err(Trouble::Failed(transport::bare_status(response, self.now)));
            }
            Ok(_) => return Err(Trouble::Failed(Failure::Transient("the answer is no JSON object".into()))),
            Err(broken) => {
                return Err(Trouble::Failed(Failure::Transient(format!("Graph's answer is {broken}"))));
            }
        };
        if let Some(error) = value.get("error").filter(|error| error.is_object()) {
            let mut error: wire::Error = serde_json::from_value(error.clone())
                .map_err(|_| Trouble::Failed(transport::bare_status(response, self.now)))?;
            error.message = self.scrub(&error.message);
            let until = self.usage.regained_at(self.now).or_else(|| response.retry_after(self.now));
            return Err(trouble(&error, until, self.now));
        }
        if response.status >= 300 {
            return Err(Trouble::Failed(transport::bare_status(response, self.now)));
        }
        Ok(value)
    }

    /// Graph quotes a malformed token in its message.
    fn scrub(&self, message: &str) -> String {
        let secrets = [Some(&self.settings.token), self.settings.app_secret.as_ref()];
        transport::without_secrets(message, secrets.into_iter().flatten())
    }

    fn notice_version(&mut self, response: &Response) {
        let spoken = response.header("facebook-api-version");
        self.other_version = spoken.filter(|spoken| *spoken != self.settings.version).map(str::to_owned);
    }

    fn close_gate(&self, until: Timestamp) {
        let host = self.base.host_str().unwrap_or_default(); // never empty: `new` refuses that
        let host = self.base.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
        self.http.close_gate(&gate_key(&host, &self.settings.token), until);
    }
}

/// `appsecret_proof`: lower-case hex of HMAC-SHA256 with the app secret as key and the token as message
/// (Meta, "Securing Graph API requests").
fn appsecret_proof(secret: &SecretString, token: &SecretString) -> Result<String, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| Failure::Misconfigured("app_secret cannot be used as a key".to_owned()))?;
    mac.update(token.expose_secret().as_bytes());
    Ok(hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_the_documented_one() {
        let proof = appsecret_proof(&"fb-demo-secret".into(), &"EAAB-demo-page-token".into()).unwrap();
        assert_eq!(proof, "5466a060a835a795252657c1960ef37e9c0ecdecf1b89adb90dc50453c1407d1");
    }
}
