//! The reach read model: days recomputed from approved posts, and figures read from it.
//!
//! `reach_posts` remembers on which day a post was last counted, so that a day is recomputed also when the post's row is
//! gone or its date has changed; the line goes when the post is counted no more.

use std::collections::{BTreeSet, HashMap};

use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::log::LogEntry;
use crate::domain::post::State;
use crate::domain::reach::{PotentialReach, ReachDay, ReachNetwork, Told};
use crate::domain::time::Timestamp;

/// Two servers that follow the log recompute one after the other; "reachday" in ASCII.
const REACH_LOCK: i64 = 0x7265_6163_6864_6179;

/// The log position the read model stands at.
///
/// # Errors
/// Database.
pub async fn position(db: &Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT position FROM projections WHERE name = 'reach'", args![]).await?;
    row.map_or(Ok(0), |row| row.count("position"))
}

/// Forgets everything: the next replay from 0 builds it anew.
///
/// # Errors
/// Database.
pub async fn reset(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(REACH_LOCK).await?;
    tx.run("DELETE FROM reach_days", args![]).await?;
    tx.run("DELETE FROM reach_posts", args![]).await?;
    tx.run("DELETE FROM projections WHERE name = 'reach'", args![]).await?;
    tx.commit().await
}

/// Recomputes every (Danish day, network) that `entries` touched from the current rows, and moves the position, in one
/// transaction. Doing it twice gives the same; the position never goes back.
///
/// # Errors
/// Database.
pub async fn recompute(db: &Db, entries: &[LogEntry]) -> Result<(), StoreError> {
    let Some(position) = entries.iter().map(|entry| entry.seq).max() else {
        return Ok(());
    };
    let ids: Vec<String> =
        entries.iter().map(|entry| entry.post.0.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut tx = db.write_aside().await?;
    tx.lock(REACH_LOCK).await?;
    for (day, network) in touched(&mut tx, &ids).await? {
        recompute_day(&mut tx, &day, &network).await?;
    }
    tx.run(
        "INSERT INTO projections (name, position) VALUES ('reach', $1) ON CONFLICT (name) DO UPDATE SET \
         position = CASE WHEN excluded.position > projections.position THEN excluded.position \
         ELSE projections.position END",
        args![position],
    )
    .await?;
    tx.commit().await
}

/// The days these posts were counted on and are to be counted on; `reach_posts` is brought up to date.
async fn touched(tx: &mut Tx, ids: &[String]) -> Result<BTreeSet<(String, String)>, StoreError> {
    let place = |row: &Row| Ok::<_, StoreError>((row.get("post")?, (row.get("day")?, row.get("network")?)));
    let sql = "SELECT post, day, network FROM reach_posts WHERE post IN ({})";
    let before: HashMap<String, (String, String)> =
        tx.all_of(sql, args![], ids).await?.iter().map(place).collect::<Result<_, _>>()?;
    let sql = "SELECT id AS post, day, network FROM posts WHERE state = $1 AND id IN ({})";
    let now: HashMap<String, (String, String)> = tx
        .all_of(sql, args![State::Approved.as_str()], ids)
        .await?
        .iter()
        .map(place)
        .collect::<Result<_, _>>()?;
    for id in ids {
        match now.get(id) {
            Some(place) if before.get(id) != Some(place) => {
                tx.run(
                    "INSERT INTO reach_posts (post, day, network) VALUES ($1, $2, $3) \
                     ON CONFLICT (post) DO UPDATE SET day = excluded.day, network = excluded.network",
                    args![id, &place.0, &place.1],
                )
                .await?;
            }
            None if before.contains_key(id) => {
                tx.run("DELETE FROM reach_posts WHERE post = $1", args![id]).await?;
            }
            _ => {}
        }
    }
    Ok(before.into_values().chain(now.into_values()).collect())
}

async fn recompute_day(tx: &mut Tx, day: &str, network: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM reach_days WHERE day = $1 AND network = $2", args![day, network]).await?;
    tx.run(
        "INSERT INTO reach_days (day, network, posts, authors, reactions, comments, shares, views, oldest_fetch, \
         newest_fetch) \
         SELECT p.day, p.network, COUNT(*), COUNT(DISTINCT p.author), CAST(SUM(e.reactions) AS BIGINT), \
         CAST(SUM(e.comments) AS BIGINT), CAST(SUM(e.shares) AS BIGINT), CAST(SUM(e.views) AS BIGINT), \
         MIN(e.fetched_at), MAX(e.fetched_at) \
         FROM posts p LEFT JOIN engagement e ON e.post = p.id \
         WHERE p.day = $1 AND p.network = $2 AND p.state = 'approved' GROUP BY p.day, p.network",
        args![day, network],
    )
    .await?;
    Ok(())
}

/// Days from `from` to `to` (both `YYYY-MM-DD`, inclusive), by day and network.
///
/// # Errors
/// Database.
pub async fn days(db: &Db, from: &str, to: &str) -> Result<Vec<ReachDay>, StoreError> {
    let rows = db
        .all(
            "SELECT day, network, posts, authors, reactions, comments, shares, views, oldest_fetch, newest_fetch \
             FROM reach_days WHERE day >= $1 AND day <= $2 ORDER BY day, network",
            args![from, to],
        )
        .await?;
    rows.iter().map(reach_day).collect()
}

fn reach_day(row: &Row) -> Result<ReachDay, StoreError> {
    Ok(ReachDay {
        day: row.get("day")?,
        network: row.word("network")?,
        posts: row.count("posts")?,
        authors: row.count("authors")?,
        reactions: row.get("reactions")?,
        comments: row.get("comments")?,
        shares: row.get("shares")?,
        views: row.get("views")?,
        oldest_fetch: row.at_or_none("oldest_fetch")?,
        newest_fetch: row.at_or_none("newest_fetch")?,
    })
}

/// The window from `from` to `to` (both `YYYY-MM-DD`, inclusive) by network, from the posts themselves: unique authors of
/// several days cannot be added up.
///
/// # Errors
/// Database.
pub async fn networks(db: &Db, from: &str, to: &str) -> Result<Vec<ReachNetwork>, StoreError> {
    let rows = db
        .all(
            "SELECT p.network, COUNT(*) AS posts, COUNT(DISTINCT p.author) AS authors, \
             CAST(SUM(e.reactions) AS BIGINT) AS reactions, COUNT(e.reactions) AS reactions_told, \
             CAST(SUM(e.comments) AS BIGINT) AS comments, COUNT(e.comments) AS comments_told, \
             CAST(SUM(e.shares) AS BIGINT) AS shares, COUNT(e.shares) AS shares_told, \
             CAST(SUM(e.views) AS BIGINT) AS views, COUNT(e.views) AS views_told, \
             MIN(e.fetched_at) AS oldest_fetch, MAX(e.fetched_at) AS newest_fetch \
             FROM posts p LEFT JOIN engagement e ON e.post = p.id \
             WHERE p.state = 'approved' AND p.day >= $1 AND p.day <= $2 GROUP BY p.network",
            args![from, to],
        )
        .await?;
    rows.iter().map(reach_network).collect()
}

fn reach_network(row: &Row) -> Result<ReachNetwork, StoreError> {
    let told = |sum, posts| Ok::<_, StoreError>(Told { sum: row.get(sum)?, posts: row.count(posts)? });
    Ok(ReachNetwork {
        network: row.word("network")?,
        posts: row.count("posts")?,
        authors: row.count("authors")?,
        reactions: told("reactions", "reactions_told")?,
        comments: told("comments", "comments_told")?,
        shares: told("shares", "shares_told")?,
        views: told("views", "views_told")?,
        oldest_fetch: row.at_or_none("oldest_fetch")?,
        newest_fetch: row.at_or_none("newest_fetch")?,
    })
}

/// Potential reach of approved posts published in `[from, to)`. An author counts once, with the audience at their first
/// post in the window that tells it, of several at one instant the largest; posts whose author the network does not name are counted as not covered.
///
/// # Errors
/// Database.
pub async fn potential(db: &Db, from: Timestamp, to: Timestamp) -> Result<PotentialReach, StoreError> {
    let row = db
        .first(
            "WITH seen AS (SELECT author, followers, ROW_NUMBER() OVER (PARTITION BY author ORDER BY \
             CASE WHEN followers IS NULL THEN 1 ELSE 0 END, published_at, followers DESC) AS place FROM posts \
             WHERE state = 'approved' AND published_at >= $1 AND published_at < $2), \
             authors AS (SELECT author, COUNT(*) AS posts, \
             MAX(CASE WHEN place = 1 AND author IS NOT NULL THEN followers END) AS followers FROM seen GROUP BY author) \
             SELECT CAST(COALESCE(SUM(followers), 0) AS BIGINT) AS followers, \
             CAST(COALESCE(SUM(posts), 0) AS BIGINT) AS posts, \
             CAST(COALESCE(SUM(CASE WHEN followers IS NULL THEN 0 ELSE posts END), 0) AS BIGINT) AS covered_posts, \
             COUNT(author) AS authors, COUNT(followers) AS covered_authors FROM authors",
            args![from, to],
        )
        .await?;
    row.map_or(Ok(PotentialReach::default()), |row| {
        Ok(PotentialReach {
            followers: row.count("followers")?,
            posts: row.count("posts")?,
            covered_posts: row.count("covered_posts")?,
            authors: row.count("authors")?,
            covered_authors: row.count("covered_authors")?,
        })
    })
}
