//! Providers that point where they must not, say too much, or sign with a key they do not show.

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::{MethodRouter, any, get, post};
use hashwall::http::HttpPolicy;
use hashwall::oidc::Provider;
use hashwall::oidc::provider::{OidcError, Returned};
use hashwall::oidc::settings::OidcSettings;
use hashwall::oidc::token::TokenError;
use serde_json::{Value, json};

use super::token::{Signer, claims};
use crate::http::{Server, policy};
use crate::support::build::MONDAY;

const DESCRIPTION: &str = "/.well-known/openid-configuration";
const BACK: &str = "http://wall.example/log-ind/sso/svar";

/// The wall's side, which may call this server and no other private one. Other documents may be large here.
fn wall(server: &Server) -> Provider {
    let settings = OidcSettings {
        issuer: issuer(server),
        issuer_url: server.base.clone(),
        client_id: "wall".to_owned(),
        client_secret: None,
        scopes: Vec::new(),
        group_claim: "groups".to_owned(),
        name_claim: "sub".to_owned(),
        title: "Nordby".to_owned(),
        only: false,
        link_by_email: false,
        roles: Vec::new(),
    };
    Provider::new(settings, &HttpPolicy { max_body: 10_000_000, ..policy(&[]) }).unwrap()
}

fn issuer(server: &Server) -> String {
    server.base.as_str().trim_end_matches('/').to_owned()
}

/// A provider's description of itself, wherever it listens, but for what is said here.
fn description(more: &[(&str, Value)]) -> MethodRouter {
    let more: Vec<(String, Value)> =
        more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    get(move |headers: HeaderMap| async move {
        let base = format!("http://{}", headers["host"].to_str().unwrap());
        let mut document = json!({
            "issuer": base, "authorization_endpoint": format!("{base}/auth"),
            "token_endpoint": format!("{base}/token"), "jwks_uri": format!("{base}/keys"),
        });
        for (key, value) in more {
            document[key] = value;
        }
        document.to_string()
    })
}

async fn finish(provider: &Provider) -> Result<String, OidcError> {
    let returned = Returned { code: "code", issuer: None, nonce: "n", verifier: "v", redirect: BACK };
    provider.finish(MONDAY, &returned).await.map(|who| who.subject)
}

#[tokio::test]
async fn a_description_that_points_inside_is_not_followed() {
    let inside = Server::start(Router::new().fallback(any(async || "{\"keys\":[]}"))).await;
    for key in ["jwks_uri", "token_endpoint"] {
        for target in [inside.url("/secret").to_string(), "http://169.254.169.254/latest".to_owned()] {
            let routes = Router::new()
                .route(DESCRIPTION, description(&[(key, json!(target))]))
                .route("/keys", get(async || "{\"keys\":[]}"));
            let server = Server::start(routes).await;
            let refused = finish(&wall(&server)).await.unwrap_err();
            assert!(
                matches!(&refused, OidcError::Unusable(why) if why.contains("refused")),
                "{key}: {refused}"
            );
        }
    }
    let moved = Router::new().route(DESCRIPTION, crate::http::to(302, inside.url("/secret").as_str()));
    let server = Server::start(moved).await;
    assert!(
        matches!(wall(&server).start(MONDAY, BACK).await, Err(OidcError::Unusable(_))),
        "nor by a redirect"
    );
    assert!(inside.seen().is_empty(), "{:?}", inside.seen());
}

#[tokio::test]
async fn a_document_without_end_is_not_read_to_its_end() {
    let long = "x".repeat(600_000);
    let keys = format!("{{\"keys\":[],\"more\":{long:?}}}");
    let of_description = Router::new()
        .route(DESCRIPTION, description(&[("more", json!(long))]))
        .route("/keys", get(async || "{\"keys\":[]}"));
    let of_keys =
        Router::new().route(DESCRIPTION, description(&[])).route("/keys", get(move || async move { keys }));
    for routes in [of_description, of_keys] {
        let server = Server::start(routes).await;
        match wall(&server).start(MONDAY, BACK).await {
            Err(OidcError::Unusable(why)) => assert!(why.contains("larger than"), "{why}"),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was read"),
        }
    }
}

#[tokio::test]
async fn keys_are_looked_up_again_once_for_a_key_that_is_not_there() {
    let shown = Signer::new();
    let hidden = std::sync::Arc::new(Signer::new());
    let keys = shown.document().to_string();
    let routes = Router::new()
        .route(DESCRIPTION, description(&[]))
        .route("/keys", get(move || async move { keys }))
        .route(
            "/token",
            post(move |headers: HeaderMap| async move {
                let mut claims = claims();
                claims["iss"] = json!(format!("http://{}", headers["host"].to_str().unwrap()));
                let token = hidden.token(&json!({ "alg": "ES256", "kid": "hidden" }), &claims);
                json!({ "id_token": token }).to_string()
            }),
        );
    let server = Server::start(routes).await;
    let provider = wall(&server);
    let lookups = || server.seen().iter().filter(|seen| seen.path == "/keys").count();
    for sign_in in 1..=2 {
        assert_eq!(finish(&provider).await, Err(OidcError::Token(TokenError::UnknownKey)));
        assert_eq!(lookups(), 1 + sign_in, "once at first, and once for each token of an unknown key");
    }
}
