//! What moderation did with the posts of a window, and their reactions by type, kept: summing it up takes a database tenths of a second at a million posts,
//! and every change of a filter on the dashboard asks the same again. Fed by the log: what is kept is of one position of it.
//! Knows no filter and no page.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;

use crate::domain::figures::{KindSum, Moderation, Window};
use crate::domain::time::Timestamp;
use crate::store::db::{Db, StoreError};
use crate::store::{log, summary};

/// Windows kept; each is some hundred bytes.
const ROOM: u64 = 500;
/// Not asked for so long, it is forgotten.
const IDLE: Duration = Duration::from_secs(3_600);
/// While the log moves, an answer this old still stands on an open page.
const PATIENCE: Duration = Duration::from_secs(10);

/// The sums of one process. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct Summed {
    /// By window and position of the log.
    kept: Cache<(Window, u64), Arc<Sums>>,
    /// The position of the newest answer for each window, and when that was asked.
    newest: Cache<Window, (u64, Timestamp)>,
}

/// What is kept of a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// What moderation did.
    pub moderation: Moderation,
    /// Reactions by type.
    pub kinds: Vec<KindSum>,
}

/// How new an answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// At most some seconds old: for a page that renews itself.
    Lately,
    /// As the log stands: for what is made twice and must be the same.
    Exactly,
}

impl Default for Summed {
    fn default() -> Self {
        Self {
            kept: Cache::builder().max_capacity(ROOM).time_to_idle(IDLE).build(),
            newest: Cache::builder().max_capacity(ROOM).time_to_idle(IDLE).build(),
        }
    }
}

impl Summed {
    /// The sums of a window. However many ask for the same, the database is asked once.
    ///
    /// # Errors
    /// Database; nothing is kept then.
    pub async fn of(
        &self,
        db: &Db,
        window: Window,
        fresh: Fresh,
        now: Timestamp,
    ) -> anyhow::Result<Arc<Sums>> {
        if fresh == Fresh::Lately
            && let Some((position, at)) = self.newest.get(&window).await
            && now.since(at) < PATIENCE
            && let Some(known) = self.kept.get(&(window, position)).await
        {
            return Ok(known);
        }
        // Read before the sums: they may be newer than it, and are then made anew with the next question, never older.
        let position = log::head(db).await?;
        let asked = async {
            let (moderation, kinds) =
                (summary::moderation(db, window).await?, summary::kinds(db, window).await?);
            Ok::<_, StoreError>(Arc::new(Sums { moderation, kinds }))
        };
        let told = self.kept.try_get_with((window, position), asked).await;
        let told = told.map_err(|error| anyhow::anyhow!("the sums of a window: {error}"))?;
        self.newest.insert(window, (position, now)).await;
        Ok(told)
    }
}
