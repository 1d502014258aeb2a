//! Facebook: wire format → `NewPost`.

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Facebook collector.
pub struct Facebook;

impl Collector for Facebook {
    fn collect<'a>(&'a self, _job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async { Harvest::default() })
    }
}
