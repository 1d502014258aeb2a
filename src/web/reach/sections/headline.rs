//! The figures one is asked for first.

use super::answer::{Answer, Voice};
use super::shared::{coverage, definition, headline, version};
use crate::domain::figures::{Formula, Seen};
use crate::web::i18n::text_with;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::reach::paper::{Figure, Section};
use crate::web::reach::table::Cell;

/// The section.
pub fn section(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let figures = &answer.figures;
    let mut posts = headline(page, answer, voice, "posts", &figures.posts, |before| before.posts.clone());
    posts.trend =
        figures.timeline.points.iter().map(|point| point.posts.value.unwrap_or_default() as f64).collect();
    let mut shown = vec![
        posts,
        headline(page, answer, voice, "authors", &figures.authors, |before| before.authors.clone()),
        headline(page, answer, voice, "organisations", &figures.organisations, |before| {
            before.organisations.clone()
        }),
        headline(page, answer, voice, "potential-reach", &figures.potential, |before| {
            before.potential.clone()
        }),
        estimated(page, answer),
    ];
    if answer.measured.counting_since.is_some() || voice == Voice::Desk {
        shown.push(measured(page, answer));
    }
    Section {
        id: "hovedtal",
        title: page.text("reach-headlines"),
        figures: shown,
        parts: Vec::new(),
        definition: String::new(),
    }
}

/// A range, with the v it is made of and who says so.
fn estimated(page: &Page, answer: &Answer) -> Figure {
    let figures = &answer.figures;
    let (low, high) = (&figures.estimated_low, &figures.estimated_high);
    let value = match low.value.zip(high.value) {
        Some((low, high)) => Cell::Range(low, high),
        None => low.unavailable_since.map_or(Cell::NotTold, Cell::NotSince),
    };
    let v = [
        ("low", numbers::decimal(page.language, figures.v.0, 2).into()),
        ("high", numbers::decimal(page.language, figures.v.1, 2).into()),
        (
            "source",
            if figures.v_source.is_empty() {
                page.text("figure-v-assumed")
            } else {
                figures.v_source.clone()
            }
            .into(),
        ),
    ];
    Figure {
        id: "estimated-reach",
        title: page.text(&Formula::EstimatedReach.name_key()),
        value,
        change: None,
        trend: Vec::new(),
        facts: vec![
            text_with(page.language, "figure-v", &v),
            coverage(page, low),
            version(page, low.formula, low.version),
        ],
        definition: definition(page, Formula::EstimatedReach),
        href: None,
    }
}

/// Our own counting, whatever the filters.
fn measured(page: &Page, answer: &Answer) -> Figure {
    let counting = answer.measured.counting_since;
    let mut lines = Vec::new();
    match counting {
        Some(since) if since > answer.asked.window.from => {
            lines.push(page.text_with("measured-since", "moment", page.moment(&since)));
        }
        Some(_) => {}
        None => lines.push(page.text("measured-not-yet")),
    }
    if !answer.asked.filters.is_empty() {
        lines.push(page.text("measured-unfiltered"));
    }
    lines.push(version(page, Formula::MeasuredViews, Formula::MeasuredViews.version()));
    Figure {
        id: "measured-views",
        title: page.text(&Formula::MeasuredViews.name_key()),
        value: if counting.is_some() { Cell::counted(answer.measured.of(Seen::Card)) } else { Cell::NotTold },
        change: None,
        trend: answer.measured.points.iter().map(|point| point.cards as f64).collect(),
        facts: lines,
        definition: definition(page, Formula::MeasuredViews),
        href: None,
    }
}
