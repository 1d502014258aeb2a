//! A post's counts over time: what its network told, each time it told something else. A drop is kept as it was told.

use std::collections::BTreeMap;

use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::engagement::Engagement;
use crate::domain::post::PostId;
use crate::domain::time::Timestamp;

/// Keeps what was told; told again at the same instant, the last word counts.
pub(super) async fn keep(tx: &mut Tx, post: &PostId, counts: &Engagement) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO snapshots (post, at, reactions, comments, shares, views, kinds, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (post, at) DO UPDATE SET \
         reactions = excluded.reactions, comments = excluded.comments, shares = excluded.shares, \
         views = excluded.views, kinds = excluded.kinds, expires_at = excluded.expires_at",
        args![
            &post.0,
            counts.fetched_at,
            counts.reactions,
            counts.comments,
            counts.shares,
            counts.views,
            stored_kinds(&counts.kinds)?,
            counts.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Forgets what a storage rule ends; how many.
pub(super) async fn expire(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    // PostgreSQL has no rowid and SQLite no LIMIT on a DELETE: the key is picked first.
    let sql = "SELECT post, at FROM snapshots WHERE expires_at <= $1 ORDER BY expires_at, post LIMIT $2";
    let rows = tx.all(sql, args![now, limit]).await?;
    for row in &rows {
        let (post, at): (String, i64) = (row.get("post")?, row.get("at")?);
        tx.run("DELETE FROM snapshots WHERE post = $1 AND at = $2", args![post, at]).await?;
    }
    Ok(rows.len() as u64)
}

/// What was told of one post, oldest first.
///
/// # Errors
/// Database.
pub async fn of_post(db: &Db, post: &PostId) -> Result<Vec<Engagement>, StoreError> {
    let rows = db
        .all(
            "SELECT reactions, comments, shares, views, kinds, at AS fetched_at, expires_at FROM snapshots \
             WHERE post = $1 ORDER BY at",
            args![&post.0],
        )
        .await?;
    rows.iter()
        .map(|row| super::rows::engagement(row)?.ok_or_else(|| StoreError::Stored("a snapshot".to_owned())))
        .collect()
}

/// Reactions by type as a column holds them.
pub(super) fn stored_kinds(kinds: &BTreeMap<String, i64>) -> Result<Option<String>, StoreError> {
    if kinds.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(kinds).map(Some).map_err(|wrong| StoreError::Stored(wrong.to_string()))
}

/// The reverse.
pub(super) fn kinds(row: &Row) -> Result<BTreeMap<String, i64>, StoreError> {
    match row.get::<Option<String>>("kinds")? {
        None => Ok(BTreeMap::new()),
        Some(text) => serde_json::from_str(&text).map_err(|wrong| StoreError::Stored(wrong.to_string())),
    }
}
