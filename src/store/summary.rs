//! What moderation did with the posts of a window: numbers alone.

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::figures::{Moderation, Window};
use crate::domain::post::State;

/// Reasons told of; rarer ones are put together under `…`.
const REASONS: usize = 20;

/// Posts published in a window by where they stand, why they were not shown, and how long people waited. At a million posts
/// it takes some tenths of a second: keep the answer, it depends on no filter.
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
            "SELECT CASE WHEN rule IS NOT NULL THEN 'rule:' || rule ELSE COALESCE(reason, '') END AS why, \
             COUNT(*) AS posts FROM posts \
             WHERE state = 'rejected' AND published_at >= $1 AND published_at < $2 \
             GROUP BY CASE WHEN rule IS NOT NULL THEN 'rule:' || rule ELSE COALESCE(reason, '') END \
             ORDER BY posts DESC, why",
            span(),
        )
        .await?;
    for row in &rows {
        let (why, posts): (String, u64) = (row.get("why")?, row.count("posts")?);
        if summary.reasons.len() < REASONS {
            summary.reasons.push((why, posts));
        } else if let Some((last, sum)) = summary.reasons.last_mut() {
            "…".clone_into(last);
            *sum += posts;
        }
    }
    let waits = "WITH first AS (SELECT post, MIN(seq) AS seq FROM log \
                 WHERE action IN ('decided', 'undone', 'erased') AND action = 'decided' AND actor LIKE 'user:%' \
                 GROUP BY post), \
                 waits AS (SELECT l.at - p.collected_at AS waited FROM first JOIN log l ON l.seq = first.seq \
                 JOIN posts p ON p.id = first.post WHERE p.published_at >= $1 AND p.published_at < $2) ";
    let counted = format!("{waits} SELECT COUNT(*) AS posts FROM waits");
    summary.decided_by_people = match db.first(sqlx::AssertSqlSafe(counted), span()).await? {
        Some(row) => row.count("posts")?,
        None => 0,
    };
    if summary.decided_by_people > 0 {
        let mut arguments = span();
        arguments.extend(args![(summary.decided_by_people - 1) / 2]);
        let middle = format!("{waits} SELECT waited FROM waits ORDER BY waited LIMIT 1 OFFSET $3");
        if let Some(row) = db.first(sqlx::AssertSqlSafe(middle), arguments).await? {
            let waited: i64 = row.get("waited")?;
            summary.median_seconds = Some(u64::try_from(waited.max(0) / 1_000_000).unwrap_or(0));
        }
    }
    let sql = "SELECT COUNT(*) AS posts FROM log WHERE action IN ('deleted', 'expired', 'erased') \
               AND at >= $1 AND at < $2";
    if let Some(row) = db.first(sql, span()).await? {
        summary.gone = row.count("posts")?;
    }
    Ok(summary)
}
