//! Loops that need nothing of the others: the flood guard, and counted views on their way to the store. Know no page.

use std::time::Duration;

use hashwall_index::Engine;
use tokio_util::sync::CancellationToken;

use super::App;
use super::survived::survived;
use crate::guard;
use crate::projections::figures;
use crate::projections::tally::Tally;

/// How often counted views are written.
const TALLY: Duration = Duration::from_secs(10);
/// The same while the last requests are answered.
const DRAINING: Duration = Duration::from_secs(1);

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

    /// Writes what visitors' pages reported, and what is left when the process ends: after the last request was answered,
    /// which is `served`, for until then pages that are being left report what they have.
    pub(super) async fn write_tally(self, tally: Tally, served: CancellationToken) {
        loop {
            let over = served.is_cancelled();
            if let Err(broken) = survived(Box::pin(tally.flush(&self.db))).await {
                tracing::error!(error = format!("{broken:#}"), "counted views wait to be written");
            }
            if over {
                return;
            }
            if self.closing.is_cancelled() {
                // A request that hangs is cut off in the end; it takes no more with it than this.
                tokio::select! {
                    () = served.cancelled() => {}
                    () = tokio::time::sleep(DRAINING) => {}
                }
            } else {
                self.rest(TALLY).await;
            }
        }
    }
}

/// Makes the columns ready that the first figures would otherwise wait for.
pub(super) async fn warm(index: Engine) {
    if let Err(broken) = figures::warm(&index).await {
        tracing::warn!(error = format!("{broken:#}"), "the first figures will take longer");
    }
}
