//! What this process tells others by itself: webhooks and the hub of our feeds. A loop of its own, so that a receiver that
//! is slow delays nothing else.

use std::time::Duration;

use super::survived::survived;
use super::{App, REST};
use crate::outbound::{hub, send};
use crate::store::deliveries;

/// How often it looks while there is nothing to tell.
const LOOK: Duration = Duration::from_secs(1);

/// Feeds whose readers the hub tells.
const TOPICS: [&str; 6] = [
    "/opslag.rss",
    "/opslag.atom",
    "/opslag.jsonfeed",
    "/kalender.rss",
    "/kalender.atom",
    "/kalender.jsonfeed",
];

impl App {
    /// Tells what is due: each receiver at most one thing, and the hub. How many were told something.
    ///
    /// # Errors
    /// Database.
    pub async fn tell(&self) -> anyhow::Result<usize> {
        let (site, now) = (&self.settings.site, (self.clock)());
        let told = send::step(&self.db, &self.http, &site.base_url, now).await?;
        let Some(address) = &site.websub_hub else { return Ok(told) };
        let base = site.base_url.as_str().trim_end_matches('/');
        let topics: Vec<String> = TOPICS.iter().map(|path| format!("{base}{path}")).collect();
        let called = hub::step(&self.db, &self.http, address, &topics, now).await?;
        Ok(told + usize::from(called))
    }

    pub(super) async fn tell_others(self) {
        while !self.closing.is_cancelled() {
            let rest = match survived(Box::pin(self.tell())).await {
                Ok(0) => LOOK,
                Ok(_) => continue,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "nobody outside is told");
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
