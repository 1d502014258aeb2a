//! What each person did, one press of a key at a time, and stepping back through it. An action is whole or not at all: also
//! taking one back is.

use std::collections::HashSet;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::{self, log_query};
use super::moderation::NUMBER_CONFIRMED;
use super::sql::{Row, args};
use super::standing::REFRESHED;
use super::trust::Added;
use super::{marks, moderation};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;

/// How far back a person steps.
pub const STEPS: u32 = 50;
/// Actions older than this are of the log alone.
const KEPT: u64 = 1_000;

/// Who asks, when, and by which key of their page: what is sent twice (the answer was lost on the way) is done once.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// `user:<name>`, or whoever else acts.
    pub actor: &'a str,
    /// The page's key of this request.
    pub request: Option<&'a str>,
    /// When.
    pub now: Timestamp,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What to take back; `None` if nothing was changed, or nobody could step back to it.
    pub action: Option<u64>,
    /// The entries of the log, in order.
    pub entries: Vec<LogEntry>,
}

/// An entry and, for a mark, what it replaced.
pub(super) struct Part<'a> {
    pub(super) entry: &'a LogEntry,
    pub(super) before: Option<String>,
}

/// An action one could step back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub action: u64,
    /// `decided`, `blocked`, or the reason of a mark.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// How many posts it moved.
    pub posts: u64,
}

/// The open ones among a person's latest actions.
macro_rules! open_steps {
    () => {
        "SELECT id, kind, at, posts FROM (SELECT id, kind, at, posts, closed_at FROM actions WHERE actor = $1 \
         ORDER BY id DESC LIMIT $2) latest WHERE closed_at IS NULL ORDER BY id DESC"
    };
}
/// What this request did before, if it was sent before.
pub(super) async fn repeated(tx: &mut Tx, by: By<'_>) -> Result<Option<Done>, StoreError> {
    let Some(request) = by.request else { return Ok(None) };
    let sql = "SELECT id FROM actions WHERE actor = $1 AND request = $2";
    let Some(row) = tx.first(sql, args![by.actor, request]).await? else { return Ok(None) };
    let action = row.count("id")?;
    let sql = log_query!("WHERE seq IN (SELECT seq FROM action_parts WHERE action = $1) ORDER BY seq");
    let rows = tx.all(sql, args![action]).await?;
    let entries = rows.iter().map(log::entry).collect::<Result<_, _>>()?;
    Ok(Some(Done { action: Some(action), entries }))
}

/// Notes what a person did, in the transaction that did it. Rules and sources step back through nothing.
pub(super) async fn record(
    tx: &mut Tx,
    by: By<'_>,
    kind: &str,
    parts: &[Part<'_>],
) -> Result<Option<u64>, StoreError> {
    if parts.is_empty() || !by.actor.starts_with("user:") {
        return Ok(None);
    }
    // The log's lock is held: nobody else counts on from the same number.
    let row = tx.first("SELECT COALESCE(MAX(id), 0) AS last FROM actions", args![]).await?;
    let action = row.map_or(Ok(0), |row| row.count("last"))? + 1;
    tx.run(
        "INSERT INTO actions (id, actor, at, kind, posts, request) VALUES ($1, $2, $3, $4, $5, $6)",
        args![action, by.actor, by.now, kind, parts.len() as u64, by.request],
    )
    .await?;
    for Part { entry, before } in parts {
        tx.run(
            "INSERT INTO action_parts (action, seq, post, before) VALUES ($1, $2, $3, $4)",
            args![action, entry.seq, &entry.post.0, before],
        )
        .await?;
    }
    forget(tx, action).await?;
    Ok(Some(action))
}

/// Old actions go: nobody steps back to them, and the log has all that can be reversed for as long as its marks are here.
async fn forget(tx: &mut Tx, action: u64) -> Result<(), StoreError> {
    if action.is_multiple_of(KEPT) {
        tx.run("DELETE FROM actions WHERE id <= $1", args![action.saturating_sub(KEPT * 20)]).await?;
    }
    Ok(())
}

/// What a person could step back through, newest first.
///
/// # Errors
/// Database.
pub async fn steps(db: &Db, actor: &str) -> Result<Vec<Step>, StoreError> {
    let rows = db.all(open_steps!(), args![actor, STEPS]).await?;
    rows.iter().map(step).collect()
}

fn step(row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        action: row.count("id")?,
        kind: row.get("kind")?,
        at: row.at("at")?,
        posts: row.count("posts")?,
    })
}

/// Takes back `action`, or a person's latest that is not taken back yet: all of it or nothing. One that cannot be taken
/// back any more is passed over by the next step; what it changed stays, and stands in the log.
///
/// The posts `numbered` show what looks like a personal number: to what is shown to everybody they come back only if a
/// person confirmed it in the approval that comes back, and they were not edited since.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none left, it is another's, it was taken back already, one of its posts was
/// decided since or is gone, or shows a number nobody confirmed ([`Conflict::NumberUnconfirmed`]).
pub async fn step_back(
    db: &Db,
    by: By<'_>,
    action: Option<u64>,
    numbered: &HashSet<PostId>,
) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = taken_back_before(&mut tx, by).await? {
        return Ok(done);
    }
    let latest = tx.all(open_steps!(), args![by.actor, STEPS]).await?;
    let latest = latest.iter().map(step).collect::<Result<Vec<Step>, _>>()?;
    let step = match action {
        Some(wanted) => latest.into_iter().find(|step| step.action == wanted).ok_or(Conflict::TakenBack)?,
        None => latest.into_iter().next().ok_or(Conflict::NothingToUndo)?,
    };
    match take_back(&mut tx, by, &step, numbered).await {
        Ok(entries) => {
            close(&mut tx, by, step.action).await?;
            tx.commit().await?;
            Ok(Done { action: Some(step.action), entries })
        }
        Err(StoreError::Conflict(conflict)) => {
            drop(tx);
            let mut tx = db.write_aside().await?;
            close(&mut tx, By { request: None, ..by }, step.action).await?;
            tx.commit().await?;
            Err(conflict.into())
        }
        Err(broken) => Err(broken),
    }
}

async fn take_back(
    tx: &mut Tx,
    by: By<'_>,
    step: &Step,
    numbered: &HashSet<PostId>,
) -> Result<Vec<LogEntry>, StoreError> {
    let sql = "SELECT seq FROM action_parts WHERE action = $1 ORDER BY seq DESC";
    let parts = tx.all(sql, args![step.action]).await?;
    if parts.len() as u64 != step.posts {
        return Err(Conflict::PostGone.into());
    }
    let mut entries = Vec::new();
    for part in parts {
        entries.push(reverse_in(tx, part.count("seq")?, by, numbered).await?);
    }
    Ok(entries)
}

async fn close(tx: &mut Tx, by: By<'_>, action: u64) -> Result<(), StoreError> {
    let sql = "UPDATE actions SET closed_at = $2, closing = $3 WHERE id = $1";
    tx.run(sql, args![action, by.now, by.request]).await?;
    Ok(())
}

async fn taken_back_before(tx: &mut Tx, by: By<'_>) -> Result<Option<Done>, StoreError> {
    let Some(request) = by.request else { return Ok(None) };
    let sql = "SELECT id FROM actions WHERE actor = $1 AND closing = $2";
    let Some(row) = tx.first(sql, args![by.actor, request]).await? else { return Ok(None) };
    let action = row.count("id")?;
    let sql = log_query!("WHERE undoes IN (SELECT seq FROM action_parts WHERE action = $1) ORDER BY seq");
    let rows = tx.all(sql, args![action]).await?;
    Ok(Some(Done { action: Some(action), entries: rows.iter().map(log::entry).collect::<Result<_, _>>()? }))
}

/// Takes back any decision, mark or undo of the log, whoever made it: what the log page's button does. `numbered` as in
/// [`step_back`].
///
/// # Errors
/// [`StoreError::Conflict`] if it is nothing that can be taken back, was taken back already, the post was decided again
/// since, is gone, or shows a number nobody confirmed.
pub async fn reverse(
    db: &Db,
    seq: u64,
    by: By<'_>,
    numbered: &HashSet<PostId>,
) -> Result<LogEntry, StoreError> {
    let mut tx = db.write().await?;
    let entry = reverse_in(&mut tx, seq, by, numbered).await?;
    // Its own step is done with it; a batch keeps the others.
    let sql = "UPDATE actions SET closed_at = $2 WHERE posts = 1 AND closed_at IS NULL \
               AND id IN (SELECT action FROM action_parts WHERE seq = $1)";
    tx.run(sql, args![seq, by.now]).await?;
    tx.commit().await?;
    Ok(entry)
}

/// The post of an entry of the log; none if there is no such entry.
///
/// # Errors
/// Database.
pub async fn posts_of_entry(db: &Db, seq: u64) -> Result<Vec<PostId>, StoreError> {
    let rows = db.all("SELECT post FROM log WHERE seq = $1", args![seq]).await?;
    rows.iter().map(|row| Ok(PostId(row.get("post")?))).collect()
}

/// The action that a person's request of this key did.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none: the request never came, or changed nothing.
pub async fn action_of(db: &Db, actor: &str, request: &str) -> Result<u64, StoreError> {
    let sql = "SELECT id FROM actions WHERE actor = $1 AND request = $2";
    db.first(sql, args![actor, request]).await?.ok_or(Conflict::NothingToUndo)?.count("id")
}

/// The posts of an action, or of a person's latest that is open.
///
/// # Errors
/// Database.
pub async fn posts_of_step(db: &Db, actor: &str, action: Option<u64>) -> Result<Vec<PostId>, StoreError> {
    let latest = match action {
        Some(action) => Some(action),
        None => steps(db, actor).await?.first().map(|step| step.action),
    };
    let Some(action) = latest else { return Ok(Vec::new()) };
    let rows = db.all("SELECT DISTINCT post FROM action_parts WHERE action = $1", args![action]).await?;
    rows.iter().map(|row| Ok(PostId(row.get("post")?))).collect()
}

async fn reverse_in(
    tx: &mut Tx,
    seq: u64,
    by: By<'_>,
    numbered: &HashSet<PostId>,
) -> Result<LogEntry, StoreError> {
    let sql = "SELECT post, before FROM action_parts WHERE seq = $1 AND before IS NOT NULL";
    let before: Option<(PostId, String)> = match tx.first(sql, args![seq]).await? {
        Some(row) => {
            Some((PostId(row.get("post")?), row.get::<Option<String>>("before")?.unwrap_or_default()))
        }
        None => None,
    };
    match before {
        Some((post, before)) if Added::read(&before).is_none() => {
            marks::take_back(tx, seq, &post, &before, by).await
        }
        _ => {
            let entry = moderation::take_back(tx, seq, by.actor, by.now).await?;
            turn_marks(tx, &entry).await?;
            let shows = entry.to == Some(State::Approved) && numbered.contains(&entry.post);
            if shows && !is_confirmed(tx, &entry.post).await? {
                return Err(Conflict::NumberUnconfirmed.into());
            }
            Ok(entry)
        }
    }
}

/// True if the approval a post stands by is one that confirmed its number, and its words are still those.
async fn is_confirmed(tx: &mut Tx, post: &PostId) -> Result<bool, StoreError> {
    let row = tx.first("SELECT reason FROM posts WHERE id = $1", args![&post.0]).await?;
    let reason: Option<String> = row.ok_or(Conflict::PostGone)?.get("reason")?;
    let rows = tx.all(log_query!("WHERE post = $1 ORDER BY seq"), args![&post.0]).await?;
    let mut confirmed = false;
    for entry in rows.iter().map(log::entry) {
        let entry = entry?;
        match entry.action {
            Action::Decided if entry.reason.as_deref() == Some(NUMBER_CONFIRMED) => confirmed = true,
            Action::Edited if entry.reason.as_deref() != Some(REFRESHED) => confirmed = false,
            _ => {}
        }
    }
    Ok(confirmed && reason.as_deref() == Some(NUMBER_CONFIRMED))
}

/// The marks a rule added go and come with its decision, however often that is taken back.
async fn turn_marks(tx: &mut Tx, undone: &LogEntry) -> Result<(), StoreError> {
    let (mut seq, mut on) = (undone.undoes, true);
    while let Some(undoes) = seq {
        on = !on;
        let sql = "SELECT before FROM action_parts WHERE seq = $1 AND before IS NOT NULL";
        let row = tx.first(sql, args![undoes]).await?;
        let before = row.map(|row| row.get::<Option<String>>("before")).transpose()?.flatten();
        if let Some(added) = before.as_deref().and_then(Added::read) {
            return added.turn(tx, &undone.post, on).await;
        }
        let row = tx.first(log_query!("WHERE seq = $1"), args![undoes]).await?;
        seq = row.as_ref().map(log::entry).transpose()?.and_then(|entry| entry.undoes);
    }
    Ok(())
}
