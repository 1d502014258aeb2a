//! When a rule repeats (RFC 5545, 3.3.10), within a bounded time. The rule itself is calcard's to read; what is asked of
//! it is made harmless first: it ends, it does not repeat by the minute, and it holds nothing but a rule.

use std::panic::AssertUnwindSafe;

use calcard::common::timezone::Tz;
use calcard::icalendar::ICalendar;
use chrono::NaiveDateTime;

use super::moment::{Moment, basic};

/// Repetitions of one rule that are counted from its beginning: every day for more than fifty years.
const MOST: usize = 20_000;

/// The clock times of a rule's repetitions up to `until`, its beginning first.
///
/// # Errors
/// Why nothing can be made of it.
pub fn repetitions(start: &Moment, rule: &str, until: NaiveDateTime) -> Result<Vec<NaiveDateTime>, String> {
    let parts: Vec<(String, &str)> = rule
        .split(';')
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_uppercase(), value.trim()))
        .collect();
    let part = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let often = part("FREQ").ok_or("its repetition rule does not say how often")?.to_ascii_uppercase();
    if !matches!(often.as_str(), "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY" | "HOURLY") {
        return Err(format!("its repetition rule says {:?}", often.chars().take(20).collect::<String>()));
    }
    // An end in UTC is compared on the clock of the start.
    let ends = part("UNTIL").and_then(|text| basic(text, start.zone)).and_then(|end| {
        if end.is_date {
            end.local.date().and_hms_opt(23, 59, 59)
        } else {
            Some(start.zone.local(end.instant()?))
        }
    });
    let last = ends.map_or(until, |ends| ends.min(until));
    let mut safe = format!("FREQ={often}");
    for (name, value) in &parts {
        let known = name.starts_with("BY") || matches!(name.as_str(), "INTERVAL" | "COUNT" | "WKST");
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b',' | b'-' | b'+'));
        if known && plain && name.len() < 12 && value.len() < 2_000 {
            safe.push_str(&format!(";{name}={value}"));
        }
    }
    if part("COUNT").is_none() {
        safe.push_str(&format!(";UNTIL={}", last.format("%Y%m%dT%H%M%S")));
    }
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{}\r\nRRULE:{safe}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        start.local.format("%Y%m%dT%H%M%S")
    );
    let found = std::panic::catch_unwind(AssertUnwindSafe(|| expanded(&text)));
    let mut found = found.map_err(|_panic| "reading its repetition rule panicked".to_owned())??;
    // What the rule does not hit: its own beginning counts all the same, as calendar programs show it.
    found.push(start.local);
    found.retain(|at| *at <= last || *at == start.local);
    found.sort_unstable();
    found.dedup();
    if found.len() >= MOST && found.last().is_some_and(|at| *at < last) {
        return Err(format!("it repeats more than {MOST} times before the week"));
    }
    Ok(found)
}

fn expanded(text: &str) -> Result<Vec<NaiveDateTime>, String> {
    let calendar =
        ICalendar::parse(text).map_err(|_wrong| "its repetition rule cannot be read".to_owned())?;
    // `Floating`: clock times in, clock times out; summer time is applied afterwards, once.
    let expanded = calendar.expand_dates(Tz::Floating, MOST);
    if expanded.events.is_empty() && !expanded.errors.is_empty() {
        return Err("its repetition rule contradicts itself".to_owned());
    }
    Ok(expanded.events.iter().map(|event| event.start.naive_local()).collect())
}

/// True if a rule repeats within a day, so that a day does not name one repetition.
pub fn is_hourly(rules: &[String]) -> bool {
    rules.iter().any(|rule| {
        let rule = rule.to_ascii_uppercase();
        rule.contains("FREQ=HOURLY") || rule.contains("BYHOUR") || rule.contains("BYMINUTE")
    })
}

#[cfg(test)]
mod tests {
    use super::super::zone::Zone;
    use super::*;

    fn days(start: &str, rule: &str) -> Result<Vec<String>, String> {
        let start = basic(start, Zone::DANISH).unwrap();
        let until = "2026-11-16T00:00:00".parse().unwrap();
        repetitions(&start, rule, until)
            .map(|all| all.iter().map(|at| at.format("%m-%d %H:%M").to_string()).collect())
    }

    #[test]
    fn clock_times_stay_when_the_clocks_change() {
        let found = days("20261019T090000", "FREQ=WEEKLY;UNTIL=20261102T080000Z").unwrap();
        assert_eq!(found, ["10-19 09:00", "10-26 09:00", "11-02 09:00"]);
    }

    #[test]
    fn an_endless_rule_ends_with_the_week() {
        assert_eq!(days("20261101T120000", "FREQ=DAILY").unwrap().len(), 15);
        assert_eq!(days("20261026", "FREQ=DAILY;COUNT=3").unwrap().len(), 3);
        assert_eq!(
            days("20260101T120000", "FREQ=MONTHLY;BYDAY=-1FR").unwrap().last().unwrap(),
            "10-30 12:00"
        );
    }

    #[test]
    fn hostile_rules_are_refused_or_bounded() {
        for rule in [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;COUNT=10",
            "FREQ=",
            "",
            "INTERVAL=1",
            "FREQ=ALDRIG",
            "FREQ=DAILY\r\nX:Y",
        ] {
            assert!(days("20261026T090000", rule).is_err(), "{rule}");
        }
        for rule in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=99999999999",
            "FREQ=HOURLY;BYMONTHDAY=31;BYMONTH=2",
            "FREQ=WEEKLY;COUNT=0",
            "FREQ=YEARLY;BYSETPOS=400;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=99MO,-99SU",
        ] {
            let found = days("20261026T090000", rule);
            assert!(found.is_err() || found.is_ok_and(|found| found.len() < 25), "{rule}");
        }
        assert!(days("19700101T000000", "FREQ=HOURLY").is_err(), "too often to count");
    }
}
