//! Dates that begin with the year: W3CDTF, RFC 3339, ISO 8601 in every precision, and what databases print.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::calendar::{Fields, full_year};
use super::{names, words};

/// Reads `2026-09-21T08:30:00+02:00` and its relatives; the text is in lower case.
pub(super) fn parse(text: &str) -> Option<Fields> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (date, time) = match text.find([' ', 't']) {
        Some(at) if at >= 4 => (&text[..at], &text[at + 1..]),
        Some(_) => return None,
        None => (text, ""),
    };
    let mut fields = self::date(date)?;
    if !time.is_empty() {
        fields.time = words::time_and_zone(time)?;
    }
    Some(fields)
}

/// A date alone, year first.
pub(super) fn date(text: &str) -> Option<Fields> {
    if let Some((year, week)) = text.split_once('w') {
        return week_date(year.trim_end_matches('-'), week);
    }
    if !text.is_ascii() && !text.contains('-') {
        return None;
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match parts[..] {
        [digits] if digits.bytes().all(|b| b.is_ascii_digit()) => match digits.len() {
            4 => plain(digits, 1, 1),
            5 => ordinal(&digits[..2], &digits[2..]),
            6 => plain(&digits[..2], number(&digits[2..4])?, number(&digits[4..])?),
            7 => ordinal(&digits[..4], &digits[4..]),
            8 => plain(&digits[..4], number(&digits[4..6])?, number(&digits[6..])?),
            14 => {
                let mut fields = plain(&digits[..4], number(&digits[4..6])?, number(&digits[6..8])?)?;
                fields.time = words::time_and_zone(&digits[8..])?;
                Some(fields)
            }
            _ => None,
        },
        [year, day] if day.len() == 3 => ordinal(year, day),
        [year, month] if year.len() == 4 => plain(year, names::month(month).or_else(|| number(month))?, 1),
        [year, month, day]
            if day.len() <= 2
                && (year.len() == 4 || (year.len() == 2 && text.contains('-') && !text.contains('/'))) =>
        {
            plain(year, names::month(month).or_else(|| number(month))?, number(day)?)
        }
        _ => None,
    }
}

fn plain(year: &str, month: u32, day: u32) -> Option<Fields> {
    Some(Fields { year: full_year(year)?, month, day, ..Fields::default() })
}

fn ordinal(year: &str, day: &str) -> Option<Fields> {
    let date = NaiveDate::from_yo_opt(full_year(year)?, day.parse().ok()?)?;
    Some(Fields { year: date.year(), month: date.month(), day: date.day(), ..Fields::default() })
}

fn week_date(year: &str, week: &str) -> Option<Fields> {
    let (week, day) = match week.split_once('-') {
        Some((week, day)) => (week, day),
        None if week.is_ascii() && week.len() == 3 => week.split_at(2),
        None => (week, "1"),
    };
    let monday = NaiveDate::from_isoywd_opt(full_year(year)?, week.parse().ok()?, Weekday::Mon)?;
    let day: u64 = day.parse().ok().filter(|day| (1..=7).contains(day))?;
    let (year, month, date) = (monday.year(), monday.month(), monday.day());
    Some(Fields { year, month, day: date, add_days: day - 1, ..Fields::default() })
}
