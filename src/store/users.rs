//! People: who they are, what they may do, and what an administrator does to their accounts. Passwords are hashed before
//! they get here. Every change is told in the audit trail, in its own transaction.

use super::audit::{Deed, append};
use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::factors::forgive;
use super::sql::{Row, args};
use crate::domain::time::Timestamp;
use crate::domain::user::{Account, Role, User};

/// Accounts change one after the other, on PostgreSQL too: two administrators cannot take each other's role away at the
/// same time.
const ACCOUNTS_LOCK: i64 = 0x6163_636f_756e_7473;

const ACCOUNT: &str = "SELECT u.name, u.role, u.disabled, u.created_at, u.seen_at, u.password_hash, \
     u.factor IS NOT NULL AS has_factor, i.issuer \
     FROM users u LEFT JOIN (SELECT name, MIN(issuer) AS issuer FROM identities GROUP BY name) i ON i.name = u.name";

/// Who does it, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// `user:<name>` or `system`.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What an administrator may do to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another role. Sessions end.
    Role(Role),
    /// No way in any more. Sessions and open links end.
    Disable,
    /// The way in again.
    Enable,
    /// A lost phone: the second factor and its recovery codes are gone. Sessions end.
    ForgetFactor,
    /// Sessions end, and known browsers are forgotten.
    SignOut,
}

impl Change {
    const fn action(self) -> &'static str {
        match self {
            Self::Role(_) => "user.role",
            Self::Disable => "user.disabled",
            Self::Enable => "user.enabled",
            Self::ForgetFactor => "user.factor-reset",
            Self::SignOut => "user.signed-out-everywhere",
        }
    }
}

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
    let mut tx = begin(db).await?;
    tx.run(
        "INSERT INTO users (name, role, password_hash, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name) DO UPDATE SET role = excluded.role, password_hash = excluded.password_hash",
        args![&name, role.as_str(), password_hash, now],
    )
    .await?;
    end_sessions(&mut tx, &name).await?;
    tell(&mut tx, By { actor: "system", at: now }, "user.added", &name, role.as_str()).await?;
    tx.commit().await
}

/// Adds a person who has no password yet: a one-time link (or a single sign-on) is her way in.
///
/// # Errors
/// [`Conflict::UserExists`]; database.
pub async fn invite(db: &Db, name: &str, role: Role, by: By<'_>) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let added = tx
        .run(
            "INSERT INTO users (name, role, password_hash, created_at) VALUES ($1, $2, '', $3) \
             ON CONFLICT (name) DO NOTHING",
            args![&name, role.as_str(), by.at],
        )
        .await?;
    if added == 0 {
        return Err(Conflict::UserExists.into());
    }
    tell(&mut tx, by, "user.invited", &name, role.as_str()).await?;
    tx.commit().await
}

/// Changes an account.
///
/// # Errors
/// [`Conflict::UserUnknown`]; [`Conflict::LastAdmin`] where nobody could administrate afterwards; database.
pub async fn change(db: &Db, name: &str, change: Change, by: By<'_>) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let sql = match change {
        Change::Role(_) => "UPDATE users SET role = $2 WHERE name = $1",
        Change::Disable => "UPDATE users SET disabled = TRUE WHERE name = $1",
        Change::Enable => "UPDATE users SET disabled = FALSE WHERE name = $1",
        Change::ForgetFactor => {
            "UPDATE users SET factor = NULL, factor_offered = NULL, factor_step = 0 WHERE name = $1"
        }
        Change::SignOut => "UPDATE users SET seen_at = seen_at WHERE name = $1",
    };
    let (args, detail) = match change {
        Change::Role(role) => (args![&name, role.as_str()], role.as_str()),
        _ => (args![&name], ""),
    };
    if tx.run(sql, args).await? == 0 {
        return Err(Conflict::UserUnknown.into());
    }
    if matches!(change, Change::Role(_) | Change::Disable) {
        somebody_administrates(&mut tx).await?;
    }
    if change != Change::Enable {
        end_sessions(&mut tx, &name).await?;
    }
    if matches!(change, Change::ForgetFactor) {
        tx.run("DELETE FROM recovery_codes WHERE name = $1", args![&name]).await?;
        forgive(&mut tx, &name).await?;
    }
    if matches!(change, Change::Disable | Change::SignOut) {
        tx.run("DELETE FROM access_links WHERE name = $1", args![&name]).await?;
        tx.run("DELETE FROM known_browsers WHERE name = $1", args![&name]).await?;
    }
    tell(&mut tx, by, change.action(), &name, detail).await?;
    tx.commit().await
}

/// Keeps a transaction from leaving the house without an administrator.
///
/// # Errors
/// [`Conflict::LastAdmin`] where, after what the transaction did, nobody could administrate.
pub(super) async fn somebody_administrates(tx: &mut Tx) -> Result<(), StoreError> {
    let admins = "SELECT COUNT(*) AS admins FROM users WHERE role = 'admin' AND NOT disabled";
    let left = tx.first(admins, args![]).await?.map_or(Ok(0), |row| row.count("admins"))?;
    if left == 0 { Err(Conflict::LastAdmin.into()) } else { Ok(()) }
}

/// A new password of one's own. Every session ends but `keep`, and so do known browsers: somebody may have learnt the
/// old one.
///
/// # Errors
/// [`Conflict::UserUnknown`]; database.
pub async fn set_password(
    db: &Db,
    name: &str,
    password_hash: &str,
    keep: Option<&str>,
    by: By<'_>,
) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    new_password(&mut tx, &name, password_hash, keep).await?;
    tell(&mut tx, by, "user.password", &name, "").await?;
    tx.commit().await
}

/// The new password inside a transaction.
pub(super) async fn new_password(
    tx: &mut Tx,
    name: &str,
    password_hash: &str,
    keep: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "UPDATE users SET password_hash = $2 WHERE name = $1";
    if tx.run(sql, args![name, password_hash]).await? == 0 {
        return Err(Conflict::UserUnknown.into());
    }
    let others = "DELETE FROM sessions WHERE name = $1 AND token_hash <> $2";
    tx.run(others, args![name, keep.unwrap_or("")]).await?;
    tx.run("DELETE FROM known_browsers WHERE name = $1", args![name]).await?;
    Ok(())
}

/// A user and their password hash; an account without a password has an empty one, which matches nothing. A disabled
/// account is not found: it cannot be told from one that never was.
///
/// # Errors
/// Database.
pub async fn find(db: &Db, name: &str) -> Result<Option<(User, String)>, StoreError> {
    let sql = "SELECT name, role, password_hash FROM users WHERE name = $1 AND NOT disabled";
    let row = db.first(sql, args![lower(name)]).await?;
    row.map(|row| Ok((User { name: row.get("name")?, role: row.word("role")? }, row.get("password_hash")?)))
        .transpose()
}

/// One account, disabled or not.
///
/// # Errors
/// Database.
pub async fn account(db: &Db, name: &str) -> Result<Option<Account>, StoreError> {
    let one = sqlx::AssertSqlSafe(format!("{ACCOUNT} WHERE u.name = $1"));
    db.first(one, args![lower(name)]).await?.as_ref().map(read_account).transpose()
}

/// Every account, by name.
///
/// # Errors
/// Database.
pub async fn accounts(db: &Db) -> Result<Vec<Account>, StoreError> {
    let all = sqlx::AssertSqlSafe(format!("{ACCOUNT} ORDER BY u.name"));
    db.all(all, args![]).await?.iter().map(read_account).collect()
}

fn read_account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        name: row.get("name")?,
        role: row.word("role")?,
        disabled: row.get("disabled")?,
        created_at: row.at("created_at")?,
        seen_at: row.at_or_none("seen_at")?,
        has_password: !row.get::<String>("password_hash")?.is_empty(),
        has_factor: row.get("has_factor")?,
        issuer: row.get("issuer")?,
    })
}

/// A transaction that changes accounts.
pub(super) async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(ACCOUNTS_LOCK).await?;
    Ok(tx)
}

pub(super) async fn end_sessions(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM sessions WHERE name = $1", args![name]).await?;
    Ok(())
}

pub(super) async fn tell(
    tx: &mut Tx,
    by: By<'_>,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    append(tx, &Deed { at: by.at, actor: by.actor, action, subject, detail }).await
}

/// Sign-in names are lower case, whoever types them how.
pub(super) fn lower(name: &str) -> String {
    name.trim().to_lowercase()
}
