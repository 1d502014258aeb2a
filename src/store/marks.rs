//! What a person adds to a post beside its state: pinned, featured, what a picture shows, a label, a note. Each is one entry
//! of the log, which names the kind and never the words, and can be taken back.

use serde::{Deserialize, Serialize};

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::{Happened, log_query};
use super::rows::{self, post_query};
use super::sql::args;
use super::trust::{TRUST_REMOVED, TRUST_RESTORED, set_distrusted};
use super::undo::{self, By, Done, Part};
use super::{identity, leases};
use crate::domain::log::{Action, LogEntry};
use crate::domain::marks::Marks;
use crate::domain::post::{Post, PostId};

/// One thing to add or take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Stands first on the wall, or no more.
    Pinned(bool),
    /// Gets a place of its own on screens, or no more.
    Featured(bool),
    /// What the attachment at this place shows; empty gives the network's own words back.
    Described(usize, String),
    /// A note for the other moderators.
    Noted(String),
}

impl Mark {
    /// The reason of its log entry; messages begin with `mark-`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Pinned(true) => "pinned",
            Self::Pinned(false) => "unpinned",
            Self::Featured(true) => "featured",
            Self::Featured(false) => "unfeatured",
            Self::Described(..) => "described",
            Self::Noted(_) => "noted",
        }
    }
}

/// What a mark replaced and what it set: taking it back asks that this still stands.
#[derive(Serialize, Deserialize)]
struct Replaced {
    kind: String,
    place: usize,
    before: Option<String>,
    after: Option<String>,
}

/// Marks posts: all of them, or none. What has the mark already is left alone and not logged.
///
/// # Errors
/// [`StoreError::Conflict`] if a post is gone, another has it in hand (a note may be written all the same), or has no such
/// attachment.
pub async fn mark(db: &Db, posts: &[PostId], mark: &Mark, by: By<'_>) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = undo::repeated(&mut tx, by).await? {
        return Ok(done);
    }
    let ids: Vec<String> = posts.iter().map(|id| id.0.clone()).collect();
    if !matches!(mark, Mark::Noted(_)) {
        leases::refuse_if_held(&mut tx, &ids, by.actor, by.now).await?;
    }
    let mut made = Vec::new();
    for id in posts {
        let row = tx.first(post_query!("WHERE p.id = $1"), args![&id.0]).await?.ok_or(Conflict::PostGone)?;
        let post = rows::post(&row)?;
        let Some(replaced) = replaced(&post, mark)? else { continue };
        let entry = append(&mut tx, &post, mark.kind(), None, by).await?;
        if let Mark::Noted(words) = mark {
            let name = leases::person(by.actor).unwrap_or(by.actor);
            let sql = "INSERT INTO notes (seq, post, author, at, words, taken_back) VALUES ($1, $2, $3, $4, $5, $6)";
            tx.run(sql, args![entry.seq, &id.0, name, by.now, words, false]).await?;
        } else {
            set(&mut tx, &post, &replaced.kind, replaced.place, replaced.after.as_deref()).await?;
        }
        let before =
            serde_json::to_string(&replaced).map_err(|wrong| StoreError::Stored(wrong.to_string()))?;
        made.push((entry, before));
    }
    let parts: Vec<Part<'_>> =
        made.iter().map(|(entry, before)| Part { entry, before: Some(before.clone()) }).collect();
    let action = undo::record(&mut tx, by, mark.kind(), &parts).await?;
    tx.commit().await?;
    Ok(Done { action, entries: made.into_iter().map(|(entry, _)| entry).collect() })
}

/// What a mark would replace; `None` if it is there already.
fn replaced(post: &Post, mark: &Mark) -> Result<Option<Replaced>, StoreError> {
    let (kind, place, after) = match mark {
        Mark::Pinned(on) => ("pinned", 0, on.then(|| "yes".to_owned())),
        Mark::Featured(on) => ("featured", 0, on.then(|| "yes".to_owned())),
        Mark::Described(place, words) => {
            if *place >= post.draft.attachments.len() {
                return Err(Conflict::NoAttachment.into());
            }
            ("described", *place, Some(words.trim().to_owned()).filter(|words| !words.is_empty()))
        }
        Mark::Noted(_) => {
            return Ok(Some(Replaced { kind: "noted".to_owned(), place: 0, before: None, after: None }));
        }
    };
    let before = now(&post.marks, kind, place);
    Ok((before != after).then(|| Replaced { kind: kind.to_owned(), place, before, after }))
}

fn now(marks: &Marks, kind: &str, place: usize) -> Option<String> {
    let yes = |on: bool| on.then(|| "yes".to_owned());
    match kind {
        "pinned" => yes(marks.pinned),
        "featured" => yes(marks.featured),
        _ => marks.alt.get(&place).cloned(),
    }
}

async fn set(
    tx: &mut Tx,
    post: &Post,
    kind: &str,
    place: usize,
    value: Option<&str>,
) -> Result<(), StoreError> {
    let mut marks = post.marks.clone();
    match (kind, value) {
        ("pinned", value) => marks.pinned = value.is_some(),
        ("featured", value) => marks.featured = value.is_some(),
        (_, Some(words)) => drop(marks.alt.insert(place, words.to_owned())),
        (_, None) => drop(marks.alt.remove(&place)),
    }
    let marks = rows::stored_marks(&marks)?;
    tx.run("UPDATE posts SET marks = $2 WHERE id = $1", args![&post.id.0, marks]).await?;
    Ok(())
}

async fn append(
    tx: &mut Tx,
    post: &Post,
    kind: &str,
    undoes: Option<u64>,
    by: By<'_>,
) -> Result<LogEntry, StoreError> {
    let stays = Some(post.state);
    let happened = Happened {
        from: stays,
        to: stays,
        reason: Some(kind),
        undoes,
        ..Happened::new(Action::Marked, &post.id, by.actor)
    };
    tx.append(happened, by.now).await
}

/// Logs on a post that the trust in its author was taken, or given back; what to keep for taking that back.
pub(super) async fn of_trust(
    tx: &mut Tx,
    post: &Post,
    distrusted: bool,
    by: By<'_>,
) -> Result<(LogEntry, String), StoreError> {
    let yes = |on: bool| on.then(|| "yes".to_owned());
    let replaced = Replaced {
        kind: TRUST_REMOVED.to_owned(),
        place: 0,
        before: yes(!distrusted),
        after: yes(distrusted),
    };
    let reason = if distrusted { TRUST_REMOVED } else { TRUST_RESTORED };
    let entry = append(tx, post, reason, None, by).await?;
    let kept = serde_json::to_string(&replaced).map_err(|wrong| StoreError::Stored(wrong.to_string()))?;
    Ok((entry, kept))
}

/// Takes a mark back, if nothing was put in its place since.
pub(super) async fn take_back(
    tx: &mut Tx,
    seq: u64,
    id: &PostId,
    before: &str,
    by: By<'_>,
) -> Result<LogEntry, StoreError> {
    let replaced: Replaced =
        serde_json::from_str(before).map_err(|wrong| StoreError::Stored(format!("mark {seq}: {wrong}")))?;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&id.0]).await?.ok_or(Conflict::PostGone)?;
    let post = rows::post(&row)?;
    if tx.first(log_query!("WHERE post = $1 AND undoes = $2"), args![&id.0, seq]).await?.is_some() {
        return Err(Conflict::TakenBack.into());
    }
    if replaced.kind == TRUST_REMOVED {
        let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
        set_distrusted(tx, &author, replaced.before.is_some(), by.now).await?;
    } else if replaced.kind == "noted" {
        tx.run("UPDATE notes SET taken_back = $2 WHERE seq = $1", args![seq, true]).await?;
    } else {
        if now(&post.marks, &replaced.kind, replaced.place) != replaced.after {
            return Err(Conflict::DecidedSince.into());
        }
        set(tx, &post, &replaced.kind, replaced.place, replaced.before.as_deref()).await?;
    }
    append(tx, &post, &replaced.kind, Some(seq), by).await
}
