//! `GET /kalender`: what takes place, by day; one day; one week. By the URL alone, so that it works without JavaScript.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;

use super::edition::Line;
use super::facts::{Badge, badges, href, place, title};
use super::filter::{CalendarQuery, Form, PAGE, View, days_from, is_on_day, organisations, week_name};
use super::snapshot::Entry;
use super::words;
use crate::domain::sector::Sector;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::public::choices::{Choice, ChoiceOption};
use crate::web::public::outputs::calendar;
use crate::web::public::outputs::view::Alternate;
use crate::web::state::PublicState;

/// Happenings of a day.
struct DayList<'a> {
    name: String,
    date: NaiveDate,
    is_today: bool,
    rows: Vec<Row<'a>>,
}

/// One line.
struct Row<'a> {
    entry: &'a Entry,
    title: String,
    href: String,
    hours: String,
    place: String,
    who: &'a str,
    badges: Vec<Badge>,
}

/// Words and address of another view, if there is one.
type Way = Option<(String, String)>;

#[derive(Template)]
#[template(path = "happenings.html")]
struct CalendarPage<'a> {
    page: &'a Page,
    query: &'a CalendarQuery,
    edition: Option<Line>,
    title: String,
    days: Vec<DayList<'a>>,
    /// How many in all, on every page of the list.
    total: usize,
    choices: Vec<Choice>,
    /// Earlier and later: words and address.
    earlier: Way,
    later: Way,
    more: Option<String>,
    today: NaiveDate,
    /// The same in the formats of feed readers and programs.
    alternates: Vec<Alternate>,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = CalendarQuery::read(&page);
    if query.is_untidy(&page) {
        return Ok(Redirect::to(&page.href(query.href("/kalender"))).into_response());
    }
    let all = state.happenings.all(&state.index).await?;
    let wanted = query.filtered(&state.index, &all).await?;
    let today = words::date(page.now);
    let (days, total) = days(&page, &query, wanted, today);
    let (earlier, later) = beside(&page, &query);
    let shown = (query.page + 1) * PAGE;
    let template = CalendarPage {
        page: &page,
        edition: Line::new(&page, state.campaign),
        title: name(&page, query.view),
        choices: choices(&page, &query, &all),
        more: (matches!(query.view, View::Coming | View::Past) && total > shown)
            .then(|| page.href(CalendarQuery { page: query.page + 1, ..query.clone() }.href("/kalender"))),
        days,
        total,
        earlier,
        later,
        today,
        alternates: calendar::alternates(&page, &query),
        query: &query,
    };
    Ok(html(&template)?.into_response())
}

fn days<'a>(
    page: &Page,
    query: &CalendarQuery,
    mut wanted: Vec<&'a Entry>,
    today: NaiveDate,
) -> (Vec<DayList<'a>>, usize) {
    let span: Vec<NaiveDate> = match query.view {
        View::Day(day) => vec![day],
        View::Week(monday) => (0..7).map(|by| days_from(monday, by)).collect(),
        View::Coming | View::Past => {
            let is_past = query.view == View::Past;
            wanted.retain(|entry| (entry.happening.ends() <= page.now) == is_past);
            if is_past {
                wanted.reverse();
            }
            let total = wanted.len();
            let mut lists: Vec<DayList<'a>> = Vec::new();
            for entry in wanted.into_iter().skip(query.page * PAGE).take(PAGE) {
                // What began before today and goes on stands under today.
                let first = words::date(entry.happening.start);
                let day = if is_past { first } else { first.max(today) };
                match lists.last_mut().filter(|list| list.date == day) {
                    Some(list) => list.rows.push(row(page, entry, day)),
                    None => lists.push(day_list(page, day, today, vec![row(page, entry, day)])),
                }
            }
            return (lists, total);
        }
    };
    let lists: Vec<DayList<'a>> = span
        .into_iter()
        .map(|day| {
            let rows = wanted
                .iter()
                .filter(|entry| is_on_day(entry, day))
                .map(|entry| row(page, entry, day))
                .collect();
            day_list(page, day, today, rows)
        })
        .collect();
    // One that goes on for days is one.
    let mut shown: Vec<&str> =
        lists.iter().flat_map(|list| &list.rows).map(|row| row.entry.post.id.0.as_str()).collect();
    shown.sort_unstable();
    shown.dedup();
    let total = shown.len();
    (lists, total)
}

fn day_list<'a>(page: &Page, date: NaiveDate, today: NaiveDate, rows: Vec<Row<'a>>) -> DayList<'a> {
    DayList { name: words::day(page, date), date, is_today: date == today, rows }
}

fn row<'a>(page: &Page, entry: &'a Entry, day: NaiveDate) -> Row<'a> {
    Row {
        title: title(page, &entry.post),
        href: href(page, &entry.post.id),
        hours: words::hours(page, &entry.happening, day),
        place: place(page, &entry.happening),
        who: entry.post.organisation.as_deref().unwrap_or(&entry.post.author),
        badges: badges(page, &entry.happening),
        entry,
    }
}

fn name(page: &Page, view: View) -> String {
    match view {
        View::Coming => page.text("calendar-title"),
        View::Past => page.text("calendar-past"),
        View::Day(day) => words::day(page, day),
        View::Week(monday) => {
            let name = week_name(monday);
            let (year, week) = name.split_once('-').unwrap_or_default(); // it always has one
            let week = week.trim_start_matches('0');
            page.text_with("calendar-week", "week", format!("{week}, {year}"))
        }
    }
}

/// The views before and after this one.
fn beside(page: &Page, query: &CalendarQuery) -> (Way, Way) {
    let to = |view: View| Some((name(page, view), page.href(query.at(view).href("/kalender"))));
    match query.view {
        View::Day(day) => (to(View::Day(days_from(day, -1))), to(View::Day(days_from(day, 1)))),
        View::Week(monday) => (to(View::Week(days_from(monday, -7))), to(View::Week(days_from(monday, 7)))),
        View::Coming => (to(View::Past), None),
        View::Past => (None, to(View::Coming)),
    }
}

fn choices(page: &Page, query: &CalendarQuery, all: &[Entry]) -> Vec<Choice> {
    let choice = |name: &'static str, options: Vec<(String, String)>, chosen: &str| Choice {
        name,
        // On a calendar it is asked who invites, not who writes.
        label: page.word("filter", if name == "organisation" { "organiser" } else { name }),
        options: options
            .into_iter()
            .map(|(value, label)| ChoiceOption { chosen: value == chosen, value, label, count: None })
            .collect(),
    };
    let sectors = Sector::ALL.map(|s| (s.as_str().to_owned(), page.word("sector", s.as_str())));
    let forms =
        [Form::Physical, Form::Online].map(|f| (f.as_str().to_owned(), page.word("form", f.as_str())));
    let mut names = organisations(all);
    if !query.organisation.is_empty() && !names.contains(&query.organisation) {
        names.push(query.organisation.clone());
    }
    let names = names.into_iter().map(|name| (name.clone(), name)).collect();
    vec![
        choice("sektor", sectors.into(), query.sector.map(Sector::as_str).unwrap_or_default()),
        choice("organisation", names, &query.organisation),
        choice("form", forms.into(), query.form.map(Form::as_str).unwrap_or_default()),
    ]
}

impl CalendarPage<'_> {
    fn list_href(&self) -> String {
        self.page.href(self.query.at(View::Coming).href("/kalender"))
    }

    fn day_href(&self) -> String {
        self.page.href(self.query.at(View::Day(self.today)).href("/kalender"))
    }

    fn week_href(&self) -> String {
        let monday = match self.query.view {
            View::Day(day) => words::monday(day),
            View::Week(monday) => monday,
            View::Coming | View::Past => words::monday(self.today),
        };
        self.page.href(self.query.at(View::Week(monday)).href("/kalender"))
    }

    fn date_href(&self, day: &NaiveDate) -> String {
        self.page.href(self.query.at(View::Day(*day)).href("/kalender"))
    }

    fn canonical(&self) -> String {
        self.page.absolute(&self.page.href(self.query.href("/kalender")))
    }

    /// The file, filters and all; a day or a week of it is the whole calendar.
    fn file_href(&self) -> String {
        self.query.at(View::Coming).href("/kalender.ics")
    }

    /// As calendar programs subscribe to it.
    fn subscribe_href(&self) -> String {
        let address = self.page.absolute(&self.file_href());
        let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        format!("webcal://{rest}")
    }

    fn is_list(&self) -> bool {
        matches!(self.query.view, View::Coming | View::Past)
    }

    fn is_day(&self) -> bool {
        matches!(self.query.view, View::Day(_))
    }

    fn is_week(&self) -> bool {
        matches!(self.query.view, View::Week(_))
    }

    /// A form keeps the view it stands in.
    fn view_field(&self) -> Option<(String, String)> {
        let bare = CalendarQuery { view: self.query.view, ..CalendarQuery::default() };
        bare.parameters().into_iter().next()
    }
}
