//! What one run leaves for the next: how far the timeline has been read, and which local id a known post has.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::time::Timestamp;

/// Local ids that are remembered; the oldest go first.
const MOST_IDS: usize = 2_000;
/// A post that reaches the server late gets an id by its *creation* time, below ids that were read before. So each
/// catch-up begins with the posts of this long ago.
const LATE: Duration = Duration::from_secs(60 * 60);

/// The cursor of a hashtag. Any other shape is read as the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// Highest id read; empty before anything was.
    pub newest: String,
    /// Highest id read whose post was old enough that later arrivals below it are not waited for.
    pub settled: String,
    /// How far a catch-up had come that ended before the timeline did.
    pub resume: Option<String>,
    /// Going back from the newest page: next page below this id, and how many more.
    pub back: Option<Back>,
    /// Local ids of known posts by `uri`, oldest first.
    pub ids: Vec<(String, String)>,
    /// Runs in a row in which the timeline was empty although nothing was ever read.
    pub empty_runs: u32,
}

/// An unfinished way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// Read below this id.
    pub below: String,
    /// Pages left.
    pub pages: u32,
}

impl Cursor {
    /// Reads what the last run left.
    pub fn read(value: &Value) -> Self {
        // Right, because the contract of `Job::cursor` makes any other shape the first time.
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// Where a catch-up begins.
    pub fn start(&self) -> &str {
        match &self.resume {
            Some(reached) => reached,
            None if self.settled.is_empty() => &self.newest,
            None => &self.settled,
        }
    }

    /// Takes note of an id that was read, and of when its post was created.
    pub fn saw(&mut self, id: &str, created: Option<Timestamp>, now: Timestamp) {
        if is_above(id, &self.newest) {
            id.clone_into(&mut self.newest);
        }
        if created.is_some_and(|created| created <= now.minus(LATE)) {
            self.settle(id);
        }
    }

    /// Begins later catch-ups above this id, if they do not already begin higher.
    pub fn settle(&mut self, id: &str) {
        if is_above(id, &self.settled) {
            id.clone_into(&mut self.settled);
        }
    }

    /// Remembers a post's local id.
    pub fn remember(&mut self, uri: &str, local: &str) {
        if let Some(known) = self.ids.iter_mut().find(|(known, _)| known == uri) {
            local.clone_into(&mut known.1);
            return;
        }
        if self.ids.len() >= MOST_IDS {
            self.ids.remove(0);
        }
        self.ids.push((uri.to_owned(), local.to_owned()));
    }

    /// Forgets a post.
    pub fn forget(&mut self, uri: &str) {
        self.ids.retain(|(known, _)| known != uri);
    }

    /// The local id of a known post.
    pub fn local_id(&self, uri: &str) -> Option<&str> {
        self.ids.iter().find(|(known, _)| known == uri).map(|(_, local)| local.as_str())
    }
}

/// True if one id is newer than another. Ids are opaque strings, but Mastodon documents that they sort by length and then
/// by letters; `""` is below all.
pub fn is_above(id: &str, other: &str) -> bool {
    (id.len(), id) > (other.len(), other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_compare_as_mastodon_documents() {
        assert!(is_above("115240000000000010", "115240000000000009"));
        assert!(is_above("1000", "999") && !is_above("999", "1000"));
        assert!(is_above("1", "") && !is_above("1", "1"));
    }

    #[test]
    fn a_catch_up_begins_an_hour_back_unless_one_is_unfinished() {
        let mut cursor = Cursor::default();
        let at = |minutes: i64| Timestamp::from_secs(minutes * 60);
        for minute in 0..=180 {
            cursor.saw(&format!("{}", 1_000 + minute), Some(at(minute)), at(180));
        }
        assert_eq!(cursor.start(), "1120");
        cursor.resume = Some("1150".to_owned());
        assert_eq!(cursor.start(), "1150");
    }

    #[test]
    fn the_memory_is_bounded_and_drops_the_oldest() {
        let mut cursor = Cursor::default();
        for n in 0..=MOST_IDS {
            cursor.remember(&format!("uri{n}"), &format!("{n}"));
        }
        assert_eq!((cursor.ids.len(), cursor.local_id("uri0")), (MOST_IDS, None));
        assert_eq!(cursor.local_id("uri2000"), Some("2000"));
    }
}
