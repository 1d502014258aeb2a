//! The way in: which kind of date a text is, and from its numbers to an instant. Never panics, reads no clock.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::{iso, names, words};
use crate::domain::time::Timestamp;

/// An instant and how sure we are of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The instant. A date without a zone is taken as UTC, as the Universal Feed Parser does.
    pub at: Timestamp,
    /// True if the text named a moment that does not exist (31 June, 25:14) and the nearest sensible one was taken.
    pub mended: bool,
}

/// The numbers of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub year: i32,
    pub month: u32,
    pub day: u32,
    pub time: Time,
    /// Days to add to the date: week dates.
    pub add_days: u64,
}

/// The numbers of a time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Time {
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    pub micros: u32,
    /// Seconds east of Greenwich.
    pub zone: Option<i32>,
    /// `Some(true)` after noon.
    pub afternoon: Option<bool>,
}

/// Reads a date, or `None` if the text is none.
pub fn parse(text: &str) -> Option<Date> {
    if text.len() > 200 {
        return None;
    }
    let text = text.trim().trim_matches(['"', '\'', '[', ']']).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, zone) = names::without_korean(&text);
    let mut fields = epoch(&text).or_else(|| iso::parse(&text)).or_else(|| words::parse(&text))?;
    if fields.time.zone.is_none() {
        fields.time.zone = zone;
    }
    instant(fields)
}

/// Seconds or milliseconds since 1970, as some scripts write.
fn epoch(text: &str) -> Option<Fields> {
    if !(10..=13).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let secs = if text.len() == 13 { number / 1_000 } else { number };
    let at = chrono::DateTime::from_timestamp(secs, 0)?;
    let day = at.date_naive();
    let time = Time { second: u32::try_from(secs.rem_euclid(86_400)).ok()?, ..Time::default() };
    use chrono::Datelike as _;
    let mut fields = Fields { year: day.year(), month: day.month(), day: day.day(), time, add_days: 0 };
    fields.time.hour = fields.time.second / 3_600;
    fields.time.minute = fields.time.second / 60 % 60;
    fields.time.second %= 60;
    Some(fields)
}

fn instant(fields: Fields) -> Option<Date> {
    let Fields { year, month, day, mut time, add_days } = fields;
    // Year 1 is how .NET writes "no date"; before 1900 nothing was published in a feed.
    if !(1900..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut mended = false;
    let date = match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => {
            mended = true;
            (28..day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))?
        }
    };
    let mut date = date.checked_add_days(Days::new(add_days))?;
    match time.afternoon {
        Some(true) if time.hour < 12 => time.hour += 12,
        Some(false) if time.hour == 12 => time.hour = 0,
        _ => {}
    }
    if (time.hour, time.minute, time.second) == (24, 0, 0) {
        date = date.succ_opt()?;
        time.hour = 0;
    } else if time.hour > 23 || time.minute > 59 || time.second > 60 {
        // The day is still worth having.
        mended = true;
        (time.hour, time.minute, time.second, time.micros) = (0, 0, 0, 0);
    }
    let clock =
        chrono::NaiveTime::from_hms_micro_opt(time.hour, time.minute, time.second.min(59), time.micros)?;
    let zone = time.zone.filter(|secs| secs.abs() <= 86_400).unwrap_or(0);
    let at = NaiveDateTime::new(date, clock).checked_sub_signed(TimeDelta::seconds(i64::from(zone)))?;
    Some(Date { at: Timestamp(at.and_utc().timestamp_micros()), mended })
}

/// A two-digit year: 90–99 are the 1990s.
pub(super) fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    Some(match digits.len() {
        1 | 2 if year < 90 => 2000 + year,
        1 | 2 => 1900 + year,
        // JavaScript's getYear() counts from 1900.
        3 => 1900 + year,
        _ => year,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        parse(text).map_or_else(|| "none".to_owned(), |date| date.at.rfc3339())
    }

    #[test]
    fn every_way_of_writing_a_moment() {
        for (text, expected) in [
            ("Mon, 21 Sep 2026 08:30:00 +0200", "2026-09-21T06:30:00Z"),
            ("Mon, 21 Sep 2026 08:30 CEST", "2026-09-21T06:30:00Z"),
            ("21 Sep 26 08:30:00 EDT", "2026-09-21T12:30:00Z"),
            ("Thu, 1 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu 01 Jan 2004 19:48:21 GMT+02:00", "2004-01-01T17:48:21Z"),
            ("Thu, Jan 01 2004 19:48:21 ET", "2004-01-02T00:48:21Z"),
            ("Sun Jan 4 16:29:06 PDT 2004", "2004-01-04T23:29:06Z"),
            ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z"),
            ("mandag den 21. september 2026 kl. 08.30", "2026-09-21T08:30:00Z"),
            ("ti, 27 okt 2026 09:00:00 +0100", "2026-10-27T08:00:00Z"),
            ("Montag, 21. März 2026 08:30 Uhr", "2026-03-21T08:30:00Z"),
            ("Sept. 21, 2026 8:30 PM", "2026-09-21T20:30:00Z"),
            ("2026-09-21 08:30:00", "2026-09-21T08:30:00Z"),
            ("2026-09-21T08:30:00.5+02:00", "2026-09-21T06:30:00.500Z"),
            ("2026-09-21T08:30Z", "2026-09-21T08:30:00Z"),
            ("2026-09-21T08+0200", "2026-09-21T06:00:00Z"),
            ("20260921T083000Z", "2026-09-21T08:30:00Z"),
            ("20260921", "2026-09-21T00:00:00Z"),
            ("2026", "2026-01-01T00:00:00Z"),
            ("2026-09", "2026-09-01T00:00:00Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("2003335", "2003-12-01T00:00:00Z"),
            ("2026-W44-1", "2026-10-26T00:00:00Z"),
            ("03-12-31", "2003-12-31T00:00:00Z"),
            ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53Z"),
            ("21.09.2026 08:30", "2026-09-21T08:30:00Z"),
            ("21/9-2026", "2026-09-21T00:00:00Z"),
            ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("2004년 05월 28일 01:31:15", "2004-05-27T16:31:15Z"),
            ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"),
            ("1790000000", "2026-09-21T14:13:20Z"),
            ("2026-09-21T24:00:00Z", "2026-09-22T00:00:00Z"),
            ("31 Jun 2026 10:00:00 GMT", "2026-06-30T10:00:00Z"),
            ("2026-09-21T25:14:00Z", "2026-09-21T00:00:00Z"),
            ("Mon, 21 Sep 2026", "2026-09-21T00:00:00Z"),
            ("21-Sep-2026 08:30:00 UTC", "2026-09-21T08:30:00Z"),
            ("Mon, 21 Sep 2026 08:30:00 Z (UTC)", "2026-09-21T08:30:00Z"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "i går",
            "0000-00-00",
            "0001-01-01T00:00:00Z",
            "99 Sep 2026",
            "kl. 8",
            "-",
            "æøå",
            "1",
            "2026-13-01",
        ] {
            assert_eq!(read(text), "none", "{text}");
        }
    }
}
