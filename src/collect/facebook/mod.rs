//! Facebook Pages: Graph API → `NewPost`. Reads a Page's own posts, if wanted the posts that tag it, and re-checks
//! known ones.

mod api;
mod attachments;
pub mod cursor;
mod edge;
mod errors;
mod insights;
mod measures;
mod page;
pub mod posts;
mod recheck;
mod run;
mod usage;
mod wire;

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Facebook collector.
pub struct Facebook;

impl Collector for Facebook {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(run::run(job))
    }
}
