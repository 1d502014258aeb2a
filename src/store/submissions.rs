//! What visitors handed in: the declaration beside the post it became. One transaction stores both or neither.

use std::collections::HashMap;
use std::time::Duration;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::log::Happened;
use super::rows::{self, post_query};
use super::sighting::{Seen, Sight, Stored};
use super::sql::{Row, args};
use super::{identity, removal};
use crate::domain::log::{Action, LogEntry};
use crate::domain::network::Network;
use crate::domain::post::{Draft, Post, PostId, State};
use crate::domain::submission::{Declaration, SOURCE, Submission};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// The reason of the entry with which somebody takes their own back.
pub const WITHDRAWN: &str = "withdrawn";

/// Over which submissions are counted.
const HOUR: Duration = Duration::from_secs(3_600);

macro_rules! submissions_query {
    ($tail:literal) => {
        concat!(
            "SELECT number, at, post, own, words, wording, language, withdrawn_at FROM submissions ",
            $tail
        )
    };
}

/// How much is taken, of everybody together.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Submissions in an hour.
    pub per_hour: u64,
}

/// What a post may be known by before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    /// Where it is.
    pub network: Network,
    /// Its id there.
    pub native_id: &'a str,
    /// Its canonical address.
    pub url: &'a str,
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is stored, and waits (or the rules held or rejected it).
    New(Submission),
    /// The same form came before: nothing was done.
    Again(Submission),
    /// The post is here already, collected or handed in: nothing was done.
    Known(PostId),
    /// It was removed for good, and stays out.
    Removed,
    /// More than [`Bounds::per_hour`]: nothing was done.
    TooMany,
}

/// What is known before anything is read or fetched: the same form again, the post by its link, a tombstone.
///
/// # Errors
/// Database.
pub async fn known(db: &Db, token_hash: &str, link: Option<Link<'_>>) -> Result<Option<Filed>, StoreError> {
    if let Some(row) = db.first(submissions_query!("WHERE token_hash = $1"), args![token_hash]).await? {
        return Ok(Some(Filed::Again(submission(&row)?)));
    }
    let Some(link) = link else { return Ok(None) };
    let identity = identity::post(link.network, link.native_id);
    let sql = "SELECT id FROM posts WHERE identity = $1 OR url_hash = $2 ORDER BY id LIMIT 1";
    if let Some(row) = db.first(sql, args![&identity, identity::link_of(link.url)]).await? {
        return Ok(Some(Filed::Known(PostId(row.get("id")?))));
    }
    let gone = db.first("SELECT identity FROM tombstones WHERE identity = $1", args![identity]).await?;
    Ok(gone.map(|_tombstone| Filed::Removed))
}

/// Stores a submission and its post. `verdict` is what the rules say, never an approval.
///
/// # Errors
/// Database.
pub async fn file(
    db: &Db,
    token_hash: &str,
    declaration: &Declaration,
    draft: &Draft,
    verdict: Option<&Verdict>,
    bounds: Bounds,
    now: Timestamp,
) -> Result<Filed, StoreError> {
    let mut tx = db.write().await?;
    if let Some(row) = tx.first(submissions_query!("WHERE token_hash = $1"), args![token_hash]).await? {
        return Ok(Filed::Again(submission(&row)?));
    }
    let since = "SELECT COUNT(*) AS recent FROM submissions WHERE at > $1";
    let recent = tx.first(since, args![now.minus(HOUR)]).await?.map_or(Ok(0), |row| row.count("recent"))?;
    if recent >= bounds.per_hour {
        return Ok(Filed::TooMany);
    }
    let identity = identity::post(draft.network, &draft.native_id);
    // Collected from elsewhere while its page was looked at: it has another identity there, and the same address.
    if !draft.url.is_empty() {
        let sql = "SELECT id FROM posts WHERE url_hash = $1 ORDER BY id LIMIT 1";
        if let Some(row) = tx.first(sql, args![identity::link_of(&draft.url)]).await? {
            return Ok(Filed::Known(PostId(row.get("id")?)));
        }
    }
    let mut stored = Stored::load(&mut tx, std::slice::from_ref(&identity)).await?;
    if let Some(known) = stored.get(&identity)? {
        return Ok(Filed::Known(known.post.id));
    }
    let actor = format!("source:{SOURCE}");
    let sight = Sight { source: SOURCE, actor: &actor, now };
    if stored.see(&mut tx, draft, verdict, sight).await? == Seen::Tombstoned {
        return Ok(Filed::Removed);
    }
    let post = stored.get(&identity)?.ok_or(Conflict::PostGone)?.post.id;
    let row = tx.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM submissions", args![]).await?;
    let number = row.map_or(Ok(1), |row| row.count("next"))?;
    let Declaration { own, words, wording, language } = declaration;
    tx.run(
        "INSERT INTO submissions (number, token_hash, at, post, own, words, wording, language) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![number, token_hash, now, &post.0, *own, words, wording, language],
    )
    .await?;
    tx.commit().await?;
    let declaration = declaration.clone();
    Ok(Filed::New(Submission { number, at: now, post, declaration, withdrawn_at: None }))
}

/// The submission whose link carries the token of this hash, and where its post stands; `None` if that is gone.
///
/// # Errors
/// Database.
pub async fn by_token(db: &Db, token_hash: &str) -> Result<Option<(Submission, Option<State>)>, StoreError> {
    let Some(row) = db.first(submissions_query!("WHERE token_hash = $1"), args![token_hash]).await? else {
        return Ok(None);
    };
    let submission = submission(&row)?;
    let row = db.first("SELECT state FROM posts WHERE id = $1", args![&submission.post.0]).await?;
    Ok(Some((submission, row.map(|row| row.word("state")).transpose()?)))
}

/// The submissions these posts came by.
///
/// # Errors
/// Database.
pub async fn of_posts(db: &Db, posts: &[Post]) -> Result<HashMap<PostId, Submission>, StoreError> {
    // Also of one that a collector has found since: what was declared of it stands.
    let ids: Vec<String> = posts.iter().map(|post| post.id.0.clone()).collect();
    let rows = db.all_of(submissions_query!("WHERE post IN ({})"), args![], &ids).await?;
    rows.iter().map(|row| submission(row).map(|one| (one.post.clone(), one))).collect()
}

/// Takes a submission back: its post is removed, with a receipt where it stays out. What was declared, and when it was taken back, stays.
/// `None` if nothing was removed: it was taken back already, its post is gone, or a collector found the post as well, so
/// that it no longer stands here by this submission. Only one's own words without an address stay out for good: whoever
/// points at an address, and says whatever of it, must not keep it off the wall.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such submission.
pub async fn withdraw(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let row = tx.first(submissions_query!("WHERE token_hash = $1"), args![token_hash]).await?;
    let found = submission(&row.ok_or(Conflict::PostGone)?)?;
    if found.withdrawn_at.is_some() {
        return Ok(None);
    }
    let Some(post) = load(&mut tx, &found.post).await? else { return Ok(None) };
    let entry = if post.draft.source == SOURCE {
        let actor = format!("submission:{}", found.number);
        if found.declaration.own && post.draft.url.is_empty() {
            Some(removal::remove(&mut tx, &found.post, &actor, WITHDRAWN, None, now).await?)
        } else {
            tx.run("DELETE FROM posts WHERE id = $1", args![&post.id.0]).await?;
            let happened = Happened {
                from: Some(post.state),
                reason: Some(WITHDRAWN),
                ..Happened::new(Action::Deleted, &post.id, &actor)
            };
            Some(tx.append(happened, now).await?)
        }
    } else {
        None
    };
    let sql = "UPDATE submissions SET withdrawn_at = $2 WHERE number = $1";
    tx.run(sql, args![found.number, now]).await?;
    tx.commit().await?;
    Ok(entry)
}

async fn load(tx: &mut Tx, post: &PostId) -> Result<Option<Post>, StoreError> {
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&post.0]).await?;
    row.map(|row| rows::post(&row)).transpose()
}

fn submission(row: &Row) -> Result<Submission, StoreError> {
    Ok(Submission {
        number: row.count("number")?,
        at: row.at("at")?,
        post: PostId(row.get("post")?),
        declaration: Declaration {
            own: row.get("own")?,
            words: row.get("words")?,
            wording: row.get("wording")?,
            language: row.get("language")?,
        },
        withdrawn_at: row.at_or_none("withdrawn_at")?,
    })
}
