//! Dates in words: RFC 822 in every broken variety, asctime, and how people write. Each word is asked what it is, so
//! order, commas and missing parts do not matter.

use super::calendar::{Fields, Time, full_year};
use super::{iso, names};

/// What has been found so far.
#[derive(Default)]
struct Found {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<Time>,
    zone: Option<i32>,
    afternoon: Option<bool>,
    after_kl: bool,
}

/// Reads a date in words; the text is in lower case.
pub(super) fn parse(text: &str) -> Option<Fields> {
    // A word before a comma is a weekday, whatever it begins like (`mar.` is Tuesday in French).
    let text = match text.split_once(',') {
        Some((first, rest)) if first.chars().all(|c| c.is_alphabetic() || c == '.') => rest,
        _ => text,
    };
    let mut found = Found::default();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        found.take(word)?;
    }
    let (year, month) = (found.year?, found.month?);
    let mut time = found.time.unwrap_or_default();
    time.zone = time.zone.or(found.zone);
    time.afternoon = time.afternoon.or(found.afternoon);
    Some(Fields { year, month, day: found.day.unwrap_or(1), time, add_days: 0 })
}

impl Found {
    /// `None` if the word makes the text no date.
    fn take(&mut self, word: &str) -> Option<()> {
        let after_kl = std::mem::take(&mut self.after_kl);
        if matches!(word, "am" | "a.m." | "pm" | "p.m.") {
            self.afternoon = Some(word.starts_with('p'));
        } else if matches!(word, "kl" | "kl." | "at" | "um" | "klokken") && self.time.is_none() {
            self.after_kl = true;
        } else if (word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()))
            || (after_kl && self.time.is_none())
        {
            if self.time.is_none() {
                self.time = Some(time(&word.replace('.', ":"))?);
            }
        } else if let Some(month) = names::month(word).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if let Some(day) = day_of(word) {
            self.number(day);
        } else if word.bytes().any(|b| b.is_ascii_digit())
            && word.contains(['-', '/', '.'])
            && !word.starts_with(['+', '-'])
        {
            self.parts(word);
        } else if let Some(zone) = names::zone(word) {
            self.zone = self.zone.or(Some(zone));
        }
        Some(())
    }

    /// A bare number: day, year or (a third one) a zone without its sign.
    fn number(&mut self, digits: &str) {
        if digits.len() <= 2 && self.day.is_none() {
            // Day 32 to 99 is no date at all, and `instant` says so.
            self.day = digits.parse().ok();
        } else if self.year.is_none() && digits.len() <= 4 {
            self.year = full_year(digits);
        }
    }

    /// `2006/09/15`, `21.09.2026`, `9/21/2026`, `21-sep-2026`, `21/9-2026`.
    fn parts(&mut self, word: &str) {
        if let Some(fields) =
            iso::date(word).filter(|_| word.split(['-', '/']).next().is_some_and(|year| year.len() == 4))
        {
            (self.year, self.month, self.day) = (Some(fields.year), Some(fields.month), Some(fields.day));
            return;
        }
        let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
        let [first, second, year] = parts[..] else { return };
        let Some(year) = full_year(year) else { return };
        let number = |part: &str| part.parse::<u32>().ok();
        // The day comes first, as in Europe, unless it cannot.
        let (day, month) = match (number(first), names::month(second).or_else(|| number(second))) {
            (Some(month), Some(day)) if day > 12 && month <= 12 => (day, month),
            (Some(day), Some(month)) => (day, month),
            _ => return,
        };
        (self.year, self.month, self.day) = (Some(year), Some(month), Some(day));
    }
}

/// `21`, `21.`, `21st`, `3rd`.
fn day_of(word: &str) -> Option<&str> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    (end > 0 && matches!(&word[end..], "" | "." | "st" | "nd" | "rd" | "th")).then(|| &word[..end])
}

/// A time of day and what follows it: `08:30:00.5+02:00`, `8:30 pm cest`, `083000z`, `pm 11:23:17`.
pub(super) fn time_and_zone(text: &str) -> Option<Time> {
    let mut read: Option<Time> = None;
    let (mut zone, mut afternoon) = (None, None);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match word {
            "am" | "a.m." | "pm" | "p.m." => afternoon = Some(word.starts_with('p')),
            _ if read.is_none() && word.starts_with(|c: char| c.is_ascii_digit()) => read = Some(time(word)?),
            _ => zone = zone.or_else(|| names::zone(word)),
        }
    }
    let mut time = read?;
    time.zone = time.zone.or(zone);
    time.afternoon = time.afternoon.or(afternoon);
    Some(time)
}

/// One word: numbers, then a zone or half-day that may be glued to them.
fn time(word: &str) -> Option<Time> {
    let end =
        word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(word.len());
    let (clock, rest) = word.split_at(end);
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, fraction),
        None => (clock, ""),
    };
    let number = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<u32>().ok() };
    let mut parts = clock.split(':');
    let first = parts.next()?;
    let mut time = Time::default();
    if clock.contains(':') || first.len() <= 2 {
        time.hour = first.parse().ok()?;
        time.minute = number(parts.next().unwrap_or_default())?;
        time.second = number(parts.next().unwrap_or_default())?;
    } else {
        time.hour = first.get(..2)?.parse().ok()?;
        time.minute = number(first.get(2..4)?)?;
        time.second = number(first.get(4..6).unwrap_or_default())?;
    }
    let digits: String =
        fraction.chars().filter(char::is_ascii_digit).chain("000000".chars()).take(6).collect();
    time.micros = digits.parse().ok()?;
    match rest {
        "am" | "pm" => time.afternoon = Some(rest == "pm"),
        _ => time.zone = names::zone(rest),
    }
    Some(time)
}
