//! The moderators' queue: a SQL query and what stands beside each post. Reached through `store::posts`.

use std::collections::HashMap;

use super::db::{Db, StoreError};
use super::listing::{self, Ask};
use super::log::{self, log_query};
use super::notes::{self, Note};
use super::posts::{self, author_history, distinct};
use super::sql::{Row, args};
use super::{identity, leases, submissions, trust, versions};
use crate::domain::engagement::Engagement;
use crate::domain::log::LogEntry;
use crate::domain::post::{Post, PostId, State};
use crate::domain::submission::Submission;
use crate::domain::time::Timestamp;

/// Near-duplicates on one card. What is more of them stands on the next, once these are decided: a form has a limit.
pub const MOST_ALIKE: usize = 150;

/// Posts of the queue and how many there are in each state.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// The page, in the order asked for.
    pub posts: Vec<QueueItem>,
    /// Count per state, in the order of [`State::ALL`].
    pub counts: Vec<(State, u64)>,
    /// Pass back as `cursor` for the next page.
    pub next: Option<String>,
}

/// One post of the queue with what a moderator needs beside it.
#[derive(Clone, Debug)]
pub struct QueueItem {
    /// The post.
    pub post: Post,
    /// Latest counts.
    pub engagement: Option<Engagement>,
    /// The author's history here: approved, rejected.
    pub author_history: (u64, u64),
    /// The last decision on it, if any: what an undo takes back.
    pub last_decision: Option<LogEntry>,
    /// What moderators noted.
    pub notes: Vec<Note>,
    /// The words that were approved, where an edit of them waits.
    pub approved: Option<String>,
    /// Posts in the same state that say nearly the same: at most [`MOST_ALIKE`].
    pub alike: Vec<Post>,
    /// Who has it in hand.
    pub held_by: Option<String>,
    /// Somebody took the trust from its author.
    pub distrusted: bool,
    /// How it was handed in, if a visitor did.
    pub submission: Option<Submission>,
}

/// A page of the queue: posts in `state`, newest published first. `cursor` comes from [`Queue::next`]; a broken one
/// is the first page.
///
/// # Errors
/// Database.
pub async fn queue(db: &Db, state: State, cursor: Option<&str>, limit: u32) -> Result<Queue, StoreError> {
    let ask = Ask { state: Some(state), ..Ask::default() };
    // Nobody asks, so nothing is in another's hand whatever the time is.
    let now = Timestamp(i64::MAX);
    let listed = listing::page(db, &ask, cursor, limit, now).await?;
    let posts = items(db, listed.posts, true, now).await?;
    Ok(Queue { posts, counts: counts(db).await?, next: listed.next })
}

/// Posts with what a moderator needs beside each, in the same order; `clustered` if near-duplicates stand as their first.
///
/// # Errors
/// Database.
pub async fn items(
    db: &Db,
    posts: Vec<Post>,
    clustered: bool,
    now: Timestamp,
) -> Result<Vec<QueueItem>, StoreError> {
    let authors: Vec<Option<String>> = posts.iter().map(|post| identity::author(&post.draft)).collect();
    let history = author_history(db, &distinct(&authors)).await?;
    let mut decisions = last_decisions(db, &posts).await?;
    let mut notes = notes::of(db, &posts).await?;
    let mut approved = versions::of(db, &posts).await?;
    let mut alike =
        if clustered { alike(db, &posts, clusters(db, &posts).await?).await? } else { HashMap::new() };
    let held = leases::held(db, now).await?;
    let mut handed_in = submissions::of_posts(db, &posts).await?;
    let distrusted = trust::distrusted_of(db, &distinct(&authors)).await?;
    let items = posts.into_iter().zip(authors).map(|(post, author)| QueueItem {
        engagement: post.draft.engagement.clone(),
        submission: handed_in.remove(&post.id),
        distrusted: author.as_ref().is_some_and(|author| distrusted.contains(author)),
        author_history: author.and_then(|author| history.get(&author).copied()).unwrap_or_default(),
        last_decision: decisions.remove(&post.id.0),
        notes: notes.remove(&post.id).unwrap_or_default(),
        approved: approved.remove(&post.id),
        alike: alike.remove(&post.id).unwrap_or_default(),
        held_by: held.get(&post.id).cloned(),
        post,
    });
    Ok(items.collect())
}

/// The others of each post's cluster in the same state, by id; each with the post it stands under. At most [`MOST_ALIKE`] of
/// a cluster.
///
/// # Errors
/// Database.
pub async fn clusters(db: &Db, posts: &[Post]) -> Result<HashMap<PostId, PostId>, StoreError> {
    let ids: Vec<String> = posts.iter().map(|post| post.id.0.clone()).collect();
    let sql = "SELECT s.post AS first, o.post AS other FROM sketches s \
               JOIN sketches o ON o.cluster = s.cluster AND o.post <> s.post \
               JOIN posts p ON p.id = o.post JOIN posts m ON m.id = s.post AND m.state = p.state \
               WHERE s.post IN ({}) ORDER BY o.post";
    let mut first: HashMap<PostId, PostId> = HashMap::new();
    let mut counted: HashMap<PostId, usize> = HashMap::new();
    for row in db.all_of(sql, args![], &ids).await? {
        let head = PostId(row.get("first")?);
        let count = counted.entry(head.clone()).or_default();
        *count += 1;
        if *count <= MOST_ALIKE {
            first.insert(PostId(row.get("other")?), head);
        }
    }
    Ok(first)
}

/// The posts that [`clusters`] found, oldest first. What was decided since then no longer stands under its first.
///
/// # Errors
/// Database.
pub async fn alike(
    db: &Db,
    posts: &[Post],
    first: HashMap<PostId, PostId>,
) -> Result<HashMap<PostId, Vec<Post>>, StoreError> {
    let states: HashMap<&PostId, State> = posts.iter().map(|post| (&post.id, post.state)).collect();
    let mut others: Vec<PostId> = first.keys().cloned().collect();
    others.sort();
    let mut loaded = posts::load(db, &others).await?;
    loaded.sort_by(|a, b| a.id.cmp(&b.id));
    let mut alike: HashMap<PostId, Vec<Post>> = HashMap::new();
    for post in loaded {
        if let Some(head) = first.get(&post.id).filter(|head| states.get(head) == Some(&post.state)) {
            alike.entry(head.clone()).or_default().push(post);
        }
    }
    Ok(alike)
}

/// How many posts there are in each state, in the order of [`State::ALL`].
///
/// # Errors
/// Database.
pub async fn counts(db: &Db) -> Result<Vec<(State, u64)>, StoreError> {
    let rows = db.all("SELECT state, COUNT(*) AS posts FROM posts GROUP BY state", args![]).await?;
    let counted = |row: &Row| Ok((row.word::<State>("state")?, row.count("posts")?));
    let counted: HashMap<State, u64> = rows.iter().map(counted).collect::<Result<_, StoreError>>()?;
    Ok(State::ALL.into_iter().map(|state| (state, counted.get(&state).copied().unwrap_or(0))).collect())
}

async fn last_decisions(db: &Db, posts: &[Post]) -> Result<HashMap<String, LogEntry>, StoreError> {
    let ids: Vec<String> = posts.iter().map(|post| post.id.0.clone()).collect();
    let rows = db
        .all_of(
            log_query!(
                "WHERE seq IN (SELECT MAX(seq) FROM log WHERE post IN ({}) AND action IN ('decided', 'undone') \
                 GROUP BY post)"
            ),
            args![],
            &ids,
        )
        .await?;
    rows.iter().map(|row| log::entry(row).map(|entry| (entry.post.0.clone(), entry))).collect()
}
