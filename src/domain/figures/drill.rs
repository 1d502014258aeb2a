//! The way from a number to its posts: what to narrow the same window and filters by. The list's parts add up to the number.

use serde::{Deserialize, Serialize};

use super::formula::Formula;
use crate::domain::network::Network;
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;

/// Narrows a window and its filters to the posts of one number. Every field that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Drill {
    /// Of one network.
    pub network: Option<Network>,
    /// Of one sector.
    pub sector: Option<Sector>,
    /// Of one organisation, by its whole name.
    pub organisation: Option<String>,
    /// Of one author, by [`TopAuthor::key`](super::TopAuthor::key).
    pub author: Option<String>,
    /// In one language; empty = of which the language is not known.
    pub language: Option<String>,
    /// With something of this kind attached; empty = with nothing attached.
    pub media: Option<String>,
    /// With all of these hashtags, folded.
    pub tags: Vec<String>,
    /// Published from then until then.
    pub between: Option<(Timestamp, Timestamp)>,
    /// Published at this weekday (0 = Monday) and hour (0–23) on a Danish clock.
    pub weekday_hour: Option<(u8, u8)>,
    /// Not the calendar's own entries.
    pub without_happenings: bool,
    /// What each post of the list adds.
    pub only: Only,
}

/// What each post of a drill-down list adds to the number, and which posts add nothing and are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// Every post adds one.
    #[default]
    Posts,
    /// The first post of each author adds one.
    Authors,
    /// The first post of each organisation adds one.
    Organisations,
    /// Posts that tell reactions add them.
    Reactions,
    /// Posts that tell comments add them.
    Comments,
    /// Posts that tell shares add them.
    Shares,
    /// Posts that tell views add them.
    Views,
    /// The first post of each author that tells their audience adds it.
    Followers,
}

impl Only {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Posts,
        Self::Authors,
        Self::Organisations,
        Self::Reactions,
        Self::Comments,
        Self::Shares,
        Self::Views,
        Self::Followers,
    ];

    /// The word used in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Authors => "authors",
            Self::Organisations => "organisations",
            Self::Reactions => "reactions",
            Self::Comments => "comments",
            Self::Shares => "shares",
            Self::Views => "views",
            Self::Followers => "followers",
        }
    }

    /// The formula of a number made so.
    pub const fn formula(self) -> Formula {
        match self {
            Self::Posts => Formula::Posts,
            Self::Authors => Formula::Authors,
            Self::Organisations => Formula::Organisations,
            Self::Reactions => Formula::Reactions,
            Self::Comments => Formula::Comments,
            Self::Shares => Formula::Shares,
            Self::Views => Formula::Views,
            Self::Followers => Formula::PotentialReach,
        }
    }
}

impl std::str::FromStr for Only {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|only| only.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not what a list of posts can add up"))
    }
}
