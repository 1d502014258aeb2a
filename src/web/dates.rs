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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_danish_and_names_another_year() {
        let at = Timestamp::parse_rfc3339("2026-10-26T08:05:00Z").unwrap();
        let next_year = Timestamp::parse_rfc3339("2027-01-01T00:00:00Z").unwrap();
        assert_eq!(moment(Language::Danish, at, at), "26. oktober kl. 9.05");
        assert_eq!(moment(Language::English, at, at), "26 October at 09:05");
        assert_eq!(moment(Language::Danish, at, next_year), "26. oktober 2026 kl. 9.05");
    }
}
