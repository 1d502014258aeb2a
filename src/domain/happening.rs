//! A happening: what an entry of a calendar says beside its words. A post of [`Kind::Happening`](super::post::Kind) may
//! carry one. Knows no calendar format and no page.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// How long a happening without an end is taken to last. Nobody is told so; it decides what is "now".
const UNTOLD: Duration = Duration::from_secs(3_600);

/// When, where and how. Words are plain text, addresses http(s) or empty. Stored as JSON: each field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Happening {
    /// When it begins. Of an all-day one: the Danish midnight its first day begins at.
    pub start: Timestamp,
    /// When it ends, if that is told. Of an all-day one: the Danish midnight after its last day.
    pub end: Option<Timestamp>,
    /// Whole days, without a time of day.
    pub all_day: bool,
    /// Name of the place: a hall, a house.
    pub place: String,
    /// Street, postal code and town.
    pub address: String,
    /// Where it is attended online.
    pub online: String,
    /// True if it is attended online, whether or not the address is told.
    pub is_online: bool,
    /// Whether it takes place.
    pub status: Status,
    /// When it should have begun before it was moved.
    pub moved_from: Option<Timestamp>,
    /// Who invites.
    pub organiser: String,
    /// Where one signs up.
    pub registration: String,
    /// The calendar's own id of it: stable, and the same in every calendar that has taken it over.
    pub uid: String,
    /// Which one of a series: when it begins by the series' rule.
    pub occurrence: Option<Timestamp>,
    /// The calendar's count of its revisions (RFC 5545, 3.8.7.4).
    pub sequence: u32,
}

/// Whether a happening takes place. That it was moved stands in [`Happening::moved_from`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As announced.
    #[default]
    Scheduled,
    /// Not at all.
    Cancelled,
    /// Later; nobody knows when.
    Postponed,
}

impl Status {
    /// The word used in message files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
        }
    }
}

impl Happening {
    /// When it is over; an hour after its start where that is not told.
    pub fn ends(&self) -> Timestamp {
        self.end.filter(|end| *end > self.start).unwrap_or_else(|| self.start.plus(UNTOLD))
    }

    /// True from its start to its end.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.start <= now && now < self.ends()
    }

    /// True if it has anything to do with the time from `from` to `to`.
    pub fn touches(&self, from: Timestamp, to: Timestamp) -> bool {
        self.start < to && self.ends() > from
    }

    /// True if one can be there in person.
    pub fn is_physical(&self) -> bool {
        !self.place.is_empty() || !self.address.is_empty() || !self.is_online
    }

    /// As it was seen after `before` was: an entry that stands at another time was moved, whether or not its calendar
    /// says so (iCalendar has no word for it), and stays marked until it is back where it was.
    #[must_use]
    pub fn seen_after(mut self, before: &Self) -> Self {
        // Our own calendar files count revisions too, and not every calendar does it for us.
        let same =
            Self { moved_from: before.moved_from, sequence: before.sequence, ..self.clone() } == *before;
        self.sequence = self.sequence.max(before.sequence.saturating_add(u32::from(!same)));
        if self.moved_from.is_some() {
            return self;
        }
        self.moved_from = if self.start == before.start {
            before.moved_from
        } else {
            // Moved twice: what people have in their calendars is the time they were told first.
            Some(before.moved_from.unwrap_or(before.start))
        };
        self.moved_from = self.moved_from.filter(|from| *from != self.start);
        self
    }

    /// What a stranger has written in it, for whoever must judge words: place, address, organiser, and the two links.
    pub fn words(&self) -> [&str; 5] {
        [&self.place, &self.address, &self.organiser, &self.online, &self.registration]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Happening {
        Happening { start: Timestamp::from_secs(hour * 3_600), ..Happening::default() }
    }

    #[test]
    fn what_stands_at_another_time_was_moved_until_it_is_back() {
        let moved = at(10).seen_after(&at(9));
        assert_eq!(moved.sequence, 1, "a new revision");
        assert_eq!(moved.moved_from, Some(Timestamp::from_secs(9 * 3_600)));
        assert_eq!(at(10).seen_after(&moved), moved, "seen again, still moved");
        assert_eq!(at(11).seen_after(&moved).moved_from, moved.moved_from, "moved twice");
        assert_eq!(at(9).seen_after(&moved).moved_from, None, "moved back");
    }

    #[test]
    fn is_on_from_its_start_to_before_its_end() {
        let hour = |n: i64| Timestamp::from_secs(n * 3_600);
        let mut one = at(9);
        assert!(one.is_on(hour(9)) && !one.is_on(hour(10)), "an hour where nothing is told");
        one.end = Some(hour(12));
        assert!(one.is_on(hour(11)) && !one.is_on(hour(12)) && !one.is_on(hour(8)));
        one.end = Some(hour(2));
        assert!(one.is_on(hour(9)), "an end before the start is none");
    }
}
