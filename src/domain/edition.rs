//! One year's week: ISO week 44, Monday to Sunday on a Danish calendar, with the days around it.

use chrono::{Datelike, Days, IsoWeek, NaiveDate, TimeZone, Weekday};

use super::time::{COPENHAGEN, Timestamp};

/// When the campaign is each year; from `[campaign]` in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// ISO week number, 1–53.
    pub week: u32,
    /// Days before Monday that count as campaign.
    pub days_before: u64,
    /// Days after Sunday that count as campaign.
    pub days_after: u64,
}

impl Campaign {
    /// Monday 00:00 to the Monday after, Danish time, in an ISO year; `None` if the year has no such week.
    pub fn week_of(self, year: i32) -> Option<(Timestamp, Timestamp)> {
        let monday = NaiveDate::from_isoywd_opt(year, self.week, Weekday::Mon)?;
        Some((midnight(monday)?, midnight(monday.checked_add_days(Days::new(7))?)?))
    }

    /// True while sources follow their campaign schedule.
    pub fn is_on(self, now: Timestamp) -> bool {
        let week: IsoWeek = now.to_copenhagen().iso_week();
        // The days around week 1 or 53 may fall in the neighbouring year.
        (week.year() - 1..=week.year() + 1)
            .any(|year| self.window_of(year).is_some_and(|(from, to)| from <= now && now < to))
    }

    /// The year whose edition is on or comes next: until its days after the week are over, it is this one.
    pub fn year_at(self, now: Timestamp) -> Option<i32> {
        let year = now.to_copenhagen().iso_week().year();
        // A week 53 comes every five or six years.
        (year - 1..=year + 8).find(|year| self.window_of(*year).is_some_and(|(_, to)| now < to))
    }

    /// The year of the edition before that of `year`; some years have no week 53.
    pub fn year_before(self, year: i32) -> Option<i32> {
        (year - 8..year).rev().find(|year| self.window_of(*year).is_some())
    }

    /// The week with the days around it: when sources follow their campaign schedule.
    pub fn window_of(self, year: i32) -> Option<(Timestamp, Timestamp)> {
        let monday = NaiveDate::from_isoywd_opt(year, self.week, Weekday::Mon)?;
        let from = monday.checked_sub_days(Days::new(self.days_before))?;
        let to = monday.checked_add_days(Days::new(7 + self.days_after))?;
        Some((midnight(from)?, midnight(to)?))
    }
}

/// The start of a Danish day.
pub fn midnight(day: NaiveDate) -> Option<Timestamp> {
    let local = day.and_hms_opt(0, 0, 0)?;
    COPENHAGEN.from_local_datetime(&local).earliest().map(|at| Timestamp(at.timestamp_micros()))
}
