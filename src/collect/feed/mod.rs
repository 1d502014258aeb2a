//! Feed: wire format → `NewPost`.

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Feed collector.
pub struct Feed;

impl Collector for Feed {
    fn collect<'a>(&'a self, _job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async { Harvest::default() })
    }
}
