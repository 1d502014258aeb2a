//! Taking the trust from an author or giving it back, and judging again what waits: each one transaction and its log rows.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::Happened;
use super::rows::{self, post_query, stored_marks};
use super::sighting::marked;
use super::sql::args;
use super::undo::{self, By, Done, Part};
use super::{identity, leases, marks, posts};
use crate::domain::log::{Action, LogEntry};
use crate::domain::marks::Marks;
use crate::domain::post::{Post, PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// The reason of the entries [`distrust`] makes; taking one back gives the trust back.
pub const TRUST_REMOVED: &str = "trust-removed";
/// The reason of the entry [`trust_again`] makes; taking it back takes the trust back.
pub const TRUST_RESTORED: &str = "trust-restored";
/// Authors that are listed; the newest.
const LISTED: u32 = 200;

/// Takes the trust from a post's author: all of their posts that are shown go back into the queue, and later ones are held
/// until a person has read them. Asked on a post that is not shown, that one gets a mark, which moves nothing: it is what
/// an undo takes back. One action, whoever has the others of the author's posts in hand.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone, another has it in hand, or the network does not say who wrote it.
pub async fn distrust(db: &Db, of_post: &PostId, by: By<'_>) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = undo::repeated(&mut tx, by).await? {
        return Ok(done);
    }
    leases::refuse_if_held(&mut tx, std::slice::from_ref(&of_post.0), by.actor, by.now).await?;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&of_post.0]).await?.ok_or(Conflict::PostGone)?;
    let post: Post = rows::post(&row)?;
    let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
    set_distrusted(&mut tx, &author, true, by.now).await?;
    let sql = "SELECT id FROM posts WHERE author = $1 AND state = 'approved' ORDER BY id";
    let mut made: Vec<(LogEntry, Option<String>)> = Vec::new();
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
            ..Happened::new(Action::Decided, &id, by.actor)
        };
        made.push((tx.append(entry, by.now).await?, None));
    }
    let moved: Vec<String> = made.iter().map(|(entry, _)| entry.post.0.clone()).collect();
    leases::settle(&mut tx, &moved).await?;
    if post.state != State::Approved {
        let (entry, before) = marks::of_trust(&mut tx, &post, true, by).await?;
        made.push((entry, Some(before)));
    }
    let parts: Vec<Part<'_>> =
        made.iter().map(|(entry, before)| Part { entry, before: before.clone() }).collect();
    let action = undo::record(&mut tx, by, "distrusted", &parts).await?;
    // The post's id, not the author's name: the trail holds no personal data of theirs.
    let count = moved.len().to_string();
    let deed =
        Deed { at: by.now, actor: by.actor, action: "trust.removed", subject: &of_post.0, detail: &count };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await?;
    Ok(Done { action, entries: made.into_iter().map(|(entry, _)| entry).collect() })
}

/// Gives a post's author the trust back: a mark on that post. Nothing is done if nobody had taken it. Their posts stay where
/// they are.
///
/// # Errors
/// [`StoreError::Conflict`] if the post is gone, or the network does not say who wrote it.
pub async fn trust_again(db: &Db, of_post: &PostId, by: By<'_>) -> Result<Done, StoreError> {
    let mut tx = db.write().await?;
    if let Some(done) = undo::repeated(&mut tx, by).await? {
        return Ok(done);
    }
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&of_post.0]).await?.ok_or(Conflict::PostGone)?;
    let post: Post = rows::post(&row)?;
    let author = identity::author(&post.draft).ok_or(Conflict::AuthorUnknown)?;
    if !set_distrusted(&mut tx, &author, false, by.now).await? {
        return Ok(Done::default());
    }
    let (entry, before) = marks::of_trust(&mut tx, &post, false, by).await?;
    let action =
        undo::record(&mut tx, by, "trusted", &[Part { entry: &entry, before: Some(before) }]).await?;
    let deed =
        Deed { at: by.now, actor: by.actor, action: "trust.restored", subject: &of_post.0, detail: "" };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await?;
    Ok(Done { action, entries: vec![entry] })
}

/// An author nobody trusts any more.
#[derive(Clone, Debug)]
pub struct Distrusted {
    /// Their newest post here, to know them by.
    pub post: Post,
    /// Since when.
    pub since: Timestamp,
    /// How many posts of theirs are here.
    pub posts: u64,
}

/// Whose trust was taken, the latest first, as far as a post of theirs is here.
///
/// # Errors
/// Database.
pub async fn distrusted(db: &Db) -> Result<Vec<Distrusted>, StoreError> {
    let sql = "SELECT d.at, MAX(p.id) AS newest, COUNT(*) AS posts FROM distrusted_authors d \
               JOIN posts p ON p.author = d.author GROUP BY d.author, d.at ORDER BY d.at DESC, d.author LIMIT $1";
    let mut listed = Vec::new();
    for row in db.all(sql, args![LISTED]).await? {
        let newest = PostId(row.get("newest")?);
        // One that left since is one nobody can be shown by.
        if let Some(post) = posts::load(db, std::slice::from_ref(&newest)).await?.pop() {
            listed.push(Distrusted { post, since: row.at("at")?, posts: row.count("posts")? });
        }
    }
    Ok(listed)
}

/// Which of these authors (the hashes that stand in `posts.author`) nobody trusts any more.
///
/// # Errors
/// Database.
pub(super) async fn distrusted_of(db: &Db, authors: &[String]) -> Result<HashSet<String>, StoreError> {
    let sql = "SELECT author FROM distrusted_authors WHERE author IN ({})";
    db.all_of(sql, args![], authors).await?.iter().map(|row| row.get("author")).collect()
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
/// for it stands in the audit trail and can step back over it. What somebody decided or the source edited meanwhile is left
/// alone.
///
/// # Errors
/// Database.
pub async fn judge_again(db: &Db, judged: &[Judged], by: By<'_>) -> Result<Done, StoreError> {
    let now = by.now;
    let mut tx = db.write().await?;
    let mut made = Vec::new();
    for Judged { post, verdict } in judged {
        let Some(row) = tx.first(post_query!("WHERE p.id = $1"), args![&post.id.0]).await? else { continue };
        // As they stand now: what a person put on or took off since is not written over.
        let before = rows::post(&row)?.marks;
        let state: State = row.word("state")?;
        let content: String = row.get("content_hash")?;
        let waits = matches!(state, State::Pending | State::Held);
        if !waits || state != post.state || content != identity::content(&post.draft) {
            continue;
        }
        let marks = marked(&before, Some(verdict));
        let rule = verdict.rule.as_ref();
        let same = state == verdict.state && row.get::<Option<String>>("rule")?.as_deref() == Some(rule);
        if same && marks == before {
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
        let added = serde_json::to_string(&Added::between(&before, &marks))
            .map_err(|wrong| StoreError::Stored(wrong.to_string()))?;
        made.push((tx.append(entry, now).await?, added));
    }
    if let (Some((first, _)), Some((last, _))) = (made.first(), made.last()) {
        let detail = format!("{}: log {}–{}", made.len(), first.seq, last.seq);
        let deed = Deed { at: now, actor: by.actor, action: "rule.applied", subject: "", detail: &detail };
        audit::append(&mut tx, &deed).await?;
    }
    let parts: Vec<Part<'_>> =
        made.iter().map(|(entry, added)| Part { entry, before: Some(added.clone()) }).collect();
    let action = undo::record(&mut tx, by, "judged", &parts).await?;
    tx.commit().await?;
    Ok(Done { action, entries: made.into_iter().map(|(entry, _)| entry).collect() })
}

/// The labels and the blur that judging a post again added: taking it back takes them off.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Added {
    /// Tells it from what a person's mark replaced.
    judged: bool,
    labels: Vec<String>,
    blurred: bool,
}

impl Added {
    fn between(before: &Marks, after: &Marks) -> Self {
        let new = after.labels.iter().filter(|label| !before.labels.contains(label));
        Self { judged: true, labels: new.cloned().collect(), blurred: after.blurred && !before.blurred }
    }

    /// `None` if it is not of a rule.
    pub(super) fn read(stored: &str) -> Option<Self> {
        serde_json::from_str(stored).ok()
    }

    /// Takes them off a post, or puts them on again. What a person added since stays.
    pub(super) async fn turn(&self, tx: &mut Tx, id: &PostId, on: bool) -> Result<(), StoreError> {
        let row = tx.first(post_query!("WHERE p.id = $1"), args![&id.0]).await?.ok_or(Conflict::PostGone)?;
        let mut marks = rows::post(&row)?.marks;
        marks.labels.retain(|label| !self.labels.contains(label));
        if on {
            marks.labels.extend(self.labels.iter().cloned());
        }
        if self.blurred {
            marks.blurred = on;
        }
        tx.run("UPDATE posts SET marks = $2 WHERE id = $1", args![&id.0, stored_marks(&marks)?]).await?;
        Ok(())
    }
}
