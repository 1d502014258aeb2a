//! Signatures as the Standard Webhooks specification has them (<https://www.standardwebhooks.com>): HMAC-SHA256 of id, time
//! and body, and secrets as `whsec_` and base64. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Marks a secret for people who find one in the wrong place.
const PREFIX: &str = "whsec_";

/// A new secret of 192 bits, as many as the specification asks for at least.
pub fn new_secret() -> SecretString {
    SecretString::from(format!("{PREFIX}{}", STANDARD.encode(rand::random::<[u8; 24]>())))
}

/// `v1,…` of a message: `seconds` since the epoch.
///
/// # Errors
/// A secret that is none of ours.
pub fn sign(secret: &SecretString, id: &str, seconds: i64, body: &str) -> Result<String, String> {
    let unreadable = || "the secret of this receiver cannot be read; make it anew".to_owned();
    let key = secret.expose_secret().strip_prefix(PREFIX).ok_or_else(unreadable)?;
    let key = STANDARD.decode(key).map_err(|_| unreadable())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| unreadable())?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's reference libraries.
    #[test]
    fn signs_as_the_reference_does() {
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_new_secret_signs_and_another_text_does_not() {
        let secret = new_secret();
        assert!(sign(&secret, "a", 1, "b").unwrap().starts_with("v1,"));
        assert_ne!(sign(&secret, "a", 1, "b"), sign(&new_secret(), "a", 1, "b"));
        sign(&SecretString::from("hemmelig"), "a", 1, "b").unwrap_err();
    }
}
