//! ID tokens made to deceive: each check of the standard, one lie at a time.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hashwall::oidc::discovery::Discovery;
use hashwall::oidc::keys::Keys;
use hashwall::oidc::token::{Expected, TokenError, verify};
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use crate::support::build::MONDAY;

const ISSUER: &str = "https://id.example";

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A provider with an EC and an Ed25519 key.
pub struct Signer {
    ec: EcdsaKeyPair,
    ed: Ed25519KeyPair,
    random: SystemRandom,
}

impl Signer {
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let ec =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
        let document = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        Self { ec, ed: Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap(), random }
    }

    fn keys(&self) -> Keys {
        serde_json::from_value(self.document()).unwrap()
    }

    /// The keys as it shows them, beside some that are none.
    pub fn document(&self) -> Value {
        let point = self.ec.public_key().as_ref();
        json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "kid": "ec", "use": "sig", "x": b64(&point[1..33]), "y": b64(&point[33..]) },
            { "kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": b64(self.ed.public_key()) },
            { "kty": "EC", "crv": "P-256", "kid": "enc", "use": "enc", "x": b64(&point[1..33]), "y": b64(&point[33..]) },
            { "kty": 7 }, "rubbish", { "kty": "oct", "kid": "mac", "k": b64("secret") },
        ] })
    }

    pub fn token(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", b64(header.to_string()), b64(claims.to_string()));
        let signed = match header["alg"].as_str() {
            Some("EdDSA") => self.ed.sign(message.as_bytes()).as_ref().to_vec(),
            _ => self.ec.sign(&self.random, message.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{message}.{}", b64(signed))
    }
}

fn now() -> i64 {
    MONDAY.0 / 1_000_000
}

pub fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": "wall", "sub": "7", "nonce": "n", "iat": now(), "exp": now() + 300 })
}

fn expected() -> Expected<'static> {
    Expected { issuer: ISSUER, client_id: "wall", nonce: "n", now: MONDAY }
}

#[test]
fn an_honest_token_is_believed() {
    let signer = Signer::new();
    let keys = signer.keys();
    for header in [
        json!({ "alg": "ES256", "kid": "ec" }),
        json!({ "alg": "EdDSA", "kid": "ed" }),
        json!({ "alg": "EdDSA" }),
    ] {
        let found = verify(&signer.token(&header, &claims()), &keys, &expected()).unwrap();
        assert_eq!(found["sub"], "7", "{header}");
    }
    let mut several = claims();
    several["aud"] = json!(["wall", "other"]);
    several["azp"] = json!("wall");
    assert!(
        verify(&signer.token(&json!({ "alg": "EdDSA", "kid": "ed" }), &several), &keys, &expected()).is_ok()
    );
}

#[test]
fn each_lie_is_seen() {
    let signer = Signer::new();
    let keys = signer.keys();
    let lies: Vec<(&str, Value, TokenError)> = vec![
        ("iss", json!("https://evil.example"), TokenError::Issuer),
        ("iss", json!("https://id.example/"), TokenError::Issuer),
        ("aud", json!("other"), TokenError::Audience),
        ("aud", json!(["wall", "other"]), TokenError::Audience),
        ("aud", json!([]), TokenError::Audience),
        ("azp", json!("other"), TokenError::Audience),
        ("exp", json!(now() - 61), TokenError::Time),
        ("exp", json!("2099"), TokenError::Time),
        ("exp", Value::Null, TokenError::Time),
        ("exp", json!(f64::MAX), TokenError::Time),
        ("iat", json!(now() + 61), TokenError::Time),
        ("nbf", json!(now() + 61), TokenError::Time),
        ("nbf", json!("soon"), TokenError::Time),
        ("nonce", json!("another"), TokenError::Nonce),
        ("nonce", Value::Null, TokenError::Nonce),
        ("sub", json!(""), TokenError::Subject),
        ("sub", json!("x".repeat(256)), TokenError::Subject),
        ("sub", json!(7), TokenError::Subject),
    ];
    for (name, lie, why) in lies {
        let mut claims = claims();
        claims[name] = lie.clone();
        let token = signer.token(&json!({ "alg": "ES256", "kid": "ec" }), &claims);
        assert_eq!(verify(&token, &keys, &expected()), Err(why), "{name}: {lie}");
    }
    let mut close = claims();
    close["exp"] = json!(now() - 59);
    close["iat"] = json!(now() + 59);
    let token = signer.token(&json!({ "alg": "ES256", "kid": "ec" }), &close);
    assert!(verify(&token, &keys, &expected()).is_ok(), "a minute of skew is allowed");
}

#[test]
fn no_other_algorithm_and_no_other_key_is_taken() {
    let signer = Signer::new();
    let keys = signer.keys();
    for (header, why) in [
        (json!({ "alg": "none" }), TokenError::Algorithm),
        (json!({ "alg": "None", "kid": "ec" }), TokenError::Algorithm),
        (json!({ "alg": "HS256", "kid": "mac" }), TokenError::Algorithm),
        (json!({ "alg": "HS256", "kid": "ec" }), TokenError::Algorithm),
        (json!({ "alg": "es256", "kid": "ec" }), TokenError::Algorithm),
        (json!({ "alg": "ES256", "kid": "ec", "crit": ["b64"] }), TokenError::Algorithm),
        (json!({ "alg": "RS256", "kid": "ec" }), TokenError::UnknownKey),
        (json!({ "alg": "ES256", "kid": "enc" }), TokenError::UnknownKey),
        (json!({ "alg": "ES256", "kid": "mac" }), TokenError::UnknownKey),
        (json!({ "alg": "ES256", "kid": "newer" }), TokenError::UnknownKey),
        (json!({ "kid": "ec" }), TokenError::Malformed),
    ] {
        let token = signer.token(&header, &claims());
        assert_eq!(verify(&token, &keys, &expected()), Err(why), "{header}");
    }
    let token = signer.token(&json!({ "alg": "ES256", "kid": "ec" }), &claims());
    let (message, _) = token.rsplit_once('.').unwrap();
    assert_eq!(verify(&format!("{message}."), &keys, &expected()), Err(TokenError::Signature));
    let mut evil = claims();
    evil["sub"] = json!("admin");
    let forged = format!(
        "{}.{}.{}",
        token.split('.').next().unwrap(),
        b64(evil.to_string()),
        token.rsplit('.').next().unwrap()
    );
    assert_eq!(verify(&forged, &keys, &expected()), Err(TokenError::Signature));
    let other = Signer::new();
    assert_eq!(verify(&token, &other.keys(), &expected()), Err(TokenError::Signature));
    let late = Expected { now: MONDAY.plus(Duration::from_secs(361)), ..expected() };
    assert_eq!(verify(&token, &keys, &late), Err(TokenError::Time));
    let huge = format!("{}.{}.x", "a".repeat(200_000), "b");
    assert_eq!(verify(&huge, &keys, &expected()), Err(TokenError::Malformed));
}

#[test]
fn a_description_that_is_not_the_issuers_is_refused() {
    let of = |issuer: &str, token: &str| -> Discovery {
        serde_json::from_value(json!({
            "issuer": issuer, "authorization_endpoint": "https://id.example/a", "token_endpoint": token,
            "jwks_uri": "https://id.example/k",
        }))
        .unwrap()
    };
    assert_eq!(of(ISSUER, "https://other.example/t").objection(ISSUER), None);
    assert!(of("https://evil.example", "https://id.example/t").objection(ISSUER).is_some());
    assert!(
        of(ISSUER, "http://id.example/t").objection(ISSUER).is_some(),
        "a secret would travel in the open"
    );
    assert!(of(ISSUER, "file:///etc/passwd").objection(ISSUER).is_some());
}

proptest! {
    #[test]
    fn nothing_that_is_sent_breaks_the_reader(token in "\\PC{0,200}", a in "[A-Za-z0-9_-]{0,80}", b in "[A-Za-z0-9_-]{0,80}") {
        let keys = serde_json::from_str::<Keys>("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}]}").unwrap();
        prop_assert!(verify(&token, &keys, &expected()).is_err());
        let three = [a.as_str(), b.as_str(), a.as_str()].join(".");
        prop_assert!(verify(&three, &keys, &expected()).is_err());
    }
}
