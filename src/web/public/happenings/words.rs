//! Days and times of happenings as people write them: `tirsdag 27. oktober kl. 9.00–10.30`. Knows no clock.

use chrono::{Datelike, Days, NaiveDate, Timelike};

use crate::domain::happening::Happening;
use crate::domain::time::Timestamp;
use crate::web::i18n::{Language, text_with};
use crate::web::page::Page;

/// `tirsdag 27. oktober`; with the year where it is not this year's.
pub fn day(page: &Page, day: NaiveDate) -> String {
    let this_year = day.year() == page.now.to_copenhagen().year();
    text_with(
        page.language,
        if this_year { "happening-day" } else { "happening-day-with-year" },
        &[
            ("weekday", day.weekday().number_from_monday().into()),
            ("day", day.day().into()),
            ("month", day.month().into()),
            ("year", day.year().to_string().into()),
        ],
    )
}

/// `9.00`, in English `09:00`.
pub fn clock(page: &Page, at: Timestamp) -> String {
    let at = at.to_copenhagen();
    match page.language {
        Language::Danish => format!("{}.{:02}", at.hour(), at.minute()),
        Language::English => format!("{:02}:{:02}", at.hour(), at.minute()),
    }
}

/// The Danish day of an instant.
pub fn date(at: Timestamp) -> NaiveDate {
    at.to_copenhagen().date_naive()
}

/// The last day something takes place on: what ends at midnight does not reach into the day after.
pub fn last_day(happening: &Happening) -> NaiveDate {
    let last = Timestamp(happening.ends().0.saturating_sub(1));
    date(last).max(date(happening.start))
}

/// Every day it takes place on, at most sixty.
pub fn days(happening: &Happening) -> Vec<NaiveDate> {
    let (first, last) = (date(happening.start), last_day(happening));
    let days = first.iter_days().take_while(|day| *day <= last);
    days.take(60).collect()
}

/// When, in full.
pub fn when(page: &Page, happening: &Happening) -> String {
    let (first, last) = (date(happening.start), last_day(happening));
    let say = |key: &str, values: &[(&'static str, String)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        text_with(page.language, key, &values)
    };
    let (from, to) = (day(page, first), day(page, last));
    if happening.all_day {
        return if first == last {
            say("happening-all-day", &[("day", from)])
        } else {
            say("happening-days", &[("from", from), ("to", to)])
        };
    }
    let start = clock(page, happening.start);
    match happening.end.filter(|end| *end > happening.start) {
        None => say("happening-from", &[("day", from), ("start", start)]),
        Some(end) if first == last => {
            say("happening-span", &[("day", from), ("start", start), ("end", clock(page, end))])
        }
        Some(end) => {
            let end_day = day(page, date(end));
            say(
                "happening-long-span",
                &[("from", from), ("start", start), ("to", end_day), ("end", clock(page, end))],
            )
        }
    }
}

/// When it begins, for one who looks up at a screen: `kl. 14.00` today, `tirsdag 27. oktober kl. 9.00` on another day.
pub fn begins(page: &Page, happening: &Happening) -> String {
    let first = date(happening.start);
    let is_today = first == date(page.now);
    if happening.all_day {
        return if is_today { page.text("happening-hours-all-day") } else { day(page, first) };
    }
    let start = clock(page, happening.start);
    let at = page.text_with("display-at", "clock", start);
    if is_today { at } else { format!("{} {at}", day(page, first)) }
}

/// Until when what is on goes on: `til 15.30` today; nothing where nobody says or it ends on another day.
pub fn until(page: &Page, happening: &Happening) -> String {
    let end = happening.end.filter(|end| !happening.all_day && date(*end) == date(page.now));
    end.map(|end| page.text_with("display-until", "clock", clock(page, end))).unwrap_or_default()
}

/// The time of day, for a list under the day's name: `9.00–10.30`, `hele dagen`.
pub fn hours(page: &Page, happening: &Happening, on: NaiveDate) -> String {
    let (first, last) = (date(happening.start), last_day(happening));
    if happening.all_day || (first < on && on < last) {
        return page.text("happening-hours-all-day");
    }
    let start = clock(page, happening.start);
    let end = happening.end.filter(|end| *end > happening.start).map(|end| clock(page, end));
    match end {
        _ if first < on => page.text_with("happening-hours-until", "end", end.unwrap_or_default()),
        Some(_) if last > on => page.text_with("happening-hours-from", "start", start),
        Some(end) => format!("{start}–{end}"),
        None => page.text_with("happening-hours-from", "start", start),
    }
}

/// The start as `<time datetime>` takes it: a date of an all-day one.
pub fn machine(page: &Page, happening: &Happening) -> String {
    if happening.all_day { date(happening.start).to_string() } else { page.datetime(&happening.start) }
}

/// Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}
