//! Receipts of removals and what was seen when every place was looked at. Written with the removal
//! ([`super::removal`]); here they are read and the looks noted.

use std::time::Duration;

use super::db::{Db, StoreError};
use super::sql::{Row, args};
use crate::domain::post::PostId;
use crate::domain::receipt::{Check, Place, Receipt};
use crate::domain::time::Timestamp;

/// A place that is not clear is looked at again after this long.
const AGAIN: Duration = Duration::from_secs(5);

/// `receipts_query!("WHERE …")`: receipts without their checks.
macro_rules! receipts_query {
    ($tail:literal) => {
        concat!(
            "SELECT r.number, r.post, r.seq, r.at, r.actor, r.reason, r.network, r.identity, r.content_hash, \
             r.url_hash, r.pictures, r.request FROM receipts r ",
            $tail
        )
    };
}

/// A receipt by its number.
///
/// # Errors
/// Database.
pub async fn find(db: &Db, number: u64) -> Result<Option<Receipt>, StoreError> {
    let row = db.first(receipts_query!("WHERE r.number = $1"), args![number]).await?;
    with_checks(db, row.as_ref()).await
}

/// The receipt of a post.
///
/// # Errors
/// Database.
pub async fn of_post(db: &Db, post: &PostId) -> Result<Option<Receipt>, StoreError> {
    let row = db.first(receipts_query!("WHERE r.post = $1"), args![&post.0]).await?;
    with_checks(db, row.as_ref()).await
}

/// Receipts of removals up to `seq` of the log that `server` has not found clear everywhere; those it looked at within
/// the last seconds wait.
///
/// # Errors
/// Database.
pub async fn unseen(
    db: &Db,
    server: &str,
    seq: u64,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Receipt>, StoreError> {
    let places = u64::try_from(Place::ALL.len()).unwrap_or(u64::MAX);
    let rows = db
        .all(
            receipts_query!(
                "WHERE r.seq <= $2 \
                 AND (SELECT COUNT(*) FROM receipt_checks c WHERE c.receipt = r.number AND c.server = $1 AND c.clear) < $3 \
                 AND NOT EXISTS (SELECT 1 FROM receipt_checks c WHERE c.receipt = r.number AND c.server = $1 \
                                 AND NOT c.clear AND c.at > $4) \
                 ORDER BY r.number LIMIT $5"
            ),
            args![server, seq, places, now.minus(AGAIN), limit],
        )
        .await?;
    rows.iter().map(receipt).collect()
}

/// True if nothing of the post is in the database, and whether the tombstone stands.
///
/// # Errors
/// Database.
pub async fn look(db: &Db, receipt: &Receipt) -> Result<(bool, bool), StoreError> {
    let rows = db
        .all(
            "SELECT 1 AS one FROM posts WHERE id = $1 OR identity = $2 \
             UNION ALL SELECT 1 AS one FROM engagement WHERE post = $1",
            args![&receipt.post.0, &receipt.identity],
        )
        .await?;
    let tombstone =
        db.first("SELECT at FROM tombstones WHERE identity = $1", args![&receipt.identity]).await?;
    Ok((rows.is_empty(), tombstone.is_some()))
}

/// Notes what was seen. What was found clear once keeps its time.
///
/// # Errors
/// Database.
pub async fn note(db: &Db, receipt: u64, checks: &[Check]) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    for check in checks {
        tx.run(
            "INSERT INTO receipt_checks (receipt, server, place, clear, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (receipt, server, place) DO UPDATE SET clear = excluded.clear, at = excluded.at \
             WHERE NOT receipt_checks.clear OR NOT excluded.clear",
            args![receipt, &check.server, check.place.as_str(), check.clear, check.at],
        )
        .await?;
    }
    tx.commit().await
}

async fn with_checks(db: &Db, row: Option<&Row>) -> Result<Option<Receipt>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut receipt = receipt(row)?;
    let sql =
        "SELECT server, place, clear, at FROM receipt_checks WHERE receipt = $1 ORDER BY server, at, place";
    for row in db.all(sql, args![receipt.number]).await? {
        receipt.checks.push(Check {
            server: row.get("server")?,
            place: row.word("place")?,
            clear: row.get("clear")?,
            at: row.at("at")?,
        });
    }
    Ok(Some(receipt))
}

fn receipt(row: &Row) -> Result<Receipt, StoreError> {
    let request: Option<i64> = row.get("request")?;
    Ok(Receipt {
        number: row.count("number")?,
        post: PostId(row.get("post")?),
        seq: row.count("seq")?,
        at: row.at("at")?,
        actor: row.get("actor")?,
        reason: row.get("reason")?,
        network: row.word("network")?,
        identity: row.get("identity")?,
        content_hash: row.get("content_hash")?,
        url_hash: row.get("url_hash")?,
        pictures: row.count("pictures")?,
        request: request.and_then(|number| u64::try_from(number).ok()),
        checks: Vec::new(),
    })
}
