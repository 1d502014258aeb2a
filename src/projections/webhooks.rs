//! Log → what receivers of webhooks are to be told, in the store's own transaction. Sends nothing: that is `outbound`.

use futures_util::future::BoxFuture;

use super::projection::{Batch, Projection};
use crate::domain::time::Clock;
use crate::store::db::Db;
use crate::store::deliveries;

/// Feeds the list of deliveries.
pub struct WebhookProjection {
    db: Db,
    clock: Clock,
}

impl WebhookProjection {
    /// In the same database as the posts.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }
}

impl Projection for WebhookProjection {
    fn name(&self) -> &'static str {
        "webhooks"
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(deliveries::position(&self.db).await?) })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async { Ok(deliveries::write(&self.db, &batch.entries, (self.clock)()).await?) })
    }
}
