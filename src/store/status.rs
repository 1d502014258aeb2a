//! How each source is doing, for people and `/metrics`. Reached through `store::sources`.

use super::db::{Db, StoreError};
use super::sql::{Row, args};
use crate::domain::network::Network;
use crate::domain::time::Timestamp;

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
    /// Items read so far that did not carry the hashtag.
    pub unmatched: u64,
    /// True while a worker holds it.
    pub running: bool,
}

/// Every source's status, by network and title.
///
/// # Errors
/// Database.
pub async fn statuses(db: &Db, now: Timestamp) -> Result<Vec<Status>, StoreError> {
    let rows = db
        .all(
            "SELECT id, title, network, active, next_run, last_run, last_success, failures, paused, error, moved_to, \
             notes, runs, failed_runs, posts, kept_out, unmatched, lease_until FROM sources",
            args![],
        )
        .await?;
    let mut statuses: Vec<Status> = rows.iter().map(|row| status(row, now)).collect::<Result<_, _>>()?;
    // Sorted here: the two engines do not agree on the order of letters.
    let place = |status: &Status| Network::ALL.iter().position(|network| *network == status.network);
    statuses.sort_by(|a, b| (place(a), &a.title, &a.id).cmp(&(place(b), &b.title, &b.id)));
    Ok(statuses)
}

fn status(row: &Row, now: Timestamp) -> Result<Status, StoreError> {
    let id: String = row.get("id")?;
    let notes = serde_json::from_str(&row.get::<String>("notes")?)
        .map_err(|wrong| StoreError::Stored(format!("notes of {id}: {wrong}")))?;
    Ok(Status {
        id,
        title: row.get("title")?,
        network: row.word("network")?,
        active: row.get("active")?,
        next_run: row.at("next_run")?,
        last_run: row.at_or_none("last_run")?,
        last_success: row.at_or_none("last_success")?,
        failures: u32::try_from(row.count("failures")?).unwrap_or(u32::MAX),
        paused: row.get("paused")?,
        error: row.get("error")?,
        moved_to: row.get("moved_to")?,
        notes,
        runs: row.count("runs")?,
        failed_runs: row.count("failed_runs")?,
        posts: row.count("posts")?,
        kept_out: row.count("kept_out")?,
        unmatched: row.count("unmatched")?,
        running: row.at("lease_until")? > now,
    })
}
