//! When posts were written: over the window, and by weekday and hour.

use chrono::Timelike;

use super::answer::{Answer, Voice};
use super::shared::link;
use crate::domain::figures::{Drill, Figure, Only, Point, PointNetwork, Step};
use crate::domain::network::Network;
use crate::web::i18n::{Language, text_with};
use crate::web::page::Page;
use crate::web::reach::chart::Kind;
use crate::web::reach::drill;
use crate::web::reach::paper::{Part, Section};
use crate::web::reach::table::{Cell, Column, Table};
use crate::web::{dates, numbers};

/// The timeline's section.
pub fn timeline(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let line = &answer.figures.timeline;
    let networks: Vec<Network> = answer.figures.networks.iter().map(|network| network.network).collect();
    let mut posts = Table::of(page, "timeline", "reach-timeline-posts", &["reach-when", "formula-posts"]);
    for network in &networks {
        posts.columns.push(Column { title: page.word("network", network.as_str()), numeric: true });
    }
    let mut engagement = Table::of(page, "timeline-engagement", "reach-timeline-engagement", &["reach-when"]);
    let mut views = Table::of(page, "timeline-views", "reach-timeline-views", &["reach-when"]);
    engagement.columns.extend(posts.columns[2..].iter().cloned());
    views.columns.extend(posts.columns[2..].iter().cloned());
    for point in &line.points {
        let head = Cell::Text(when(page, line.step, point));
        let of = |network: &Network| point.networks.iter().find(|part| part.network == *network);
        let counts = networks.iter().map(|network| Cell::counted(of(network).map_or(0, |part| part.posts)));
        let mut cells = vec![head.clone(), Cell::counted(number(&point.posts))];
        cells.extend(counts);
        posts.push(cells, link(page, answer, voice, &point.posts));
        let row = |count: &dyn Fn(&PointNetwork) -> Option<i64>| {
            let told = networks.iter().map(|network| Cell::told(of(network).and_then(count)));
            std::iter::once(head.clone()).chain(told).collect::<Vec<Cell>>()
        };
        engagement.push(row(&engaged), None);
        views.push(row(&|part| part.views), None);
    }
    let mut parts = vec![Part::drawn(Kind::Timeline, only_total(&posts))];
    if networks.len() > 1 {
        let mut by_network = posts.clone();
        by_network.id = "timeline-networks";
        by_network.title = page.text("reach-timeline-networks");
        by_network.columns.remove(1);
        by_network.rows.iter_mut().for_each(|row| {
            row.cells.remove(1);
            row.href = None;
        });
        parts.push(Part::drawn(Kind::Timeline, by_network));
    }
    for table in [engagement, views] {
        if !table.series().is_empty() {
            parts.push(Part::drawn(Kind::Timeline, table));
        }
    }
    Section {
        id: "tid",
        title: page.text("reach-timeline"),
        figures: Vec::new(),
        parts,
        definition: page.text("reach-timeline-definition"),
    }
}

/// All networks together: posts can be added up.
fn only_total(posts: &Table) -> Table {
    let mut total = posts.clone();
    total.columns.truncate(2);
    total.rows.iter_mut().for_each(|row| row.cells.truncate(2));
    total
}

/// Reactions, comments and shares of one network; `None` if it told none of them.
fn engaged(part: &PointNetwork) -> Option<i64> {
    let told = [part.reactions, part.comments, part.shares];
    told.iter().any(Option::is_some).then(|| told.iter().flatten().sum())
}

fn number(figure: &Figure) -> u64 {
    figure.value.and_then(|value| u64::try_from(value).ok()).unwrap_or_default()
}

/// How a point is called.
fn when(page: &Page, step: Step, point: &Point) -> String {
    let at = point.at.to_copenhagen();
    match step {
        Step::Hour => text_with(
            page.language,
            "reach-hour",
            &[
                ("day", dates::day_of_month(page.language, at.date_naive()).into()),
                ("hour", format!("{:02}", at.hour()).into()),
            ],
        ),
        Step::Day => dates::day_of_month(page.language, at.date_naive()),
        Step::Month => at.format("%Y-%m").to_string(),
    }
}

/// The section of best hours.
pub fn hours(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let heat = &answer.figures.heat;
    let mut table = Table::of(page, "hours", "reach-hours", &["reach-weekday"]);
    for hour in 0..24 {
        let title = if page.language == Language::Danish { format!("{hour}") } else { format!("{hour:02}") };
        table.columns.push(Column { title, numeric: true });
    }
    for (weekday, counts) in heat.0.iter().enumerate() {
        let mut cells = vec![Cell::Text(page.word("weekday", &weekday.to_string()))];
        cells.extend(counts.iter().map(|count| Cell::counted(*count)));
        table.push(cells, None);
    }
    Section {
        id: "timer",
        title: page.text("reach-hours"),
        figures: Vec::new(),
        parts: vec![Part::drawn(Kind::Heat, table), best(page, answer, voice)],
        definition: page.text("reach-hours-definition"),
    }
}

/// The busiest hours by name.
fn best(page: &Page, answer: &Answer, voice: Voice) -> Part {
    let mut hours: Vec<(u64, usize, usize)> = Vec::new();
    for (weekday, counts) in answer.figures.heat.0.iter().enumerate() {
        for (hour, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            hours.push((*count, weekday, hour));
        }
    }
    hours.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut table =
        Table::of(page, "best-hours", "reach-best-hours", &["reach-when", "formula-posts", "reach-share"]);
    let all: u64 = answer.figures.heat.0.iter().flatten().sum();
    for (count, weekday, hour) in hours.into_iter().take(5) {
        let name = text_with(
            page.language,
            "reach-weekday-hour",
            &[
                ("weekday", page.word("weekday", &weekday.to_string()).into()),
                ("from", numbers::whole(page.language, hour as i64).into()),
                ("to", numbers::whole(page.language, hour as i64 + 1).into()),
            ],
        );
        let place = u8::try_from(weekday).ok().zip(u8::try_from(hour).ok());
        let drill = Drill { weekday_hour: place, only: Only::Posts, ..Drill::default() };
        let href = (voice == Voice::Desk).then(|| drill::address(page, &answer.asked, &drill));
        table.push(vec![Cell::Text(name), Cell::counted(count), Cell::Share(count, all)], href);
    }
    Part::plain(table)
}
