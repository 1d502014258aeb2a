//! Our own counting: sums by the hour. Knows no visitor and no post.

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::figures::{Measured, MeasuredPoint, Seen, Surface, Window};
use crate::domain::time::Timestamp;

/// Hosts told of; of more, those with the most loads.
const HOSTS: u32 = 200;

/// What was counted in one hour of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewHour {
    /// The hour's first instant.
    pub hour: Timestamp,
    /// Where.
    pub surface: Surface,
    /// What.
    pub kind: Seen,
    /// Host of the page around a widget; empty elsewhere.
    pub host: String,
    /// How often.
    pub count: u64,
}

/// Adds to what was counted before; several processes add to the same hour.
///
/// # Errors
/// Database; nothing is added then.
pub async fn add(db: &Db, counted: &[ViewHour]) -> Result<(), StoreError> {
    if counted.is_empty() {
        return Ok(());
    }
    let mut tx = db.write_aside().await?;
    for ViewHour { hour, surface, kind, host, count } in counted {
        tx.run(
            "INSERT INTO view_hours (hour, surface, kind, host, count) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (hour, surface, kind, host) DO UPDATE SET count = view_hours.count + excluded.count",
            args![*hour, surface.as_str(), kind.as_str(), host, *count],
        )
        .await?;
    }
    tx.commit().await
}

/// What was counted in the hours that begin in a window.
///
/// # Errors
/// Database.
pub async fn measured(db: &Db, window: Window) -> Result<Measured, StoreError> {
    let span = || args![window.from, window.until];
    let first = db.first("SELECT MIN(hour) AS hour FROM view_hours", args![]).await?;
    let counting_since = first.map(|row| row.at_or_none("hour")).transpose()?.flatten();
    let rows = db
        .all(
            "SELECT surface, kind, CAST(SUM(count) AS BIGINT) AS count FROM view_hours \
             WHERE hour >= $1 AND hour < $2 GROUP BY surface, kind",
            span(),
        )
        .await?;
    let mut sums: Vec<(Surface, Seen, u64)> =
        Surface::ALL.into_iter().flat_map(|surface| Seen::ALL.map(|kind| (surface, kind, 0))).collect();
    for row in &rows {
        let (surface, kind): (Surface, Seen) = (row.word("surface")?, row.word("kind")?);
        if let Some(place) = sums.iter_mut().find(|(at, what, _)| *at == surface && *what == kind) {
            place.2 = row.count("count")?;
        }
    }
    let mut arguments = span();
    arguments.extend(args![HOSTS]);
    let rows = db
        .all(
            "SELECT host, CAST(SUM(count) AS BIGINT) AS count FROM view_hours \
             WHERE hour >= $1 AND hour < $2 AND surface = 'widget' AND kind = 'load' \
             GROUP BY host ORDER BY count DESC, host LIMIT $3",
            arguments,
        )
        .await?;
    let hosts = rows.iter().map(|row| Ok((row.get("host")?, row.count("count")?)));
    let hosts = hosts.collect::<Result<_, StoreError>>()?;
    let rows = db
        .all(
            "SELECT hour, CAST(SUM(CASE WHEN kind = 'load' THEN count ELSE 0 END) AS BIGINT) AS loads, \
             CAST(SUM(CASE WHEN kind = 'card' THEN count ELSE 0 END) AS BIGINT) AS cards FROM view_hours \
             WHERE hour >= $1 AND hour < $2 GROUP BY hour ORDER BY hour",
            span(),
        )
        .await?;
    let point = |row: &super::sql::Row| {
        Ok(MeasuredPoint { at: row.at("hour")?, loads: row.count("loads")?, cards: row.count("cards")? })
    };
    let points = rows.iter().map(point).collect::<Result<_, StoreError>>()?;
    Ok(Measured { counting_since, sums, hosts, points })
}
