//! Decisions and their undoing: each one transaction and its log rows.

use std::collections::HashMap;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::{self, Happened, log_query};
use super::removal;
use super::rows::{self, post_query};
use super::sql::args;
use super::standing::{Standing, is_edit};
use super::trust::{TRUST_REMOVED, set_distrusted};
use super::undo::{self, By, Done, Part};
use super::{identity, leases};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, PostId, State};
use crate::domain::time::Timestamp;

/// The reason of an approval by a person who confirmed that a number like a civil registration number may be shown.
pub const NUMBER_CONFIRMED: &str = "personal-number-confirmed";

/// The reason of the entries [`block_author`] makes; taking one back lifts the block.
pub const AUTHOR_BLOCKED: &str = "author-blocked";

/// Moves posts to `to`. Posts already there are left alone and not logged; unknown ids are a conflict and nothing is
/// changed.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone, or another person has it in hand.
pub async fn decide(
    db: &Db,
    posts: &[PostId],
    to: State,
    actor: &str,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let by = By { actor, request: None, now };
    Ok(decide_as_seen(db, posts, &HashMap::new(), to, reason, by).await?.entries)
}

/// What a person saw of a post when they decided: changes with every edit of its words or attachments, and with its state.
pub fn as_seen(post: &Post) -> String {
    seen_as(&identity::content(&post.draft), post.state)
}

fn seen_as(content: &str, state: State) -> String {
    format!("{content}.{}", state.as_str())
}

/// As [`decide`], as one action that can be taken back; `seen` holds [`as_seen`] of the posts a person looked at. What was
/// edited since is not approved: the new words would go public although nobody read them. What was decided since is not
/// decided again unread.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone, another person has it in hand, or it is not as it was seen.
pub async fn decide_as_seen(
    db: &Db,
    posts: &[PostId],
    seen: &HashMap<String, String>,
    to: State,
    reason: Option<&str>,
    by: By<'_>,
) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = undo::repeated(&mut tx, by).await? {
        return Ok(done);
    }
    let ids: Vec<String> = posts.iter().map(|id| id.0.clone()).collect();
    leases::refuse_if_held(&mut tx, &ids, by.actor, by.now).await?;
    let rows = tx.all_of("SELECT id, state, content_hash FROM posts WHERE id IN ({})", args![], &ids).await?;
    let mut states: HashMap<String, State> = HashMap::new();
    for row in rows {
        let (id, content, state): (String, String, State) =
            (row.get("id")?, row.get("content_hash")?, row.word("state")?);
        if let Some(seen) = seen.get(&id) {
            as_it_was(seen, &content, state, to)?;
        }
        states.insert(id, state);
    }
    if ids.iter().any(|id| !states.contains_key(id)) {
        return Err(Conflict::PostGone.into());
    }
    let mut entries = Vec::new();
    for post in posts {
        // Taken out: an id that is named twice is decided once.
        if let Some(from) = states.remove(&post.0).filter(|from| *from != to) {
            entries.push(put(&mut tx, post, from, to, by.actor, reason, by.now).await?);
        }
    }
    leases::settle(&mut tx, &ids).await?;
    let action = undo::record(&mut tx, by, "decided", &parts(&entries)).await?;
    tx.commit().await?;
    Ok(Done { action, entries })
}

/// Whether a post is still what a person saw of it ([`as_seen`]), as far as moving it to `to` asks.
///
/// # Errors
/// As [`decide_as_seen`].
pub fn still(seen: &str, post: &Post, to: State) -> Result<(), Conflict> {
    as_it_was(seen, &identity::content(&post.draft), post.state, to)
}

/// Two who decide the same are of one mind; two who decide differently must have seen each other's.
pub(super) fn as_it_was(seen: &str, content: &str, state: State, to: State) -> Result<(), Conflict> {
    let (content_seen, state_seen) = seen.split_once('.').unwrap_or((seen, ""));
    if to == State::Approved && content_seen != content {
        return Err(Conflict::EditedSince);
    }
    let moved = !state_seen.is_empty() && state_seen != state.as_str();
    if moved && state != to { Err(Conflict::DecidedMeanwhile) } else { Ok(()) }
}

fn parts(entries: &[LogEntry]) -> Vec<Part<'_>> {
    entries.iter().map(|entry| Part { entry, before: None }).collect()
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

/// Takes back a decision, or an undo: the post returns to the state before it, with the rule, reason and mark it had.
/// Taking back an entry of [`block_author`] lifts the block too; taking *that* back blocks again.
pub(super) async fn take_back(
    tx: &mut Tx,
    seq: u64,
    actor: &str,
    now: Timestamp,
) -> Result<LogEntry, StoreError> {
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
    // What comes back before everybody is what was approved. An edit of what was hidden meanwhile moved nothing, and
    // nobody has read it.
    if back == State::Approved && history.iter().any(|entry| entry.seq > seq && is_edit(entry)) {
        return Err(Conflict::EditedSince.into());
    }
    let verdict = (row.get("verdict_rule")?, row.get("verdict_reason")?);
    let standing = Standing::before(&history, seq, back, verdict);
    stand(tx, &decision.post, &standing).await?;
    if let Some((author, block)) =
        row.get::<Option<String>>("author")?.zip(done_by(&history, &decision, AUTHOR_BLOCKED))
    {
        // The entry blocked, so its undoing lifts; and the other way round.
        set_blocked(tx, &author, !block, now).await?;
    }
    if let Some((author, distrust)) =
        row.get::<Option<String>>("author")?.zip(done_by(&history, &decision, TRUST_REMOVED))
    {
        set_distrusted(tx, &author, !distrust, now).await?;
    }
    let entry = Happened {
        from: Some(state),
        to: Some(back),
        undoes: Some(seq),
        ..Happened::new(Action::Undone, &decision.post, actor)
    };
    tx.append(entry, now).await
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
/// it was asked on is logged even if it was rejected before: that entry is what an undo takes back. One action, whoever
/// has the others of the author's posts in hand: they see them go.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone, another has it in hand, or the network does not say who wrote it.
pub async fn block_author(db: &Db, of_post: &PostId, by: By<'_>) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = undo::repeated(&mut tx, by).await? {
        return Ok(done);
    }
    leases::refuse_if_held(&mut tx, std::slice::from_ref(&of_post.0), by.actor, by.now).await?;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&of_post.0]).await?.ok_or(Conflict::PostGone)?;
    let post: Post = rows::post(&row)?;
    let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
    set_blocked(&mut tx, &author, true, by.now).await?;
    let sql =
        "SELECT id, state FROM posts WHERE author = $1 AND (state <> 'rejected' OR id = $2) ORDER BY id";
    let mut entries = Vec::new();
    for row in tx.all(sql, args![author, &of_post.0]).await? {
        let (id, from) = (PostId(row.get("id")?), row.word("state")?);
        let reason = Some(AUTHOR_BLOCKED);
        entries.push(put(&mut tx, &id, from, State::Rejected, by.actor, reason, by.now).await?);
    }
    let ids: Vec<String> = entries.iter().map(|entry| entry.post.0.clone()).collect();
    leases::settle(&mut tx, &ids).await?;
    let action = undo::record(&mut tx, by, "blocked", &parts(&entries)).await?;
    tx.commit().await?;
    Ok(Done { action, entries })
}
