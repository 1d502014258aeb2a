//! The words that were approved, kept while an edit of them waits for a moderator: what the difference is shown against.
//! They go with the post, and a while after the edit was decided.

use std::collections::HashMap;
use std::time::Duration;

use super::db::{Db, StoreError, Tx};
use super::sql::args;
use crate::domain::post::{Draft, Post, PostId};
use crate::domain::time::Timestamp;

/// A decision on an edit can be taken back for this long with the difference still beside it.
const KEPT: Duration = Duration::from_secs(24 * 3_600);

/// What a person reads of a post: title and text, and what its pictures are said to show.
pub fn words(draft: &Draft) -> String {
    let parts = [draft.title.as_deref().unwrap_or_default(), draft.text.as_str()].into_iter();
    let attached = draft
        .attachments
        .iter()
        .flat_map(|one| [one.title.as_str(), one.description.as_str(), one.alt.as_str()]);
    parts.chain(attached).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Keeps what was approved, as an edit takes it away.
pub(super) async fn keep(tx: &mut Tx, post: &Post, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO approved_versions (post, at, words) VALUES ($1, $2, $3) \
         ON CONFLICT (post) DO UPDATE SET at = excluded.at, words = excluded.words",
        args![&post.id.0, now, words(&post.draft)],
    )
    .await?;
    Ok(())
}

/// What was approved of these posts before they were edited.
///
/// # Errors
/// Database.
pub async fn of(db: &Db, posts: &[Post]) -> Result<HashMap<PostId, String>, StoreError> {
    let ids: Vec<String> = posts.iter().filter(|post| post.changed).map(|post| post.id.0.clone()).collect();
    let rows =
        db.all_of("SELECT post, words FROM approved_versions WHERE post IN ({})", args![], &ids).await?;
    rows.iter().map(|row| Ok((PostId(row.get("post")?), row.get("words")?))).collect()
}

/// Forgets those whose edit was decided long ago.
pub(super) async fn forget(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let sql =
        "DELETE FROM approved_versions WHERE at < $1 AND post NOT IN (SELECT id FROM posts WHERE changed)";
    tx.run(sql, args![now.minus(KEPT)]).await?;
    Ok(())
}
