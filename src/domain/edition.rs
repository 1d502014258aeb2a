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

/// Where an edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its Monday is so many days away; 1 is tomorrow.
    Before(i64),
    /// It is on, for so many more days; 1 is the last day.
    On(i64),
    /// It is over.
    After,
}

impl Campaign {
    /// Where the edition of a year stands; `None` if that year has none.
    pub fn phase(self, year: i32, now: Timestamp) -> Option<Phase> {
        let monday = NaiveDate::from_isoywd_opt(year, self.week, Weekday::Mon)?;
        let today = now.to_copenhagen().date_naive();
        let to_go = (monday - today).num_days();
        Some(match to_go {
            1.. => Phase::Before(to_go),
            -6..=0 => Phase::On(7 + to_go),
            _ => Phase::After,
        })
    }
}

/// The start of a Danish day.
pub fn midnight(day: NaiveDate) -> Option<Timestamp> {
    let local = day.and_hms_opt(0, 0, 0)?;
    COPENHAGEN.from_local_datetime(&local).earliest().map(|at| Timestamp(at.timestamp_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn an_edition_is_before_on_and_after_on_a_danish_clock() {
        let campaign = Campaign { week: 44, days_before: 14, days_after: 14 };
        let phase = |text: &str| campaign.phase(2026, at(text)).unwrap();
        assert_eq!(phase("2026-10-14T10:00:00Z"), Phase::Before(12));
        assert_eq!(phase("2026-10-25T22:59:59Z"), Phase::Before(1), "a minute before midnight in Copenhagen");
        assert_eq!(phase("2026-10-25T23:00:00Z"), Phase::On(7));
        assert_eq!(phase("2026-11-01T22:59:59Z"), Phase::On(1));
        assert_eq!(phase("2026-11-01T23:00:00Z"), Phase::After);
        assert_eq!(
            campaign.year_at(at("2026-11-15T22:00:00Z")),
            Some(2026),
            "the days after are this year's"
        );
        assert_eq!(campaign.year_at(at("2026-11-15T23:00:00Z")), Some(2027));
        assert_eq!(campaign.year_before(2027), Some(2026));
    }

    #[test]
    fn weeks_at_the_turn_of_the_year_belong_to_their_own_year() {
        let first = Campaign { week: 1, days_before: 3, days_after: 3 };
        // Week 1 of 2026 begins on Monday 29 December 2025.
        assert_eq!(first.year_at(at("2025-12-27T12:00:00Z")), Some(2026));
        assert_eq!(first.phase(2026, at("2025-12-27T12:00:00Z")), Some(Phase::Before(2)));
        assert_eq!(first.phase(2026, at("2025-12-31T12:00:00Z")), Some(Phase::On(5)));
        let last = Campaign { week: 52, days_before: 3, days_after: 14 };
        assert_eq!(
            last.year_at(at("2027-01-05T12:00:00Z")),
            Some(2026),
            "the days after reach into the next year"
        );
        let seldom = Campaign { week: 53, days_before: 7, days_after: 7 };
        assert_eq!(seldom.phase(2027, at("2027-06-01T12:00:00Z")), None, "2027 has no week 53");
        assert_eq!(seldom.year_at(at("2027-06-01T12:00:00Z")), Some(2032));
        assert_eq!(seldom.year_before(2032), Some(2026));
    }
}
