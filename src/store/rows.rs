//! Between a row of `posts` (with its counts) and a [`Post`]. Knows no transaction.
//!
//! The draft is stored as JSON: a field added to it in a later version needs a serde default, or old rows cannot be
//! read.

use super::db::StoreError;
use super::sql::Row;
use crate::domain::engagement::Engagement;
use crate::domain::marks::Marks;
use crate::domain::post::{Draft, Keep, Post, PostId};

/// `post_query!("WHERE …")`: whole posts with their counts.
macro_rules! post_query {
    ($tail:literal) => {
        concat!(
            "SELECT p.id, p.identity, p.source, p.state, p.rule, p.reason, p.changed, p.marks, p.draft, p.content_hash, \
             p.verdict_rule, p.verdict_reason, p.followers, p.collected_at, p.refreshed_at, p.content_until, p.author_until, \
             e.reactions, e.comments, e.shares, e.views, e.kinds, e.fetched_at, e.expires_at \
             FROM posts p LEFT JOIN engagement e ON e.post = p.id ",
            $tail
        )
    };
}
pub(super) use post_query;

/// A post; its draft carries the latest counts and the storage limits as they stand now.
pub(super) fn post(row: &Row) -> Result<Post, StoreError> {
    let id: String = row.get("id")?;
    let mut draft: Draft = serde_json::from_str(&row.get::<String>("draft")?)
        .map_err(|wrong| StoreError::Stored(format!("post {id}: {wrong}")))?;
    draft.source = row.get("source")?;
    draft.engagement = engagement(row)?;
    draft.keep = Keep {
        content_until: row.at_or_none("content_until")?,
        author_until: row.at_or_none("author_until")?,
    };
    let marks: Marks = serde_json::from_str(&row.get::<String>("marks")?)
        .map_err(|wrong| StoreError::Stored(format!("marks of post {id}: {wrong}")))?;
    Ok(Post {
        id: PostId(id),
        draft,
        state: row.word("state")?,
        rule: row.get("rule")?,
        reason: row.get("reason")?,
        changed: row.get("changed")?,
        collected_at: row.at("collected_at")?,
        marks,
    })
}

/// The counts beside a post, if there are any.
pub(super) fn engagement(row: &Row) -> Result<Option<Engagement>, StoreError> {
    let Some(fetched_at) = row.at_or_none("fetched_at")? else {
        return Ok(None);
    };
    Ok(Some(Engagement {
        reactions: row.get("reactions")?,
        comments: row.get("comments")?,
        shares: row.get("shares")?,
        views: row.get("views")?,
        kinds: super::snapshots::kinds(row)?,
        fetched_at,
        expires_at: row.at_or_none("expires_at")?,
    }))
}

/// The draft as it is stored: what has columns of its own is left out.
pub(super) fn stored_draft(draft: &Draft) -> Result<String, StoreError> {
    let bare = Draft { engagement: None, keep: Keep::default(), ..draft.clone() };
    serde_json::to_string(&bare).map_err(|wrong| StoreError::Stored(wrong.to_string()))
}

/// Marks as they are stored.
pub(super) fn stored_marks(marks: &Marks) -> Result<String, StoreError> {
    serde_json::to_string(marks).map_err(|wrong| StoreError::Stored(wrong.to_string()))
}
