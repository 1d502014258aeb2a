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

use crate::domain::network::Network;
use collector::Collector;

/// The registry: which collector reads which network. Adding a network is a file and its line here.
pub fn collector(network: Network) -> &'static dyn Collector {
    match network {
        Network::Feed => &feed::Feed,
        Network::LinkedIn => &linkedin::LinkedIn,
        Network::Facebook => &facebook::Facebook,
        Network::Mastodon => &mastodon::Mastodon,
        Network::Calendar => &calendar::Calendar,
    }
}
