//! Who has which post in hand. A lease is somebody's for [`LEASE`] from the last sign of life of their page, and free
//! after that without anybody freeing it. Knows nothing of decisions: those ask [`refuse_if_held`].

use std::collections::BTreeMap;
use std::time::Duration;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::args;
use crate::domain::post::PostId;
use crate::domain::time::Timestamp;

/// How long a post stays in somebody's hand without a sign of life.
pub const LEASE: Duration = Duration::from_secs(60);
/// Any other number than the others'. Taken after the log's where both are: never the other way round.
const LEASES_LOCK: i64 = 0x6c65_6173_6573_2121;

/// Takes those of `posts` that are free or already `holder`'s, and frees what the same page held before. What somebody
/// else has, and what is gone, is left out of the answer.
///
/// # Errors
/// Database.
pub async fn take(
    db: &Db,
    holder: &str,
    page: &str,
    posts: &[PostId],
    now: Timestamp,
) -> Result<Vec<PostId>, StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(LEASES_LOCK).await?;
    tx.run("DELETE FROM leases WHERE until <= $1", args![now]).await?;
    tx.run("DELETE FROM leases WHERE holder = $1 AND page = $2", args![holder, page]).await?;
    let mut taken = Vec::new();
    for post in posts {
        let rows = tx
            .run(
                "INSERT INTO leases (post, holder, page, until) SELECT id, $2, $3, $4 FROM posts WHERE id = $1 \
                 ON CONFLICT (post) DO UPDATE SET page = excluded.page, until = excluded.until \
                 WHERE leases.holder = excluded.holder",
                args![&post.0, holder, page, now.plus(LEASE)],
            )
            .await?;
        if rows > 0 {
            taken.push(post.clone());
        }
    }
    tx.commit().await?;
    Ok(taken)
}

/// Frees what a page held: it was left.
///
/// # Errors
/// Database.
pub async fn free(db: &Db, holder: &str, page: &str) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(LEASES_LOCK).await?;
    tx.run("DELETE FROM leases WHERE holder = $1 AND page = $2", args![holder, page]).await?;
    tx.commit().await
}

/// Every post that is in somebody's hand, and whose.
///
/// # Errors
/// Database.
pub async fn held(db: &Db, now: Timestamp) -> Result<BTreeMap<PostId, String>, StoreError> {
    let rows = db.all("SELECT post, holder FROM leases WHERE until > $1", args![now]).await?;
    rows.iter().map(|row| Ok((PostId(row.get("post")?), row.get("holder")?))).collect()
}

/// The name behind an actor, if it is a person.
pub(super) fn person(actor: &str) -> Option<&str> {
    actor.strip_prefix("user:")
}

/// Refuses if a person acts on a post that another has in hand. Inside the transaction of the act, so that nobody takes
/// it in between.
pub(super) async fn refuse_if_held(
    tx: &mut Tx,
    posts: &[String],
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(name) = person(actor) else { return Ok(()) };
    tx.lock(LEASES_LOCK).await?;
    let sql = "SELECT holder FROM leases WHERE until > $1 AND holder <> $2 AND post IN ({})";
    match tx.all_of(sql, args![now, name], posts).await?.first() {
        Some(row) => Err(Conflict::HeldBy(row.get("holder")?).into()),
        None => Ok(()),
    }
}

/// Frees posts that were decided, whoever had them.
pub(super) async fn settle(tx: &mut Tx, posts: &[String]) -> Result<(), StoreError> {
    tx.lock(LEASES_LOCK).await?;
    tx.all_of("DELETE FROM leases WHERE post IN ({}) RETURNING post", args![], posts).await?;
    Ok(())
}
