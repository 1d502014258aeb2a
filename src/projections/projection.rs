//! What a projection is, and the step that feeds all of them from the event log.

use std::collections::HashMap;

use futures_util::future::BoxFuture;

use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, PostId};
use crate::store::db::Db;
use crate::store::{log, posts};

/// Log entries applied in one go.
pub const BATCH: u32 = 500;

/// A read model fed by the log. Applying the same batch twice, or a batch again after a crash, changes nothing.
pub trait Projection: Send + Sync {
    /// Its name in logs and metrics.
    fn name(&self) -> &'static str;

    /// The name of the one that must have applied a batch before this one may.
    fn follows(&self) -> Option<&'static str> {
        None
    }

    /// Every entry up to here is applied.
    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>>;

    /// Applies a batch that starts right after [`Projection::position`] and moves there, both or neither.
    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>>;
}

/// A stretch of the log and the *current* row of every post in it.
#[derive(Debug, Default)]
pub struct Batch {
    /// Where it starts (exclusive).
    pub after: u64,
    /// Oldest first, gap-free.
    pub entries: Vec<LogEntry>,
    /// Current rows; a post without one is gone.
    pub rows: HashMap<PostId, Post>,
}

impl Batch {
    /// Reads the stretch after `after`; empty at the end of the log.
    ///
    /// # Errors
    /// Database.
    pub async fn read(db: &Db, after: u64) -> anyhow::Result<Self> {
        let entries = log::read_after(db, after, BATCH).await?;
        let mut ids: Vec<PostId> = entries.iter().map(|entry| entry.post.clone()).collect();
        ids.sort();
        ids.dedup();
        let rows = posts::load(db, &ids).await?;
        let rows = rows.into_iter().map(|post| (post.id.clone(), post)).collect();
        Ok(Self { after, entries, rows })
    }

    /// The position a projection stands at once this is applied.
    pub fn end(&self) -> u64 {
        self.entries.last().map_or(self.after, |entry| entry.seq)
    }

    /// Each post whose content or state changed, once, with its last such entry, in log order. Changed counts are left
    /// out: what shows them asks for [`Batch::touched`].
    pub fn changed(&self) -> Vec<&LogEntry> {
        self.last_of(|action| action != Action::Measured)
    }

    /// Each post of which anything changed, its counts among it, once, with its last entry, in log order.
    pub fn touched(&self) -> Vec<&LogEntry> {
        self.last_of(|_| true)
    }

    fn last_of(&self, wanted: impl Fn(Action) -> bool) -> Vec<&LogEntry> {
        let mut last: HashMap<&PostId, &LogEntry> = HashMap::new();
        for entry in self.entries.iter().filter(|entry| wanted(entry.action)) {
            last.insert(&entry.post, entry);
        }
        let mut changed: Vec<&LogEntry> = last.into_values().collect();
        changed.sort_by_key(|entry| entry.seq);
        changed
    }
}

/// Moves every projection one batch forward, in the order given. One that fails holds up those that follow it
/// ([`Projection::follows`]) and no other: a broken figure must not keep a withdrawn post on open pages. True if
/// anything was applied.
///
/// # Errors
/// The first that failed, after the others had their turn; the next step tries again from where each stands.
pub async fn step(db: &Db, projections: &[&dyn Projection]) -> anyhow::Result<bool> {
    let mut moved = false;
    let mut read: Option<Batch> = None;
    let mut failed: Vec<&'static str> = Vec::new();
    let mut first: Option<anyhow::Error> = None;
    for projection in projections {
        if projection.follows().is_some_and(|earlier| failed.contains(&earlier)) {
            continue;
        }
        match one(db, *projection, &mut read).await {
            Ok(applied) => moved |= applied,
            Err(broken) => {
                tracing::error!(
                    projection = projection.name(),
                    error = format!("{broken:#}"),
                    "stands still"
                );
                failed.push(projection.name());
                first.get_or_insert(broken);
            }
        }
    }
    first.map_or(Ok(moved), Err)
}

async fn one(db: &Db, projection: &dyn Projection, read: &mut Option<Batch>) -> anyhow::Result<bool> {
    let position = projection.position().await?;
    // They mostly stand at the same place: what was read for one serves the next.
    let batch = match read.take().filter(|batch| batch.after == position) {
        Some(batch) => read.insert(batch),
        None => read.insert(Batch::read(db, position).await?),
    };
    // Told also while nothing happens: after a restart a monitor sees where each one stands.
    let gauge = metrics::gauge!("hashwall_projection_position", "projection" => projection.name());
    if batch.entries.is_empty() {
        gauge.set(position as f64);
        return Ok(false);
    }
    projection.apply(batch).await?;
    gauge.set(batch.end() as f64);
    Ok(true)
}
