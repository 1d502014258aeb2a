//! Facebook Pages: Graph API → `NewPost`. Reads a Page's own posts, if wanted the posts that tag it, and re-checks
//! known ones.

pub mod api;
pub mod attachments;
pub mod cursor;
pub mod edge;
pub mod errors;
pub mod page;
pub mod posts;
pub mod recheck;
pub mod run;
pub mod usage;
pub mod wire;

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Facebook collector.
pub struct Facebook;

impl Collector for Facebook {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(run::run(job))
    }
}
