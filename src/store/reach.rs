//! The reach read model: days recomputed from approved posts, and figures read from it.

use super::db::{Db, StoreError};
use crate::domain::log::LogEntry;
use crate::domain::reach::{PotentialReach, ReachDay};
use crate::domain::time::Timestamp;

/// The log position the read model stands at.
///
/// # Errors
/// Database.
pub async fn position(_db: &Db) -> Result<u64, StoreError> {
    Ok(0)
}

/// Recomputes every (Danish day, network) that `entries` touched from the current rows, and moves the position, in one
/// transaction. Doing it twice gives the same.
///
/// # Errors
/// Database.
pub async fn recompute(_db: &Db, _entries: &[LogEntry]) -> Result<(), StoreError> {
    Ok(())
}

/// Days from `from` to `to` (both `YYYY-MM-DD`, inclusive), by day and network.
///
/// # Errors
/// Database.
pub async fn days(_db: &Db, _from: &str, _to: &str) -> Result<Vec<ReachDay>, StoreError> {
    Ok(Vec::new())
}

/// Potential reach of approved posts published in `[from, to)`.
///
/// # Errors
/// Database.
pub async fn potential(_db: &Db, _from: Timestamp, _to: Timestamp) -> Result<PotentialReach, StoreError> {
    Ok(PotentialReach::default())
}
