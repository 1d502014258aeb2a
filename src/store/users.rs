//! Users and sessions. Passwords are hashed before they get here; session tokens are stored as SHA-256.

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};

/// Adds a user, or replaces password and role of an existing one (ending their sessions).
///
/// # Errors
/// Database.
pub async fn put(
    db: &Db,
    name: &str,
    role: Role,
    password_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO users (name, role, password_hash, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash",
        args![&name, role.as_str(), password_hash, now],
    )
    .await?;
    tx.run("DELETE FROM sessions WHERE name = $1", args![&name]).await?;
    tx.commit().await
}

/// A user and their password hash.
///
/// # Errors
/// Database.
pub async fn find(db: &Db, name: &str) -> Result<Option<(User, String)>, StoreError> {
    let sql = "SELECT name, role, password_hash FROM users WHERE name = $1";
    let row = db.first(sql, args![lower(name)]).await?;
    row.map(|row| Ok((User { name: row.get("name")?, role: row.word("role")? }, row.get("password_hash")?)))
        .transpose()
}

/// Starts a session; `token_hash` is the hex SHA-256 of the cookie's token.
///
/// # Errors
/// Database.
pub async fn start_session(
    db: &Db,
    token_hash: &str,
    user: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO sessions (token_hash, name, started_at, expires_at) VALUES ($1, $2, $3, $4)",
        args![token_hash, lower(user), now, expires],
    )
    .await?;
    tx.commit().await
}

/// Who holds this session, if it has not ended.
///
/// # Errors
/// Database.
pub async fn session(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<User>, StoreError> {
    let sql = "SELECT u.name, u.role FROM sessions s JOIN users u ON u.name = s.name \
               WHERE s.token_hash = $1 AND s.expires_at > $2";
    let row = db.first(sql, args![token_hash, now]).await?;
    row.map(|row| Ok(User { name: row.get("name")?, role: row.word("role")? })).transpose()
}

/// Ends a session.
///
/// # Errors
/// Database.
pub async fn end_session(db: &Db, token_hash: &str) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("DELETE FROM sessions WHERE token_hash = $1", args![token_hash]).await?;
    tx.commit().await
}

/// Notes a failed sign-in and says how many there were for this name since `since`.
///
/// # Errors
/// Database.
pub async fn failed_sign_in(
    db: &Db,
    name: &str,
    now: Timestamp,
    since: Timestamp,
) -> Result<u64, StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("INSERT INTO sign_in_failures (name, at) VALUES ($1, $2)", args![lower(name), now]).await?;
    tx.commit().await?;
    recent_failures(db, name, since).await
}

/// How many failed sign-ins there were for this name since `since`.
///
/// # Errors
/// Database.
pub async fn recent_failures(db: &Db, name: &str, since: Timestamp) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS failures FROM sign_in_failures WHERE name = $1 AND at >= $2";
    let row = db.first(sql, args![lower(name), since]).await?;
    row.map_or(Ok(0), |row| row.count("failures"))
}

/// Sign-in names are lower case, whoever types them how.
fn lower(name: &str) -> String {
    name.trim().to_lowercase()
}
