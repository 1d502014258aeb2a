//! Two windows side by side, aligned by the day of the week: the third day of one edition beside the third of another.

use chrono::{Days, TimeZone};

use super::formula::Figure;
use super::window::Window;
use crate::domain::edition::Campaign;
use crate::domain::time::{COPENHAGEN, Timestamp};

/// The same stretch of another year's edition: as many days and the same time of day from that week's Monday, on a Danish
/// clock, so that summer time moves nothing. `None` if one of the years has no such week.
pub fn aligned(campaign: Campaign, window: Window, from_year: i32, to_year: i32) -> Option<Window> {
    let (ours, _) = campaign.week_of(from_year)?;
    let (theirs, _) = campaign.week_of(to_year)?;
    let days = (theirs.to_copenhagen().date_naive() - ours.to_copenhagen().date_naive()).num_days();
    let edition = window.edition.filter(|year| *year == from_year).map(|_| to_year);
    Some(Window { from: moved(window.from, days)?, until: moved(window.until, days)?, edition })
}

/// So many Danish days later (or earlier) at the same time of day. A time that the clock skips is the next there is.
fn moved(at: Timestamp, days: i64) -> Option<Timestamp> {
    let local = at.to_copenhagen().naive_local();
    let by = Days::new(days.unsigned_abs());
    let local = if days < 0 { local.checked_sub_days(by)? } else { local.checked_add_days(by)? };
    let found = COPENHAGEN
        .from_local_datetime(&local)
        .earliest()
        .or_else(|| COPENHAGEN.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).earliest())?;
    Some(Timestamp(found.timestamp_micros()))
}

/// How a number stands to the same number of another window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// There is nothing to set it against: one of the two is not told, or they are of different formula versions.
    Unknown,
    /// Before it was nothing: a percentage would be infinite.
    FromNothing(i64),
    /// By so many, and by what part of the number before: 0.12 is 12 % more.
    By(i64, f64),
}

/// From the number before to the number now.
pub fn change(now: &Figure, before: &Figure) -> Change {
    let comparable = now.formula == before.formula && now.version == before.version;
    match (now.value, before.value) {
        (Some(now), Some(before)) if comparable => {
            let by = now.saturating_sub(before);
            if before == 0 {
                Change::FromNothing(by)
            } else {
                Change::By(by, by as f64 / before.abs() as f64)
            }
        }
        _ => Change::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn wednesday_noon_stands_beside_wednesday_noon_across_summer_time() {
        let campaign = Campaign { week: 44, days_before: 14, days_after: 14 };
        let window = Window::between(at("2026-10-12T10:00:00Z"), at("2026-10-28T11:00:00Z"));
        let before = aligned(campaign, window, 2026, 2025).unwrap();
        // Week 44 begins on 26 October 2026 and on 27 October 2025; noon is 10 UTC in summer time, 11 UTC after it.
        assert_eq!(before.from.rfc3339(), "2025-10-13T10:00:00Z");
        assert_eq!(before.until.rfc3339(), "2025-10-29T11:00:00Z");
        let edition = Window::edition(campaign, 2026).unwrap();
        assert_eq!(aligned(campaign, edition, 2026, 2025), Window::edition(campaign, 2025));
    }
}
