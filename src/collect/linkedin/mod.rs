//! LinkedIn: wire format → `NewPost`.

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The LinkedIn collector.
pub struct LinkedIn;

impl Collector for LinkedIn {
    fn collect<'a>(&'a self, _job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async { Harvest::default() })
    }
}
