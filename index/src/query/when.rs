//! Spans of days as people write them, Danish and English: `26/10`, `26. oktober 2026`, `i går`, `mandag`, `uge 44`. Reads
//! no clock: what depends on the day is only understood where the caller says which day it is.

use super::date::Day;
use crate::fold::fold_word;

/// From the first to the last day, both in it.
pub(super) type Span = (Day, Day);

/// Monday first; by number of ISO 8601, less one.
const WEEKDAYS: [[&str; 2]; 7] = [
    ["mandag", "monday"],
    ["tirsdag", "tuesday"],
    ["onsdag", "wednesday"],
    ["torsdag", "thursday"],
    ["fredag", "friday"],
    ["lørdag", "saturday"],
    ["søndag", "sunday"],
];

const MONTHS: [[&str; 4]; 12] = [
    ["januar", "january", "jan", "jan"],
    ["februar", "february", "feb", "feb"],
    ["marts", "march", "mar", "mar"],
    ["april", "april", "apr", "apr"],
    ["maj", "may", "maj", "may"],
    ["juni", "june", "jun", "jun"],
    ["juli", "july", "jul", "jul"],
    ["august", "august", "aug", "aug"],
    ["september", "september", "sep", "sept"],
    ["oktober", "october", "okt", "oct"],
    ["november", "november", "nov", "nov"],
    ["december", "december", "dec", "dec"],
];

/// Reads a day, week, month or year; `None` if it is none, or if it depends on `today` and that is not known.
pub(super) fn read(text: &str, today: Option<Day>) -> Option<Span> {
    if let (Some(first), Some(last)) = (Day::read(text, false), Day::read(text, true)) {
        return Some((first, last));
    }
    let folded = fold_word(text);
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 4 {
        return None;
    }
    dated(&words, today).or_else(|| today.and_then(|today| relative(&words, today)))
}

/// With a month or a week in it.
fn dated(words: &[&str], today: Option<Day>) -> Option<Span> {
    let one = |day: Day| (day, day);
    match *words {
        [week, number] if is_week(week) => nearest(today?, |year| of_week(year, number)),
        [week, number, year] if is_week(week) => of_week(year_of(year)?, number),
        // `uge44` in one word.
        [glued] if let Some(number) = glued.strip_prefix("uge").or_else(|| glued.strip_prefix("week")) => {
            nearest(today?, |year| of_week(year, number))
        }
        [name, year] if let (Some(month), Some(year)) = (month(name), year_of(year)) => {
            Some((Day::new(year, month, 1)?, Day::last_of(year, month)?))
        }
        [day, name, year] if let (Some(month), Some(year)) = (month(name), year_of(year)) => {
            Day::new(year, month, small(day)?).map(one)
        }
        [name] if let Some(month) = month(name) => {
            nearest(today?, |year| Some((Day::new(year, month, 1)?, Day::last_of(year, month)?)))
        }
        [day, name] if let Some(month) = month(name).or_else(|| small(name)) => {
            nearest(today?, |year| Day::new(year, month, small(day)?).map(one))
        }
        _ => None,
    }
}

/// Seen from today.
fn relative(words: &[&str], today: Day) -> Option<Span> {
    let one = |back: i64| Some((today.earlier(back), today.earlier(back)));
    let week = |back: i64| {
        let monday = today.earlier(today.weekday() + 7 * back);
        Some((monday, monday.earlier(-6)))
    };
    match words.join(" ").as_str() {
        "i dag" | "idag" | "today" => one(0),
        "i går" | "igår" | "yesterday" => one(1),
        "i forgårs" | "forgårs" => one(2),
        "i morgen" | "imorgen" | "tomorrow" => one(-1),
        "denne uge" | "this week" => week(0),
        "sidste uge" | "forrige uge" | "last week" => week(1),
        "denne måned" | "this month" => today.month(0),
        "sidste måned" | "forrige måned" | "last month" => today.month(1),
        "i år" | "iår" | "this year" => today.year(0),
        "sidste år" | "last year" => today.year(1),
        _ => {
            let (name, before_today) = match *words {
                [name] | ["på", name] | ["on", name] => (name, false),
                ["i" | "sidste" | "last", name] => (name, true),
                _ => return None,
            };
            let number = WEEKDAYS.iter().position(|names| {
                names.contains(&name)
                    || before_today && name.strip_suffix('s').is_some_and(|name| names.contains(&name))
            })?;
            let back = (today.weekday() - i64::try_from(number).ok()?).rem_euclid(7);
            one(if back == 0 && before_today { 7 } else { back })
        }
    }
}

fn is_week(word: &str) -> bool {
    matches!(word, "uge" | "week")
}

fn month(name: &str) -> Option<i64> {
    let at = MONTHS.iter().position(|names| names.contains(&name))?;
    i64::try_from(at + 1).ok()
}

fn year_of(text: &str) -> Option<i64> {
    if text.len() == 4 { text.parse().ok() } else { None }
}

fn small(text: &str) -> Option<i64> {
    let is_small = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_small { text.parse().ok() } else { None }
}

/// The week of an ISO year.
fn of_week(year: i64, number: &str) -> Option<Span> {
    let number = small(number)?;
    // 4 January is always in week 1.
    let fourth = Day::new(year, 1, 4)?;
    let monday = fourth.earlier(fourth.weekday() - 7 * (number - 1));
    // A week belongs to the year of its Thursday: most years have no week 53.
    let is_real = number >= 1 && monday.earlier(-3).in_year(year);
    is_real.then(|| (monday, monday.earlier(-6)))
}

/// Of this year, the one before and the one after: what is nearest to today. In January `26/10` was last autumn.
fn nearest(today: Day, of_year: impl Fn(i64) -> Option<Span>) -> Option<Span> {
    let year = today.number_of_year();
    let spans = (year - 1..=year + 1).filter_map(of_year);
    spans.min_by_key(|(first, last)| {
        if *first <= today && today <= *last { 0 } else { first.days_from(today).min(last.days_from(today)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday of week 43.
    fn today() -> Day {
        Day::new(2026, 10, 24).unwrap()
    }

    fn shown(text: &str, today: Option<Day>) -> String {
        read(text, today).map_or("none".to_owned(), |(first, last)| {
            if first == last { first.to_string() } else { format!("{first}–{last}") }
        })
    }

    #[test]
    fn what_people_write() {
        for (text, expected) in [
            ("26/10", "2026-10-26"),
            ("26.10.", "2026-10-26"),
            ("26. oktober", "2026-10-26"),
            ("26 okt. 2025", "2025-10-26"),
            ("1. marts", "2027-03-01"),
            ("2. juni", "2026-06-02"),
            ("oktober", "2026-10-01–2026-10-31"),
            ("february 2024", "2024-02-01–2024-02-29"),
            ("i dag", "2026-10-24"),
            ("i går", "2026-10-23"),
            ("i gaar", "2026-10-23"),
            ("Yesterday", "2026-10-23"),
            ("mandag", "2026-10-19"),
            ("lørdag", "2026-10-24"),
            ("i lørdags", "2026-10-17"),
            ("sunday", "2026-10-18"),
            ("uge 44", "2026-10-26–2026-11-01"),
            ("uge44", "2026-10-26–2026-11-01"),
            ("week 1 2026", "2025-12-29–2026-01-04"),
            ("uge 53", "2026-12-28–2027-01-03"),
            ("uge 53 2025", "none"),
            ("denne uge", "2026-10-19–2026-10-25"),
            ("sidste uge", "2026-10-12–2026-10-18"),
            ("sidste måned", "2026-09-01–2026-09-30"),
            ("i år", "2026-01-01–2026-12-31"),
            ("2025", "2025-01-01–2025-12-31"),
            ("31/2", "none"),
            ("uge 0", "none"),
            ("uge 99", "none"),
            ("i", "none"),
            ("snart", "none"),
        ] {
            assert_eq!(shown(text, Some(today())), expected, "{text}");
        }
    }

    #[test]
    fn without_a_clock_only_whole_dates_are_read() {
        assert_eq!(shown("26. oktober 2026", None), "2026-10-26");
        assert_eq!(shown("uge 44 2026", None), "2026-10-26–2026-11-01");
        for text in ["26/10", "i går", "mandag", "oktober", "uge 44"] {
            assert_eq!(shown(text, None), "none", "{text}");
        }
    }
}
