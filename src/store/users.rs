//! Users and sessions. Passwords are hashed before they get here; session tokens are stored as SHA-256.

use super::db::{Db, StoreError};
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};

/// Adds a user, or replaces password and role of an existing one (ending their sessions).
///
/// # Errors
/// Database.
pub async fn put(
    _db: &Db,
    _name: &str,
    _role: Role,
    _password_hash: &str,
    _now: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}

/// A user and their password hash.
///
/// # Errors
/// Database.
pub async fn find(_db: &Db, _name: &str) -> Result<Option<(User, String)>, StoreError> {
    Ok(None)
}

/// Starts a session; `token_hash` is the hex SHA-256 of the cookie's token.
///
/// # Errors
/// Database.
pub async fn start_session(
    _db: &Db,
    _token_hash: &str,
    _user: &str,
    _now: Timestamp,
    _expires: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}

/// Who holds this session, if it has not ended.
///
/// # Errors
/// Database.
pub async fn session(_db: &Db, _token_hash: &str, _now: Timestamp) -> Result<Option<User>, StoreError> {
    Ok(None)
}

/// Ends a session.
///
/// # Errors
/// Database.
pub async fn end_session(_db: &Db, _token_hash: &str) -> Result<(), StoreError> {
    Ok(())
}

/// Notes a failed sign-in and says how many there were for this name since `since`.
///
/// # Errors
/// Database.
pub async fn failed_sign_in(
    _db: &Db,
    _name: &str,
    _now: Timestamp,
    _since: Timestamp,
) -> Result<u64, StoreError> {
    Ok(0)
}

/// How many failed sign-ins there were for this name since `since`.
///
/// # Errors
/// Database.
pub async fn recent_failures(_db: &Db, _name: &str, _since: Timestamp) -> Result<u64, StoreError> {
    Ok(0)
}
