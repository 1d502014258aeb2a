//! What this process tells others by itself: webhooks and the hub of our feeds. Loops of their own, so that a receiver or
//! a hub that is slow delays nothing else.

use std::sync::Arc;
use std::time::Duration;

use super::survived::survived;
use super::{App, REST};
use crate::domain::wall::NamedWall;
use crate::outbound::hub;
use crate::outbound::send::{self, Courier};
use crate::store::db::StoreError;
use crate::store::{deliveries, panic, walls};
use crate::web::public::outputs::answer::topics;

/// How often it looks while there is nothing to tell.
const LOOK: Duration = Duration::from_secs(1);

impl App {
    /// Tells what is due: each receiver at most one thing, and the hub. How many were told something.
    ///
    /// # Errors
    /// Database.
    pub async fn tell(&self) -> anyhow::Result<usize> {
        let mut courier = self.courier();
        let told = courier.start((self.clock)()).await?;
        while courier.wait().await? {}
        Ok(told + usize::from(self.call_hub().await?))
    }

    /// Who carries messages to receivers.
    pub fn courier(&self) -> Courier {
        Courier::new(self.db.clone(), self.http.clone(), self.settings.site.base_url.clone())
    }

    /// Tells the hub, if there is one and something to tell. Not while the walls are blank: what it would fetch is empty.
    async fn call_hub(&self) -> anyhow::Result<bool> {
        let site = &self.settings.site;
        let Some(address) = &site.websub_hub else { return Ok(false) };
        if panic::switch(&self.db).await?.pause.is_some() {
            return Ok(false);
        }
        // The version first: a wall that is saved in between is told of once more, never left out.
        let version = walls::version(&self.db).await?;
        let base = site.base_url.as_str().trim_end_matches('/');
        let walls: Vec<Arc<NamedWall>> = walls::all(&self.db).await?.into_iter().map(Arc::new).collect();
        let topics: Vec<String> =
            topics(site, &walls).into_iter().map(|path| format!("{base}{path}")).collect();
        Ok(hub::step(&self.db, &self.http, address, &topics, version, (self.clock)()).await?)
    }

    pub(super) async fn tell_others(self) {
        tokio::join!(self.tell_receivers(), self.tell_hub());
    }

    async fn tell_receivers(&self) {
        let mut courier = self.courier();
        while !self.closing.is_cancelled() {
            let started = survived(Box::pin(async { Ok(courier.start((self.clock)()).await?) })).await;
            let rest = match started {
                // Whoever is told soonest may be told more at once; nobody waits for the slowest.
                Ok(_) => LOOK,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "nobody outside is told");
                    REST
                }
            };
            tokio::select! {
                () = self.rest(rest) => {}
                ended = courier.wait(), if courier.is_busy() => noted(ended),
            }
        }
        // What is on its way is noted; it has little patience.
        while courier.is_busy() {
            noted(courier.wait().await);
        }
    }

    async fn tell_hub(&self) {
        while !self.closing.is_cancelled() {
            let rest = match survived(Box::pin(self.call_hub())).await {
                Ok(_) => LOOK,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "the hub is not told");
                    REST
                }
            };
            self.rest(rest).await;
        }
    }

    /// Forgets what was delivered long ago.
    pub(super) async fn forget_deliveries(&self) -> anyhow::Result<()> {
        let before = (self.clock)().minus(send::KEPT);
        deliveries::forget(&self.db, before).await?;
        Ok(())
    }
}

/// What could not be noted is sent again when its lease is over.
fn noted(ended: Result<bool, StoreError>) {
    if let Err(broken) = ended {
        tracing::error!(error = %broken, "how a message to a receiver went is not noted");
    }
}
