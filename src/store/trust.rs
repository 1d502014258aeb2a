//! Taking the trust from an author, and judging again what waits: each one transaction and its log rows.

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::Happened;
use super::rows::{self, post_query, stored_marks};
use super::sighting::marked;
use super::sql::args;
use super::{identity, moderation};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// The reason of the entries [`distrust`] makes; taking one back gives the trust back.
pub const TRUST_REMOVED: &str = "trust-removed";

/// Takes the trust from a post's author: all of their posts that are shown go back into the queue, and later ones are held
/// until a person has read them.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone, or the network does not say who wrote it.
pub async fn distrust(
    db: &Db,
    of_post: &PostId,
    actor: &str,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&of_post.0]).await?.ok_or(Conflict::PostGone)?;
    let post: Post = rows::post(&row)?;
    let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
    set_distrusted(&mut tx, &author, true, now).await?;
    let sql = "SELECT id FROM posts WHERE author = $1 AND state = 'approved' ORDER BY id";
    let mut entries = Vec::new();
    for row in tx.all(sql, args![&author]).await? {
        let id = PostId(row.get("id")?);
        tx.run(
            "UPDATE posts SET state = 'pending', rule = NULL, reason = $2, changed = FALSE WHERE id = $1",
            args![&id.0, TRUST_REMOVED],
        )
        .await?;
        let entry = Happened {
            from: Some(State::Approved),
            to: Some(State::Pending),
            reason: Some(TRUST_REMOVED),
            ..Happened::new(Action::Decided, &id, actor)
        };
        entries.push(tx.append(entry, now).await?);
    }
    // The post's id, not the author's name: the trail holds no personal data of theirs.
    let count = entries.len().to_string();
    let deed = Deed { at: now, actor, action: "trust.removed", subject: &of_post.0, detail: &count };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await?;
    Ok(entries)
}

/// Gives a post's author the trust back; false if nobody had taken it. Their posts stay where they are.
///
/// # Errors
/// As [`distrust`].
pub async fn trust_again(db: &Db, of_post: &PostId, actor: &str, now: Timestamp) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let row = tx.first("SELECT author FROM posts WHERE id = $1", args![&of_post.0]).await?;
    let author: Option<String> = row.ok_or(Conflict::PostGone)?.get("author")?;
    let author = author.ok_or(Conflict::AuthorUnknown)?;
    let changed = set_distrusted(&mut tx, &author, false, now).await?;
    if changed {
        let deed = Deed { at: now, actor, action: "trust.restored", subject: &of_post.0, detail: "" };
        audit::append(&mut tx, &deed).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

/// True if the author's trust was taken: by the hash that stands in `posts.author`.
pub(super) async fn set_distrusted(
    tx: &mut Tx,
    author: &str,
    distrusted: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = if distrusted {
        let sql =
            "INSERT INTO distrusted_authors (author, at) VALUES ($1, $2) ON CONFLICT (author) DO NOTHING";
        tx.run(sql, args![author, now]).await?
    } else {
        tx.run("DELETE FROM distrusted_authors WHERE author = $1", args![author]).await?
    };
    Ok(changed > 0)
}

/// A post that waits, with what the rules say of it now.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As it was read: what was decided or edited since is left alone.
    pub post: Post,
    /// Their word.
    pub verdict: Verdict,
}

/// Moves posts that wait (pending or held) to where the rules put them now. The rule is the actor; the person who asked
/// for it stands in the audit trail. What somebody decided or the source edited meanwhile is left alone.
///
/// # Errors
/// Database.
pub async fn judge_again(
    db: &Db,
    judged: &[Judged],
    asked_by: &str,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let mut entries = Vec::new();
    for Judged { post, verdict } in judged {
        let sql = "SELECT state, content_hash, rule FROM posts WHERE id = $1";
        let Some(row) = tx.first(sql, args![&post.id.0]).await? else { continue };
        let state: State = row.word("state")?;
        let content: String = row.get("content_hash")?;
        let waits = matches!(state, State::Pending | State::Held);
        if !waits || state != post.state || content != moderation::as_seen(post) {
            continue;
        }
        let marks = marked(&post.marks, Some(verdict));
        let rule = verdict.rule.as_ref();
        let same = state == verdict.state && row.get::<Option<String>>("rule")?.as_deref() == Some(rule);
        if same && marks == post.marks {
            continue;
        }
        tx.run(
            // What the rules said when it came stays: an undo returns to it.
            "UPDATE posts SET state = $2, rule = $3, reason = $4, marks = $5 WHERE id = $1",
            args![&post.id.0, verdict.state.as_str(), rule, &verdict.reason, stored_marks(&marks)?],
        )
        .await?;
        let actor = format!("rule:{rule}");
        let entry = Happened {
            from: Some(state),
            to: Some(verdict.state),
            rule: Some(rule),
            reason: Some(&verdict.reason),
            ..Happened::new(Action::Decided, &post.id, &actor)
        };
        entries.push(tx.append(entry, now).await?);
    }
    if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
        let detail = format!("{}: log {}–{}", entries.len(), first.seq, last.seq);
        let deed = Deed { at: now, actor: asked_by, action: "rule.applied", subject: "", detail: &detail };
        audit::append(&mut tx, &deed).await?;
    }
    tx.commit().await?;
    Ok(entries)
}

/// Takes back a batch, the last entry first; those whose post was decided again since, or is gone, are left alone.
///
/// # Errors
/// Database.
pub async fn undo_all(
    db: &Db,
    entries: &[u64],
    actor: &str,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut undone = Vec::new();
    for seq in entries.iter().rev() {
        match moderation::undo(db, *seq, actor, now).await {
            Ok(entry) => undone.push(entry),
            Err(StoreError::Conflict(_)) => {}
            Err(broken) => return Err(broken),
        }
    }
    Ok(undone)
}
