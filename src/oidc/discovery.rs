//! The provider's own description of itself (OpenID Connect Discovery 1.0), checked before any of it is believed.

use serde::Deserialize;
use url::Url;

/// What we use of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Discovery {
    /// Must be the configured one, letter for letter (section 4.3).
    pub issuer: String,
    /// Where a browser is sent.
    pub authorization_endpoint: Url,
    /// Where the code is exchanged.
    pub token_endpoint: Url,
    /// Where keys are.
    pub jwks_uri: Url,
    /// Where claims are that the ID token does not carry.
    #[serde(default)]
    pub userinfo_endpoint: Option<Url>,
    /// Where a browser goes to sign out there, too.
    #[serde(default)]
    pub end_session_endpoint: Option<Url>,
    /// How we may say who we are; `client_secret_basic` if it says nothing.
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// True if every answer names the issuer (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl Discovery {
    /// What is wrong with it, if anything: another issuer, or an address that is not https (where the issuer is).
    pub fn objection(&self, issuer: &str) -> Option<&'static str> {
        if self.issuer != issuer {
            return Some("the provider calls itself by another issuer than the configured one");
        }
        let plain = issuer.starts_with("http://");
        let mut called = vec![&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        called.extend(&self.userinfo_endpoint);
        called.extend(&self.end_session_endpoint);
        let proper = |url: &&Url| url.scheme() == "https" || (plain && url.scheme() == "http");
        (!called.iter().all(proper)).then_some("one of the provider's addresses is not https")
    }

    /// True if the secret goes into the form, not into the header.
    pub fn secret_in_form(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_deref();
        methods.is_some_and(|methods| {
            !methods.iter().any(|method| method == "client_secret_basic")
                && methods.iter().any(|method| method == "client_secret_post")
        })
    }
}
