//! Where an edition stands in its life.

use std::str::FromStr;

use super::edition::{Campaign, Phase};
use super::time::Timestamp;

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody speaks of it yet.
    Draft,
    /// Posts are collected; the week has not begun.
    Open,
    /// The week, and until somebody freezes it.
    Live,
    /// Its figures are kept as they were.
    Frozen,
    /// Its posts are gone; its figures stay. There is no way back.
    Archived,
}

impl Stage {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Open, Self::Live, Self::Frozen, Self::Archived];

    /// The word used in the database, in forms and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Live => "live",
            Self::Frozen => "frozen",
            Self::Archived => "archived",
        }
    }

    /// Where a person may move it from here. An archived edition stays what it is, and only a frozen one becomes that.
    pub const fn ways(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Open],
            Self::Open => &[Self::Draft, Self::Live],
            Self::Live => &[Self::Open, Self::Frozen],
            Self::Frozen => &[Self::Live, Self::Archived],
            Self::Archived => &[],
        }
    }

    /// As the calendar says, for an edition that nobody has moved. It never freezes by itself: counts come for weeks.
    pub fn by_calendar(campaign: Campaign, year: i32, now: Timestamp) -> Self {
        match campaign.phase(year, now) {
            Some(Phase::On(_) | Phase::After) => Self::Live,
            _ if campaign.window_of(year).is_some_and(|(from, _)| from <= now) => Self::Open,
            _ => Self::Draft,
        }
    }
}

impl FromStr for Stage {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no stage of an edition"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_back_from_the_archive_and_nothing_gets_there_unfrozen() {
        assert!(Stage::Archived.ways().is_empty());
        for stage in Stage::ALL {
            assert_eq!(stage.ways().contains(&Stage::Archived), stage == Stage::Frozen);
        }
    }

    #[test]
    fn the_calendar_opens_an_edition_and_never_freezes_it() {
        let campaign = Campaign { week: 44, days_before: 14, days_after: 14 };
        let at = |text: &str| Stage::by_calendar(campaign, 2026, Timestamp::parse_rfc3339(text).unwrap());
        assert_eq!(at("2026-10-11T21:00:00Z"), Stage::Draft);
        assert_eq!(at("2026-10-11T22:00:00Z"), Stage::Open);
        assert_eq!(at("2026-10-25T23:00:00Z"), Stage::Live);
        assert_eq!(at("2031-01-01T00:00:00Z"), Stage::Live);
    }
}
