//! What every section needs: a figure as a cell, its facts, its way to the posts.

use super::answer::{Answer, Voice};
use crate::domain::figures::{Change, Figure, Formula, change};
use crate::domain::time::Timestamp;
use crate::web::i18n::text_with;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::reach::table::Cell;
use crate::web::reach::{drill, paper};

/// The number, or that it is not there and since when.
pub fn cell(figure: &Figure) -> Cell {
    match (figure.value, figure.unavailable_since) {
        (Some(value), _) => Cell::Whole(value),
        (None, Some(since)) => Cell::NotSince(since),
        (None, None) => Cell::NotTold,
    }
}

/// The list of posts it comes from, where the paper leads anywhere.
pub fn link(page: &Page, answer: &Answer, voice: Voice, figure: &Figure) -> Option<String> {
    let drill = figure.drill.as_ref().filter(|_| voice == Voice::Desk)?;
    Some(drill::address(page, &answer.asked, drill))
}

/// Coverage, time of fetch and formula, a line each.
pub fn facts(page: &Page, figure: &Figure) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(_), Some(since)) = (figure.value, figure.unavailable_since) {
        lines.push(text_with(page.language, "figure-not-since", &[("moment", page.moment(&since).into())]));
    }
    if tells_coverage(figure.formula) {
        lines.push(coverage(page, figure));
    }
    if let Some(line) = fetched(page, figure.oldest_fetch, figure.newest_fetch) {
        lines.push(line);
    }
    lines.push(version(page, figure.formula, figure.version));
    lines
}

fn tells_coverage(formula: Formula) -> bool {
    !matches!(formula, Formula::Posts | Formula::MeasuredViews | Formula::Moderation | Formula::OwnPage)
}

/// `Dækning: 50,0 % (2 af 4 opslag)`.
pub fn coverage(page: &Page, figure: &Figure) -> String {
    let (told, of) = (figure.coverage.told, figure.coverage.of);
    text_with(
        page.language,
        "figure-covered",
        &[
            ("share", numbers::share(page, told, of).into()),
            ("told", numbers::counted(page, told).into()),
            ("of", numbers::counted(page, of).into()),
        ],
    )
}

/// When counts were fetched: from the oldest to the newest.
pub fn fetched(page: &Page, oldest: Option<Timestamp>, newest: Option<Timestamp>) -> Option<String> {
    let (oldest, newest) = oldest.zip(newest)?;
    let (oldest, newest) = (page.moment(&oldest), page.moment(&newest));
    let moments = if oldest == newest { newest } else { format!("{oldest} – {newest}") };
    Some(text_with(page.language, "figure-fetched", &[("moments", moments.into())]))
}

/// `Formel: Opslag, version 1`.
pub fn version(page: &Page, formula: Formula, version: u32) -> String {
    text_with(
        page.language,
        "figure-formula",
        &[("formula", page.text(&formula.name_key()).into()), ("version", version.to_string().into())],
    )
}

/// What is counted and how.
pub fn definition(page: &Page, formula: Formula) -> String {
    page.text(&formula.definition_key())
}

/// Against the edition before: `+12,3 % mod 2025 (1.234)`.
pub fn against(
    page: &Page,
    answer: &Answer,
    now: &Figure,
    before: impl Fn(&crate::domain::figures::Figures) -> Figure,
) -> Option<String> {
    let (year, _, figures) = answer.before.as_ref()?;
    let before = before(figures);
    let said = match change(now, &before) {
        Change::Unknown => return None,
        Change::FromNothing(0) => return None,
        // A year in which nothing was collected is not a year in which nobody wrote.
        Change::FromNothing(_) if figures.posts.value.unwrap_or_default() == 0 => {
            return Some(page.text("change-nothing-before"));
        }
        Change::FromNothing(by) => numbers::more(page.language, by),
        Change::By(0, _) => page.text("compare-unchanged"),
        Change::By(..) => numbers::change(page.language, now.value?, before.value?)?,
    };
    let values = [
        ("change", said.into()),
        ("year", year.to_string().into()),
        ("before", numbers::whole(page.language, before.value?).into()),
    ];
    Some(text_with(page.language, "change-against", &values))
}

/// A figure that stands alone.
pub fn headline(
    page: &Page,
    answer: &Answer,
    voice: Voice,
    id: &'static str,
    figure: &Figure,
    before: impl Fn(&crate::domain::figures::Figures) -> Figure,
) -> paper::Figure {
    paper::Figure {
        id,
        title: page.text(&figure.formula.name_key()),
        value: cell(figure),
        change: against(page, answer, figure, before),
        trend: Vec::new(),
        facts: facts(page, figure),
        definition: definition(page, figure.formula),
        href: link(page, answer, voice, figure),
    }
}
