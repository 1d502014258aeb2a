//! Removing a post for good, inside a transaction: tombstone, log entry, receipt, and the answer to everybody who asked
//! for it.

use super::conflict::Conflict;
use super::db::{StoreError, Tx};
use super::identity;
use super::log::Happened;
use super::moderation::bury;
use super::rows::{self, post_query};
use super::sql::args;
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::PostId;
use crate::domain::request::{Kind, Outcome};
use crate::domain::time::Timestamp;

/// Removes it; `request` is the one that is answered by it.
///
/// # Errors
/// [`StoreError::Conflict`] if it is gone already.
pub(super) async fn remove(
    tx: &mut Tx,
    post: &PostId,
    actor: &str,
    reason: &str,
    request: Option<u64>,
    now: Timestamp,
) -> Result<LogEntry, StoreError> {
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&post.0]).await?.ok_or(Conflict::PostGone)?;
    let gone = rows::post(&row)?;
    let draft = &gone.draft;
    let identity = identity::post(draft.network, &draft.native_id);
    let happened = Happened {
        from: Some(gone.state),
        reason: Some(reason),
        ..Happened::new(Action::Erased, post, actor)
    };
    let entry = bury(tx, happened, &identity, now).await?;
    let pictures = u64::try_from(draft.attachments.len()).unwrap_or(u64::MAX);
    let asked = match request {
        Some(number) => Some(number),
        None => first_open(tx, post).await?,
    };
    tx.run(
        "INSERT INTO receipts (number, post, seq, at, actor, reason, network, identity, content_hash, url_hash, \
         pictures, request) SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 \
         FROM receipts",
        args![
            &post.0,
            entry.seq,
            now,
            actor,
            reason,
            draft.network.as_str(),
            identity,
            identity::content(draft),
            identity::link(draft),
            pictures,
            asked.and_then(|number| i64::try_from(number).ok()),
        ],
    )
    .await?;
    // Whoever else asked for it has their answer as well.
    tx.run(
        "UPDATE requests SET outcome = $2, answered_at = $3, answered_by = $4, reason = $5 \
         WHERE post = $1 AND outcome IS NULL AND kind = $6",
        args![&post.0, Outcome::Removed.as_str(), now, actor, reason, Kind::Takedown.as_str()],
    )
    .await?;
    Ok(entry)
}

async fn first_open(tx: &mut Tx, post: &PostId) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT number FROM requests WHERE post = $1 AND outcome IS NULL AND kind = $2 ORDER BY number";
    let row = tx.first(sql, args![&post.0, Kind::Takedown.as_str()]).await?;
    row.map(|row| row.count("number")).transpose()
}
