//! Reports that fell due and where they go: sent once each, by one process, tried again for a day where they were refused.

use std::time::Duration;

use super::db::{Db, StoreError};
use super::sql::{Row, args};
use crate::domain::time::Timestamp;

/// The schedule's name.
const WEEK: &str = "week";
/// How long somebody who sends has before another may try.
const LEASE: Duration = Duration::from_secs(300);

/// One report on its way to one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// When it fell due.
    pub due: Timestamp,
    /// `mail:<address>` or `webhook:<host>`.
    pub target: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// Times it was tried.
    pub tries: u32,
    /// When it is tried next, while it waits.
    pub next_try: Timestamp,
    /// When it was sent or given up.
    pub done_at: Option<Timestamp>,
    /// What went wrong last; empty = nothing.
    pub said: String,
}

/// When the schedule is due next; `None` before it was ever set.
///
/// # Errors
/// Database.
pub async fn next_due(db: &Db) -> Result<Option<Timestamp>, StoreError> {
    let row = db.first("SELECT next FROM report_schedule WHERE name = $1", args![WEEK]).await?;
    row.map(|row| row.at("next")).transpose()
}

/// Sets when it is due next, whatever stood there: at the first start, or when the schedule was changed.
///
/// # Errors
/// Database.
pub async fn plan(db: &Db, next: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO report_schedule (name, next) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET next = excluded.next",
        args![WEEK, next],
    )
    .await?;
    tx.commit().await
}

/// The schedule was due at `due`: a line for each place, and the next time, in one transaction. False if another process
/// was first.
///
/// # Errors
/// Database.
pub async fn fall_due(
    db: &Db,
    due: Timestamp,
    next: Timestamp,
    targets: &[String],
) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let moved = tx
        .first(
            "UPDATE report_schedule SET next = $1 WHERE name = $2 AND next = $3 RETURNING next",
            args![next, WEEK, due],
        )
        .await?;
    if moved.is_none() {
        return Ok(false);
    }
    for target in targets {
        tx.run(
            "INSERT INTO reports (due, target, state, tries, next_try, lease_until, said) \
             VALUES ($1, $2, 'waiting', 0, $1, 0, '') ON CONFLICT (due, target) DO NOTHING",
            args![due, target],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Takes one that is due to be sent.
///
/// # Errors
/// Database.
pub async fn claim(db: &Db, now: Timestamp) -> Result<Option<Sending>, StoreError> {
    let mut tx = db.write_aside().await?;
    let row = tx
        .first(
            "UPDATE reports SET lease_until = $1, tries = tries + 1 WHERE (due, target) IN (SELECT due, target FROM reports \
             WHERE state = 'waiting' AND next_try <= $2 AND lease_until <= $2 ORDER BY due, target LIMIT 1) \
             AND state = 'waiting' AND lease_until <= $2 \
             RETURNING due, target, state, tries, next_try, done_at, said",
            args![now.plus(LEASE), now],
        )
        .await?;
    let sending = row.as_ref().map(sending).transpose()?;
    tx.commit().await?;
    Ok(sending)
}

/// It was sent.
///
/// # Errors
/// Database.
pub async fn sent(db: &Db, one: &Sending, now: Timestamp) -> Result<(), StoreError> {
    end(db, one, "sent", now, Some(now), "").await
}

/// It was refused: tried again at `again`, or given up.
///
/// # Errors
/// Database.
pub async fn refused(
    db: &Db,
    one: &Sending,
    again: Option<Timestamp>,
    said: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    match again {
        Some(again) => end(db, one, "waiting", again, None, said).await,
        None => end(db, one, "failed", now, Some(now), said).await,
    }
}

async fn end(
    db: &Db,
    one: &Sending,
    state: &str,
    next_try: Timestamp,
    done_at: Option<Timestamp>,
    said: &str,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "UPDATE reports SET state = $1, next_try = $2, lease_until = 0, done_at = $3, said = $4 \
         WHERE due = $5 AND target = $6",
        args![state, next_try, done_at, said, one.due, &one.target],
    )
    .await?;
    tx.commit().await
}

/// The newest, newest first.
///
/// # Errors
/// Database.
pub async fn newest(db: &Db, limit: u32) -> Result<Vec<Sending>, StoreError> {
    let rows = db
        .all(
            "SELECT due, target, state, tries, next_try, done_at, said FROM reports ORDER BY due DESC, target LIMIT $1",
            args![limit],
        )
        .await?;
    rows.iter().map(sending).collect()
}

fn sending(row: &Row) -> Result<Sending, StoreError> {
    Ok(Sending {
        due: row.at("due")?,
        target: row.get("target")?,
        state: row.get("state")?,
        tries: u32::try_from(row.count("tries")?).unwrap_or(u32::MAX),
        next_try: row.at("next_try")?,
        done_at: row.at_or_none("done_at")?,
        said: row.get("said")?,
    })
}
