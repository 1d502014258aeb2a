//! Password hashes: argon2id with the crate's defaults (19 MiB, 2 passes; OWASP's first recommendation).

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

/// NIST SP 800-63B: length is what counts; no rule says which characters.
pub const SHORTEST: usize = 12;
/// Longer ones are nobody's; hashing them would be work for nothing.
pub const LONGEST: usize = 1_000;

/// The commonest of at least [`SHORTEST`] characters, and words that are too common with a number behind them.
const COMMON: &str = include_str!("../config/passwords.txt");

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Under [`SHORTEST`] characters.
    #[error("it has fewer than 12 characters")]
    Short,
    /// Over [`LONGEST`] bytes.
    #[error("it is longer than 1000 bytes")]
    Long,
    /// One of the commonest, or a few characters over and over.
    #[error("it is one of the first that are tried")]
    Common,
    /// The name, or the name and a number.
    #[error("it is the sign-in name")]
    Name,
}

/// What is wrong with a new password of this person, if anything.
pub fn weakness(password: &str, name: &str) -> Option<Weakness> {
    let folded = password.trim().to_lowercase();
    let stem = folded.trim_matches(|c: char| !c.is_alphabetic());
    let name = name.trim().to_lowercase();
    let local = name.split('@').next().unwrap_or(&name);
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if password.chars().count() < SHORTEST {
        Some(Weakness::Short)
    } else if password.len() > LONGEST {
        Some(Weakness::Long)
    } else if folded == name || stem == name || (!local.is_empty() && stem == local) {
        Some(Weakness::Name)
    } else if letters.len() < 4 || COMMON.lines().any(|common| common == folded || common == stem) {
        Some(Weakness::Common)
    } else {
        None
    }
}

/// Hashes a password. Takes tens of milliseconds of one core: call it off the async threads.
///
/// # Errors
/// The system gives no randomness.
pub fn hash(password: &str) -> Result<String, String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|broken| broken.to_string())
}

/// True if `password` is the one that was hashed. A hash that cannot be read matches nothing.
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Weakness, hash, verify, weakness};

    #[test]
    fn a_new_password_is_long_and_not_the_first_that_is_tried() {
        for (password, expected) in [
            ("kort", Some(Weakness::Short)),
            ("elleve tegn", Some(Weakness::Short)),
            ("mette.hansen26", Some(Weakness::Name)),
            ("Mette.Hansen", Some(Weakness::Name)),
            ("123456789012", Some(Weakness::Common)),
            ("aaaaaaaaaaaaaa", Some(Weakness::Common)),
            ("ababababababab", Some(Weakness::Common)),
            ("Adgangskode2026!", Some(Weakness::Common)),
            ("Ledelsesugen44", Some(Weakness::Common)),
            ("lærk i ærmet", None),
            ("       blå       cykel", None),
        ] {
            assert_eq!(weakness(password, "mette.hansen@by.example"), expected, "{password}");
        }
        assert_eq!(weakness(&"lang ".repeat(300), "x"), Some(Weakness::Long));
    }

    #[test]
    fn only_the_right_password_matches() {
        let stored = hash("lærk i ærmet").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("lærk i ærmet", &stored));
        assert!(!verify("lærk i ærmerne", &stored));
        assert!(!verify("lærk i ærmet", "not a hash"));
    }
}
