//! A provider's public keys (RFC 7517) and signatures made with them (RFC 7518). Only signatures by key pair: a MAC with a
//! public key as its secret, and no signature at all, cannot even be named here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA PKCS#1 1.5 with SHA-256: what every provider must offer.
    Rs256,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// P-256 with SHA-256.
    Es256,
    /// P-384 with SHA-384.
    Es384,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// By its registered name; nothing else is taken, `none` and `HS256` least of all.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "PS256" => Self::Ps256,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "EdDSA" => Self::EdDsa,
            _ => return None,
        })
    }

    fn fits(self, key: &Key) -> bool {
        let curve = key.crv.as_deref();
        match self {
            Self::Rs256 | Self::Ps256 => key.kty == "RSA",
            Self::Es256 => key.kty == "EC" && curve == Some("P-256"),
            Self::Es384 => key.kty == "EC" && curve == Some("P-384"),
            Self::EdDsa => key.kty == "OKP" && curve == Some("Ed25519"),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A list of keys. One that cannot be read does not spoil the others.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Keys {
    #[serde(default)]
    keys: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// Why no key says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMatch {
    /// No key of that id: it may be newer than our list.
    UnknownKey,
    /// The signature is not that key's.
    BadSignature,
}

impl Keys {
    /// Checks a signature. Without a key id the one fitting key is taken, where there is only one.
    ///
    /// # Errors
    /// [`NoMatch`].
    pub fn verify(
        &self,
        algorithm: Algorithm,
        key_id: Option<&str>,
        message: &[u8],
        signed: &[u8],
    ) -> Result<(), NoMatch> {
        let readable = self.keys.iter().filter_map(|key| serde_json::from_value::<Key>(key.clone()).ok());
        let fitting: Vec<Key> = readable
            .filter(|key| algorithm.fits(key))
            .filter(|key| key.usage.as_deref().is_none_or(|usage| usage == "sig"))
            .filter(|key| key.alg.as_deref().is_none_or(|name| name == algorithm.name()))
            .filter(|key| key_id.is_none() || key.kid.as_deref() == key_id)
            .collect();
        match fitting.as_slice() {
            [key] if key.verifies(algorithm, message, signed) => Ok(()),
            [_] => Err(NoMatch::BadSignature),
            [] => Err(NoMatch::UnknownKey),
            // Several of one id (or no id and several keys): which one was meant cannot be known.
            _ => Err(NoMatch::BadSignature),
        }
    }
}

impl Key {
    fn verifies(&self, algorithm: Algorithm, message: &[u8], signed: &[u8]) -> bool {
        let part = |part: &Option<String>| {
            part.as_deref().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default()
        };
        let (n, e, x, y) = (part(&self.n), part(&self.e), part(&self.x), part(&self.y));
        let point = || [&[4_u8][..], &x, &y].concat();
        match algorithm {
            // ring takes RSA keys of 2048 to 8192 bits, no others.
            Algorithm::Rs256 => RsaPublicKeyComponents { n: &n, e: &e }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signed)
                .is_ok(),
            Algorithm::Ps256 => RsaPublicKeyComponents { n: &n, e: &e }
                .verify(&signature::RSA_PSS_2048_8192_SHA256, message, signed)
                .is_ok(),
            Algorithm::Es256 => UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point())
                .verify(message, signed)
                .is_ok(),
            Algorithm::Es384 => UnparsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, point())
                .verify(message, signed)
                .is_ok(),
            Algorithm::EdDsa => {
                UnparsedPublicKey::new(&signature::ED25519, x).verify(message, signed).is_ok()
            }
        }
    }
}
