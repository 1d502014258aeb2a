//! Storage limits, enforced until nothing is due. Knows no loop.

use crate::domain::time::Timestamp;
use crate::store::db::{Db, StoreError};
use crate::store::expiry;

/// Rows of each kind purged in one transaction.
const PURGED_AT_ONCE: u32 = 500;

/// Enforces storage limits until nothing is due.
///
/// # Errors
/// Database.
pub async fn purge_all(db: &Db, now: Timestamp) -> Result<(), StoreError> {
    loop {
        let purged = expiry::purge(db, now, PURGED_AT_ONCE).await?;
        if purged == expiry::Purged::default() {
            return Ok(());
        }
        tracing::info!(posts = purged.posts, profiles = purged.profiles, counts = purged.counts, "purged");
    }
}
