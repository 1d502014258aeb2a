//! The days a reach page is about. Knows no figures.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::edition::{Campaign, midnight};
use crate::domain::time::Timestamp;
use crate::web::desk::problem::Problem;
use crate::web::i18n::text_with;
use crate::web::page::{Page, encode};

/// Longest window in days: ten years.
const LONGEST: i64 = 3_660;

/// Days on a Danish calendar, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Window {
    /// The days a request asks for by `fra` and `til`; [`Window::of_now`] if it names none.
    ///
    /// # Errors
    /// Dates that cannot be read, stand the wrong way round, or are too far apart.
    pub fn read(page: &Page, campaign: Campaign) -> Result<Self, Problem> {
        let day = |name| {
            let text = page.parameter(name);
            let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.year() > 1_900);
            if text.is_empty() { Ok(None) } else { day().map(Some).ok_or(Problem::Form("form-date")) }
        };
        let usual = Self::of_now(campaign, page.now);
        let window = match (day("fra")?, day("til")?) {
            (None, None) => usual,
            (Some(from), Some(to)) => Self { from, to },
            (Some(from), None) => Self { from, to: usual.to.max(from) },
            (None, Some(to)) => Self { from: usual.from.min(to), to },
        };
        let length = (window.to - window.from).num_days();
        if (0..LONGEST).contains(&length) { Ok(window) } else { Err(Problem::Form("form-date")) }
    }

    /// The campaign's week from its Monday until the days after it are over; else the last seven days.
    pub fn of_now(campaign: Campaign, now: Timestamp) -> Self {
        Self::week(campaign, now)
            .filter(|week| {
                let year = week.from.iso_week().year();
                campaign.window_of(year).is_some_and(|(_, end)| now < end)
            })
            .unwrap_or_else(|| Self::last_days(now))
    }

    /// The last seven days, today included.
    pub fn last_days(now: Timestamp) -> Self {
        let to = now.to_copenhagen().date_naive();
        Self { from: to.checked_sub_days(Days::new(6)).unwrap_or(to), to }
    }

    /// The campaign's latest week that has begun.
    pub fn week(campaign: Campaign, now: Timestamp) -> Option<Self> {
        let year = now.to_copenhagen().year();
        (year - 1..=year + 1).rev().find_map(|year| {
            let (from, to) = campaign.week_of(year).filter(|(from, _)| *from <= now)?;
            let to = to.to_copenhagen().date_naive().pred_opt()?;
            Some(Self { from: from.to_copenhagen().date_naive(), to })
        })
    }

    /// From the first midnight to the one after the last day.
    ///
    /// # Errors
    /// Days at the end of time.
    pub fn instants(self) -> Result<(Timestamp, Timestamp), Problem> {
        let after = self.to.checked_add_days(Days::new(1));
        midnight(self.from).zip(after.and_then(midnight)).ok_or(Problem::Form("form-date"))
    }

    /// Every day of it.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }

    /// The page of this window at `path`.
    pub fn address(self, page: &Page, path: &str) -> String {
        let query =
            encode(&[("fra".to_owned(), self.from.to_string()), ("til".to_owned(), self.to.to_string())]);
        page.href(format!("{path}?{query}"))
    }

    /// `26. oktober 2026 – 1. november 2026`.
    pub fn words(self, page: &Page) -> String {
        format!("{} – {}", day(page, self.from), day(page, self.to))
    }
}

/// `26. oktober 2026`.
pub fn day(page: &Page, day: NaiveDate) -> String {
    text_with(
        page.language,
        "reach-day",
        &[("day", day.day().into()), ("month", day.month().into()), ("year", day.year().to_string().into())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(now: &str) -> String {
        let campaign = Campaign { week: 44, days_before: 14, days_after: 14 };
        let window = Window::of_now(campaign, Timestamp::parse_rfc3339(now).unwrap());
        format!("{} {}", window.from, window.to)
    }

    #[test]
    fn the_week_is_shown_while_it_is_spoken_of_and_the_last_days_otherwise() {
        assert_eq!(usual("2026-10-28T09:00:00Z"), "2026-10-26 2026-11-01");
        assert_eq!(usual("2026-11-02T09:00:00Z"), "2026-10-26 2026-11-01");
        assert_eq!(usual("2026-10-25T23:30:00Z"), "2026-10-26 2026-11-01", "Monday has begun in Denmark");
        assert_eq!(
            usual("2026-10-25T22:30:00Z"),
            "2026-10-19 2026-10-25",
            "Sunday night, after the clock went back"
        );
        assert_eq!(usual("2026-12-24T09:00:00Z"), "2026-12-18 2026-12-24");
        assert_eq!(usual("2027-01-03T09:00:00Z"), "2026-12-28 2027-01-03");
    }
}
