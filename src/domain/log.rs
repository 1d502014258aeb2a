//! The event log: audit trail, SSE resume point, index checkpoint and fan-out in one table.
//!
//! It carries ids, actors and reasons, never content: content lives in `posts` and can be erased.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::post::{PostId, State};
use super::time::Timestamp;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A post was stored for the first time; `to` is the state its verdict gave.
    Collected,
    /// Its content changed at the source.
    Edited,
    /// Its engagement counts changed.
    Measured,
    /// A moderator or a rule moved it to `to`.
    Decided,
    /// A decision was taken back; `undoes` is its seq and `to` the state before it.
    Undone,
    /// The author deleted it, or the source withdrew it: the row is gone.
    Deleted,
    /// A network's storage rule ended: the row is gone.
    Expired,
    /// A storage rule ended for the author's profile: those fields were blanked.
    Minimised,
    /// Erased on request: the row is gone and a tombstone stands.
    Erased,
    /// A person pinned or featured it, wrote what a picture shows, or noted something; `reason` says which. `undoes` is the
    /// seq of the mark this takes back.
    Marked,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Collected,
        Self::Edited,
        Self::Measured,
        Self::Decided,
        Self::Undone,
        Self::Deleted,
        Self::Expired,
        Self::Minimised,
        Self::Erased,
        Self::Marked,
    ];

    /// The word used in the database and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Edited => "edited",
            Self::Measured => "measured",
            Self::Decided => "decided",
            Self::Undone => "undone",
            Self::Deleted => "deleted",
            Self::Expired => "expired",
            Self::Minimised => "minimised",
            Self::Erased => "erased",
            Self::Marked => "marked",
        }
    }
}

impl FromStr for Action {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|action| action.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not an action of the event log"))
    }
}

/// One row of the event log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Gap-free, in commit order, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub action: Action,
    /// About which post.
    pub post: PostId,
    /// `source:<id>`, `user:<name>`, `rule:<name>`, `key:<name>` or `system`.
    pub actor: String,
    /// State before, if the post had one.
    pub from: Option<State>,
    /// State after; `None` where the row is gone.
    pub to: Option<State>,
    /// The rule that decided, if one did.
    pub rule: Option<String>,
    /// Why; a reason code or a moderator's words, never the post's content.
    pub reason: Option<String>,
    /// The seq this entry takes back.
    pub undoes: Option<u64>,
}
