//! Reading the event log. Rows are appended inside the store's own write transactions and nowhere else.

use super::db::{Db, StoreError};
use crate::domain::log::LogEntry;
use crate::domain::post::PostId;

/// Entries after `seq`, oldest first, at most `limit`.
///
/// # Errors
/// Database.
pub async fn read_after(_db: &Db, _seq: u64, _limit: u32) -> Result<Vec<LogEntry>, StoreError> {
    Ok(Vec::new())
}

/// The last seq, 0 for an empty log.
///
/// # Errors
/// Database.
pub async fn head(_db: &Db) -> Result<u64, StoreError> {
    Ok(0)
}

/// Everything that happened to one post, oldest first.
///
/// # Errors
/// Database.
pub async fn of_post(_db: &Db, _post: &PostId) -> Result<Vec<LogEntry>, StoreError> {
    Ok(Vec::new())
}

/// The newest entries a person made (decided, undone, erased) before `before` (exclusive; `None` = from the end).
///
/// # Errors
/// Database.
pub async fn decisions(_db: &Db, _before: Option<u64>, _limit: u32) -> Result<Vec<LogEntry>, StoreError> {
    Ok(Vec::new())
}
