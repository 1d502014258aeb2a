//! The networks posts come from.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a post was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// LinkedIn organisation pages.
    LinkedIn,
    /// Facebook Pages.
    Facebook,
    /// Mastodon and servers that speak its API.
    Mastodon,
    /// Calendars: iCalendar feeds, and web pages marked up with schema.org's Event.
    Calendar,
    /// Handed in by visitors: texts of their own, and pages of the web that are none of the others.
    Submitted,
}

impl Network {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::LinkedIn, Self::Facebook, Self::Mastodon, Self::Feed, Self::Calendar, Self::Submitted];

    /// Those that sources are configured for.
    pub const COLLECTED: [Self; 5] =
        [Self::LinkedIn, Self::Facebook, Self::Mastodon, Self::Feed, Self::Calendar];

    /// True of a network that tells a post's views and reactions by type apart from the post, and not at each look at it: Facebook,
    /// whose insights cost calls of their own. What was told last stands until it is told anew.
    pub const fn tells_apart(self) -> bool {
        matches!(self, Self::Facebook)
    }

    /// The word used in the database, configuration, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::LinkedIn => "linkedin",
            Self::Facebook => "facebook",
            Self::Mastodon => "mastodon",
            Self::Calendar => "calendar",
            Self::Submitted => "submitted",
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|network| network.as_str() == word).ok_or_else(|| {
            format!("{word:?} is not one of linkedin, facebook, mastodon, feed, calendar, submitted")
        })
    }
}
