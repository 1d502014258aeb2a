//! Decisions and their undoing: each one transaction and its log rows.

use std::collections::HashMap;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::identity;
use super::log::{self, Happened, log_query};
use super::removal;
use super::rows::{self, post_query};
use super::sql::args;
use super::standing::Standing;
use super::trust::{TRUST_REMOVED, set_distrusted};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, PostId, State};
use crate::domain::time::Timestamp;

/// The reason of the entries [`block_author`] makes; taking one back lifts the block.
pub const AUTHOR_BLOCKED: &str = "author-blocked";

/// Moves posts to `to`. Posts already there are left alone and not logged; unknown ids are a conflict and nothing is
/// changed.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone.
pub async fn decide(
    db: &Db,
    posts: &[PostId],
    to: State,
    actor: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    decide_as_seen(db, posts, &HashMap::new(), to, actor, reason, now).await
}

/// What a person saw of a post when they decided: changes with every edit of its words or attachments.
pub fn as_seen(post: &Post) -> String {
    identity::content(&post.draft)
}

/// As [`decide`]; `seen` holds [`as_seen`] of the posts a person looked at. What was edited since is not approved: the
/// new words would go public although nobody read them.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone or, to be approved, is not as it was seen.
pub async fn decide_as_seen(
    db: &Db,
    posts: &[PostId],
    seen: &HashMap<String, String>,
    to: State,
    actor: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let ids: Vec<String> = posts.iter().map(|id| id.0.clone()).collect();
    let rows = tx.all_of("SELECT id, state, content_hash FROM posts WHERE id IN ({})", args![], &ids).await?;
    let mut states: HashMap<String, State> = HashMap::new();
    for row in rows {
        let (id, content): (String, String) = (row.get("id")?, row.get("content_hash")?);
        if to == State::Approved && seen.get(&id).is_some_and(|seen| *seen != content) {
            return Err(StoreError::Conflict(Conflict::EditedSince));
        }
        states.insert(id, row.word("state")?);
    }
    if ids.iter().any(|id| !states.contains_key(id)) {
        return Err(Conflict::PostGone.into());
    }
    let mut entries = Vec::new();
    for post in posts {
        // Taken out: an id that is named twice is decided once.
        if let Some(from) = states.remove(&post.0).filter(|from| *from != to) {
            entries.push(put(&mut tx, post, from, to, actor, reason, now).await?);
        }
    }
    tx.commit().await?;
    Ok(entries)
}

/// A person's decision: the rule no longer speaks for the post, and an edit is dealt with.
pub(super) async fn put(
    tx: &mut Tx,
    post: &PostId,
    from: State,
    to: State,
    actor: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<LogEntry, StoreError> {
    let standing = Standing { state: to, rule: None, reason: reason.map(str::to_owned), changed: false };
    stand(tx, post, &standing).await?;
    let entry =
        Happened { from: Some(from), to: Some(to), reason, ..Happened::new(Action::Decided, post, actor) };
    tx.append(entry, now).await
}

async fn stand(tx: &mut Tx, post: &PostId, standing: &Standing) -> Result<(), StoreError> {
    let Standing { state, rule, reason, changed } = standing;
    tx.run(
        "UPDATE posts SET state = $2, rule = $3, reason = $4, changed = $5 WHERE id = $1",
        args![&post.0, state.as_str(), rule, reason, *changed],
    )
    .await?;
    Ok(())
}

/// Takes back the log entry `seq` (a decision, or an undo): the post returns to the state before it, with the rule,
/// reason and mark it had. Taking back an entry of [`block_author`] lifts the block too; taking *that* back blocks
/// again.
///
/// # Errors
/// [`StoreError::Conflict`] if it is no decision, was taken back already, the post was decided again since, or is gone.
pub async fn undo(db: &Db, seq: u64, actor: &str, now: Timestamp) -> Result<LogEntry, StoreError> {
    let mut tx = db.write().await?;
    let found = tx.first(log_query!("WHERE seq = $1"), args![seq]).await?;
    let entry = found.as_ref().map(log::entry).transpose()?;
    let decision = entry.filter(|entry| matches!(entry.action, Action::Decided | Action::Undone));
    let Some((decision, back)) = decision.and_then(|entry| entry.from.map(|from| (entry, from))) else {
        return Err(Conflict::NotADecision(seq).into());
    };
    let sql = "SELECT identity, state, author, verdict_rule, verdict_reason FROM posts WHERE id = $1";
    let row = tx.first(sql, args![&decision.post.0]).await?.ok_or(Conflict::PostGone)?;
    let rows = tx.all(log_query!("WHERE post = $1 ORDER BY seq"), args![&decision.post.0]).await?;
    let history = rows.iter().map(log::entry).collect::<Result<Vec<_>, _>>()?;
    if history.iter().any(|entry| entry.undoes == Some(seq)) {
        return Err(Conflict::TakenBack.into());
    }
    let decided = |entry: &LogEntry| matches!(entry.action, Action::Decided | Action::Undone);
    let moved = |entry: &LogEntry| entry.seq > seq && (decided(entry) || entry.from != entry.to);
    let state: State = row.word("state")?;
    if history.iter().any(moved) || decision.to != Some(state) {
        return Err(Conflict::DecidedSince.into());
    }
    let verdict = (row.get("verdict_rule")?, row.get("verdict_reason")?);
    let standing = Standing::before(&history, seq, back, verdict);
    stand(&mut tx, &decision.post, &standing).await?;
    if let Some((author, block)) =
        row.get::<Option<String>>("author")?.zip(done_by(&history, &decision, AUTHOR_BLOCKED))
    {
        // The entry blocked, so its undoing lifts; and the other way round.
        set_blocked(&mut tx, &author, !block, now).await?;
    }
    if let Some((author, distrust)) =
        row.get::<Option<String>>("author")?.zip(done_by(&history, &decision, TRUST_REMOVED))
    {
        set_distrusted(&mut tx, &author, !distrust, now).await?;
    }
    let entry = Happened {
        from: Some(state),
        to: Some(back),
        undoes: Some(seq),
        ..Happened::new(Action::Undone, &decision.post, actor)
    };
    let entry = tx.append(entry, now).await?;
    tx.commit().await?;
    Ok(entry)
}

/// Whether an entry did to the post's author what this reason says (`true`), took that back (`false`), or neither.
fn done_by(history: &[LogEntry], entry: &LogEntry, reason: &str) -> Option<bool> {
    let Some(undoes) = entry.undoes else {
        return (entry.reason.as_deref() == Some(reason)).then_some(true);
    };
    let undone = history.iter().find(|earlier| earlier.seq == undoes)?;
    done_by(history, undone, reason).map(|done| !done)
}

async fn set_blocked(tx: &mut Tx, author: &str, blocked: bool, now: Timestamp) -> Result<(), StoreError> {
    if blocked {
        let sql = "INSERT INTO blocked_authors (author, at) VALUES ($1, $2) ON CONFLICT (author) DO NOTHING";
        tx.run(sql, args![author, now]).await?;
    } else {
        tx.run("DELETE FROM blocked_authors WHERE author = $1", args![author]).await?;
    }
    Ok(())
}

/// Erases a post on request: row, counts and text are gone, a tombstone keeps it out for good, a receipt says so.
///
/// # Errors
/// [`StoreError::Conflict`] if it is gone already.
pub async fn erase(
    db: &Db,
    post: &PostId,
    actor: &str,
    reason: &str,
    now: Timestamp,
) -> Result<LogEntry, StoreError> {
    let mut tx = db.write().await?;
    let entry = removal::remove(&mut tx, post, actor, reason, None, now).await?;
    tx.commit().await?;
    Ok(entry)
}

/// Deletes a post with its counts, sets the tombstone and writes the log.
pub(super) async fn bury(
    tx: &mut Tx,
    entry: Happened<'_>,
    identity: &str,
    now: Timestamp,
) -> Result<LogEntry, StoreError> {
    tx.run("DELETE FROM posts WHERE id = $1", args![&entry.post.0]).await?;
    let sql = "INSERT INTO tombstones (identity, at) VALUES ($1, $2) ON CONFLICT (identity) DO NOTHING";
    tx.run(sql, args![identity, now]).await?;
    tx.append(entry, now).await
}

/// Blocks an author (every later post is rejected) and rejects their posts that are pending, held or approved. The post
/// it was asked on is logged even if it was rejected before: that entry is what an undo takes back.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone, or the network does not say who wrote it.
pub async fn block_author(
    db: &Db,
    of_post: &PostId,
    actor: &str,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&of_post.0]).await?.ok_or(Conflict::PostGone)?;
    let post: Post = rows::post(&row)?;
    let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
    set_blocked(&mut tx, &author, true, now).await?;
    let sql =
        "SELECT id, state FROM posts WHERE author = $1 AND (state <> 'rejected' OR id = $2) ORDER BY id";
    let mut entries = Vec::new();
    for row in tx.all(sql, args![author, &of_post.0]).await? {
        let (id, from) = (PostId(row.get("id")?), row.word("state")?);
        entries.push(put(&mut tx, &id, from, State::Rejected, actor, Some(AUTHOR_BLOCKED), now).await?);
    }
    tx.commit().await?;
    Ok(entries)
}
