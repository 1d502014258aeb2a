//! What a dashboard's address asks for, and the address of what is asked: the URL is all the state there is.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Weekday};

use crate::domain::edition::{Campaign, midnight};
use crate::domain::figures::{Filters, Window, aligned};
use crate::domain::time::{COPENHAGEN, Timestamp};
use crate::web::dates;
use crate::web::i18n::text_with;
use crate::web::page::{Page, encode};

/// Longest window: ten years and their leap days.
const LONGEST: i64 = 3_660;
/// A window that is set against the last edition is of one edition.
const COMPARED: i64 = 120;
/// Longer words in an address are nobody's.
const LONGEST_WORD: usize = 300;
/// Values of one field.
const MOST_VALUES: usize = 20;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// When.
    pub window: Window,
    /// What.
    pub filters: Filters,
}

impl Asked {
    /// What the page's address asks for; the campaign's week while it is spoken of, else the last seven days.
    ///
    /// # Errors
    /// The key of the message that says what cannot be read.
    pub fn read(page: &Page, campaign: Campaign) -> Result<Self, &'static str> {
        Ok(Self { window: window(page, campaign)?, filters: filters(page)? })
    }

    /// As parameters.
    pub fn query(&self) -> Vec<(String, String)> {
        let mut query = Vec::new();
        let mut put = |name: &str, value: String| query.push((name.to_owned(), value));
        match (self.window.edition, self.dates()) {
            (Some(year), _) => put("udgave", year.to_string()),
            (None, Some((from, to))) => {
                put("fra", from.to_string());
                put("til", to.to_string());
            }
            (None, None) => {
                put("fra", self.window.from.rfc3339());
                put("til", self.window.until.rfc3339());
            }
        }
        let filters = &self.filters;
        filters.sectors.iter().for_each(|sector| put("sektor", sector.as_str().to_owned()));
        filters.organisations.iter().for_each(|name| put("organisation", name.clone()));
        filters.networks.iter().for_each(|network| put("netvaerk", network.as_str().to_owned()));
        filters.languages.iter().for_each(|code| put("sprog", code.clone()));
        if !filters.theme.is_empty() {
            put("tema", filters.theme.clone());
        }
        query
    }

    /// The page of this at `path`.
    pub fn address(&self, page: &Page, path: &str) -> String {
        page.href(format!("{path}?{}", encode(&self.query())))
    }

    /// First and last day, where the window is of whole days.
    pub fn dates(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (from, until) = (self.window.from.to_copenhagen(), self.window.until.to_copenhagen());
        let whole = |at: &chrono::DateTime<chrono_tz::Tz>| at.num_seconds_from_midnight() == 0;
        let to = until.date_naive().pred_opt()?;
        (whole(&from) && whole(&until) && to >= from.date_naive()).then(|| (from.date_naive(), to))
    }

    /// First and last day it touches.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        let from = self.window.from.to_copenhagen().date_naive();
        let last = Timestamp(self.window.until.0.saturating_sub(1)).to_copenhagen().date_naive();
        (from, last.max(from))
    }

    /// In words: `uge 44, 26. oktober – 1. november 2026`.
    pub fn words(&self, page: &Page) -> String {
        let days = match self.dates() {
            Some((from, to)) => dates::week(page.language, from, to),
            None => format!("{} – {}", page.moment(&self.window.from), page.moment(&self.window.until)),
        };
        match self.window.edition {
            None => days,
            Some(year) => text_with(
                page.language,
                "reach-edition-days",
                &[("year", year.to_string().into()), ("days", days.into())],
            ),
        }
    }

    /// When, as a sentence begins: `I uge 44 (26. oktober – 1. november 2026)`.
    pub fn said(&self, page: &Page) -> String {
        let Some((from, to)) = self.dates() else {
            let moments = [
                ("from", page.moment(&self.window.from).into()),
                ("until", page.moment(&self.window.until).into()),
            ];
            return text_with(page.language, "say-moments", &moments);
        };
        let days = || dates::range(page.language, from, to).into();
        let is_week = from.weekday() == Weekday::Mon && (to - from).num_days() == 6;
        match self.window.edition {
            Some(year) => text_with(
                page.language,
                "say-edition",
                &[("year", year.to_string().into()), ("days", days())],
            ),
            None if from == to => text_with(page.language, "say-day", &[("day", days())]),
            None if is_week => {
                let week = from.iso_week().week().to_string().into();
                text_with(page.language, "say-week", &[("week", week), ("days", days())])
            }
            None => text_with(page.language, "say-days", &[("days", days())]),
        }
    }

    /// What it is narrowed down to, a line each.
    pub fn narrowed(&self, page: &Page) -> Vec<String> {
        let filters = &self.filters;
        let fields: [(&str, Vec<String>); 5] = [
            (
                "reach-sector",
                filters.sectors.iter().map(|sector| page.word("sector", sector.as_str())).collect(),
            ),
            ("reach-organisation", filters.organisations.clone()),
            (
                "reach-network",
                filters.networks.iter().map(|network| page.word("network", network.as_str())).collect(),
            ),
            ("reach-language", filters.languages.iter().map(|code| language(page, code)).collect()),
            (
                "reach-theme",
                Some(filters.theme.clone()).filter(|theme| !theme.is_empty()).into_iter().collect(),
            ),
        ];
        fields
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(key, values)| format!("{}: {}", page.text(key), values.join(", ")))
            .collect()
    }

    /// The same days of the edition before, up to the same time of day while this one is still running; its year. `None`
    /// where the window is of no single edition.
    pub fn before(&self, campaign: Campaign, now: Timestamp) -> Option<(i32, Self)> {
        if self.window.length().as_secs() > COMPARED as u64 * 86_400 || self.window.from > now {
            return None;
        }
        let year = self.window.edition.or_else(|| campaign.year_at(self.window.from))?;
        let last = campaign.year_before(year)?;
        let running = self.window.until > now;
        let until = if running { now } else { self.window.until };
        let edition = self.window.edition.filter(|_| !running);
        let window = aligned(campaign, Window { until, edition, ..self.window }, year, last)?;
        Some((last, Self { window, filters: self.filters.clone() }))
    }

    /// The same filters at another time.
    #[must_use]
    pub fn at(&self, window: Window) -> Self {
        Self { window, filters: self.filters.clone() }
    }
}

/// A language by its name, or its code where we have no name for it.
pub fn language(page: &Page, code: &str) -> String {
    match code {
        "" => page.text("reach-unknown"),
        "da" | "en" | "de" | "sv" => page.word("language", code),
        other => other.to_owned(),
    }
}

fn window(page: &Page, campaign: Campaign) -> Result<Window, &'static str> {
    const ODD: &str = "form-date";
    let edition = page.parameter("udgave");
    if !edition.is_empty() {
        let year = edition.parse::<i32>().ok().filter(|year| (1_970..=9_000).contains(year)).ok_or(ODD)?;
        return Window::edition(campaign, year).ok_or(ODD);
    }
    let (from, to) = (page.parameter("fra"), page.parameter("til"));
    let usual = of_now(campaign, page.now).ok_or(ODD)?;
    let window = match (from.is_empty(), to.is_empty()) {
        (true, true) => usual,
        (false, false) => Window::between(begin(from).ok_or(ODD)?, end(to).ok_or(ODD)?),
        (false, true) => {
            let from = begin(from).ok_or(ODD)?;
            let day = from.to_copenhagen().date_naive().checked_add_days(Days::new(1)).and_then(midnight);
            Window::between(from, usual.until.max(day.ok_or(ODD)?))
        }
        (true, false) => {
            let until = end(to).ok_or(ODD)?;
            let day = Timestamp(until.0 - 1).to_copenhagen().date_naive();
            Window::between(usual.from.min(midnight(day).ok_or(ODD)?), until)
        }
    };
    let length = window.length().as_secs();
    if window.is_empty() || length > LONGEST as u64 * 86_400 { Err(ODD) } else { Ok(window) }
}

/// The campaign's week from its Monday until the days after it are over; else the last seven days.
pub fn of_now(campaign: Campaign, now: Timestamp) -> Option<Window> {
    let week = week(campaign, now).filter(|week| {
        let year = week.from.to_copenhagen().iso_week().year();
        campaign.window_of(year).is_some_and(|(_, end)| now < end)
    });
    week.or_else(|| last_days(now))
}

/// The campaign's latest week that has begun.
pub fn week(campaign: Campaign, now: Timestamp) -> Option<Window> {
    let year = now.to_copenhagen().year();
    (year - 1..=year + 1).rev().find_map(|year| {
        let (from, until) = campaign.week_of(year).filter(|(from, _)| *from <= now)?;
        Some(Window::between(from, until))
    })
}

/// The last seven days, today included.
pub fn last_days(now: Timestamp) -> Option<Window> {
    let today = now.to_copenhagen().date_naive();
    let from = midnight(today.checked_sub_days(Days::new(6))?)?;
    Some(Window::between(from, midnight(today.checked_add_days(Days::new(1))?)?))
}

fn begin(text: &str) -> Option<Timestamp> {
    day(text).and_then(midnight).or_else(|| instant(text))
}

/// A day is meant with all of it; a time of day is meant exactly.
fn end(text: &str) -> Option<Timestamp> {
    day(text).and_then(|day| midnight(day.checked_add_days(Days::new(1))?)).or_else(|| instant(text))
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| (1_901..=9_000).contains(&day.year()))
}

/// RFC 3339, or what `<input type="datetime-local">` sends, on a Danish clock.
fn instant(text: &str) -> Option<Timestamp> {
    let at = Timestamp::parse_rfc3339(text).or_else(|| {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
        let found = COPENHAGEN.from_local_datetime(&local).earliest();
        let found =
            found.or_else(|| COPENHAGEN.from_local_datetime(&(local + TimeDelta::hours(1))).earliest())?;
        Some(Timestamp(found.timestamp_micros()))
    })?;
    (1_901..=9_000).contains(&at.to_copenhagen().year()).then_some(at)
}

fn filters(page: &Page) -> Result<Filters, &'static str> {
    let values = |name: &str| -> Result<Vec<String>, &'static str> {
        let mut found: Vec<String> = Vec::new();
        for (key, value) in page.query() {
            let value = value.trim();
            if key == name && !value.is_empty() && !found.iter().any(|known| known == value) {
                found.push(value.to_owned());
            }
        }
        let sane = found.len() <= MOST_VALUES && found.iter().all(|value| value.len() <= LONGEST_WORD);
        if sane { Ok(found) } else { Err("form-filter") }
    };
    let odd = |_: String| "form-filter";
    Ok(Filters {
        sectors: values("sektor")?.iter().map(|word| word.parse()).collect::<Result<_, _>>().map_err(odd)?,
        organisations: values("organisation")?,
        networks: values("netvaerk")?
            .iter()
            .map(|word| word.parse())
            .collect::<Result<_, _>>()
            .map_err(odd)?,
        languages: values("sprog")?,
        theme: values("tema")?.into_iter().next().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMPAIGN: Campaign = Campaign { week: 44, days_before: 14, days_after: 14 };

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    fn usual(now: &str) -> String {
        let window = of_now(CAMPAIGN, at(now)).unwrap();
        let (from, to) = Asked { window, filters: Filters::default() }.dates().unwrap();
        format!("{from} {to}")
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

    #[test]
    fn a_running_week_is_set_against_as_much_of_the_last_one() {
        let window = of_now(CAMPAIGN, at("2026-10-28T11:00:00Z")).unwrap();
        let asked = Asked { window, filters: Filters::default() };
        let (year, before) = asked.before(CAMPAIGN, at("2026-10-28T11:00:00Z")).unwrap();
        assert_eq!(year, 2025);
        assert_eq!(before.window.until.rfc3339(), "2025-10-29T11:00:00Z");
        let (_, whole) = asked.before(CAMPAIGN, at("2026-12-01T11:00:00Z")).unwrap();
        assert_eq!(whole.dates().unwrap().1.to_string(), "2025-11-02");
        let decade = Window::between(at("2016-01-01T00:00:00Z"), at("2025-12-31T00:00:00Z"));
        assert!(asked.at(decade).before(CAMPAIGN, at("2026-12-01T11:00:00Z")).is_none());
    }
}
