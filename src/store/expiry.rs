//! What a network's storage rule ends: whole posts, author profiles, counts. Run at least hourly.

use std::time::Duration;

use super::db::{Db, StoreError, Tx};
use super::log::Happened;
use super::rows::{self, post_query};
use super::sql::args;
use super::{factors, snapshots, versions};
use crate::domain::author::Author;
use crate::domain::log::Action;
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;

/// What one purge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Posts whose time was up: rows gone, log `expired`. No tombstone: the network may hand them out again.
    pub posts: u64,
    /// Author profiles blanked: log `minimised`.
    pub profiles: u64,
    /// Count rows dropped: log `measured`; snapshots of counts dropped.
    pub counts: u64,
    /// Sessions ended.
    pub sessions: u64,
}

/// Failed sign-ins are of no use after this.
const FAILURES_KEPT: Duration = Duration::from_secs(30 * 86_400);

/// Purges what is due, at most `limit` of each kind, in one transaction; call again while anything was done.
///
/// # Errors
/// Database.
pub async fn purge(db: &Db, now: Timestamp, limit: u32) -> Result<Purged, StoreError> {
    let mut tx = db.write().await?;
    let purged = Purged {
        posts: posts(&mut tx, now, limit).await?,
        profiles: profiles(&mut tx, now, limit).await?,
        counts: counts(&mut tx, now, limit).await?,
        sessions: sessions(&mut tx, now, limit).await?,
    };
    let sql = "DELETE FROM sign_in_failures WHERE at < $1 AND caller <> $2";
    tx.run(sql, args![now.minus(FAILURES_KEPT), factors::OF_THE_PHONE]).await?;
    for sql in [
        "DELETE FROM access_links WHERE expires_at <= $1",
        "DELETE FROM known_browsers WHERE expires_at <= $1",
        "DELETE FROM sign_ons WHERE expires_at <= $1",
    ] {
        tx.run(sql, args![now]).await?;
    }
    versions::forget(&mut tx, now).await?;
    tx.commit().await?;
    Ok(purged)
}

async fn posts(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = "SELECT id, state FROM posts WHERE content_until <= $1 ORDER BY content_until, id LIMIT $2";
    let rows = tx.all(sql, args![now, limit]).await?;
    for row in &rows {
        let id = PostId(row.get("id")?);
        tx.run("DELETE FROM posts WHERE id = $1", args![&id.0]).await?;
        let from = Some(row.word("state")?);
        tx.append(Happened { from, ..Happened::new(Action::Expired, &id, SYSTEM) }, now).await?;
    }
    Ok(rows.len() as u64)
}

async fn profiles(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = post_query!("WHERE p.author_until <= $1 ORDER BY p.author_until, p.id LIMIT $2");
    let rows = tx.all(sql, args![now, limit]).await?;
    for row in &rows {
        let mut post = rows::post(row)?;
        let Author { native_id, is_organisation, .. } = post.draft.author;
        post.draft.author = Author { native_id, is_organisation, ..Author::default() };
        tx.run(
            "UPDATE posts SET draft = $2, followers = NULL, author_until = NULL WHERE id = $1",
            args![&post.id.0, rows::stored_draft(&post.draft)?],
        )
        .await?;
        stays(tx, Action::Minimised, &post.id, post.state, now).await?;
    }
    Ok(rows.len() as u64)
}

async fn counts(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = "SELECT p.id, p.state FROM engagement e JOIN posts p ON p.id = e.post \
               WHERE e.expires_at <= $1 ORDER BY e.expires_at, p.id LIMIT $2";
    let rows = tx.all(sql, args![now, limit]).await?;
    for row in &rows {
        let id = PostId(row.get("id")?);
        tx.run("DELETE FROM engagement WHERE post = $1", args![&id.0]).await?;
        stays(tx, Action::Measured, &id, row.word("state")?, now).await?;
    }
    // The way they came goes with them, whether or not newer ones are kept.
    let snapshots = snapshots::expire(tx, now, limit).await?;
    Ok(rows.len() as u64 + snapshots)
}

async fn sessions(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let sql = "DELETE FROM sessions WHERE token_hash IN \
               (SELECT token_hash FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    tx.run(sql, args![now, limit]).await
}

/// Who does what no person and no source asked for.
const SYSTEM: &str = "system";

async fn stays(
    tx: &mut Tx,
    action: Action,
    id: &PostId,
    state: State,
    now: Timestamp,
) -> Result<(), StoreError> {
    let entry = Happened { from: Some(state), to: Some(state), ..Happened::new(action, id, SYSTEM) };
    tx.append(entry, now).await.map(|_| ())
}
