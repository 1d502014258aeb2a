//! A number that says how it came about: its formula with its version, over how many posts, and since when it is not there.

use serde::Serialize;

use super::drill::Drill;
use crate::domain::time::Timestamp;

/// How a number is computed. A change of what is computed raises [`Formula::version`]; two numbers of different versions
/// must not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formula {
    /// Approved posts published in the window.
    Posts,
    /// Their unique authors; whom the network does not name is not counted.
    Authors,
    /// Unique organisations behind them.
    Organisations,
    /// Sum of the latest counts of reactions that one network told.
    Reactions,
    /// The same of comments.
    Comments,
    /// The same of shares.
    Shares,
    /// The same of views.
    Views,
    /// Sum of followers over unique authors, each at their first post in the window that tells it.
    PotentialReach,
    /// Potential reach × v, from low to high.
    EstimatedReach,
    /// Loads and views that we counted ourselves.
    MeasuredViews,
    /// A group's posts as a part of all posts of the window.
    ShareOfVoice,
    /// Posts with no author counted more than [`AUTHOR_CAP`](super::groups::AUTHOR_CAP) times.
    AuthorCapped,
    /// Posts published around a happening.
    Around,
    /// Posts by where moderation left them.
    Moderation,
    /// What a page's own network measured.
    OwnPage,
}

impl Formula {
    /// All of them, in the order of a list of definitions.
    pub const ALL: [Self; 15] = [
        Self::Posts,
        Self::Authors,
        Self::Organisations,
        Self::Reactions,
        Self::Comments,
        Self::Shares,
        Self::Views,
        Self::PotentialReach,
        Self::EstimatedReach,
        Self::MeasuredViews,
        Self::ShareOfVoice,
        Self::AuthorCapped,
        Self::Around,
        Self::Moderation,
        Self::OwnPage,
    ];

    /// The word used in exports and message files: `formula-<id>` names it, `formula-<id>-definition` says what it is.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Authors => "authors",
            Self::Organisations => "organisations",
            Self::Reactions => "reactions",
            Self::Comments => "comments",
            Self::Shares => "shares",
            Self::Views => "views",
            Self::PotentialReach => "potential-reach",
            Self::EstimatedReach => "estimated-reach",
            Self::MeasuredViews => "measured-views",
            Self::ShareOfVoice => "share-of-voice",
            Self::AuthorCapped => "author-capped",
            Self::Around => "around",
            Self::Moderation => "moderation",
            Self::OwnPage => "own-page",
        }
    }

    /// Raised with every change of what is computed.
    pub const fn version(self) -> u32 {
        match self {
            // 2: of an author's posts at one and the same instant, the one with the largest audience counts.
            Self::PotentialReach | Self::EstimatedReach => 2,
            _ => 1,
        }
    }

    /// Message key of its name.
    pub fn name_key(self) -> String {
        format!("formula-{}", self.as_str())
    }

    /// Message key of its definition.
    pub fn definition_key(self) -> String {
        format!("formula-{}-definition", self.as_str())
    }
}

/// Over how much of what it is about a number is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Posts that tell.
    pub told: u64,
    /// Posts it is about.
    pub of: u64,
}

impl Coverage {
    /// All of so many.
    pub const fn full(of: u64) -> Self {
        Self { told: of, of }
    }

    /// From 0 to 1; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.told as f64 / self.of as f64)
    }
}

/// A number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// How it is computed.
    pub formula: Formula,
    /// [`Formula::version`] when it was.
    pub version: u32,
    /// The number; `None` where nobody told it, which is not zero.
    pub value: Option<i64>,
    /// Over how many posts.
    pub coverage: Coverage,
    /// The oldest fetch among the counts in it: it is at least as old as this.
    pub oldest_fetch: Option<Timestamp>,
    /// The newest fetch among the counts in it.
    pub newest_fetch: Option<Timestamp>,
    /// Since when its source tells it no more; then `value` is `None`, or what was told until then.
    pub unavailable_since: Option<Timestamp>,
    /// The posts it comes from; `None` if it is not made of posts.
    pub drill: Option<Drill>,
}

impl Figure {
    /// An exact number of posts, or of what they have.
    pub fn exact(formula: Formula, value: u64, coverage: Coverage, drill: Option<Drill>) -> Self {
        Self {
            formula,
            version: formula.version(),
            value: i64::try_from(value).ok(),
            coverage,
            oldest_fetch: None,
            newest_fetch: None,
            unavailable_since: None,
            drill,
        }
    }

    /// A number that nobody told.
    pub fn untold(formula: Formula, of: u64, since: Option<Timestamp>) -> Self {
        let mut figure = Self::exact(formula, 0, Coverage { told: 0, of }, None);
        (figure.value, figure.unavailable_since) = (None, since);
        figure
    }
}
