//! Which zone a time is in: IANA names, the names of Windows and Outlook, and what a VTIMEZONE says of a name of its own.

use std::collections::HashMap;

use calcard::common::timezone::Tz as Named;
use chrono::{FixedOffset, LocalResult, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::lines::Line;
use crate::domain::time::{COPENHAGEN, Timestamp};

/// Where a clock hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A zone with its summer times.
    Named(Tz),
    /// So many seconds from UTC, all year.
    Fixed(FixedOffset),
}

impl Zone {
    /// The zone of times without one, unless the calendar says another.
    pub const DANISH: Self = Self::Named(COPENHAGEN);

    /// The instant at which a clock there shows this. A time that is skipped in spring is an hour later; of two in autumn
    /// it is the first.
    pub fn instant(self, local: NaiveDateTime) -> Option<Timestamp> {
        let found = match self {
            Self::Named(zone) => match zone.from_local_datetime(&local) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.timestamp_micros()),
                LocalResult::None => {
                    let later = local.checked_add_signed(TimeDelta::hours(1))?;
                    zone.from_local_datetime(&later).earliest().map(|at| at.timestamp_micros())
                }
            },
            Self::Fixed(offset) => {
                offset.from_local_datetime(&local).earliest().map(|at| at.timestamp_micros())
            }
        };
        found.map(Timestamp)
    }

    /// What a clock there shows.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        match self {
            Self::Named(zone) => at.to_utc().with_timezone(&zone).naive_local(),
            Self::Fixed(offset) => at.to_utc().with_timezone(&offset).naive_local(),
        }
    }
}

/// The zones of one calendar.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    own: HashMap<String, Zone>,
    default: Option<Zone>,
}

impl Zones {
    /// The zone of times that name none: what the calendar says (`X-WR-TIMEZONE`), else the Danish one.
    pub fn floating(&self) -> Zone {
        self.default.unwrap_or(Zone::DANISH)
    }

    /// Sets the zone of times that name none.
    pub fn set_floating(&mut self, name: &str) {
        self.default = by_name(name);
    }

    /// A `TZID`; `None` if nobody knows it.
    pub fn find(&self, id: &str) -> Option<Zone> {
        by_name(id).or_else(|| self.own.get(id.trim()).copied())
    }

    /// Learns a VTIMEZONE. Its rules are not followed: what it calls itself elsewhere, or its offsets, tell which zone of
    /// the IANA database is meant (the advice of CalConnect's CC/R 0602).
    pub fn learn(&mut self, lines: &[Line]) {
        let value = |name: &str| lines.iter().find(|line| line.name == name).map(|line| line.value.trim());
        let Some(id) = value("TZID") else { return };
        let said = ["X-LIC-LOCATION", "X-MICROSOFT-CDO-TZID"].iter().find_map(|name| {
            let name_or_number = value(name)?;
            by_name(name_or_number).or_else(|| plain(Named::from_ms_cdo_zone_id(name_or_number)?))
        });
        let mut offsets: Vec<i32> = lines
            .iter()
            .filter(|line| line.name == "TZOFFSETTO")
            .filter_map(|line| offset(&line.value))
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        let by_offsets = match offsets[..] {
            [3_600, 7_200] => Some(Zone::DANISH),
            [0, 3_600] => Some(Zone::Named(Tz::Europe__London)),
            [7_200, 10_800] => Some(Zone::Named(Tz::Europe__Helsinki)),
            [only] => FixedOffset::east_opt(only).map(Zone::Fixed),
            _ => None,
        };
        if let Some(zone) = said.or(by_offsets) {
            self.own.insert(id.to_owned(), zone);
        }
    }
}

/// A zone by one of the many names it goes by.
pub fn by_name(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"');
    if name.is_empty() || name.len() > 100 {
        return None;
    }
    plain(name.parse::<Named>().ok()?)
}

fn plain(named: Named) -> Option<Zone> {
    match named {
        Named::Tz(zone) => Some(Zone::Named(zone)),
        Named::Fixed(offset) => Some(Zone::Fixed(offset)),
        Named::Floating => None,
    }
}

/// `+0100` in seconds.
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.trim_start_matches(['+', '-']);
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4)?.parse().ok()?;
    (hours < 15 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_of_outlook_are_known() {
        let winter = "2026-10-26T09:00:00".parse().unwrap();
        for name in [
            "Europe/Copenhagen",
            "Romance Standard Time",
            "W. Europe Standard Time",
            "\"Romance Standard Time\"",
        ] {
            let at = by_name(name).and_then(|zone| zone.instant(winter));
            assert_eq!(at.map(Timestamp::rfc3339).as_deref(), Some("2026-10-26T08:00:00Z"), "{name}");
        }
        assert_eq!(by_name("Langtbortistan"), None);
    }

    #[test]
    fn a_skipped_hour_is_an_hour_later_and_a_doubled_one_is_the_first() {
        let at = |text: &str| Zone::DANISH.instant(text.parse().unwrap()).unwrap().rfc3339();
        assert_eq!(at("2026-03-29T02:30:00"), "2026-03-29T01:30:00Z");
        assert_eq!(at("2026-10-25T02:30:00"), "2026-10-25T00:30:00Z");
    }
}
