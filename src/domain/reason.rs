//! Why something is decided: a fixed, editable list, as a statement of reasons (Regulation (EU) 2022/2065, article 17)
//! names its ground and says it to the author in words. Knows no post and no page.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// On what a decision rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// Illegal content: article 17(3)(d).
    Law,
    /// The wall's own terms: article 17(3)(e).
    Terms,
}

impl Ground {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Law, Self::Terms];

    /// The word used in the database and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Terms => "terms",
        }
    }
}

impl FromStr for Ground {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|ground| ground.as_str() == word)
            .ok_or_else(|| format!("{word:?} is neither law nor terms"))
    }
}

/// What a reason is offered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// Not showing a post.
    Reject,
    /// Removing it for good.
    Remove,
    /// Either.
    Both,
}

impl Use {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reject, Self::Remove, Self::Both];

    /// The word used in the database and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reject => "reject",
            Self::Remove => "remove",
            Self::Both => "both",
        }
    }

    /// True if a reason of this use is offered where `wanted` is done.
    pub fn covers(self, wanted: Self) -> bool {
        self == wanted || self == Self::Both
    }
}

impl FromStr for Use {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|one| one.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of reject, remove, both"))
    }
}

/// The same words in the languages of the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Danish.
    pub da: String,
    /// English.
    pub en: String,
}

impl Words {
    /// In a language by its code; Danish for any other.
    pub fn of(&self, language: &str) -> &str {
        if language == "en" && !self.en.is_empty() { &self.en } else { &self.da }
    }
}

/// One version of one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What the event log holds: lower case letters, digits and hyphens.
    pub key: String,
    /// From 1.
    pub version: u64,
    /// Its words hold for decisions made from here on.
    pub since: Timestamp,
    /// Who wrote this version: `user:<name>`, or `system` for the seeds.
    pub actor: String,
    /// Order of the list. 1 to 9 is also the key that chooses it in the queue.
    pub place: u32,
    /// Still offered.
    pub active: bool,
    /// For what.
    pub use_for: Use,
    /// On what it rests.
    pub ground: Ground,
    /// A few words, for moderators and the log.
    pub label: Words,
    /// Said to the author.
    pub statement: Words,
}

impl Reason {
    /// The key of the queue that chooses it, `1` to `9`, if it has one.
    pub fn key_stroke(&self) -> Option<char> {
        char::from_digit(self.place, 10).filter(|digit| *digit != '0')
    }
}

/// True if it can stand as a key in the log: 1 to 40 lower case letters, digits and hyphens.
pub fn is_key(key: &str) -> bool {
    let fits = (1..=40).contains(&key.len());
    fits && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The words of a decision: the version of `key` that held at `at`. `versions` in any order.
pub fn at<'a>(versions: &'a [Reason], key: &str, at: Timestamp) -> Option<&'a Reason> {
    let of_key = || versions.iter().filter(|reason| reason.key == key);
    let held = of_key().filter(|reason| reason.since <= at).max_by_key(|reason| reason.version);
    // Decided before the reason was ever written down: its first words.
    held.or_else(|| of_key().min_by_key(|reason| reason.version))
}
