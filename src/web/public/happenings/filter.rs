//! What a visitor asked the calendar for, as it stands in the URL: a day, a week or all that comes, and filters. Every
//! state is one short address.

use std::collections::{BTreeSet, HashSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use hashwall_index::{Engine, Search};

use super::snapshot::{Entry, search};
use super::words::{days, monday};
use crate::domain::sector::Sector;
use crate::web::error::WebError;
use crate::web::page::{Page, encode};
use crate::web::public::posts;

/// Longer than anything worth searching for.
const LONGEST_TEXT: usize = 1_000;
/// Organisations in the drop-down.
const MOST_ORGANISATIONS: usize = 300;
/// Entries of a list's page.
pub const PAGE: usize = 100;

/// Which part of the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// From now on.
    #[default]
    Coming,
    /// What is over, the last first.
    Past,
    /// `dag`: one day.
    Day(NaiveDate),
    /// `uge`: the week of this Monday.
    Week(NaiveDate),
}

/// How one takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Online.
    Online,
    /// In person.
    Physical,
}

impl Form {
    /// The word used in URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Physical => "fysisk",
        }
    }
}

/// View, filters, search and page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarQuery {
    /// Which part.
    pub view: View,
    /// `q`.
    pub text: String,
    /// `sektor`.
    pub sector: Option<Sector>,
    /// `organisation`, as written.
    pub organisation: String,
    /// `form`.
    pub form: Option<Form>,
    /// `side`, from 0.
    pub page: usize,
}

impl CalendarQuery {
    /// From the URL. What cannot be read is left out.
    pub fn read(page: &Page) -> Self {
        let view = match (page.parameter("dag"), page.parameter("uge"), page.parameter("vis")) {
            (day, _, _) if !day.is_empty() => read_day(day).map(View::Day),
            (_, week, _) if !week.is_empty() => read_week(week).map(View::Week),
            (_, _, "tidligere") => Some(View::Past),
            _ => None,
        };
        let form = match page.parameter("form") {
            "online" => Some(Form::Online),
            "fysisk" => Some(Form::Physical),
            _ => None,
        };
        Self {
            view: view.unwrap_or_default(),
            text: page.parameter("q").chars().take(LONGEST_TEXT).collect(),
            sector: page.parameter("sektor").parse().ok(),
            organisation: page.parameter("organisation").chars().take(300).collect(),
            form,
            page: page.parameter("side").parse::<usize>().unwrap_or(1).clamp(1, 1_000) - 1,
        }
    }

    /// The parameters, tidy, in one order.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let view = match self.view {
            View::Coming => None,
            View::Past => Some(("vis", "tidligere".to_owned())),
            View::Day(day) => Some(("dag", day.to_string())),
            View::Week(monday) => Some(("uge", week_name(monday))),
        };
        let parts = [
            view,
            Some(("q", self.text.clone())),
            self.sector.map(|sector| ("sektor", sector.as_str().to_owned())),
            Some(("organisation", self.organisation.clone())),
            self.form.map(|form| ("form", form.as_str().to_owned())),
            (self.page > 0).then(|| ("side", (self.page + 1).to_string())),
        ];
        let parts = parts.into_iter().flatten().filter(|(_, value)| !value.is_empty());
        parts.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// This state at `path`.
    pub fn href(&self, path: &str) -> String {
        let query = encode(&self.parameters());
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// True if a form sent fields with nothing in them.
    pub fn is_untidy(&self, page: &Page) -> bool {
        let ours = ["q", "sektor", "organisation", "form", "dag", "uge", "vis", "side"];
        page.query().iter().any(|(name, value)| ours.contains(&name.as_str()) && value.trim().is_empty())
    }

    /// The same filters in another view.
    pub fn at(&self, view: View) -> Self {
        Self { view, page: 0, ..self.clone() }
    }

    /// True if anything is filtered or searched for.
    pub fn has_filters(&self) -> bool {
        !self.text.is_empty() || self.sector.is_some() || !self.organisation.is_empty() || self.form.is_some()
    }

    /// What passes the filters, in the order given.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn filtered<'a>(&self, index: &Engine, all: &'a [Entry]) -> Result<Vec<&'a Entry>, WebError> {
        let found = if self.text.is_empty() {
            None
        } else {
            let page = posts::find(index, Search { text: self.text.clone(), ..search(1_000) }).await?;
            Some(page.found.into_iter().map(|found| found.post.id).collect::<HashSet<_>>())
        };
        let passes = |entry: &&Entry| {
            let organisation = || entry.post.organisation.as_deref().unwrap_or(&entry.post.author);
            found.as_ref().is_none_or(|found| found.contains(&entry.post.id))
                && self.sector.is_none_or(|sector| entry.post.sector == sector)
                && (self.organisation.is_empty() || organisation() == self.organisation)
                && match self.form {
                    None => true,
                    Some(Form::Online) => entry.happening.is_online,
                    Some(Form::Physical) => entry.happening.is_physical(),
                }
        };
        Ok(all.iter().filter(passes).collect())
    }
}

/// Who invites to something, each once.
pub fn organisations(all: &[Entry]) -> Vec<String> {
    let names: BTreeSet<&str> =
        all.iter().map(|entry| entry.post.organisation.as_deref().unwrap_or(&entry.post.author)).collect();
    names.into_iter().filter(|name| !name.is_empty()).take(MOST_ORGANISATIONS).map(str::to_owned).collect()
}

/// True if it takes place on a day.
pub fn is_on_day(entry: &Entry, day: NaiveDate) -> bool {
    days(&entry.happening).contains(&day)
}

fn believable(day: NaiveDate) -> bool {
    (1970..=2200).contains(&day.year())
}

fn read_day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day| believable(*day))
}

/// `2026-44`; also `2026-W44`, and any day of it.
fn read_week(text: &str) -> Option<NaiveDate> {
    if let Some(day) = read_day(text) {
        return Some(monday(day));
    }
    let (year, week) = text.split_once('-')?;
    let week = week.trim_start_matches(['W', 'w', 'U', 'u']);
    let monday = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
    believable(monday).then_some(monday)
}

/// `2026-44`.
pub fn week_name(monday: NaiveDate) -> String {
    let week = monday.iso_week();
    format!("{}-{:02}", week.year(), week.week())
}

/// A day some days away.
pub fn days_from(day: NaiveDate, by: i64) -> NaiveDate {
    let days = Days::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_read_as_people_and_programs_write_them() {
        let monday = NaiveDate::from_ymd_opt(2026, 10, 26).unwrap();
        for text in ["2026-44", "2026-W44", "2026-u44", "2026-10-28"] {
            assert_eq!(read_week(text), Some(monday), "{text}");
        }
        assert_eq!(week_name(monday), "2026-44");
        for bad in ["", "44", "2026-54", "9999999-1", "æ-ø", "2026-00"] {
            assert_eq!(read_week(bad), None, "{bad}");
        }
        assert_eq!(read_week("2026-53").map(week_name).as_deref(), Some("2026-53"));
        assert_eq!(read_week("2027-53"), None, "2027 has 52 weeks");
    }
}
