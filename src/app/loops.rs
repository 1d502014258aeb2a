//! Loops that need nothing of the others: the flood guard, and counted views on their way to the store. Know no page.

use std::time::Duration;

use hashwall_index::Engine;

use super::App;
use super::survived::survived;
use crate::guard;
use crate::projections::figures;
use crate::projections::tally::Tally;

/// How often counted views are written.
const TALLY: Duration = Duration::from_secs(10);

impl App {
    pub(super) async fn guard(self) {
        while !self.closing.is_cancelled() {
            let looking = guard::step(&self.db, (self.clock)());
            if let Err(broken) = survived(Box::pin(async { Ok(looking.await?) })).await {
                tracing::error!(error = format!("{broken:#}"), "the flood guard could not look");
            }
            self.rest(guard::EVERY).await;
        }
    }

    /// Writes what visitors' pages reported, and what is left when the process ends.
    pub(super) async fn write_tally(self, tally: Tally) {
        loop {
            let closing = self.closing.is_cancelled();
            if let Err(broken) = survived(Box::pin(tally.flush(&self.db))).await {
                tracing::error!(error = format!("{broken:#}"), "counted views wait to be written");
            }
            if closing {
                return;
            }
            self.rest(TALLY).await;
        }
    }
}

/// Makes the columns ready that the first figures would otherwise wait for.
pub(super) async fn warm(index: Engine) {
    if let Err(broken) = figures::warm(&index).await {
        tracing::warn!(error = format!("{broken:#}"), "the first figures will take longer");
    }
}
