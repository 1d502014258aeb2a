//! LinkedIn: the posts of one organisation page through the Community Management API (versioned Rest.li).
//!
//! The table of contents of the collector; it holds no types of its own but the registry's [`LinkedIn`]. There is
//! no hashtag, keyword or feed search in any open LinkedIn API, and this collector never tries one: it lists what
//! a Page published and leaves the matching to normalising. It never sees the store and reads no clock.

mod api;
mod author;
pub mod cursor;
mod engagement;
pub mod errors;
mod finder;
pub mod little_text;
pub mod media;
pub mod posts;
mod recheck;
mod run;
mod session;
mod urn;
pub mod wire;

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};
use crate::domain::source::Settings;

/// The LinkedIn collector.
pub struct LinkedIn;

impl Collector for LinkedIn {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async move {
            match &job.source.settings {
                Settings::LinkedIn(settings) => run::run(&job, settings).await,
                _ => run::not_ours(),
            }
        })
    }
}
