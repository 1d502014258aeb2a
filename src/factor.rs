//! The second factor: codes of a phone (RFC 6238: SHA-1, six digits, 30 s, as every authenticator speaks it), their secret
//! as text and picture, and recovery codes for the day the phone is gone. Knows no person and no store.

use qrcode::QrCode;
use qrcode::render::svg;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use crate::domain::time::Timestamp;

/// Recovery codes made at once.
pub const RECOVERY_CODES: usize = 10;

/// 160 random bits in base32, as authenticators take it.
pub fn new_secret() -> String {
    Secret::from(rand::random::<[u8; 20]>()).to_base32()
}

/// The 30 s step whose code this is: the present one, the one before or the one after (a phone's clock is never quite
/// right). The caller makes sure that no step is used twice. Blanks and dashes in what was typed are ignored.
pub fn matching_step(secret: &str, typed: &str, now: Timestamp) -> Option<u64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let proper = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !proper {
        return None;
    }
    totp(secret, None)?.check(&digits, seconds(now))
}

/// The code of this moment.
pub fn code_at(secret: &str, now: Timestamp) -> Option<String> {
    Some(totp(secret, None)?.generate(seconds(now)).to_string())
}

/// The `otpauth://` address an authenticator reads, for this wall and person.
pub fn address(secret: &str, wall: &str, person: &str) -> Option<String> {
    totp(secret, Some((wall, person)))?.to_url().ok()
}

/// A QR code as SVG: dark on light whatever the theme, with its quiet zone, without width and height.
pub fn picture(address: &str) -> Option<String> {
    let code = QrCode::new(address).ok()?;
    let svg = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    svg.find("<svg").map(|start| svg[start..].to_owned())
}

/// New recovery codes: 80 random bits each, in letters and digits that cannot be mistaken for each other.
pub fn new_recovery_codes() -> Vec<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let one = || {
        let bits: u128 = rand::random();
        let letter = |at: u32| char::from(LETTERS[(bits >> (at * 5)) as usize & 31]);
        let group = |from: u32| (from..from + 4).map(letter).collect::<String>();
        [group(0), group(4), group(8), group(12)].join("-")
    };
    (0..RECOVERY_CODES).map(|_| one()).collect()
}

/// What the store knows of a recovery code, however it was typed; `None` for what cannot be one.
pub fn recovery_hash(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    (plain.len() == 16).then(|| hex::encode(Sha256::digest(plain.to_ascii_lowercase().as_bytes())))
}

fn totp(secret: &str, names: Option<(&str, &str)>) -> Option<Totp> {
    let mut builder = Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).with_skew(1);
    if let Some((wall, person)) = names {
        // A colon parts the two in the address.
        builder =
            builder.with_issuer(Some(wall.replace(':', " "))).with_account_name(person.replace(':', " "));
    }
    builder.build().ok()
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.0 / 1_000_000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// RFC 6238, appendix B: the secret is "12345678901234567890", and the last six of the eight digits it lists.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (at, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let now = Timestamp::from_secs(at);
            assert_eq!(code_at(secret, now).as_deref(), Some(code));
            let step = u64::try_from(at).unwrap() / 30;
            assert_eq!(matching_step(secret, code, now), Some(step));
            assert_eq!(matching_step(secret, &format!(" {} {}", &code[..3], &code[3..]), now), Some(step));
            let step_away = Duration::from_secs(30);
            assert_eq!(matching_step(secret, code, now.plus(step_away)), Some(step), "a slow phone");
            assert_eq!(matching_step(secret, code, now.minus(step_away)), Some(step), "a fast phone");
            assert_eq!(matching_step(secret, code, now.plus(2 * step_away)), None);
        }
    }

    #[test]
    fn nothing_typed_breaks_it() {
        let secret = new_secret();
        for typed in ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\u{0}", &"1".repeat(1_000)] {
            assert_eq!(matching_step(&secret, typed, Timestamp::from_secs(1)), None, "{typed}");
        }
        assert_eq!(matching_step("not base32!", "123456", Timestamp::from_secs(1)), None);
    }

    #[test]
    fn a_phone_reads_the_picture_of_the_address() {
        let address = address(&new_secret(), "Ledelsesugen: væggen", "mette").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("secret="), "{address}");
        let picture = picture(&address).unwrap();
        assert!(picture.starts_with("<svg") && picture.contains("<path"), "{picture}");
        assert!(!picture.contains("style") && !picture.contains("<script"), "the policy forbids it");
    }

    #[test]
    fn recovery_codes_differ_and_are_read_however_they_are_typed() {
        let codes = new_recovery_codes();
        let hashes: std::collections::HashSet<_> = codes.iter().map(|code| recovery_hash(code)).collect();
        assert_eq!(hashes.len(), RECOVERY_CODES);
        let typed = codes[0].to_uppercase().replace('-', " ");
        assert_eq!(recovery_hash(&typed), recovery_hash(&codes[0]));
        assert_eq!(recovery_hash("abcd-efgh"), None);
    }
}
