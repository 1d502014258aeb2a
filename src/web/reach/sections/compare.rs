//! Two editions side by side: the figures of each, and the days aligned by how far they are from the week's Monday.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};

use super::shared::{cell, definition};
use crate::domain::edition::Campaign;
use crate::domain::figures::{Change, Figure, Figures, Formula, change};
use crate::domain::time::Timestamp;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::reach::chart::Kind;
use crate::web::reach::paper::{Paper, Part, Section};
use crate::web::reach::table::{Cell, Column, Table};

/// The paper of two editions, each with its year; both of whole days.
pub fn compared(
    page: &Page,
    campaign: Campaign,
    one: (i32, &Figures),
    other: (i32, &Figures),
    as_of: Timestamp,
) -> Paper {
    let years = [one.0, other.0].map(|year| Column { title: year.to_string(), numeric: true });
    let mut figures = Table::of(page, "compare-figures", "compare-figures", &["csv-figure"]);
    figures.columns.extend(years.iter().cloned());
    figures.columns.push(Column { title: page.text("compare-change"), numeric: false });
    for (key, now, before) in pairs(one.1, other.1) {
        let name = page.text(&now.formula.name_key());
        let name = Cell::Text(if key.is_empty() { name } else { page.text_with(key, "figure", name) });
        let change = match empty_year(one).or_else(|| empty_year(other)) {
            // A year in which nothing was collected is not a year in which nobody wrote.
            Some(year) => page.text_with("compare-nothing-in", "year", year.to_string()),
            None => changed(page, now, before),
        };
        figures.push(vec![name, cell(now), cell(before), Cell::Text(change)], None);
    }
    let mut networks = Table::of(page, "compare-networks", "reach-networks", &["reach-network"]);
    networks.columns.extend(years.iter().cloned());
    for network in crate::domain::network::Network::ALL {
        let posts = |figures: &Figures| {
            figures.networks.iter().find(|part| part.network == network).and_then(|part| part.posts.value)
        };
        let (now, before) = (posts(one.1), posts(other.1));
        if now.or(before).is_some() {
            let name = Cell::Text(page.word("network", network.as_str()));
            networks.push(
                vec![name, Cell::Whole(now.unwrap_or_default()), Cell::Whole(before.unwrap_or_default())],
                None,
            );
        }
    }
    let mut days = Table::of(page, "compare-days", "compare-days", &["compare-day"]);
    days.columns.extend(years);
    let (ours, theirs) = (by_offset(campaign, one), by_offset(campaign, other));
    let offsets: std::collections::BTreeSet<i64> = ours.keys().chain(theirs.keys()).copied().collect();
    for offset in offsets {
        let count = |days: &BTreeMap<i64, i64>| days.get(&offset).copied().map_or(Cell::Nothing, Cell::Whole);
        days.push(vec![Cell::Text(called(page, offset)), count(&ours), count(&theirs)], None);
    }
    let section = |id, title: &str, parts, definition| Section {
        id,
        title: page.text(title),
        figures: Vec::new(),
        parts,
        definition,
    };
    Paper {
        title: page.text("compare-title"),
        days: format!("{} – {}", one.0, other.0),
        as_of,
        sections: vec![
            section("hovedtal", "compare-figures", vec![Part::plain(figures)], versions(page)),
            section(
                "dage",
                "compare-days",
                vec![Part::drawn(Kind::Timeline, days)],
                page.text("compare-lead"),
            ),
            section(
                "netvaerk",
                "reach-networks",
                vec![Part::drawn(Kind::Beside, networks)],
                definition(page, Formula::Posts),
            ),
        ],
        ..Paper::default()
    }
}

/// With the message that tells two figures of one formula apart.
fn pairs<'a>(one: &'a Figures, other: &'a Figures) -> [(&'static str, &'a Figure, &'a Figure); 6] {
    [
        ("", &one.posts, &other.posts),
        ("", &one.authors, &other.authors),
        ("", &one.organisations, &other.organisations),
        ("", &one.potential, &other.potential),
        ("compare-low", &one.estimated_low, &other.estimated_low),
        ("compare-high", &one.estimated_high, &other.estimated_high),
    ]
}

fn versions(page: &Page) -> String {
    [
        Formula::Posts,
        Formula::Authors,
        Formula::Organisations,
        Formula::PotentialReach,
        Formula::EstimatedReach,
    ]
    .map(|formula| definition(page, formula))
    .join(" ")
}

/// The year, if no post of it is shown.
fn empty_year((year, figures): (i32, &Figures)) -> Option<i32> {
    (figures.posts.value.unwrap_or_default() == 0).then_some(year)
}

/// `+12,3 %`; from zero, which no percentage tells, by how many; and that two numbers cannot be compared where one of them is
/// not told.
fn changed(page: &Page, now: &Figure, before: &Figure) -> String {
    let written = match change(now, before) {
        Change::Unknown => None,
        Change::FromNothing(0) | Change::By(0, _) => Some(page.text("compare-unchanged")),
        Change::FromNothing(by) => Some(numbers::more(page.language, by)),
        Change::By(..) => {
            now.value.zip(before.value).and_then(|(now, before)| numbers::change(page.language, now, before))
        }
    };
    written.unwrap_or_else(|| page.text("compare-cannot"))
}

/// Posts by days from the week's Monday.
fn by_offset(campaign: Campaign, (year, figures): (i32, &Figures)) -> BTreeMap<i64, i64> {
    let mut days = BTreeMap::new();
    let Some(monday) = NaiveDate::from_isoywd_opt(year, campaign.week, Weekday::Mon) else { return days };
    for point in &figures.timeline.points {
        let day = point.at.to_copenhagen().date_naive();
        *days.entry((day - monday).num_days()).or_insert(0) += point.posts.value.unwrap_or_default();
    }
    days
}

/// How a day is called in any year.
fn called(page: &Page, offset: i64) -> String {
    match offset {
        0..=6 => page.text_with("compare-week-day", "weekday", page.word("weekday", &offset.to_string())),
        before if before < 0 => page.text_with("compare-before", "count", (-before).to_string()),
        after => page.text_with("compare-after", "count", (after - 6).to_string()),
    }
}
