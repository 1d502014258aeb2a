//! Reading posts.

use super::db::{Db, StoreError};
use crate::domain::engagement::Engagement;
use crate::domain::log::LogEntry;
use crate::domain::post::{Draft, Post, PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Knowledge;

/// The current rows of these posts; ids without a row are simply absent. Any order.
///
/// # Errors
/// Database.
pub async fn load(_db: &Db, _ids: &[PostId]) -> Result<Vec<Post>, StoreError> {
    Ok(Vec::new())
}

/// A page of every post, by id, after `after`: what a rebuild walks through.
///
/// # Errors
/// Database.
pub async fn page(_db: &Db, _after: Option<&PostId>, _limit: u32) -> Result<Vec<Post>, StoreError> {
    Ok(Vec::new())
}

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
pub async fn queue(_db: &Db, _state: State, _cursor: Option<&str>, _limit: u32) -> Result<Queue, StoreError> {
    Ok(Queue::default())
}

/// What is known about each draft, in the same order, before it is judged.
///
/// # Errors
/// Database.
pub async fn knowledge(
    _db: &Db,
    drafts: &[Draft],
    _source_trusted: bool,
    _now: Timestamp,
) -> Result<Vec<Knowledge>, StoreError> {
    Ok(drafts.iter().map(|_| Knowledge::default()).collect())
}
