//! Second factors and their recovery codes, and the one-time links of invited or locked-out people. A code is used once.

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::args;
use super::users::{By, begin, lower, new_password, tell};
use crate::domain::time::Timestamp;

/// Wrong codes in a row after which a phone's codes are not taken any more: a recovery code or an administrator helps.
pub const WRONG_CODES: u64 = 20;
/// The caller their failures stand under: they are no caller's, and are kept until one of these helps.
pub(super) const OF_THE_PHONE: &str = "factor";

/// A person's second factor.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Factor {
    /// In use: base32.
    pub secret: Option<String>,
    /// Offered, not confirmed yet.
    pub offered: Option<String>,
    /// Recovery codes left.
    pub codes_left: u64,
}

/// A person's second factor. Its secret is for checking codes alone.
///
/// # Errors
/// Database.
pub async fn factor(db: &Db, name: &str) -> Result<Factor, StoreError> {
    let sql = "SELECT factor, factor_offered, (SELECT COUNT(*) FROM recovery_codes r WHERE r.name = u.name) AS codes \
               FROM users u WHERE name = $1";
    let Some(row) = db.first(sql, args![lower(name)]).await? else { return Ok(Factor::default()) };
    Ok(Factor {
        secret: row.get("factor")?,
        offered: row.get("factor_offered")?,
        codes_left: row.count("codes")?,
    })
}

/// Keeps a secret that was shown, until a code confirms it.
///
/// # Errors
/// Database.
pub async fn offer(db: &Db, name: &str, secret: &str) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    tx.run("UPDATE users SET factor_offered = $2 WHERE name = $1", args![lower(name), secret]).await?;
    tx.commit().await
}

/// Makes the offered secret the second factor, with these recovery codes (hashes). `step` is that of the code that
/// confirmed it, which is thereby used. Other sessions end.
///
/// # Errors
/// [`Conflict::ChangedSince`] if another secret was offered meanwhile; database.
pub async fn confirm(
    db: &Db,
    name: &str,
    secret: &str,
    step: u64,
    codes: &[String],
    keep: &str,
    by: By<'_>,
) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let sql = "UPDATE users SET factor = factor_offered, factor_offered = NULL, factor_step = $3 \
               WHERE name = $1 AND factor_offered = $2";
    if tx.run(sql, args![&name, secret, step]).await? == 0 {
        return Err(Conflict::ChangedSince.into());
    }
    tx.run("DELETE FROM sessions WHERE name = $1 AND token_hash <> $2", args![&name, keep]).await?;
    replace_codes(&mut tx, &name, codes).await?;
    forgive(&mut tx, &name).await?;
    tell(&mut tx, by, "user.factor-on", &name, "").await?;
    tx.commit().await
}

/// New recovery codes (hashes) in place of the old ones.
///
/// # Errors
/// Database.
pub async fn renew_codes(db: &Db, name: &str, codes: &[String], by: By<'_>) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    replace_codes(&mut tx, &name, codes).await?;
    tell(&mut tx, by, "user.codes", &name, "").await?;
    tx.commit().await
}

async fn replace_codes(tx: &mut Tx, name: &str, codes: &[String]) -> Result<(), StoreError> {
    tx.run("DELETE FROM recovery_codes WHERE name = $1", args![name]).await?;
    for code in codes {
        tx.run("INSERT INTO recovery_codes (name, hash) VALUES ($1, $2)", args![name, code]).await?;
    }
    Ok(())
}

/// Uses the code of a step: true once, and never for a step at or before the last one used.
///
/// # Errors
/// Database.
pub async fn use_step(db: &Db, name: &str, step: u64) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let name = lower(name);
    let sql = "UPDATE users SET factor_step = $2 WHERE name = $1 AND factor_step < $2";
    let used = tx.run(sql, args![&name, step]).await? == 1;
    if used {
        forgive(&mut tx, &name).await?;
    }
    tx.commit().await?;
    Ok(used)
}

/// How many wrong codes of the phone there were since the last right one.
///
/// # Errors
/// Database.
pub async fn wrong_codes(db: &Db, name: &str) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) AS wrong FROM sign_in_failures WHERE name = $1 AND caller = $2";
    db.first(sql, args![lower(name), OF_THE_PHONE]).await?.map_or(Ok(0), |row| row.count("wrong"))
}

/// Notes a wrong one; how many there are then. The last that is allowed is told in the audit trail.
///
/// # Errors
/// Database.
pub async fn wrong_code(db: &Db, name: &str, now: Timestamp) -> Result<u64, StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let sql = "INSERT INTO sign_in_failures (name, caller, at) VALUES ($1, $2, $3)";
    tx.run(sql, args![&name, OF_THE_PHONE, now]).await?;
    let sql = "SELECT COUNT(*) AS wrong FROM sign_in_failures WHERE name = $1 AND caller = $2";
    let wrong = tx.first(sql, args![&name, OF_THE_PHONE]).await?.map_or(Ok(0), |row| row.count("wrong"))?;
    if wrong == WRONG_CODES {
        tell(&mut tx, By { actor: "system", at: now }, "user.factor-shut", &name, "").await?;
    }
    tx.commit().await?;
    Ok(wrong)
}

/// The phone's codes count anew.
pub(super) async fn forgive(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM sign_in_failures WHERE name = $1 AND caller = $2";
    tx.run(sql, args![name, OF_THE_PHONE]).await?;
    Ok(())
}

/// Uses a recovery code (hash): true once.
///
/// # Errors
/// Database.
pub async fn use_code(db: &Db, name: &str, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let sql = "DELETE FROM recovery_codes WHERE name = $1 AND hash = $2";
    let used = tx.run(sql, args![&name, hash]).await? == 1;
    if used {
        forgive(&mut tx, &name).await?;
        let actor = format!("user:{name}");
        tell(&mut tx, By { actor: &actor, at: now }, "user.code-used", &name, "").await?;
    }
    tx.commit().await?;
    Ok(used)
}

/// Makes a one-time link (its hash); an older one of the same person ends.
///
/// # Errors
/// [`Conflict::UserUnknown`]; database.
pub async fn make_link(
    db: &Db,
    name: &str,
    hash: &str,
    expires: Timestamp,
    by: By<'_>,
) -> Result<(), StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let there = "SELECT 1 AS one FROM users WHERE name = $1 AND NOT disabled";
    if tx.first(there, args![&name]).await?.is_none() {
        return Err(Conflict::UserUnknown.into());
    }
    tx.run(
        "INSERT INTO access_links (hash, name, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at",
        args![hash, &name, expires],
    )
    .await?;
    tell(&mut tx, by, "user.link", &name, "").await?;
    tx.commit().await
}

/// Whose link this is, if it is still good.
///
/// # Errors
/// Database.
pub async fn link_of(db: &Db, hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let sql = "SELECT l.name FROM access_links l JOIN users u ON u.name = l.name \
               WHERE l.hash = $1 AND l.expires_at > $2 AND NOT u.disabled";
    db.first(sql, args![hash, now]).await?.map(|row| row.get("name")).transpose()
}

/// Uses a link: the person gets this password, the link is gone, her sessions end.
///
/// # Errors
/// [`Conflict::LinkSpent`]; database.
pub async fn use_link(
    db: &Db,
    hash: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<String, StoreError> {
    let mut tx = begin(db).await?;
    let sql = "DELETE FROM access_links WHERE hash = $1 AND expires_at > $2 RETURNING name";
    let Some(row) = tx.first(sql, args![hash, now]).await? else { return Err(Conflict::LinkSpent.into()) };
    let name: String = row.get("name")?;
    new_password(&mut tx, &name, password_hash, None).await?;
    let actor = format!("user:{name}");
    tell(&mut tx, By { actor: &actor, at: now }, "user.link-used", &name, "").await?;
    tx.commit().await?;
    Ok(name)
}
