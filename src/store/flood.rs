//! How many new authors come, and whether the flood guard holds them.

use std::time::Duration;

use super::audit::{self, Deed};
use super::db::{Db, StoreError};
use super::rules::bump;
use super::sql::args;
use crate::domain::time::Timestamp;

/// The span that is counted.
pub const SPAN: Duration = Duration::from_secs(600);
/// Spans looked back: a day and the present one.
const SPANS: usize = 145;
/// A post published longer ago than this before it was collected is no news: a new source brings its past along.
const FRESH: Duration = Duration::from_secs(3_600);
/// How long the guard looks away after a person lifted the hold.
const SPARED: Duration = Duration::from_secs(3_600);

/// What the desk shows while new authors are on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flood {
    /// Since when.
    pub since: Timestamp,
    /// New authors in ten minutes when it began.
    pub count: u64,
    /// What had been usual.
    pub usual: u64,
}

/// Authors whose first post here came in each span of ten minutes, newest span (up to `now`) first.
///
/// # Errors
/// Database.
pub async fn arrivals(db: &Db, now: Timestamp) -> Result<Vec<u64>, StoreError> {
    let spans = u32::try_from(SPANS).unwrap_or(u32::MAX);
    let from = now.minus(SPAN * spans);
    // Ids are UUIDv7, so the primary key finds the newest.
    let first_id = id_at(from);
    let rows = db
        .all(
            "SELECT MIN(p.collected_at) AS first FROM posts p WHERE p.id >= $1 AND p.author IS NOT NULL \
             AND p.published_at > p.collected_at - $2 \
             AND NOT EXISTS (SELECT 1 FROM posts q WHERE q.author = p.author AND q.id < $1) GROUP BY p.author",
            args![first_id, i64::try_from(FRESH.as_micros()).unwrap_or(i64::MAX)],
        )
        .await?;
    let mut counts = vec![0; SPANS];
    for row in rows {
        let first = row.at("first")?;
        let span = now.since(first).as_micros() / SPAN.as_micros();
        if let Some(count) = usize::try_from(span).ok().and_then(|span| counts.get_mut(span)) {
            *count += 1;
        }
    }
    Ok(counts)
}

/// The smallest id of a moment.
fn id_at(at: Timestamp) -> String {
    let millis = u64::try_from(at.0 / 1_000).unwrap_or(0);
    let hex = format!("{millis:012x}");
    format!("{}-{}", &hex[..8], &hex[8..12])
}

/// Whether new authors are on hold; `None` if not.
///
/// # Errors
/// Database.
pub async fn current(db: &Db) -> Result<Option<Flood>, StoreError> {
    let sql = "SELECT flooded_since, flooded_count, flooded_usual FROM rulebook WHERE one = 1";
    let Some(row) = db.first(sql, args![]).await? else { return Ok(None) };
    let Some(since) = row.at_or_none("flooded_since")? else { return Ok(None) };
    Ok(Some(Flood { since, count: row.count("flooded_count")?, usual: row.count("flooded_usual")? }))
}

/// True while the guard looks away because a person lifted the hold.
///
/// # Errors
/// Database.
pub async fn is_spared(db: &Db, now: Timestamp) -> Result<bool, StoreError> {
    let row = db.first("SELECT spared_until FROM rulebook WHERE one = 1", args![]).await?;
    row.map_or(Ok(false), |row| Ok(row.at("spared_until")? > now))
}

/// Puts new authors on hold; false if they are already.
///
/// # Errors
/// Database.
pub async fn hold(db: &Db, count: u64, usual: u64, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let sql = "UPDATE rulebook SET flooded_since = $1, flooded_count = $2, flooded_usual = $3 \
               WHERE one = 1 AND flooded_since IS NULL AND spared_until <= $1";
    if tx.run(sql, args![now, count, usual]).await? == 0 {
        return Ok(false);
    }
    bump(&mut tx).await?;
    let detail = format!("{count} / {usual}");
    let deed = Deed { at: now, actor: "system", action: "flood.held", subject: "", detail: &detail };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await?;
    Ok(true)
}

/// Lifts the hold; false if there is none. When a person does it, the guard looks away for an hour.
///
/// # Errors
/// Database.
pub async fn lift(db: &Db, actor: &str, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let spared = if actor == "system" { Timestamp(0) } else { now.plus(SPARED) };
    let sql = "UPDATE rulebook SET flooded_since = NULL, spared_until = $1 \
               WHERE one = 1 AND flooded_since IS NOT NULL";
    if tx.run(sql, args![spared]).await? == 0 {
        return Ok(false);
    }
    bump(&mut tx).await?;
    audit::append(&mut tx, &Deed { at: now, actor, action: "flood.lifted", subject: "", detail: "" }).await?;
    tx.commit().await?;
    Ok(true)
}
