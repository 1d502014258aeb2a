//! A network's own counts for a post, at one moment. Never summed across networks without the breakdown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// Counts as the network gave them; `None` is "not told", which is not zero. LinkedIn's `likeCount` can be negative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Engagement {
    /// Likes and every other reaction together.
    pub reactions: Option<i64>,
    /// Comments or replies.
    pub comments: Option<i64>,
    /// Shares, reposts or boosts.
    pub shares: Option<i64>,
    /// Views or impressions, where the network measures them.
    pub views: Option<i64>,
    /// Reactions by type, as the network names them; empty where it does not tell them apart.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, i64>,
    /// When the counts were fetched. Counts that stay the same may have been fetched again up to six hours later.
    pub fetched_at: Timestamp,
    /// When a network's storage rule says that they must be forgotten.
    pub expires_at: Option<Timestamp>,
}

impl Engagement {
    /// True if the counts are the same, whenever they were fetched.
    pub fn same_counts(&self, other: &Self) -> bool {
        (self.reactions, self.comments, self.shares, self.views, &self.kinds)
            == (other.reactions, other.comments, other.shares, other.views, &other.kinds)
    }
}
