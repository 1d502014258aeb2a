//! Instants as people in Denmark write them. Knows no clock: the year is told to it.

use chrono::{Datelike, NaiveDate, Timelike};

use super::i18n::{Language, text_with};
use crate::domain::time::Timestamp;

/// `26. oktober kl. 9.00`, on a Danish clock; with the year where it is not this year's.
pub fn moment(language: Language, at: Timestamp, now: Timestamp) -> String {
    let at = at.to_copenhagen();
    let this_year = at.year() == now.to_copenhagen().year();
    let minute = format!("{:02}", at.minute());
    // Danish writes "kl. 9.00", English "09:00".
    let hour = match language {
        Language::Danish => at.hour().to_string(),
        Language::English => format!("{:02}", at.hour()),
    };
    text_with(
        language,
        if this_year { "moment" } else { "moment-with-year" },
        &[
            ("day", at.day().into()),
            ("month", at.month().into()),
            ("year", at.year().to_string().into()),
            ("hour", hour.into()),
            ("minute", minute.into()),
        ],
    )
}

/// `mandag 26. oktober`: a day to choose.
pub fn day(language: Language, day: NaiveDate) -> String {
    text_with(
        language,
        "day-of-week",
        &[
            ("weekday", day.weekday().number_from_monday().into()),
            ("day", day.day().into()),
            ("month", day.month().into()),
        ],
    )
}

/// `26. oktober 2026`.
pub fn date(language: Language, day: NaiveDate) -> String {
    let values =
        [("day", day.day().into()), ("month", day.month().into()), ("year", day.year().to_string().into())];
    text_with(language, "reach-day", &values)
}

/// `26. oktober`: beside other days of a year that is named.
pub fn day_of_month(language: Language, day: NaiveDate) -> String {
    text_with(language, "day-of-month", &[("day", day.day().into()), ("month", day.month().into())])
}

/// Days, both included, with what they share said once: `26.–30. oktober 2026`, `26. oktober – 1. november 2026`.
pub fn range(language: Language, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return date(language, from);
    }
    if from.year() != to.year() {
        return format!("{} – {}", date(language, from), date(language, to));
    }
    if from.month() != to.month() {
        return format!("{} – {}", day_of_month(language, from), date(language, to));
    }
    match language {
        Language::Danish => format!("{}.–{}", from.day(), date(language, to)),
        Language::English => format!("{}–{}", from.day(), date(language, to)),
    }
}

/// Days that begin and end in one ISO week, with its number: `uge 44, 26.–30. oktober 2026`; other days as [`range`].
pub fn week(language: Language, from: NaiveDate, to: NaiveDate) -> String {
    let days = range(language, from, to);
    if from == to || from.iso_week() != to.iso_week() {
        return days;
    }
    text_with(language, "week-of", &[("week", from.iso_week().week().into()), ("days", days.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_says_what_its_days_share_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (monday, friday, sunday) = (day("2026-10-26"), day("2026-10-30"), day("2026-11-01"));
        assert_eq!(week(Language::Danish, monday, friday), "uge 44, 26.–30. oktober 2026");
        assert_eq!(week(Language::Danish, monday, sunday), "uge 44, 26. oktober – 1. november 2026");
        assert_eq!(week(Language::English, monday, friday), "week 44, 26–30 October 2026");
        assert_eq!(week(Language::Danish, monday, monday), "26. oktober 2026");
        assert_eq!(week(Language::Danish, day("2026-10-25"), monday), "25.–26. oktober 2026");
        assert_eq!(
            range(Language::Danish, day("2025-12-29"), day("2026-01-04")),
            "29. december 2025 – 4. januar 2026"
        );
    }

    #[test]
    fn is_danish_and_names_another_year() {
        let at = Timestamp::parse_rfc3339("2026-10-26T08:05:00Z").unwrap();
        let next_year = Timestamp::parse_rfc3339("2027-01-01T00:00:00Z").unwrap();
        assert_eq!(moment(Language::Danish, at, at), "26. oktober kl. 9.05");
        assert_eq!(moment(Language::English, at, at), "26 October at 09:05");
        assert_eq!(moment(Language::Danish, at, next_year), "26. oktober 2026 kl. 9.05");
    }
}
