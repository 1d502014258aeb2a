//! What is measured apart from posts: our own counting, own pages, moderation. Filters do not narrow it, and it says so.

use super::answer::{Answer, Voice};
use super::shared::{cell, definition, version};
use crate::domain::figures::{Cause, Formula, Moderation, Seen, Surface};
use crate::moderate::is_house_rule;
use crate::web::i18n::text_with;
use crate::web::page::Page;
use crate::web::reach::chart::Kind;
use crate::web::reach::paper::{Figure, Part, Section};
use crate::web::reach::table::{Cell, Column, Table};
use crate::web::{dates, numbers};

/// Loads, cards seen, click-outs and searches, by where.
pub fn measured(page: &Page, answer: &Answer, _voice: Voice) -> Section {
    let mut table = Table::of(page, "measured", "reach-measured", &["reach-surface"]);
    for seen in Seen::ALL {
        table.columns.push(Column { title: page.word("seen", seen.as_str()), numeric: true });
    }
    let counting = answer.measured.counting_since.is_some();
    for surface in Surface::ALL {
        let mut cells = vec![Cell::Text(page.word("surface", surface.as_str()))];
        for seen in Seen::ALL {
            let count = answer.measured.on(surface, seen);
            cells.push(if counting { Cell::counted(count) } else { Cell::NotTold });
        }
        table.push(cells, None);
    }
    let mut hosts = Table::of(page, "hosts", "reach-hosts", &["reach-host", "seen-load"]);
    for (host, loads) in &answer.measured.hosts {
        let name = if host.is_empty() { page.text("reach-unknown") } else { host.clone() };
        hosts.push(vec![Cell::Text(name), Cell::counted(*loads)], None);
    }
    let mut parts = vec![Part::plain(table)];
    if !hosts.rows.is_empty() {
        parts.push(Part::drawn(Kind::Bars, hosts));
    }
    if answer.measured.points.len() > 1 {
        parts.push(Part::drawn(Kind::Timeline, by_day(page, answer)));
    }
    Section {
        id: "maalt",
        title: page.text("reach-measured"),
        figures: Vec::new(),
        parts,
        definition: format!(
            "{} {}",
            definition(page, Formula::MeasuredViews),
            page.text("measured-unfiltered")
        ),
    }
}

/// Hours added up to Danish days.
fn by_day(page: &Page, answer: &Answer) -> Table {
    let heads = ["reach-when", "seen-load", "seen-card"];
    let mut table = Table::of(page, "measured-days", "reach-measured-days", &heads);
    let mut days: Vec<(chrono::NaiveDate, u64, u64)> = Vec::new();
    for point in &answer.measured.points {
        let day = point.at.to_copenhagen().date_naive();
        match days.last_mut() {
            Some(last) if last.0 == day => {
                last.1 += point.loads;
                last.2 += point.cards;
            }
            _ => days.push((day, point.loads, point.cards)),
        }
    }
    for (day, loads, cards) in days {
        let head = Cell::Text(dates::day_of_month(page.language, day));
        table.push(vec![head, Cell::counted(loads), Cell::counted(cards)], None);
    }
    table
}

/// What networks measured on own pages; `None` where nobody let us ask.
pub fn own(page: &Page, answer: &Answer, _voice: Voice) -> Option<Section> {
    if answer.own.is_empty() {
        return None;
    }
    let heads =
        ["reach-network", "reach-source", "reach-metric", "reach-value", "reach-counted", "csv-newest"];
    let mut table = Table::of(page, "own-pages", "formula-own-page", &heads).words_in(&[1, 2, 4, 5]);
    for own in &answer.own {
        let counted = if own.unique {
            "own-unique"
        } else if own.running {
            "own-running"
        } else {
            "own-summed"
        };
        // What was measured before the network retired the name still stands, and says that it ends.
        let retired = own.figure.unavailable_since.filter(|_| own.figure.value.is_some());
        let counted = match retired {
            Some(since) => format!("{}; {}", page.text(counted), Cell::NotSince(since).written(page)),
            None => page.text(counted),
        };
        table.push(
            vec![
                Cell::Text(page.word("network", own.network.as_str())),
                Cell::Text(own.source.clone()),
                Cell::Text(own.metric.clone()),
                cell(&own.figure),
                Cell::Text(counted),
                Cell::moment(own.figure.newest_fetch),
            ],
            None,
        );
    }
    Some(Section {
        id: "egne-sider",
        title: page.text("formula-own-page"),
        figures: Vec::new(),
        parts: vec![Part::plain(table)],
        definition: definition(page, Formula::OwnPage),
    })
}

/// How many posts were shown, held and rejected, for what reasons, how fast.
pub fn moderation(page: &Page, answer: &Answer, voice: Voice) -> Option<Section> {
    let done = answer.moderation.as_ref()?;
    let all = done.shown + done.held + done.pending + done.rejected;
    let mut table =
        Table::of(page, "moderation", "formula-moderation", &["reach-state", "formula-posts", "reach-share"]);
    for (key, count) in [
        ("state-approved", done.shown),
        ("state-pending", done.pending),
        ("state-held", done.held),
        ("state-rejected", done.rejected),
    ] {
        table.push(vec![Cell::Text(page.text(key)), Cell::counted(count), Cell::Share(count, all)], None);
    }
    let mut reasons = Table::of(page, "reasons", "reach-reasons", &["reach-reason", "formula-posts"]);
    for (name, count) in causes(page, done, voice) {
        reasons.push(vec![Cell::Text(name), Cell::counted(count)], None);
    }
    let wait = text_with(
        page.language,
        "moderation-decided",
        &[("count", numbers::counted(page, done.decided_by_people).into())],
    );
    let median = Figure {
        id: "median-wait",
        title: page.text("moderation-median"),
        value: done.median_seconds.map_or(Cell::NotTold, |seconds| Cell::Text(duration(page, seconds))),
        change: None,
        trend: Vec::new(),
        facts: vec![wait, version(page, Formula::Moderation, Formula::Moderation.version())],
        definition: definition(page, Formula::Moderation),
        href: None,
    };
    let mut parts = vec![Part::drawn(Kind::Bars, table)];
    if !reasons.rows.is_empty() {
        parts.push(Part::drawn(Kind::Bars, reasons));
    }
    Some(Section {
        id: "moderering",
        title: page.text("formula-moderation"),
        figures: vec![median],
        parts,
        definition: page.text_with("moderation-gone", "count", numbers::counted(page, done.gone)),
    })
}

/// Why posts were not shown, in words; most frequent first. Where nobody is named, what a person wrote does not stand: it may
/// name somebody ("Skjul alt fra …"). Own rules are numbered then, and moderators' own words are one line.
fn causes(page: &Page, done: &Moderation, voice: Voice) -> Vec<(String, u64)> {
    let mut said: Vec<(String, u64)> = Vec::new();
    let mut rules = 0_u32;
    for (cause, count) in &done.reasons {
        let name = match cause {
            Cause::Unsaid => page.text("reach-no-reason"),
            Cause::Others => page.text("reach-other-reasons"),
            Cause::Listed(label) => label.clone(),
            Cause::Given(words) if voice.names() => words.clone(),
            Cause::Given(_) => page.text("reach-own-words"),
            Cause::Rule(rule) if is_house_rule(rule) => page.word("rule", rule),
            Cause::Rule(rule) if voice.names() => page.text_with("reach-by-rule", "rule", rule),
            Cause::Rule(_) => {
                rules += 1;
                page.text_with("reach-by-rule-number", "number", rules.to_string())
            }
        };
        match said.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += count,
            None => said.push((name, *count)),
        }
    }
    let others = page.text("reach-other-reasons");
    said.sort_by_key(|(name, count)| (*name == others, std::cmp::Reverse(*count)));
    said
}

/// `40 sekunder`, `12 minutter`, `3,5 timer`.
fn duration(page: &Page, seconds: u64) -> String {
    let (key, number) = match seconds {
        0..=99 => ("duration-seconds", numbers::counted(page, seconds)),
        100..=5_399 => ("duration-minutes", numbers::counted(page, (seconds + 30) / 60)),
        _ => ("duration-hours", numbers::decimal(page.language, seconds as f64 / 3_600.0, 1)),
    };
    page.text_with(key, "number", number)
}
