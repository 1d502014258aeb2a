//! Mastodon's world.

use axum::Router;

use crate::clock::Clock;

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct Mastodon {
    _clock: Clock,
    _base: String,
}

impl Mastodon {
    pub(crate) fn new(clock: Clock, base: String) -> Self {
        Self { _clock: clock, _base: base }
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
    }
}
