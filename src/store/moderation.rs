//! Decisions and their undoing: each one transaction and its log rows.

use super::db::{Db, StoreError};
use crate::domain::log::LogEntry;
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;

/// Moves posts to `to`. Posts already there are left alone and not logged; unknown ids are a conflict and nothing is
/// changed.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone.
pub async fn decide(
    _db: &Db,
    _posts: &[PostId],
    _to: State,
    _actor: &str,
    _reason: Option<&str>,
    _now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    Ok(Vec::new())
}

/// Takes back the log entry `seq` (a decision, or an undo): the post returns to the state before it.
///
/// # Errors
/// [`StoreError::Conflict`] if it is no decision, was taken back already, the post was decided again since, or is gone.
pub async fn undo(_db: &Db, _seq: u64, _actor: &str, _now: Timestamp) -> Result<LogEntry, StoreError> {
    Err(StoreError::Conflict(String::new()))
}

/// Erases a post on request: row, counts and text are gone, a tombstone keeps it out for good.
///
/// # Errors
/// [`StoreError::Conflict`] if it is gone already.
pub async fn erase(
    _db: &Db,
    _post: &PostId,
    _actor: &str,
    _reason: &str,
    _now: Timestamp,
) -> Result<LogEntry, StoreError> {
    Err(StoreError::Conflict(String::new()))
}

/// Blocks an author (every later post is rejected) and rejects their posts that are pending, held or approved.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone.
pub async fn block_author(
    _db: &Db,
    _of_post: &PostId,
    _actor: &str,
    _now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    Ok(Vec::new())
}
