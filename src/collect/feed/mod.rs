//! Feeds: a tolerant reader of RSS, Atom, CDF and JSON Feed, and the collector on top of it.

pub mod charset;
pub mod dates;
pub mod entities;
pub mod entry;
pub mod json;
pub mod links;
pub mod media;
pub mod namespace;
pub mod parsed;
pub mod people;
pub mod read;
pub mod resolve;
pub mod text;
pub mod token;
pub mod tree;

use futures_util::future::BoxFuture;

use super::collector::{Collector, Harvest, Job};

/// The Feed collector.
pub struct Feed;

impl Collector for Feed {
    fn collect<'a>(&'a self, _job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async { Harvest::default() })
    }
}
