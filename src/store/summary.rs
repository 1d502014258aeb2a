//! What moderation did with the posts of a window: numbers alone.

use std::collections::BTreeMap;

use super::db::{Db, StoreError};
use super::snapshots;
use super::sql::args;
use crate::domain::figures::{Cause, KindSum, Moderation, Window};
use crate::domain::network::Network;
use crate::domain::post::State;

/// Reasons told of one by one; rarer ones are put together.
const REASONS: usize = 20;

/// Posts published in a window by where they stand, why they were not shown, and how long people waited. At a million posts
/// it takes some tenths of a second, whatever the filters: `projections::summed` keeps the answer.
///
/// # Errors
/// Database.
pub async fn moderation(db: &Db, window: Window) -> Result<Moderation, StoreError> {
    let span = || args![window.from, window.until];
    let mut summary = Moderation::default();
    let sql = "SELECT state, COUNT(*) AS posts FROM posts WHERE published_at >= $1 AND published_at < $2 \
               GROUP BY state";
    for row in &db.all(sql, span()).await? {
        let place = match row.word("state")? {
            State::Approved => &mut summary.shown,
            State::Held => &mut summary.held,
            State::Pending => &mut summary.pending,
            State::Rejected => &mut summary.rejected,
        };
        *place = row.count("posts")?;
    }
    // A rule's reason is words about one post; the rule is what they have in common.
    let rows = db
        .all(
            "SELECT rule, CASE WHEN rule IS NULL THEN COALESCE(reason, '') ELSE '' END AS why, COUNT(*) AS posts \
             FROM posts WHERE state = 'rejected' AND published_at >= $1 AND published_at < $2 \
             GROUP BY rule, CASE WHEN rule IS NULL THEN COALESCE(reason, '') ELSE '' END \
             ORDER BY posts DESC, why, COALESCE(rule, '')",
            span(),
        )
        .await?;
    let mut others = 0;
    for row in &rows {
        let (rule, why): (Option<String>, String) = (row.get("rule")?, row.get("why")?);
        let posts = row.count("posts")?;
        if summary.reasons.len() == REASONS {
            others += posts;
            continue;
        }
        let cause = match rule {
            Some(rule) => Cause::Rule(rule),
            None if why.is_empty() => Cause::Unsaid,
            None => Cause::Given(why),
        };
        summary.reasons.push((cause, posts));
    }
    if others > 0 {
        summary.reasons.push((Cause::Others, others));
    }
    // One pass gives how many waited and how long the one in the middle did: of an even number, the one before the middle.
    let waits = "WITH first AS (SELECT post, MIN(seq) AS seq FROM log \
                 WHERE action IN ('decided', 'undone', 'erased') AND action = 'decided' AND actor LIKE 'user:%' \
                 GROUP BY post), \
                 waits AS (SELECT l.at - p.collected_at AS waited FROM first JOIN log l ON l.seq = first.seq \
                 JOIN posts p ON p.id = first.post WHERE p.published_at >= $1 AND p.published_at < $2), \
                 ranked AS (SELECT waited, ROW_NUMBER() OVER (ORDER BY waited) AS place, COUNT(*) OVER () AS posts \
                 FROM waits) SELECT waited, posts FROM ranked WHERE place = (posts + 1) / 2";
    if let Some(row) = db.first(waits, span()).await? {
        let waited: i64 = row.get("waited")?;
        summary.decided_by_people = row.count("posts")?;
        summary.median_seconds = Some(u64::try_from(waited.max(0) / 1_000_000).unwrap_or(0));
    }
    let sql = "SELECT COUNT(*) AS posts FROM log WHERE action IN ('deleted', 'expired', 'erased') \
               AND at >= $1 AND at < $2";
    if let Some(row) = db.first(sql, span()).await? {
        summary.gone = row.count("posts")?;
    }
    Ok(summary)
}

/// Reactions by type of approved posts published in a window: by network, the most frequent first.
///
/// # Errors
/// Database.
pub async fn kinds(db: &Db, window: Window) -> Result<Vec<KindSum>, StoreError> {
    let sql = "SELECT p.network, e.kinds, COUNT(*) AS posts FROM engagement e JOIN posts p ON p.id = e.post \
               WHERE p.state = 'approved' AND p.published_at >= $1 AND p.published_at < $2 AND e.kinds IS NOT NULL \
               GROUP BY p.network, e.kinds";
    let mut sums: BTreeMap<(Network, String), (i64, u64)> = BTreeMap::new();
    for row in &db.all(sql, args![window.from, window.until]).await? {
        let (network, posts): (Network, u64) = (row.word("network")?, row.count("posts")?);
        for (kind, count) in snapshots::kinds(row)? {
            let sum = sums.entry((network, kind.to_lowercase())).or_default();
            let all = count.saturating_mul(i64::try_from(posts).unwrap_or(i64::MAX));
            *sum = (sum.0.saturating_add(all), sum.1 + posts);
        }
    }
    let line = |((network, kind), (sum, posts))| KindSum { network, kind, sum, posts };
    let mut told: Vec<KindSum> = sums.into_iter().map(line).collect();
    let place = |network| Network::ALL.iter().position(|known| *known == network);
    told.sort_by_key(|kind| (place(kind.network), std::cmp::Reverse(kind.sum)));
    Ok(told)
}
