//! Dates, times and durations as iCalendar and schema.org write them. Reads no clock.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::lines::Line;
use super::zone::{Zone, Zones};
use crate::domain::time::Timestamp;

/// A date or a time, where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What a clock there shows; midnight of a date.
    pub local: NaiveDateTime,
    /// Where.
    pub zone: Zone,
    /// A date without a time of day.
    pub is_date: bool,
}

impl Moment {
    /// The instant; of a date the Danish midnight, for a day has no zone.
    pub fn instant(&self) -> Option<Timestamp> {
        let zone = if self.is_date { Zone::DANISH } else { self.zone };
        // Years that no calendar of people means, and that arithmetic would not survive.
        let believable = (1970..=2200).contains(&chrono::Datelike::year(&self.local));
        believable.then(|| zone.instant(self.local)).flatten()
    }

    /// The same place on the clock at another time.
    pub fn at(&self, local: NaiveDateTime) -> Self {
        Self { local, ..*self }
    }
}

/// A property's date or time (RFC 5545, 3.3.4 and 3.3.5). A zone that nobody knows is taken as the calendar's own, and
/// `unknown` is told its name.
pub fn property(line: &Line, zones: &Zones, unknown: &mut Vec<String>) -> Option<Moment> {
    let id = line.parameter("TZID");
    let zone = if id.is_empty() {
        zones.floating()
    } else {
        zones.find(id).unwrap_or_else(|| {
            unknown.push(id.chars().take(60).collect());
            zones.floating()
        })
    };
    basic(&line.value, zone)
}

/// `20261026`, `20261026T090000`, `20261026T080000Z`; also with dashes and colons, for some programs do.
pub fn basic(text: &str, zone: Zone) -> Option<Moment> {
    let text = text.trim();
    let (rest, utc) = match text.strip_suffix(['Z', 'z']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let zone = if utc { Zone::Named(chrono_tz::UTC) } else { zone };
    let (date, time) = match rest.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (rest, None),
    };
    let date = digits(date).filter(|date| date.len() == 8)?;
    let date =
        NaiveDate::from_ymd_opt(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?)?;
    let Some(time) = time.filter(|time| !time.is_empty()) else {
        return Some(Moment { local: date.and_time(NaiveTime::MIN), zone, is_date: true });
    };
    let (time, offset) = split_offset(time);
    let zone = offset.map_or(zone, Zone::Fixed);
    let time = digits(time.split('.').next().unwrap_or(time))?;
    let part = |at: usize| time.get(at..at + 2).and_then(|part| part.parse::<u32>().ok());
    let (hour, minute) = (part(0)?, part(2).unwrap_or(0));
    // A leap second is no time to meet at.
    let second = part(4).unwrap_or(0).min(59);
    // 24:00 is the midnight after.
    let (date, hour) = if hour == 24 && minute == 0 { (date.succ_opt()?, 0) } else { (date, hour) };
    Some(Moment { local: date.and_hms_opt(hour, minute, second)?, zone, is_date: false })
}

fn split_offset(time: &str) -> (&str, Option<chrono::FixedOffset>) {
    let Some(at) = time.find(['+', '-']) else { return (time, None) };
    let digits = digits(&time[at + 1..]).unwrap_or_default();
    let hours: i32 = digits.get(..2).and_then(|part| part.parse().ok()).unwrap_or(0);
    let minutes: i32 = digits.get(2..4).and_then(|part| part.parse().ok()).unwrap_or(0);
    let seconds = (hours * 60 + minutes) * 60 * if time[at..].starts_with('-') { -1 } else { 1 };
    (&time[..at], chrono::FixedOffset::east_opt(seconds))
}

fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}

/// `PT1H30M`, `P1DT2H`, `P2W`, also negative (RFC 5545, 3.3.6). Years and months (ISO 8601) are none of iCalendar's.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().trim_start_matches('+');
    let (text, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1),
        None => (text, 1),
    };
    let mut seconds: i64 = 0;
    let mut number = String::new();
    for c in text.strip_prefix(['P', 'p'])?.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if matches!(c, 'T' | 't') && number.is_empty() {
            continue;
        }
        let unit = match c {
            'W' | 'w' => 7 * 86_400,
            'D' | 'd' => 86_400,
            'H' | 'h' => 3_600,
            'M' | 'm' => 60,
            'S' | 's' => 1,
            _ => return None,
        };
        let count: i64 = number.parse().ok()?;
        number.clear();
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
    }
    (number.is_empty() && seconds < 400 * 86_400).then(|| TimeDelta::seconds(sign * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_many_programs_are_read() {
        let at = |text: &str| basic(text, Zone::DANISH).and_then(|m| m.instant()).map(Timestamp::rfc3339);
        for text in [
            "20261026T090000",
            "20261026T080000Z",
            "2026-10-26T09:00",
            "2026-10-26T09:00:00+01:00",
            "2026-10-26T09:00:00.000+0100",
            "2026-10-26 09:00",
            "2026-10-26T03:00:00-05:00",
        ] {
            assert_eq!(at(text).as_deref(), Some("2026-10-26T08:00:00Z"), "{text}");
        }
        assert!(basic("20261026", Zone::DANISH).unwrap().is_date);
        assert_eq!(at("20261026").as_deref(), Some("2026-10-25T23:00:00Z"));
        for bad in ["", "i morgen", "20261332", "2026102", "20261026T9", "99991026", "æ"] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }

    #[test]
    fn durations_are_read() {
        assert_eq!(duration("PT1H30M"), Some(TimeDelta::minutes(90)));
        assert_eq!(duration("P1W"), Some(TimeDelta::days(7)));
        for bad in ["", "P", "1H", "PT1", "P1Y", "P99999999999999W", "PT9999999999H"] {
            assert!(duration(bad).is_none_or(|zero| zero.is_zero()), "{bad}");
        }
    }
}
