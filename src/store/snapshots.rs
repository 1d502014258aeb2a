//! A post's counts over time: what its network told, each time it told something else. A drop is kept as it was told.

use std::collections::BTreeMap;

use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::engagement::Engagement;
use crate::domain::figures::Window;
use crate::domain::network::Network;
use crate::domain::post::PostId;
use crate::domain::time::Timestamp;

/// Keeps what was told; told again at the same instant, the last word counts.
pub(super) async fn keep(tx: &mut Tx, post: &PostId, counts: &Engagement) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO snapshots (post, at, reactions, comments, shares, views, kinds, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (post, at) DO UPDATE SET \
         reactions = excluded.reactions, comments = excluded.comments, shares = excluded.shares, \
         views = excluded.views, kinds = excluded.kinds, expires_at = excluded.expires_at",
        args![
            &post.0,
            counts.fetched_at,
            counts.reactions,
            counts.comments,
            counts.shares,
            counts.views,
            stored_kinds(&counts.kinds)?,
            counts.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Forgets what a storage rule ends; how many.
pub(super) async fn expire(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    // PostgreSQL has no rowid and SQLite no LIMIT on a DELETE: the key is picked first.
    let sql = "SELECT post, at FROM snapshots WHERE expires_at <= $1 ORDER BY expires_at, post LIMIT $2";
    let rows = tx.all(sql, args![now, limit]).await?;
    for row in &rows {
        let (post, at): (String, i64) = (row.get("post")?, row.get("at")?);
        tx.run("DELETE FROM snapshots WHERE post = $1 AND at = $2", args![post, at]).await?;
    }
    Ok(rows.len() as u64)
}

/// What was told of one post, oldest first.
///
/// # Errors
/// Database.
pub async fn of_post(db: &Db, post: &PostId) -> Result<Vec<Engagement>, StoreError> {
    let rows = db
        .all(
            "SELECT reactions, comments, shares, views, kinds, at AS fetched_at, expires_at FROM snapshots \
             WHERE post = $1 ORDER BY at",
            args![&post.0],
        )
        .await?;
    rows.iter()
        .map(|row| super::rows::engagement(row)?.ok_or_else(|| StoreError::Stored("a snapshot".to_owned())))
        .collect()
}

/// How much the counts of approved posts rose in one hour on one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gained {
    /// The hour's first instant.
    pub hour: Timestamp,
    /// Which network.
    pub network: Network,
    /// Sum of the differences to what each post's network told before; negative where counts fell. `None` = nothing was
    /// told. What is told of a post for the first time counts wholly if it was published in the window, else not at all: how
    /// much of it is new is not known.
    pub reactions: Option<i64>,
    /// See `reactions`.
    pub comments: Option<i64>,
    /// See `reactions`.
    pub shares: Option<i64>,
    /// See `reactions`.
    pub views: Option<i64>,
}

/// How engagement rose in a window, by hour of fetch and network, oldest first.
///
/// # Errors
/// Database.
pub async fn gained(db: &Db, window: Window) -> Result<Vec<Gained>, StoreError> {
    // A count that was told, then not, then again is set against the last time it was told: each count has its own row of
    // predecessors, found among the tellings of that count alone.
    let rows = db
        .all(
            "WITH told AS (\
               SELECT post, at, 'reactions' AS kind, reactions AS value FROM snapshots WHERE reactions IS NOT NULL \
               UNION ALL SELECT post, at, 'comments', comments FROM snapshots WHERE comments IS NOT NULL \
               UNION ALL SELECT post, at, 'shares', shares FROM snapshots WHERE shares IS NOT NULL \
               UNION ALL SELECT post, at, 'views', views FROM snapshots WHERE views IS NOT NULL), \
             steps AS (SELECT told.post, told.at, told.kind, told.value, \
               LAG(told.value) OVER (PARTITION BY told.post, told.kind ORDER BY told.at) AS before FROM told \
               WHERE told.post IN (SELECT post FROM snapshots WHERE at >= $1 AND at < $2)) \
             SELECT p.network, steps.at / 3600000000 AS hour, steps.kind, \
               CAST(SUM(steps.value - COALESCE(steps.before, 0)) AS BIGINT) AS gained \
             FROM steps JOIN posts p ON p.id = steps.post \
             WHERE steps.at >= $1 AND steps.at < $2 AND p.state = 'approved' \
               AND (steps.before IS NOT NULL OR (p.published_at >= $1 AND p.published_at < $2)) \
             GROUP BY p.network, steps.at / 3600000000, steps.kind",
            args![window.from, window.until],
        )
        .await?;
    let mut found: BTreeMap<(i64, Network), Gained> = BTreeMap::new();
    for row in &rows {
        let (network, hour): (Network, i64) = (row.word("network")?, row.get("hour")?);
        let line = found.entry((hour, network)).or_insert_with(|| Gained {
            hour: Timestamp(hour.saturating_mul(3_600_000_000)),
            network,
            reactions: None,
            comments: None,
            shares: None,
            views: None,
        });
        let place = match row.get::<String>("kind")?.as_str() {
            "reactions" => &mut line.reactions,
            "comments" => &mut line.comments,
            "shares" => &mut line.shares,
            _ => &mut line.views,
        };
        *place = row.get("gained")?;
    }
    Ok(found.into_values().collect())
}

/// Reactions by type as a column holds them.
pub(super) fn stored_kinds(kinds: &BTreeMap<String, i64>) -> Result<Option<String>, StoreError> {
    if kinds.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(kinds).map(Some).map_err(|wrong| StoreError::Stored(wrong.to_string()))
}

/// The reverse.
pub(super) fn kinds(row: &Row) -> Result<BTreeMap<String, i64>, StoreError> {
    match row.get::<Option<String>>("kinds")? {
        None => Ok(BTreeMap::new()),
        Some(text) => serde_json::from_str(&text).map_err(|wrong| StoreError::Stored(wrong.to_string())),
    }
}
