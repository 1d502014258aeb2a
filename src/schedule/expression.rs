//! Cron expressions as people write them, turned into what the `cron` crate reads. Knows no time.

use std::str::FromStr;

const WEEKDAYS: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const WHOLE_WEEKDAYS: [&str; 7] =
    ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
/// Errors say what is expected, so that they read on after that word.
const EXPECTED: &str = "minute, hour, day of month, month and weekday, like \"*/15 6-22 * * MON-FRI\" (or six fields, seconds first)";

/// The crate's schedule, and whether it runs every hour or every so many hours.
pub fn read(expression: &str) -> Result<(cron::Schedule, bool), String> {
    let fields: Vec<&str> = expression.split_whitespace().collect();
    let (text, hours) = match fields[..] {
        [word] if word.starts_with('@') => (word.to_ascii_lowercase(), ""),
        [minute, hour, day, month, weekday] => {
            (format!("0 {minute} {hour} {day} {month} {}", weekdays(weekday)?), hour)
        }
        [second, minute, hour, day, month, weekday] => {
            (format!("{second} {minute} {hour} {day} {month} {}", weekdays(weekday)?), hour)
        }
        [_, _, _, _, _, _, _] => {
            return Err(format!("{EXPECTED}, not 7 fields: a year would end the schedule"));
        }
        _ => return Err(format!("{EXPECTED}, not {} fields", fields.len())),
    };
    let schedule = cron::Schedule::from_str(&text).map_err(|why| {
        let why = why.to_string();
        // The crate draws the expression with an arrow below it; the reason is its last line.
        let why = why.lines().last().unwrap_or_default().trim().trim_end_matches('.');
        format!("{EXPECTED}; this one cannot be read: {why}")
    })?;
    let every_hour = hours.contains('*') || cron::TimeUnitSpec::is_all(schedule.hours());
    Ok((schedule, every_hour))
}

/// Weekday names, ranges spelled out: the crate's week begins on Sunday, so it refuses `SAT-SUN`.
fn weekdays(field: &str) -> Result<String, String> {
    if matches!(field, "*" | "?") {
        return Ok(field.to_owned());
    }
    let mut named = Vec::new();
    for part in field.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (weekday(from)?, weekday(to)?);
        let days = (to + 7 - from) % 7;
        named.extend((from..=from + days).map(|day| WEEKDAYS[day % 7]));
    }
    Ok(named.join(","))
}

fn weekday(word: &str) -> Result<usize, String> {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return Err(format!(
            "weekdays by name, like MON or MON-FRI, not {word:?}: 1 is Monday in some crons and Sunday in others"
        ));
    }
    let word = word.to_ascii_uppercase();
    WEEKDAYS
        .iter()
        .zip(WHOLE_WEEKDAYS)
        .position(|(short, whole)| word == *short || word == whole)
        .ok_or_else(|| format!("weekdays among {}, not {word:?}", WEEKDAYS.join(", ")))
}
