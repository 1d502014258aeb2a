//! Reading posts.

use std::collections::{HashMap, HashSet};

use super::db::{Db, StoreError};
use super::identity;
use super::knowledge;
pub use super::queue::{Queue, QueueItem, queue};
use super::rows::{self, post_query};
use super::sql::args;
use crate::domain::post::{Draft, NewPost, Post, PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Knowledge;

/// The key that stands for a post's author, as column `author` has it: the same person on the same network everywhere in one
/// installation. `None` if the network does not say who it is.
pub fn writer(draft: &Draft) -> Option<String> {
    identity::author(draft)
}

/// The author's audience as column `followers` has it; `None` if it is not told.
pub fn followers(draft: &Draft) -> Option<i64> {
    super::sighting::followers(draft)
}

/// The current rows of these posts; ids without a row are simply absent. Any order.
///
/// # Errors
/// Database.
pub async fn load(db: &Db, ids: &[PostId]) -> Result<Vec<Post>, StoreError> {
    let ids: Vec<String> = ids.iter().map(|id| id.0.clone()).collect();
    let rows = db.all_of(post_query!("WHERE p.id IN ({})"), args![], &ids).await?;
    rows.iter().map(rows::post).collect()
}

/// A page of every post, by id, after `after`: what a rebuild walks through.
///
/// # Errors
/// Database.
pub async fn page(db: &Db, after: Option<&PostId>, limit: u32) -> Result<Vec<Post>, StoreError> {
    let after = after.map_or("", |id| id.0.as_str());
    let rows = db.all(post_query!("WHERE p.id > $1 ORDER BY p.id LIMIT $2"), args![after, limit]).await?;
    rows.iter().map(rows::post).collect()
}

/// Native ids of those of these posts that are stored, from whatever source.
///
/// # Errors
/// Database.
pub async fn known(db: &Db, posts: &[NewPost]) -> Result<HashSet<String>, StoreError> {
    let by_identity: HashMap<String, &str> = posts
        .iter()
        .map(|post| (identity::post(post.network, post.native_id.trim()), post.native_id.as_str()))
        .collect();
    let identities: Vec<String> = by_identity.keys().cloned().collect();
    let sql = "SELECT identity FROM posts WHERE identity IN ({})";
    let mut known = HashSet::new();
    for row in db.all_of(sql, args![], &identities).await? {
        let identity: String = row.get("identity")?;
        known.extend(by_identity.get(&identity).map(|native_id| (*native_id).to_owned()));
    }
    Ok(known)
}

/// What is known about each draft, in the same order, before it is judged. A handful of queries, however many drafts.
///
/// A duplicate is an *earlier* post with the same canonical link, or the same words (folded, white space collapsed, at
/// least 40 characters); two drafts that are both new know nothing of each other.
///
/// # Errors
/// Database.
pub async fn knowledge(
    db: &Db,
    drafts: &[Draft],
    source_trusted: bool,
    now: Timestamp,
) -> Result<Vec<Knowledge>, StoreError> {
    let identities: Vec<String> = drafts.iter().map(|d| identity::post(d.network, &d.native_id)).collect();
    let authors: Vec<Option<String>> = drafts.iter().map(identity::author).collect();
    let links: Vec<Option<String>> = drafts.iter().map(identity::link).collect();
    let words: Vec<Option<String>> = drafts.iter().map(identity::words).collect();

    let own =
        pairs(db, "SELECT identity AS found, id FROM posts WHERE identity IN ({})", &identities).await?;
    let by_link = pairs(
        db,
        "SELECT url_hash AS found, MIN(id) AS id FROM posts WHERE url_hash IN ({}) GROUP BY url_hash",
        &distinct(&links),
    )
    .await?;
    let by_words = pairs(
        db,
        "SELECT text_hash AS found, MIN(id) AS id FROM posts WHERE text_hash IN ({}) GROUP BY text_hash",
        &distinct(&words),
    )
    .await?;
    let authors_once = distinct(&authors);
    let history = author_history(db, &authors_once).await?;
    let blocked: HashSet<String> = db
        .all_of("SELECT author FROM blocked_authors WHERE author IN ({})", args![], &authors_once)
        .await?
        .iter()
        .map(|row| row.get("author"))
        .collect::<Result<_, _>>()?;

    let known = (0..drafts.len()).map(|place| {
        let author = authors[place].as_ref();
        let (author_approved, author_rejected) =
            author.and_then(|author| history.get(author)).copied().unwrap_or_default();
        let own = own.get(&identities[place]);
        let duplicate_of = [(&links[place], &by_link), (&words[place], &by_words)]
            .into_iter()
            .filter_map(|(hash, found)| found.get(hash.as_ref()?))
            // Ids rise with the time of collecting. The first of its kind is nobody's duplicate.
            .filter(|first| own.is_none_or(|own| *first < own))
            .min()
            .map(|first| PostId(first.clone()));
        Knowledge {
            author_approved,
            author_rejected,
            author_blocked: author.is_some_and(|author| blocked.contains(author)),
            source_trusted,
            duplicate_of,
            now,
            ..Knowledge::default()
        }
    });
    let mut known: Vec<Knowledge> = known.collect();
    knowledge::complete(db, drafts, &mut known).await?;
    Ok(known)
}

/// Approved and rejected posts here of each of these authors.
pub(super) async fn author_history(
    db: &Db,
    authors: &[String],
) -> Result<HashMap<String, (u64, u64)>, StoreError> {
    let rows = db
        .all_of(
            "SELECT author, state, COUNT(*) AS posts FROM posts \
             WHERE author IN ({}) AND state IN ('approved', 'rejected') GROUP BY author, state",
            args![],
            authors,
        )
        .await?;
    let mut history: HashMap<String, (u64, u64)> = HashMap::new();
    for row in rows {
        let (approved, rejected) = history.entry(row.get("author")?).or_default();
        match row.word("state")? {
            State::Approved => *approved = row.count("posts")?,
            _ => *rejected = row.count("posts")?,
        }
    }
    Ok(history)
}

/// Each hash once.
pub(super) fn distinct(hashes: &[Option<String>]) -> Vec<String> {
    hashes.iter().flatten().cloned().collect::<HashSet<_>>().into_iter().collect()
}

async fn pairs(db: &Db, sql: &'static str, hashes: &[String]) -> Result<HashMap<String, String>, StoreError> {
    let rows = db.all_of(sql, args![], hashes).await?;
    rows.iter().map(|row| Ok((row.get("found")?, row.get("id")?))).collect()
}
