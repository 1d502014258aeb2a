//! Sources in the database: lease, cursor, next run and status. What a source *is* stands in the configuration.

use std::time::Duration;

use serde_json::Value;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
pub use super::status::{Status, statuses};
use crate::domain::network::Network;
use crate::domain::post::Draft;
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
    /// Hash of its settings and secrets; a change wakes the source: due at once, pause, backoff and
    /// remembered move forgotten. The cursor stays; a collector that finds another account or address in it begins anew.
    pub fingerprint: String,
    /// First run of a source never seen before.
    pub first_run: Timestamp,
}

/// Brings the table in line with the configuration: new ones added, changed ones woken, absent ones marked inactive
/// (never deleted: their posts stay).
///
/// # Errors
/// Database.
pub async fn enlist(db: &Db, sources: &[Enlisted], now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    for source in sources {
        tx.run(
            // The first `sources.` is the row as it was: all of SET is computed from it.
            "INSERT INTO sources (id, network, title, fingerprint, active, next_run, failures, left_off, notes, runs, \
             failed_runs, posts, kept_out, unmatched, lease_until) \
             VALUES ($1, $2, $3, $4, $5, $6, 0, 'null', '[]', 0, 0, 0, 0, 0, 0) \
             ON CONFLICT (id) DO UPDATE SET network = excluded.network, title = excluded.title, active = excluded.active, \
             fingerprint = excluded.fingerprint, \
             next_run = CASE WHEN sources.fingerprint = excluded.fingerprint OR sources.next_run < $7 \
                 THEN sources.next_run ELSE $7 END, \
             failures = CASE WHEN sources.fingerprint = excluded.fingerprint THEN sources.failures ELSE 0 END, \
             paused = CASE WHEN sources.fingerprint = excluded.fingerprint THEN sources.paused END, \
             moved_to = CASE WHEN sources.fingerprint = excluded.fingerprint THEN sources.moved_to END",
            args![
                &source.id,
                source.network.as_str(),
                &source.title,
                &source.fingerprint,
                true,
                source.first_run,
                now,
            ],
        )
        .await?;
    }
    for row in tx.all("SELECT id FROM sources WHERE active", args![]).await? {
        let id: String = row.get("id")?;
        if !sources.iter().any(|source| source.id == id) {
            tx.run("UPDATE sources SET active = $2 WHERE id = $1", args![id, false]).await?;
        }
    }
    tx.commit().await
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
    db: &Db,
    worker: &str,
    among: &[String],
    now: Timestamp,
    lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    for candidate in due(db, among, now).await? {
        // Asked again inside the UPDATE: another worker may have taken it, or even have ended its run, since.
        let claimed = take(db, worker, &candidate, Some(now), now, lease).await?;
        if claimed.is_some() {
            return Ok(claimed);
        }
    }
    Ok(None)
}

/// Ids of active sources that are due and free, most overdue first.
async fn due(db: &Db, among: &[String], now: Timestamp) -> Result<Vec<String>, StoreError> {
    let rows = db
        .all_of(
            "SELECT id, next_run FROM sources WHERE active AND next_run <= $1 AND lease_until <= $1 AND id IN ({})",
            args![now],
            among,
        )
        .await?;
    let mut due: Vec<(Timestamp, String)> = rows
        .iter()
        .map(|row| Ok((row.at("next_run")?, row.get("id")?)))
        .collect::<Result<_, StoreError>>()?;
    due.sort();
    Ok(due.into_iter().map(|(_, id)| id).collect())
}

/// Leases one source now, due or not; `None` if another worker holds it, or if there is no such source.
///
/// # Errors
/// Database.
pub async fn claim_one(
    db: &Db,
    worker: &str,
    id: &str,
    now: Timestamp,
    lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    take(db, worker, id, None, now, lease).await
}

/// One statement decides who gets it. The conditions stand on the row that is written: PostgreSQL checks them again when
/// it had to wait for another worker's commit.
async fn take(
    db: &Db,
    worker: &str,
    id: &str,
    due_by: Option<Timestamp>,
    now: Timestamp,
    lease: Duration,
) -> Result<Option<Claimed>, StoreError> {
    let secret = hex::encode(rand::random::<[u8; 16]>());
    let mut tx = db.write_aside().await?;
    let row = tx
        .first(
            "UPDATE sources SET lease = $1, worker = $2, lease_until = $3 \
             WHERE id = $4 AND lease_until <= $5 AND next_run <= $6 AND (active OR $7) \
             RETURNING left_off, failures, next_run, moved_to",
            args![
                &secret,
                worker,
                now.plus(lease),
                id,
                now,
                due_by.unwrap_or(Timestamp(i64::MAX)),
                due_by.is_none(),
            ],
        )
        .await?;
    let claimed = row.map(|row| claimed(id, secret, &row)).transpose()?;
    tx.commit().await?;
    Ok(claimed)
}

fn claimed(id: &str, lease: String, row: &Row) -> Result<Claimed, StoreError> {
    let cursor = serde_json::from_str(&row.get::<String>("left_off")?)
        .map_err(|wrong| StoreError::Stored(format!("cursor of {id}: {wrong}")))?;
    Ok(Claimed {
        id: id.to_owned(),
        lease,
        cursor,
        failures: u32::try_from(row.count("failures")?).unwrap_or(u32::MAX),
        due: row.at("next_run")?,
        moved_to: row.get("moved_to")?,
    })
}

/// How often a post is checked, by its age: (younger than, every so many times the interval of the youngest), then the
/// rest. At a quarter of an hour for the youngest that is hourly to two days, every 12 hours to two weeks, then daily:
/// what is shown must not outlive its source by more than a day.
const CHECKS: [(Duration, u32); 3] = [
    (Duration::from_secs(6 * 3_600), 1),
    (Duration::from_secs(48 * 3_600), 4),
    (Duration::from_secs(14 * 86_400), 48),
];
const CHECK_OLD: u32 = 96;

/// Posts of a source that are due for a check: under 6 h old every `young`, then less often. Approved ones first, then
/// those not seen for longest. A post counts as checked when a run
/// saw it or said that it is still there.
///
/// # Errors
/// Database.
pub async fn recheck_due(
    db: &Db,
    source: &str,
    young: Duration,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Known>, StoreError> {
    let mut arguments = args![source];
    for (younger, times) in CHECKS {
        arguments.extend(args![now.minus(younger), now.minus(young * times)]);
    }
    arguments.extend(args![now.minus(young * CHECK_OLD), limit]);
    let rows = db
        .all(
            "SELECT id, draft FROM posts WHERE source = $1 AND checked_at <= CASE WHEN published_at > $2 THEN $3 \
             WHEN published_at > $4 THEN $5 WHEN published_at > $6 THEN $7 ELSE $8 END \
             ORDER BY CASE WHEN state = 'approved' THEN 0 ELSE 1 END, checked_at, id LIMIT $9",
            arguments,
        )
        .await?;
    let known = |row: &Row| {
        let draft: Draft = serde_json::from_str(&row.get::<String>("draft")?)
            .map_err(|wrong| StoreError::Stored(format!("post of {source}: {wrong}")))?;
        Ok(Known { native_id: draft.native_id, url: draft.url, published_at: draft.published_at })
    };
    rows.iter().map(known).collect()
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

/// Remarks kept of a run.
const NOTES: usize = 20;

/// Ends a run inside its transaction: status, cursor and next run written, lease given back. The source's network.
pub(super) async fn release(
    tx: &mut Tx,
    source: &str,
    lease: &str,
    cursor: Option<&Value>,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Network, StoreError> {
    let failed = outcome.error.is_some();
    let notes: Vec<&String> = outcome.notes.iter().take(NOTES).collect();
    let notes = serde_json::to_string(&notes).map_err(|wrong| StoreError::Stored(wrong.to_string()))?;
    let row = tx
        .first(
            "UPDATE sources SET lease = NULL, worker = NULL, lease_until = 0, next_run = $3, failures = $4, \
             paused = $5, error = $6, moved_to = COALESCE($7, moved_to), notes = $8, kept_out = kept_out + $9, \
             unmatched = unmatched + $10, left_off = COALESCE($11, left_off), last_run = $12, \
             last_success = COALESCE($13, last_success), runs = runs + 1, failed_runs = failed_runs + $14 \
             WHERE id = $1 AND lease = $2 RETURNING network",
            args![
                source,
                lease,
                outcome.next_run,
                outcome.failures,
                &outcome.paused,
                &outcome.error,
                &outcome.moved_to,
                notes,
                outcome.kept_out,
                outcome.unmatched,
                cursor.map(Value::to_string),
                now,
                (!failed).then_some(now),
                u32::from(failed),
            ],
        )
        .await?;
    let row = row.ok_or_else(|| Conflict::LeaseLost(source.to_owned()))?;
    row.word("network")
}

/// "Run now" and "try again": due at once, pause and backoff lifted.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such source.
pub async fn run_now(db: &Db, id: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let sql = "UPDATE sources SET next_run = $2, paused = NULL, failures = 0 WHERE id = $1";
    if tx.run(sql, args![id, now]).await? == 0 {
        return Err(Conflict::SourceUnknown(id.to_owned()).into());
    }
    tx.commit().await
}
