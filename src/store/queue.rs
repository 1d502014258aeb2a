//! The moderators' queue: a SQL query and what stands beside each post. Reached through `store::posts`.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::db::{Db, StoreError};
use super::log::{self, log_query};
use super::posts::{author_history, distinct};
use super::rows::{self, post_query};
use super::sql::args;
use super::{identity, sql::Row};
use crate::domain::engagement::Engagement;
use crate::domain::log::LogEntry;
use crate::domain::post::{Post, State};

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
}

/// A page of the queue: posts in `state`, newest published first. `cursor` comes from [`Queue::next`]; a broken one
/// is the first page.
///
/// # Errors
/// Database.
pub async fn queue(db: &Db, state: State, cursor: Option<&str>, limit: u32) -> Result<Queue, StoreError> {
    let (published_at, id) = cursor.and_then(decode).unwrap_or((i64::MAX, String::new()));
    // One more than the page tells whether there is a next one.
    let rows = db
        .all(
            post_query!(
                "WHERE p.state = $1 AND p.published_at <= $2 AND (p.published_at < $2 OR p.id < $3) \
                 ORDER BY p.published_at DESC, p.id DESC LIMIT $4"
            ),
            args![state.as_str(), published_at, id, i64::from(limit) + 1],
        )
        .await?;
    let mut posts = rows.iter().map(rows::post).collect::<Result<Vec<_>, _>>()?;
    let more = posts.len() > limit as usize;
    posts.truncate(limit as usize);
    let next = posts.last().filter(|_| more).map(encode);
    Ok(Queue { posts: items(db, posts).await?, counts: counts(db).await?, next })
}

/// Posts with what a moderator needs beside each, in the same order: for lists that a search made.
///
/// # Errors
/// Database.
pub async fn items(db: &Db, posts: Vec<Post>) -> Result<Vec<QueueItem>, StoreError> {
    let authors: Vec<Option<String>> = posts.iter().map(|post| identity::author(&post.draft)).collect();
    let history = author_history(db, &distinct(&authors)).await?;
    let mut decisions = last_decisions(db, &posts).await?;
    let items = posts.into_iter().zip(authors).map(|(post, author)| QueueItem {
        engagement: post.draft.engagement.clone(),
        author_history: author.and_then(|author| history.get(&author).copied()).unwrap_or_default(),
        last_decision: decisions.remove(&post.id.0),
        post,
    });
    Ok(items.collect())
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

fn encode(post: &Post) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", post.draft.published_at.0, post.id.0))
}

fn decode(cursor: &str) -> Option<(i64, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (published_at, id) = text.split_once(' ')?;
    Some((published_at.parse().ok()?, id.to_owned()))
}
