//! What networks measured of pages whose administrator let us ask: a value a metric and day. Days of people are never added up.

use super::db::{Db, StoreError, Tx};
use super::sql::args;
use crate::domain::figures::{Coverage, Figure, Formula, Manner, OwnFigure, OwnReading, OwnTold, Window};
use crate::domain::network::Network;
use crate::domain::time::Timestamp;

/// Writes what a run was told; a day that is told again is corrected.
pub(super) async fn write(
    tx: &mut Tx,
    source: &str,
    network: Network,
    readings: &[OwnReading],
    now: Timestamp,
) -> Result<(), StoreError> {
    for OwnReading { metric, manner, told } in readings {
        let why = match told {
            OwnTold::Days(_) => None,
            OwnTold::Unavailable(why) => Some(why.as_str()),
        };
        tx.run(
            "INSERT INTO own_metrics (source, metric, network, manner, asked_at, unavailable_since, why) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (source, metric) DO UPDATE SET \
             manner = excluded.manner, asked_at = excluded.asked_at, why = excluded.why, unavailable_since = \
             CASE WHEN excluded.unavailable_since IS NULL THEN NULL \
             ELSE COALESCE(own_metrics.unavailable_since, excluded.unavailable_since) END",
            args![source, metric, network.as_str(), manner.as_str(), now, why.map(|_| now), why],
        )
        .await?;
        let OwnTold::Days(days) = told else { continue };
        for (day, value) in days {
            tx.run(
                "INSERT INTO own_figures (source, metric, day, value, fetched_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (source, metric, day) DO UPDATE SET value = excluded.value, \
                 fetched_at = excluded.fetched_at",
                args![source, metric, day, *value, now],
            )
            .await?;
        }
    }
    Ok(())
}

/// What was measured on the Danish days that begin in a window, metric by metric.
///
/// # Errors
/// Database.
pub async fn figures(db: &Db, window: Window) -> Result<Vec<OwnFigure>, StoreError> {
    if window.is_empty() {
        return Ok(Vec::new());
    }
    let day = |at: Timestamp| at.to_copenhagen().format("%Y-%m-%d").to_string();
    // Up to the day of its last instant.
    let (first, last) = (day(window.from), day(Timestamp(window.until.0.saturating_sub(1))));
    let metrics = db
        .all(
            "SELECT source, metric, network, manner, unavailable_since FROM own_metrics WHERE manner <> 'posts' \
             ORDER BY network, source, metric",
            args![],
        )
        .await?;
    let values = db
        .all(
            "SELECT source, metric, day, value, fetched_at FROM own_figures WHERE day >= $1 AND day <= $2 \
             ORDER BY day",
            args![first, last],
        )
        .await?;
    let mut figures = Vec::with_capacity(metrics.len());
    for row in &metrics {
        let (source, metric): (String, String) = (row.get("source")?, row.get("metric")?);
        let manner: Manner = row.word("manner")?;
        let mut days = Vec::new();
        let mut figure = Figure::untold(Formula::OwnPage, 0, row.at_or_none("unavailable_since")?);
        for value in &values {
            if value.get::<String>("source")? != source || value.get::<String>("metric")? != metric {
                continue;
            }
            let fetched = value.at("fetched_at")?;
            figure.oldest_fetch = Some(figure.oldest_fetch.map_or(fetched, |oldest| oldest.min(fetched)));
            figure.newest_fetch = Some(figure.newest_fetch.map_or(fetched, |newest| newest.max(fetched)));
            days.push((value.get("day")?, value.get("value")?));
        }
        figure.value = match manner {
            Manner::Sum => days.iter().map(|(_, value): &(String, i64)| *value).reduce(i64::saturating_add),
            Manner::Unique | Manner::Running | Manner::Posts => days.last().map(|(_, value)| *value),
        };
        figure.coverage = Coverage::full(days.len() as u64);
        figures.push(OwnFigure {
            network: row.word("network")?,
            source,
            metric,
            unique: manner == Manner::Unique,
            running: manner == Manner::Running,
            figure,
            days,
        });
    }
    Ok(figures)
}

/// Counts of single posts that a network tells no more: which network, its own name of the count, since when. Of several
/// sources, the first that was refused.
///
/// # Errors
/// Database.
pub async fn untold(db: &Db) -> Result<Vec<(Network, String, Timestamp)>, StoreError> {
    let sql = "SELECT network, metric, MIN(unavailable_since) AS since FROM own_metrics \
               WHERE manner = 'posts' AND unavailable_since IS NOT NULL GROUP BY network, metric";
    let rows = db.all(sql, args![]).await?;
    rows.iter().map(|row| Ok((row.word("network")?, row.get("metric")?, row.at("since")?))).collect()
}
