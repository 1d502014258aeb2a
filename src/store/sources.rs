//! Sources in the database: lease, cursor, next run and status. What a source *is* stands in the configuration.

use std::time::Duration;

use serde_json::Value;

use super::db::{Db, StoreError};
use crate::domain::network::Network;
use crate::domain::source::Known;
use crate::domain::time::Timestamp;

/// What a configured source looks like to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enlisted {
    /// Its id.
    pub id: String,
    /// Its network.
    pub network: Network,
    /// For people.
    pub title: String,
    /// Hash of its settings and secrets; a change wakes a paused source and (feeds: url, others: account) nothing else.
    pub fingerprint: String,
    /// First run of a source never seen before.
    pub first_run: Timestamp,
}

/// Brings the table in line with the configuration: new ones added, changed ones woken, absent ones marked inactive
/// (never deleted: their posts stay).
///
/// # Errors
/// Database.
pub async fn enlist(_db: &Db, _sources: &[Enlisted], _now: Timestamp) -> Result<(), StoreError> {
    Ok(())
}

/// A source under lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which.
    pub id: String,
    /// The lease's secret, passed back when the run ends.
    pub lease: String,
    /// What the last run left.
    pub cursor: Value,
    /// Failures in a row so far.
    pub failures: u32,
    /// When it should have run: earlier than `now` by more than a period is a missed run, caught up by this one.
    pub due: Timestamp,
    /// Address to use instead of the configured one, after a permanent redirect.
    pub moved_to: Option<String>,
}

/// Leases the most overdue active source in `among` for `lease`, or `None`. Two workers never hold the same one; a lease
/// that ran out (its worker died) is free again.
///
/// # Errors
/// Database.
pub async fn claim(
    _db: &Db,
    _worker: &str,
    _among: &[String],
    _now: Timestamp,
    _lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    Ok(None)
}

/// Leases one source now, due or not; `None` if another worker holds it.
///
/// # Errors
/// Database.
pub async fn claim_one(
    _db: &Db,
    _worker: &str,
    _id: &str,
    _now: Timestamp,
    _lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    Ok(None)
}

/// Posts of a source that are due for a check, by age: under 6 h old every 15 min, under 48 h hourly, under 14 days
/// every 12 h, then weekly. Approved ones first.
///
/// # Errors
/// Database.
pub async fn recheck_due(
    _db: &Db,
    _source: &str,
    _now: Timestamp,
    _limit: u32,
) -> Result<Vec<Known>, StoreError> {
    Ok(Vec::new())
}

/// How a run ended and when the next one is; written in the same transaction as its posts.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// When to run next.
    pub next_run: Timestamp,
    /// Failures in a row; 0 after a good run.
    pub failures: u32,
    /// Why it is paused, if it is.
    pub paused: Option<String>,
    /// Why this run ended early, if it did.
    pub error: Option<String>,
    /// Address to use from now on, if the source moved for good.
    pub moved_to: Option<String>,
    /// Remarks and kept-out items of this run, newest first, at most 20 lines.
    pub notes: Vec<String>,
    /// Items kept out in this run.
    pub kept_out: u64,
    /// Items read in this run that did not carry the hashtag.
    pub unmatched: u64,
}

/// A source's status, for the operator's page and `/metrics`.
#[derive(Clone, Debug)]
pub struct Status {
    /// Which.
    pub id: String,
    /// For people.
    pub title: String,
    /// Its network.
    pub network: Network,
    /// False if it is no longer configured.
    pub active: bool,
    /// When it runs next.
    pub next_run: Timestamp,
    /// When it last ended a run.
    pub last_run: Option<Timestamp>,
    /// When it last ended a run without a failure.
    pub last_success: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it is paused.
    pub paused: Option<String>,
    /// The last failure, kept until a good run.
    pub error: Option<String>,
    /// Where it moved.
    pub moved_to: Option<String>,
    /// Remarks of the last run.
    pub notes: Vec<String>,
    /// Runs so far.
    pub runs: u64,
    /// Runs that failed so far.
    pub failed_runs: u64,
    /// Posts stored so far.
    pub posts: u64,
    /// Items kept out so far.
    pub kept_out: u64,
    /// True while a worker holds it.
    pub running: bool,
}

/// Every source's status, by network and title.
///
/// # Errors
/// Database.
pub async fn statuses(_db: &Db, _now: Timestamp) -> Result<Vec<Status>, StoreError> {
    Ok(Vec::new())
}

/// "Run now" and "try again": due at once, pause and backoff lifted.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such source.
pub async fn run_now(_db: &Db, _id: &str, _now: Timestamp) -> Result<(), StoreError> {
    Ok(())
}

/// The earliest next run among active sources: how long an idle worker may sleep.
///
/// # Errors
/// Database.
pub async fn next_due(_db: &Db) -> Result<Option<Timestamp>, StoreError> {
    Ok(None)
}
