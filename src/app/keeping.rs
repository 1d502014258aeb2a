//! The loops that keep the house in order by themselves: storage limits and the flood guard.

use super::survived::survived;
use super::{App, REST, purge_all};
use crate::guard;
use crate::store::requests;

impl App {
    pub(super) async fn purge(self) {
        while !self.closing.is_cancelled() {
            let now = (self.clock)();
            let answered = now.minus(self.settings.takedown.forget_after);
            let purging = async {
                purge_all(&self.db, now).await?;
                requests::forget(&self.db, answered).await.map(|_| ())
            };
            match survived(Box::pin(async {
                purging.await?;
                self.forget_deliveries().await
            }))
            .await
            {
                Ok(()) => self.rest(self.settings.worker.purge_every).await,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "storage limits could not be enforced");
                    self.rest(REST).await;
                }
            }
        }
    }

    pub(super) async fn guard(self) {
        while !self.closing.is_cancelled() {
            let looking = guard::step(&self.db, (self.clock)());
            if let Err(broken) = survived(Box::pin(async { Ok(looking.await?) })).await {
                tracing::error!(error = format!("{broken:#}"), "the flood guard could not look");
            }
            self.rest(guard::EVERY).await;
        }
    }
}
