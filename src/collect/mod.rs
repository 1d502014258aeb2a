//! Collectors: one network a file, wire format → [`NewPost`](crate::domain::post::NewPost). They never see the store.

pub mod aside;
pub mod calendar;
pub mod collector;
pub mod facebook;
pub mod feed;
pub mod json;
pub mod linkedin;
pub mod mastodon;
pub mod text;
pub mod transport;
pub mod validators;

use crate::domain::source::Settings;
use collector::Collector;

/// The registry: which collector reads which network. Adding a network is a file and its line here.
pub fn collector(settings: &Settings) -> &'static dyn Collector {
    match settings {
        Settings::Feed(_) => &feed::Feed,
        Settings::LinkedIn(_) => &linkedin::LinkedIn,
        Settings::Facebook(_) => &facebook::Facebook,
        Settings::Mastodon(_) => &mastodon::Mastodon,
        Settings::Calendar(_) => &calendar::Calendar,
    }
}
