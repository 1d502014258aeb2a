//! The points of a timeline: hours, Danish days or Danish months, whichever a person can read.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::edition::midnight;
use crate::domain::figures::{Step, Window};
use crate::domain::time::Timestamp;

const HOUR: i64 = 3_600_000_000;
/// Longest window told by the hour, in days.
const BY_HOUR: i64 = 3;
/// Longest window told by the day.
const BY_DAY: i64 = 731;
/// Points at most, however long the window is: the last one is as long as it must be.
const MOST: usize = 2_000;

/// How wide the points of a window are, and their bounds: n + 1 bounds are n points, the first and last as long as the
/// window lets them be.
pub fn bounds(window: Window) -> (Step, Vec<i64>) {
    let length = window.length().as_micros();
    let days = |days: i64| u128::from(days.unsigned_abs()) * 24 * 3_600_000_000;
    // A day with the clock put back has 25 hours.
    let step = match length {
        _ if length <= days(BY_HOUR) + 3_600_000_000 => Step::Hour,
        _ if length <= days(BY_DAY) => Step::Day,
        _ => Step::Month,
    };
    let mut bounds = Vec::new();
    if window.is_empty() {
        return (step, bounds);
    }
    let mut at = window.from;
    while at < window.until && bounds.len() < MOST {
        bounds.push(at.0);
        match next(step, at).filter(|next| *next > at) {
            Some(next) => at = next,
            None => break,
        }
    }
    bounds.push(window.until.0);
    (step, bounds)
}

/// The first instant of the next hour, day or month; `None` beyond the calendar.
fn next(step: Step, at: Timestamp) -> Option<Timestamp> {
    let day = at.to_copenhagen().date_naive();
    match step {
        Step::Hour => at.0.div_euclid(HOUR).checked_add(1)?.checked_mul(HOUR).map(Timestamp),
        Step::Day => midnight(day.checked_add_days(Days::new(1))?),
        Step::Month => {
            let (year, month) =
                if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
            midnight(NaiveDate::from_ymd_opt(year, month, 1)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: &str, until: &str) -> Window {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        Window::between(at(from), at(until))
    }

    #[test]
    fn a_day_with_the_clock_put_back_is_one_point_of_twenty_five_hours() {
        let (step, bounds) = bounds(window("2026-10-23T22:00:00Z", "2026-10-27T23:00:00Z"));
        assert_eq!((step, bounds.len()), (Step::Day, 5));
        let hours: Vec<i64> = bounds.windows(2).map(|pair| (pair[1] - pair[0]) / HOUR).collect();
        assert_eq!(hours, [24, 25, 24, 24]);
    }

    #[test]
    fn an_hour_has_one_point_ten_years_have_months_and_nothing_has_none() {
        assert_eq!(bounds(window("2026-10-26T09:00:00Z", "2026-10-26T10:00:00Z")).1.len(), 2);
        let (step, ten_years) = bounds(window("2016-12-31T23:00:00Z", "2026-12-31T23:00:00Z"));
        assert_eq!((step, ten_years.len()), (Step::Month, 121));
        assert!(bounds(window("2026-10-26T10:00:00Z", "2026-10-26T10:00:00Z")).1.is_empty());
        let endless = Window::between(Timestamp(i64::MIN), Timestamp(i64::MAX));
        assert!(bounds(endless).1.len() <= MOST + 1);
    }
}
