//! The provider as we speak with it: discovery, where a browser is sent, the exchange of the code, keys that change.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

use super::claims::{self, Identity};
use super::discovery::Discovery;
use super::keys::Keys;
use super::settings::OidcSettings;
use super::token::{Expected, TokenError, verify};
use crate::domain::time::Timestamp;
use crate::http::{Http, HttpError, HttpPolicy, Request, Response};

/// A person waits: no provider is given longer.
const PATIENCE: Duration = Duration::from_secs(8);
/// Documents and tokens are small.
const LARGEST: usize = 512 * 1024;
/// How long discovery and keys are believed; a key we do not know is looked up at once.
const FRESH: Duration = Duration::from_secs(3_600);

/// The provider. Shared by all who sign in.
pub struct Provider {
    /// What the operator said.
    pub settings: OidcSettings,
    http: Http,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    at: Timestamp,
    discovery: Arc<Discovery>,
    keys: Arc<Keys>,
}

/// A sign-in under way: where the browser goes, and what we must remember until it comes back.
#[derive(Clone)]
pub struct Started {
    /// Where to.
    pub url: Url,
    /// Comes back with the browser.
    pub state: String,
    /// Comes back inside the token.
    pub nonce: String,
    /// Proves at the exchange that it was us who began (RFC 7636).
    pub verifier: String,
}

/// What came back, and what was remembered.
pub struct Returned<'a> {
    /// The code to exchange.
    pub code: &'a str,
    /// RFC 9207: who answers.
    pub issuer: Option<&'a str>,
    /// From [`Started`].
    pub nonce: &'a str,
    /// From [`Started`].
    pub verifier: &'a str,
    /// Where the browser came back to.
    pub redirect: &'a str,
}

/// Why a single sign-on fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// No answer, or none that can be used.
    #[error("the identity provider cannot be used: {0}")]
    Unusable(String),
    /// It does not take our code or our secret.
    #[error("the identity provider refused: {0}")]
    Refused(String),
    /// What it says is not believed.
    #[error(transparent)]
    Token(#[from] TokenError),
}

impl From<HttpError> for OidcError {
    fn from(error: HttpError) -> Self {
        Self::Unusable(error.to_string())
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<SecretString>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Provider {
    /// Calls by `policy`, but quickly, in small answers, and with no private host but the issuer's own.
    ///
    /// # Errors
    /// See [`Http::new`].
    pub fn new(settings: OidcSettings, policy: &HttpPolicy) -> Result<Self, HttpError> {
        let host = settings.issuer_url.host_str().unwrap_or_default();
        let port = settings.issuer_url.port_or_known_default().unwrap_or_default();
        let http = Http::new(HttpPolicy {
            allow_private: vec![format!("{host}:{port}")],
            timeout: PATIENCE.min(policy.timeout),
            max_body: LARGEST.min(policy.max_body),
            min_gap: Duration::ZERO,
            ..policy.clone()
        })?;
        Ok(Self { settings, http, known: Mutex::default() })
    }

    /// Begins a sign-in.
    ///
    /// # Errors
    /// [`OidcError::Unusable`].
    pub async fn start(&self, now: Timestamp, redirect: &str) -> Result<Started, OidcError> {
        let known = self.known(now).await?;
        let random = || URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
        let (state, nonce, verifier) = (random(), random(), random());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut scopes = vec!["openid"];
        scopes.extend(self.settings.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid"));
        let mut url = known.discovery.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(Started { url, state, nonce, verifier })
    }

    /// Ends a sign-in: who came.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn finish(&self, now: Timestamp, returned: &Returned<'_>) -> Result<Identity, OidcError> {
        let known = self.known(now).await?;
        let named = returned.issuer.map(|issuer| issuer == self.settings.issuer);
        let must_name = known.discovery.authorization_response_iss_parameter_supported;
        if named == Some(false) || (named.is_none() && must_name) {
            return Err(TokenError::Issuer.into());
        }
        let tokens = self.exchange(now, &known.discovery, returned).await?;
        let id_token = tokens.id_token.ok_or(TokenError::Malformed)?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: returned.nonce,
            now,
        };
        let mut claims = match verify(&id_token, &known.keys, &expected) {
            // Keys change; the list is read again, once.
            Err(TokenError::UnknownKey) => {
                let keys = self.renew_keys(now, &known).await?;
                verify(&id_token, &keys, &expected)?
            }
            other => other?,
        };
        if !claims::has_groups(&self.settings, &claims)
            && let (Some(endpoint), Some(access)) = (&known.discovery.userinfo_endpoint, tokens.access_token)
        {
            let more = self.more(now, endpoint, access).await?;
            // Core 1.0, section 5.3.2: another person's claims must not be taken.
            if more.get("sub") != claims.get("sub") {
                return Err(TokenError::Subject.into());
            }
            for (name, value) in more {
                claims.entry(name).or_insert(value);
            }
        }
        claims::identity(&self.settings, &claims).ok_or(TokenError::Subject.into())
    }

    /// Where a browser goes to sign out at the provider, too, if it offers that.
    pub async fn sign_out_url(&self, now: Timestamp, back: &str) -> Option<Url> {
        let known = self.known(now).await.ok()?;
        let mut url = known.discovery.end_session_endpoint.clone()?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", back);
        Some(url)
    }

    async fn exchange(
        &self,
        now: Timestamp,
        discovery: &Discovery,
        returned: &Returned<'_>,
    ) -> Result<Tokens, OidcError> {
        let id = self.settings.client_id.as_str();
        let secret = self.settings.client_secret.as_ref().map(ExposeSecret::expose_secret);
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", returned.code),
            ("redirect_uri", returned.redirect),
            ("code_verifier", returned.verifier),
        ];
        let in_form = discovery.secret_in_form();
        if in_form || secret.is_none() {
            fields.push(("client_id", id));
            fields.extend(secret.map(|secret| ("client_secret", secret)));
        }
        let mut request = Request::post_form(discovery.token_endpoint.clone(), &fields);
        if let Some(secret) = secret.filter(|_| !in_form) {
            // RFC 6749, section 2.3.1: each is form-encoded before it is joined.
            let coded =
                |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let basic = STANDARD.encode(format!("{}:{}", coded(id), coded(secret)));
            request = request.header("authorization", format!("Basic {basic}"));
        }
        let answer = self.http.send(now, request.header("accept", "application/json")).await?;
        if answer.status != 200 {
            let said = answer
                .json::<Refusal>()
                .map_or_else(|_| format!("status {}", answer.status), |it| word(&it.error));
            return Err(OidcError::Refused(said));
        }
        answer.json().map_err(OidcError::Unusable)
    }

    async fn more(
        &self,
        now: Timestamp,
        endpoint: &Url,
        access: SecretString,
    ) -> Result<Map<String, Value>, OidcError> {
        let request = Request::get(endpoint.clone()).with_bearer(access);
        good(self.http.send(now, request).await?)?.json().map_err(OidcError::Unusable)
    }

    async fn known(&self, now: Timestamp) -> Result<Known, OidcError> {
        let mut held = self.known.lock().await;
        if let Some(known) = held.as_ref().filter(|known| now.since(known.at) < FRESH) {
            return Ok(known.clone());
        }
        let address =
            format!("{}/.well-known/openid-configuration", self.settings.issuer.trim_end_matches('/'));
        let address = Url::parse(&address).map_err(|broken| OidcError::Unusable(broken.to_string()))?;
        let discovery: Discovery =
            good(self.http.send(now, Request::get(address)).await?)?.json().map_err(OidcError::Unusable)?;
        if let Some(objection) = discovery.objection(&self.settings.issuer) {
            return Err(OidcError::Unusable(objection.to_owned()));
        }
        let keys = self.keys(now, &discovery).await?;
        let known = Known { at: now, discovery: Arc::new(discovery), keys: Arc::new(keys) };
        *held = Some(known.clone());
        Ok(known)
    }

    async fn renew_keys(&self, now: Timestamp, known: &Known) -> Result<Arc<Keys>, OidcError> {
        let keys = Arc::new(self.keys(now, &known.discovery).await?);
        *self.known.lock().await = Some(Known { keys: Arc::clone(&keys), ..known.clone() });
        Ok(keys)
    }

    async fn keys(&self, now: Timestamp, discovery: &Discovery) -> Result<Keys, OidcError> {
        let request = Request::get(discovery.jwks_uri.clone());
        good(self.http.send(now, request).await?)?.json().map_err(OidcError::Unusable)
    }
}

fn good(answer: Response) -> Result<Response, OidcError> {
    if answer.status == 200 {
        return Ok(answer);
    }
    Err(OidcError::Unusable(format!("status {} from {}", answer.status, crate::http::place(&answer.url))))
}

/// An error code of OAuth 2.0 as it may stand in a log.
fn word(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect()
}
