//! Log → reach days: recomputes the days a batch touched, in the store's own transaction.

use futures_util::future::BoxFuture;

use super::projection::{Batch, Projection};
use crate::store::db::Db;
use crate::store::reach;

/// Feeds the reach read model.
pub struct ReachProjection {
    db: Db,
}

impl ReachProjection {
    /// In the same database as the posts.
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

impl Projection for ReachProjection {
    fn name(&self) -> &'static str {
        "reach"
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(reach::position(&self.db).await?) })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async { Ok(reach::recompute(&self.db, &batch.entries).await?) })
    }
}
