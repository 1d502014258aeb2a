//! The proof that a post was removed: ids and hashes of what is gone, and what was seen when every place was looked at.
//! Never content.

use serde::Serialize;

use super::network::Network;
use super::post::PostId;
use super::time::Timestamp;

/// Where a removed post must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The database: post, counts and text.
    Store,
    /// The other way round: here a hash of the network's id must be, so that it is not collected again.
    Tombstone,
    /// The index that wall, search, widget, feeds and API are read from.
    PublicIndex,
    /// The index of the desk.
    DeskIndex,
    /// The pictures we keep.
    Media,
    /// Pages that were open: they were told to take it away, and none that comes back is told to show it.
    OpenPages,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Store, Self::Tombstone, Self::PublicIndex, Self::DeskIndex, Self::Media, Self::OpenPages];

    /// The word used in the database and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Tombstone => "tombstone",
            Self::PublicIndex => "public-index",
            Self::DeskIndex => "desk-index",
            Self::Media => "media",
            Self::OpenPages => "open-pages",
        }
    }
}

impl std::str::FromStr for Place {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|place| place.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is no place of a receipt"))
    }
}

/// What a server saw when it looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its data folder's own name.
    pub server: String,
    /// Where it looked.
    pub place: Place,
    /// The post was not there (the tombstone was).
    pub clear: bool,
    /// Of the first look that found it so, or of the last that did not.
    pub at: Timestamp,
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// From 1.
    pub number: u64,
    /// Our id of the post that is gone.
    pub post: PostId,
    /// The log entry of its removal.
    pub seq: u64,
    /// When it was removed.
    pub at: Timestamp,
    /// By whom, as in the event log.
    pub actor: String,
    /// The key of a reason, or words.
    pub reason: String,
    /// Where it was published.
    pub network: Network,
    /// SHA-256 of network and native id, as in the tombstone.
    pub identity: String,
    /// SHA-256 of what was shown: who holds a copy can prove that it is this one.
    pub content_hash: String,
    /// SHA-256 of the canonical link, if it had one.
    pub url_hash: Option<String>,
    /// Attachments it had.
    pub pictures: u64,
    /// The request it answers.
    pub request: Option<u64>,
    /// What was seen, by server and place.
    pub checks: Vec<Check>,
}

impl Receipt {
    /// True if somebody looked everywhere and all of it was clear.
    pub fn is_clear(&self) -> bool {
        let looked = Place::ALL.iter().all(|place| self.checks.iter().any(|check| check.place == *place));
        looked && self.checks.iter().all(|check| check.clear)
    }

    /// When the last place was found clear; `None` before that.
    pub fn cleared_at(&self) -> Option<Timestamp> {
        if self.is_clear() { self.checks.iter().map(|check| check.at).max() } else { None }
    }
}
