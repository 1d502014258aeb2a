//! What one run leaves for the next: how far the timeline has been read, and which local id a known post has.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::time::Timestamp;

/// Local ids that are remembered; the oldest go first.
const MOST_IDS: usize = 2_000;
/// A post that reaches the server late gets an id by its *creation* time, below ids that were read before. So each
/// catch-up begins where the timeline stood this long ago.
const LATE: Duration = Duration::from_secs(60 * 60);
/// Marks are set at least this far apart.
const MARK_GAP: Duration = Duration::from_secs(10 * 60);

/// The cursor of a hashtag. Any other shape is read as the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// Highest id read; empty before anything was.
    pub newest: String,
    /// What `newest` was at some instants of the last hour, oldest first.
    pub marks: Vec<(Timestamp, String)>,
    /// True if the last catch-up ended before the timeline did.
    pub behind: bool,
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
        match self.marks.first() {
            Some((_, mark)) if !self.behind => mark,
            _ => &self.newest,
        }
    }

    /// Takes note of an id that was read.
    pub fn saw(&mut self, id: &str) {
        if is_above(id, &self.newest) {
            id.clone_into(&mut self.newest);
        }
    }

    /// Sets a mark at the end of a catch-up and drops those that are old enough to be replaced.
    pub fn mark(&mut self, now: Timestamp) {
        if self.newest.is_empty() {
            return;
        }
        if self.marks.last().is_none_or(|(at, _)| now.since(*at) >= MARK_GAP) {
            self.marks.push((now, self.newest.clone()));
        }
        while self.marks.get(1).is_some_and(|(at, _)| now.since(*at) >= LATE) {
            self.marks.remove(0);
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
    fn a_catch_up_begins_an_hour_back_unless_it_is_behind() {
        let mut cursor = Cursor::default();
        let at = |minutes: i64| Timestamp::from_secs(minutes * 60);
        for minute in 0..=180 {
            cursor.saw(&format!("{}", 1_000 + minute));
            cursor.mark(at(minute));
        }
        let start: i64 = cursor.start().parse().unwrap();
        assert!((1_100..=1_120).contains(&start), "{start}");
        assert!(cursor.marks.len() <= 8);
        cursor.behind = true;
        assert_eq!(cursor.start(), "1180");
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
