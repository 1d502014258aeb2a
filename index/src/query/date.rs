//! Days as people type them (ISO and Danish) and when they begin in Denmark. Reads no clock.

use std::fmt;

/// µs in a day.
const DAY: i64 = 86_400_000_000;
/// µs in an hour.
const HOUR: i64 = 3_600_000_000;

/// A calendar day in Denmark, years 1900 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    /// Reads `2026-10-26`, `26-10-2026`, `26/10 2026`, `26.10.2026`, `26/10/2026`, and the short forms `2026-10` and
    /// `2026`, which mean their first day, or their last if `last`.
    pub fn read(text: &str, last: bool) -> Option<Self> {
        let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
        let numbers: Vec<i64> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
        let is_year = |at: usize| parts.get(at).is_some_and(|part| part.len() == 4);
        match numbers[..] {
            [year, month, day] if is_year(0) => Self::new(year, month, day),
            [day, month, year] if is_year(2) => Self::new(year, month, day),
            [year, month] if is_year(0) => {
                let first = Self::new(year, month, 1)?;
                Self::new(year, month, if last { days_in(first.year, first.month) } else { 1 })
            }
            [year] if is_year(0) => {
                if last {
                    Self::new(year, 12, 31)
                } else {
                    Self::new(year, 1, 1)
                }
            }
            _ => None,
        }
    }

    /// A day of the calendar; `None` if there is no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let is_real = (1900..2200).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        is_real.then_some(Self { year, month, day })
    }

    /// The day in Denmark of a time, µs since the epoch; a time outside of 1900 to 2199 is on its first or last day.
    pub fn of(time: i64) -> Self {
        let first = Self { year: 1900, month: 1, day: 1 };
        let last = Self { year: 2199, month: 12, day: 31 };
        let time = time.clamp(first.begins(), last.ends() - 1);
        let day = Self::from_days((time + 2 * HOUR).div_euclid(DAY));
        if day.begins() > time { Self::from_days(day.days() - 1) } else { day }
    }

    /// The last day of a month.
    pub fn last_of(year: i64, month: i64) -> Option<Self> {
        Self::new(year, month, days_in(year, month))
    }

    /// So many days before; after, if negative.
    pub fn earlier(self, days: i64) -> Self {
        Self::from_days(self.days() - days)
    }

    /// 0 is Monday.
    pub fn weekday(self) -> i64 {
        // Day 0 of the epoch was a Thursday.
        (self.days() + 3).rem_euclid(7)
    }

    /// How far apart two days are.
    pub fn days_from(self, other: Self) -> i64 {
        (self.days() - other.days()).abs()
    }

    /// The year it is in.
    pub const fn number_of_year(self) -> i64 {
        self.year
    }

    /// True if it is in that year.
    pub const fn in_year(self, year: i64) -> bool {
        self.year == year
    }

    /// The first and last day of its month, or of one so many months before.
    pub fn month(self, back: i64) -> Option<(Self, Self)> {
        let months = self.year * 12 + self.month - 1 - back;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Some((Self::new(year, month, 1)?, Self::last_of(year, month)?))
    }

    /// The first and last day of its year, or of one so many years before.
    pub fn year(self, back: i64) -> Option<(Self, Self)> {
        Some((Self::new(self.year - back, 1, 1)?, Self::new(self.year - back, 12, 31)?))
    }

    /// Its first µs in Denmark, since the epoch.
    pub fn begins(self) -> i64 {
        let days = self.days();
        // Summer time changes at 01:00 UTC, after midnight: a day begins in the time of the day before.
        let is_summer = days > last_sunday(self.year, 3) && days <= last_sunday(self.year, 10);
        days * DAY - if is_summer { 2 * HOUR } else { HOUR }
    }

    /// The first µs after it.
    pub fn ends(self) -> i64 {
        Self::from_days(self.days() + 1).begins()
    }

    /// Days since the epoch, by Howard Hinnant's `days_from_civil`.
    fn days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year / 400;
        let year_of_era = year - era * 400;
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The reverse, `civil_from_days`.
    fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year, month, day: day_of_year - (153 * shifted + 2) / 5 + 1 }
    }
}

/// Weekday (0 = Monday) and hour in Denmark of a time, µs since the epoch.
pub(crate) fn danish_weekday_hour(time: i64) -> (usize, usize) {
    let year = Day::of(time).year;
    let changes = |month| last_sunday(year, month) * DAY + HOUR;
    let is_summer = changes(3) <= time && time < changes(10);
    let local = time.saturating_add(if is_summer { 2 * HOUR } else { HOUR });
    let weekday = (local.div_euclid(DAY) + 3).rem_euclid(7);
    (usize::try_from(weekday).unwrap_or(0), usize::try_from(local.rem_euclid(DAY) / HOUR).unwrap_or(0))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn number(part: &str) -> Option<i64> {
    let is_plain = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { part.parse().ok() } else { None }
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since the epoch of the last Sunday of a month of 31 days (EU summer time, directive 2000/84/EC).
fn last_sunday(year: i64, month: i64) -> i64 {
    let last = Day { year, month, day: 31 }.days();
    // Day 0 of the epoch was a Thursday: Sunday is 3 more.
    last - (last + 4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_a_day() {
        let day = Day::new(2026, 10, 26);
        for text in ["2026-10-26", "26-10-2026", "26/10 2026", "26.10.2026", "26/10/2026", "26. 10. 2026"] {
            assert_eq!(Day::read(text, false), day, "{text}");
        }
        assert_eq!(Day::read("2026-2", true), Day::new(2026, 2, 28));
        assert_eq!(Day::read("2026", true), Day::new(2026, 12, 31));
        for text in ["", "i går", "31-2-2026", "26-10", "99999", "2026-13-01", "-", "2026-10-26T12", "0000"]
        {
            assert_eq!(Day::read(text, false), None, "{text}");
        }
    }

    #[test]
    fn the_hour_that_comes_twice_is_the_same_hour() {
        // 25 October 2026: 00:30 UTC is 02:30 in summer time, 01:30 UTC is 02:30 once more.
        let midnight = Day::read("2026-10-25", false).unwrap().begins();
        let slots = [1, 2, 3, 4].map(|hours| danish_weekday_hour(midnight + hours * HOUR + HOUR / 2));
        assert_eq!(slots, [(6, 1), (6, 2), (6, 2), (6, 3)]);
        let spring = Day::read("2026-03-29", false).unwrap().begins();
        assert_eq!(danish_weekday_hour(spring + 2 * HOUR), (6, 3), "two o'clock is skipped");
    }

    #[test]
    fn days_begin_at_danish_midnight() {
        let begins = |text| Day::read(text, false).unwrap().begins() / 1_000_000;
        assert_eq!(begins("1970-01-01"), -3_600);
        assert_eq!(begins("2026-10-25"), 1_792_879_200, "still summer time at midnight");
        assert_eq!(begins("2026-10-26") - begins("2026-10-25"), 25 * 3_600);
        assert_eq!(begins("2026-03-30") - begins("2026-03-29"), 23 * 3_600);
        assert_eq!(
            Day::read("2026-12-31", false).unwrap().ends(),
            Day::read("2027-01-01", false).unwrap().begins()
        );
        for days in [0, 58, 59, 20_000, 47_540, -20_000] {
            assert_eq!(Day::from_days(days).days(), days);
        }
    }
}
