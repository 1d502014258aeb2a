//! Requests from the public form: filed, answered, forgotten.

use std::time::Duration;

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::identity;
use super::moderation;
use super::removal;
use super::rows::{self, post_query};
use super::sql::{Row, args};
use crate::domain::log::LogEntry;
use crate::domain::post::{Post, PostId, State};
use crate::domain::request::{Answered, Asked, Claim, Kind, Outcome, Request};
use crate::domain::time::Timestamp;

/// The reason of the entry with which a request hides a post at once.
pub const HIDDEN_ON_REQUEST: &str = "takedown-requested";

/// Over which requests are counted.
const HOUR: Duration = Duration::from_secs(3_600);

/// `requests_query!("WHERE …")`: whole requests.
macro_rules! requests_query {
    ($tail:literal) => {
        concat!(
            "SELECT number, at, kind, post, claim, ground, message, contact, language, hid, outcome, answered_at, \
             answered_by, reason, answer FROM requests ",
            $tail
        )
    };
}

/// How much is taken, of everybody together.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Requests in an hour.
    pub per_hour: u64,
    /// Posts hidden at once in an hour; 0 = none.
    pub hides_per_hour: u64,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It is filed.
    New(Request),
    /// The same form came before: nothing was done.
    Again(Request),
    /// More than [`Bounds::per_hour`]: nothing was done.
    TooMany,
}

/// Files a request. One of the author or of somebody pictured hides a post that is shown until it is answered, within
/// the bounds, and once a post: after a moderator let it stand, the next request waits for a moderator.
///
/// # Errors
/// Database.
pub async fn file(
    db: &Db,
    token_hash: &str,
    asked: &Asked,
    bounds: Bounds,
    now: Timestamp,
) -> Result<Filed, StoreError> {
    let mut tx = db.write().await?;
    if let Some(row) = tx.first(requests_query!("WHERE token_hash = $1"), args![token_hash]).await? {
        return Ok(Filed::Again(request(&row)?));
    }
    let row = tx
        .first(
            "SELECT COUNT(*) AS asked, COUNT(hid) AS hidden FROM requests WHERE at > $1",
            args![now.minus(HOUR)],
        )
        .await?;
    let (recent, hidden) =
        row.map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.count("asked")?, row.count("hidden")?)))?;
    if recent >= bounds.per_hour {
        return Ok(Filed::TooMany);
    }
    let row = tx.first("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM requests", args![]).await?;
    let number = row.map_or(Ok(1), |row| row.count("next"))?;
    let may_hide = hidden < bounds.hides_per_hour
        && asked.kind == Kind::Takedown
        && asked.claim != Claim::Other
        && !hid_before(&mut tx, &asked.post).await?;
    let hid = if may_hide { hide(&mut tx, &asked.post, number, now).await? } else { None };
    tx.run(
        "INSERT INTO requests (number, token_hash, at, kind, post, claim, ground, message, contact, language, hid, \
         answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
        args![
            number,
            token_hash,
            now,
            asked.kind.as_str(),
            &asked.post.0,
            asked.claim.as_str(),
            asked.cause.as_str(),
            &asked.message,
            &asked.contact,
            &asked.language,
            hid.and_then(|seq| i64::try_from(seq).ok()),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(Filed::New(Request { number, at: now, asked: asked.clone(), hid, answered: None }))
}

async fn hid_before(tx: &mut Tx, post: &PostId) -> Result<bool, StoreError> {
    let sql = "SELECT number FROM requests WHERE post = $1 AND hid IS NOT NULL";
    Ok(tx.first(sql, args![&post.0]).await?.is_some())
}

async fn hide(tx: &mut Tx, post: &PostId, number: u64, now: Timestamp) -> Result<Option<u64>, StoreError> {
    let row = tx.first("SELECT state FROM posts WHERE id = $1", args![&post.0]).await?;
    let state: Option<State> = row.map(|row| row.word("state")).transpose()?;
    if state != Some(State::Approved) {
        return Ok(None);
    }
    let actor = format!("request:{number}");
    let reason = Some(HIDDEN_ON_REQUEST);
    let entry = moderation::put(tx, post, State::Approved, State::Held, &actor, reason, now).await?;
    Ok(Some(entry.seq))
}

/// A moderator's answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// Which request.
    pub number: u64,
    /// What is done.
    pub outcome: Outcome,
    /// The key of a reason; needed to remove.
    pub reason: Option<&'a str>,
    /// Words to the person; may be empty.
    pub words: &'a str,
    /// What the moderator saw of the post ([`moderation::as_seen`]): an edit since is not shown unread, and what somebody
    /// decided since not decided again.
    pub seen: Option<&'a str>,
    /// The person confirmed that what looks like a personal number may be shown: it stands in the log as of any approval.
    pub confirmed: bool,
}

/// Answers a request and does what the answer says, both or neither. The entries written to the log: none where the
/// post stood so already. A post that is gone by itself is answered with [`Outcome::Absent`], whatever was asked for.
///
/// # Errors
/// [`StoreError::Conflict`] if there is no such request, somebody answered it already, or the post was edited since.
pub async fn answer(
    db: &Db,
    answer: &Answer<'_>,
    actor: &str,
    now: Timestamp,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut tx = db.write().await?;
    let found = tx.first(requests_query!("WHERE number = $1"), args![answer.number]).await?;
    let open = found.as_ref().map(request).transpose()?.filter(|request| request.answered.is_none());
    let open = open.ok_or(Conflict::RequestAnswered)?;
    let post = &open.asked.post;
    let row = tx.first(post_query!("WHERE p.id = $1"), args![&post.0]).await?;
    let shown: Option<Post> = row.as_ref().map(rows::post).transpose()?;
    let mut entries = Vec::new();
    let mut outcome = answer.outcome;
    match (&shown, outcome) {
        (None, _) => outcome = Outcome::Absent,
        (Some(_), Outcome::Removed) => {
            let reason = answer.reason.unwrap_or("other");
            entries.push(removal::remove(&mut tx, post, actor, reason, Some(open.number), now).await?);
        }
        (Some(shown), Outcome::Hidden | Outcome::Shown) => {
            let to = if outcome == Outcome::Shown { State::Approved } else { State::Rejected };
            if let Some(seen) = answer.seen {
                moderation::as_it_was(seen, &identity::content(&shown.draft), shown.state, to)?;
            }
            if shown.state != to {
                let confirmed = answer.confirmed && to == State::Approved;
                let reason = if confirmed { Some(moderation::NUMBER_CONFIRMED) } else { answer.reason };
                entries.push(moderation::put(&mut tx, post, shown.state, to, actor, reason, now).await?);
            }
        }
        (Some(_), Outcome::Unchanged | Outcome::Absent) => {}
    }
    tx.run(
        "UPDATE requests SET outcome = $2, answered_at = $3, answered_by = $4, reason = $5, answer = $6 \
         WHERE number = $1",
        args![open.number, outcome.as_str(), now, actor, answer.reason, answer.words],
    )
    .await?;
    tx.commit().await?;
    Ok(entries)
}

/// The request whose status link carries the token of this hash.
///
/// # Errors
/// Database.
pub async fn by_token(db: &Db, token_hash: &str) -> Result<Option<Request>, StoreError> {
    let row = db.first(requests_query!("WHERE token_hash = $1"), args![token_hash]).await?;
    row.as_ref().map(request).transpose()
}

/// The post a request is about.
///
/// # Errors
/// Database.
pub async fn post_of(db: &Db, number: u64) -> Result<Option<PostId>, StoreError> {
    let row = db.first("SELECT post FROM requests WHERE number = $1", args![number]).await?;
    row.map(|row| row.get("post").map(PostId)).transpose()
}

/// What waits for an answer, oldest first.
///
/// # Errors
/// Database.
pub async fn open(db: &Db, limit: u32) -> Result<Vec<Request>, StoreError> {
    let sql = requests_query!("WHERE outcome IS NULL ORDER BY at, number LIMIT $1");
    db.all(sql, args![limit]).await?.iter().map(request).collect()
}

/// How many wait, and since when the oldest does.
///
/// # Errors
/// Database.
pub async fn waiting(db: &Db) -> Result<(u64, Option<Timestamp>), StoreError> {
    let sql = "SELECT COUNT(*) AS requests, MIN(at) AS oldest FROM requests WHERE outcome IS NULL";
    let row = db.first(sql, args![]).await?;
    row.map_or(Ok((0, None)), |row| Ok((row.count("requests")?, row.at_or_none("oldest")?)))
}

/// What was answered, newest answer first.
///
/// # Errors
/// Database.
pub async fn answered(db: &Db, limit: u32) -> Result<Vec<Request>, StoreError> {
    let sql = requests_query!("WHERE outcome IS NOT NULL ORDER BY answered_at DESC, number DESC LIMIT $1");
    db.all(sql, args![limit]).await?.iter().map(request).collect()
}

/// Blanks words and contact of requests answered before `before`; how many.
///
/// # Errors
/// Database.
pub async fn forget(db: &Db, before: Timestamp) -> Result<u64, StoreError> {
    let mut tx = db.write_aside().await?;
    let forgotten = tx
        .run(
            "UPDATE requests SET message = '', contact = '' \
             WHERE answered_at < $1 AND (message <> '' OR contact <> '')",
            args![before],
        )
        .await?;
    tx.commit().await?;
    Ok(forgotten)
}

fn request(row: &Row) -> Result<Request, StoreError> {
    let hid: Option<i64> = row.get("hid")?;
    let answered = match row.word_or_none("outcome")? {
        None => None,
        Some(outcome) => Some(Answered {
            outcome,
            at: row.at("answered_at")?,
            by: row.get("answered_by")?,
            reason: row.get("reason")?,
            words: row.get("answer")?,
        }),
    };
    Ok(Request {
        number: row.count("number")?,
        at: row.at("at")?,
        asked: Asked {
            kind: row.word("kind")?,
            post: PostId(row.get("post")?),
            claim: row.word("claim")?,
            cause: row.word("ground")?,
            message: row.get("message")?,
            contact: row.get("contact")?,
            language: row.get("language")?,
        },
        hid: hid.and_then(|seq| u64::try_from(seq).ok()),
        answered,
    })
}
