//! What is counted apart from the posts' networks: our own views, a page's own network, and what moderation did.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::formula::Figure;
use crate::domain::network::Network;
use crate::domain::time::Timestamp;

/// What visitors do that we count: in sums by the hour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// A page was loaded.
    Load,
    /// A card was at least half visible for a second.
    Card,
    /// The way to the original was taken.
    ClickOut,
    /// Something was searched for; what, is not counted.
    Search,
}

impl Seen {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Load, Self::Card, Self::ClickOut, Self::Search];

    /// The word used in the database, in what a page sends, and in message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Card => "card",
            Self::ClickOut => "click-out",
            Self::Search => "search",
        }
    }
}

impl FromStr for Seen {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|seen| seen.as_str() == word)
            .ok_or_else(|| format!("{word:?} is nothing that is counted"))
    }
}

/// Where visitors saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// A wall's own page.
    Wall,
    /// A widget on somebody's page.
    Widget,
    /// A screen.
    Display,
}

impl Surface {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Wall, Self::Widget, Self::Display];

    /// The word used in the database, in what a page sends, and in message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wall => "wall",
            Self::Widget => "widget",
            Self::Display => "display",
        }
    }
}

impl FromStr for Surface {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|surface| surface.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of wall, widget, display"))
    }
}

/// Our own counting in a window, whatever the filters: a load is of a page, not of a post.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Measured {
    /// When the first count of all was made; a window that begins earlier is not wholly covered. `None` = nothing yet.
    pub counting_since: Option<Timestamp>,
    /// Every pair, also those of which nothing was counted.
    pub sums: Vec<(Surface, Seen, u64)>,
    /// Loads of widgets by the host of the page around them; an empty host is a page that did not say.
    pub hosts: Vec<(String, u64)>,
    /// Loads by hour, oldest first; hours without any are left out.
    pub points: Vec<MeasuredPoint>,
}

impl Measured {
    /// The sum of one kind over all surfaces.
    pub fn of(&self, seen: Seen) -> u64 {
        self.sums.iter().filter(|(_, kind, _)| *kind == seen).map(|(_, _, count)| count).sum()
    }

    /// One kind on one surface.
    pub fn on(&self, surface: Surface, seen: Seen) -> u64 {
        let place = self.sums.iter().find(|(at, kind, _)| *at == surface && *kind == seen);
        place.map_or(0, |(_, _, count)| *count)
    }
}

/// One hour of our own counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredPoint {
    /// The hour's first instant.
    pub at: Timestamp,
    /// Loads of all surfaces.
    pub loads: u64,
    /// Cards seen on all surfaces.
    pub cards: u64,
}

/// Facebook's name of a post's views, after November 2025. Not verified against every Page: should it be wrong, the figure says
/// since when it is not available.
pub const POST_VIEWS: &str = "post_media_view";
/// Facebook's name of a post's reactions by type.
pub const POST_KINDS: &str = "post_reactions_by_type_total";

/// How the days of what a page's network measured go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Manner {
    /// Days add up.
    Sum,
    /// Each day counts people: the same one may be in every day, so days never add up.
    Unique,
    /// Each day is a total as it stood: followers.
    Running,
    /// Of single posts: what is told stands with each post, and here whether it is told at all.
    Posts,
}

impl Manner {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sum, Self::Unique, Self::Running, Self::Posts];

    /// The word used in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Unique => "unique",
            Self::Running => "running",
            Self::Posts => "posts",
        }
    }
}

impl FromStr for Manner {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|manner| manner.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of sum, unique, running, posts"))
    }
}

/// What a network told of one metric of an own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReading {
    /// The network's own name of it.
    pub metric: String,
    /// How its days go together.
    pub manner: Manner,
    /// What was told.
    pub told: OwnTold,
}

/// See [`OwnReading::told`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnTold {
    /// Danish day (`2026-10-26`) and value.
    Days(Vec<(String, i64)>),
    /// The network knows it no more, and why it says so.
    Unavailable(String),
}

/// What a page's own network measured, for pages whose administrator let us ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnFigure {
    /// The network.
    pub network: Network,
    /// Id of the source that may ask.
    pub source: String,
    /// The network's own name of the metric.
    pub metric: String,
    /// True if it counts people: then its days are never added up, and `figure.value` is the latest one.
    pub unique: bool,
    /// The sum over the window, or the latest value, see `unique` and `running`.
    pub figure: Figure,
    /// True if it is a running total (followers): `figure.value` is the latest one.
    pub running: bool,
    /// By Danish day, oldest first: day and value.
    pub days: Vec<(String, i64)>,
}

/// One type of reaction on one network, over the posts of a window that tell reactions by type, whatever the filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindSum {
    /// The network.
    pub network: Network,
    /// The network's own name of it, in lower case.
    pub kind: String,
    /// The sum of the latest counts.
    pub sum: i64,
    /// Posts that tell this type.
    pub posts: u64,
}

/// Why posts were not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// No reason was given.
    Unsaid,
    /// One of the list of reasons, by its label in the reader's language.
    Listed(String),
    /// What a moderator gave: the key of a listed reason, or words of their own, which may name a person.
    Given(String),
    /// A rule, by its name; one that a moderator made is named by a person, and may name one.
    Rule(String),
    /// Rarer ones together.
    Others,
}

/// What moderation did with posts published in the window, whatever the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Moderation {
    /// Shown to visitors.
    pub shown: u64,
    /// On hold.
    pub held: u64,
    /// Nobody has decided yet.
    pub pending: u64,
    /// Not shown.
    pub rejected: u64,
    /// Rejected ones by why they were. Most frequent first; the rarer ones together last.
    pub reasons: Vec<(Cause, u64)>,
    /// Posts that a person decided on, of which `median_seconds` is told.
    pub decided_by_people: u64,
    /// From collecting to the first decision of a person, in seconds: half of them waited no longer.
    pub median_seconds: Option<u64>,
    /// Taken away for good in the window, whenever published: deleted at the source, expired or erased.
    pub gone: u64,
}
