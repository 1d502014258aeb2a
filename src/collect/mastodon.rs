//! Mastodon: wire format → `NewPost`.

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Mastodon collector.
pub struct Mastodon;

impl Collector for Mastodon {
    fn collect<'a>(&'a self, _job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async { Harvest::default() })
    }
}
