//! Mastodon and servers that speak its API: a hashtag's public timeline → `NewPost`.

mod api;
mod attachments;
mod cursor;
pub mod posts;
mod recheck;
mod run;
mod timeline;
mod wire;

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Mastodon collector.
pub struct Mastodon;

impl Collector for Mastodon {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(run::run(job))
    }
}
