//! What one run leaves for the next. No paging cursor of Meta's is kept: they die when posts come and go.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::time::Timestamp;

/// How far before the last reading each reading begins. An edge is in no promised order, a post can appear late (it was
/// hidden, or scheduled), and an edit can add the hashtag days after.
pub const OVERLAP: Duration = Duration::from_secs(14 * 86_400);
/// How far back the first reading goes: the last edition, whenever this one starts.
pub const FIRST_WINDOW: Duration = Duration::from_secs(400 * 86_400);
/// First misses that are remembered; more than a Page's posts of a year that Meta still serves (about 600).
const MOST_MISSES: usize = 1_000;

/// The cursor of a Page. Any other shape is read as the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The Page's own posts.
    pub published: Edge,
    /// Posts of others that tag the Page.
    pub tagged: Edge,
    /// The Page itself.
    pub page: PageInfo,
    /// Posts the API did not know when they were last asked for, and when that was first so.
    pub missed: BTreeMap<String, Timestamp>,
    /// When what Facebook measured of the Page was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insights_at: Option<Timestamp>,
    /// Posts asked for at a time, where Meta found the usual number too much.
    pub at_a_time: Option<u32>,
}

/// How far an edge has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Edge {
    /// Everything created before this instant has been read, or stands in `backlog`.
    pub read_until: Option<Timestamp>,
    /// What a run that ended early left unread.
    pub backlog: Option<Window>,
}

/// A stretch of `created_time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From this instant.
    pub since: Timestamp,
    /// To this one, inclusive.
    pub until: Option<Timestamp>,
}

/// What is known of the Page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageInfo {
    /// Its name.
    pub name: String,
    /// `ledelsesugen` of `facebook.com/ledelsesugen`; many Pages have none.
    pub username: String,
    /// Its address.
    pub link: String,
    /// People who follow it.
    pub followers: Option<u64>,
    /// When to ask again.
    pub ask_after: Timestamp,
}

impl Cursor {
    /// Reads what the last run left.
    pub fn read(value: &Value) -> Self {
        // Right, because the contract of `Job::cursor` makes any other shape the first time.
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// Remembers a miss and says when that post was first missed.
    pub fn miss(&mut self, id: &str, now: Timestamp) -> Timestamp {
        if !self.missed.contains_key(id) && self.missed.len() >= MOST_MISSES {
            let oldest = self.missed.iter().min_by_key(|(_, at)| **at).map(|(id, _)| id.clone());
            if let Some(oldest) = oldest {
                self.missed.remove(&oldest);
            }
        }
        *self.missed.entry(id.to_owned()).or_insert(now)
    }
}

impl Edge {
    /// Where a reading that starts at `now` begins.
    pub fn head(&self, now: Timestamp) -> Window {
        let since = self.read_until.map_or_else(|| now.minus(FIRST_WINDOW), |read| read.minus(OVERLAP));
        Window { since, until: None }
    }

    /// Adds a stretch to the backlog.
    pub fn leave(&mut self, rest: Window) {
        let since = self.backlog.map_or(rest.since, |old| old.since.min(rest.since));
        let until = match (self.backlog.map(|old| old.until), rest.until) {
            (None, until) => until,
            (Some(Some(old)), Some(new)) => Some(old.max(new)),
            (Some(_), _) => None,
        };
        self.backlog = Some(Window { since, until });
    }
}
