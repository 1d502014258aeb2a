//! Reach figures: what is counted, never without how.

use serde::{Deserialize, Serialize};

use super::network::Network;
use super::time::Timestamp;

/// One day (Danish calendar) of approved posts on one network. `None` is "no post of the day told this count".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachDay {
    /// `2026-10-26`.
    pub day: String,
    /// The network.
    pub network: Network,
    /// Approved posts published that day.
    pub posts: u64,
    /// Their unique authors.
    pub authors: u64,
    /// Sums of the latest counts of those posts.
    pub reactions: Option<i64>,
    /// See `reactions`.
    pub comments: Option<i64>,
    /// See `reactions`.
    pub shares: Option<i64>,
    /// See `reactions`.
    pub views: Option<i64>,
    /// The oldest fetch among the counts: the figure is at least as old as this.
    pub oldest_fetch: Option<Timestamp>,
    /// The newest fetch among the counts.
    pub newest_fetch: Option<Timestamp>,
}

/// Sum of followers over unique authors of approved posts, at their first post in the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PotentialReach {
    /// The sum, over authors whose audience is known.
    pub followers: u64,
    /// Posts in the window.
    pub posts: u64,
    /// Posts whose author's audience is known; coverage = this / `posts`.
    pub covered_posts: u64,
    /// Unique authors in the window.
    pub authors: u64,
    /// Unique authors whose audience is known.
    pub covered_authors: u64,
}

/// Approved posts of one network in a window of days. `None` is "no post told this count".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachNetwork {
    /// The network.
    pub network: Network,
    /// Approved posts published in the window.
    pub posts: u64,
    /// Their unique authors: over the whole window, not the sum of its days.
    pub authors: u64,
    /// Each sum of the latest counts, with how many of the posts told it.
    pub reactions: Told,
    /// See `reactions`.
    pub comments: Told,
    /// See `reactions`.
    pub shares: Told,
    /// See `reactions`.
    pub views: Told,
    /// The oldest fetch among the counts: the figures are at least as old as this.
    pub oldest_fetch: Option<Timestamp>,
    /// The newest fetch among the counts.
    pub newest_fetch: Option<Timestamp>,
}

/// A sum, and over how many posts: the others do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `None` if no post tells.
    pub sum: Option<i64>,
    /// Posts that tell.
    pub posts: u64,
}
