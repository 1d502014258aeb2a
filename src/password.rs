//! Password hashes: argon2id with the crate's defaults (19 MiB, 2 passes; OWASP's first recommendation).

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

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
    use super::{hash, verify};

    #[test]
    fn only_the_right_password_matches() {
        let stored = hash("lærk i ærmet").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("lærk i ærmet", &stored));
        assert!(!verify("lærk i ærmerne", &stored));
        assert!(!verify("lærk i ærmet", "not a hash"));
    }
}
