//! Keys of the API. Every change stands in the audit trail, in its own transaction.

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError};
use super::sql::{Row, args};
use crate::domain::key::{ApiKey, Scope};
use crate::domain::time::Timestamp;

/// Any other number than the others': two who make a key of one name at once; "apikeys!" in ASCII.
const KEYS_LOCK: i64 = 0x6170_696b_6579_7321;

/// `keys_query!("WHERE …")`: whole keys.
macro_rules! keys_query {
    ($tail:literal) => {
        concat!("SELECT id, name, scopes, made_at, made_by, used_on, revoked_at FROM api_keys ", $tail)
    };
}

/// Makes a key of which only the hash is kept.
///
/// # Errors
/// [`StoreError::Conflict`] if the name was ever given.
pub async fn make(
    db: &Db,
    name: &str,
    hash: &str,
    scopes: &[Scope],
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let scopes = scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let mut tx = db.write_aside().await?;
    tx.lock(KEYS_LOCK).await?;
    let sql = "INSERT INTO api_keys (id, name, hash, scopes, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (name) DO NOTHING";
    // The hash is of random bits: half of it is an id nobody can guess a key from.
    let made = tx.run(sql, args![&hash[..hash.len().min(32)], name, hash, &scopes, now, actor]).await?;
    if made == 0 {
        return Err(Conflict::KeyExists.into());
    }
    audit::append(&mut tx, &Deed { at: now, actor, action: "key.made", subject: name, detail: &scopes })
        .await?;
    tx.commit().await
}

/// All of them, those that open something first, then by name.
///
/// # Errors
/// Database.
pub async fn all(db: &Db) -> Result<Vec<ApiKey>, StoreError> {
    let mut keys = db
        .all(keys_query!("ORDER BY name"), args![])
        .await?
        .iter()
        .map(key)
        .collect::<Result<Vec<_>, _>>()?;
    keys.sort_by_key(|key| key.revoked_at.is_some());
    Ok(keys)
}

/// The key of this hash, if it opens anything.
///
/// # Errors
/// Database.
pub async fn of_hash(db: &Db, hash: &str) -> Result<Option<ApiKey>, StoreError> {
    let row = db.first(keys_query!("WHERE hash = $1 AND revoked_at IS NULL"), args![hash]).await?;
    row.as_ref().map(key).transpose()
}

/// Notes the day on which a key was used.
///
/// # Errors
/// Database.
pub async fn used(db: &Db, id: &str, day: &str) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("UPDATE api_keys SET used_on = $2 WHERE id = $1", args![id, day]).await?;
    tx.commit().await
}

/// From now on it opens nothing. Done twice, it is done once.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none.
pub async fn revoke(db: &Db, id: &str, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(KEYS_LOCK).await?;
    let row = tx.first(keys_query!("WHERE id = $1"), args![id]).await?.ok_or(Conflict::KeyGone)?;
    let key = key(&row)?;
    if key.revoked_at.is_none() {
        tx.run("UPDATE api_keys SET revoked_at = $2 WHERE id = $1", args![id, now]).await?;
        let deed = Deed { at: now, actor, action: "key.revoked", subject: &key.name, detail: "" };
        audit::append(&mut tx, &deed).await?;
    }
    tx.commit().await
}

fn key(row: &Row) -> Result<ApiKey, StoreError> {
    let scopes: String = row.get("scopes")?;
    let scopes = scopes.split_whitespace().map(|word| word.parse().map_err(StoreError::Stored));
    Ok(ApiKey {
        id: row.get("id")?,
        name: row.get("name")?,
        scopes: scopes.collect::<Result<_, _>>()?,
        made_at: row.at("made_at")?,
        made_by: row.get("made_by")?,
        used_on: row.get("used_on")?,
        revoked_at: row.at_or_none("revoked_at")?,
    })
}
