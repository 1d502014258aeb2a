//! "Nu og næste": what is on, and what comes next, in a few lines for the wall's page.

use askama::Template;

use super::facts::{Badge, badges, href, place, title};
use super::words;
use crate::domain::happening::Status;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Lines of each.
const MOST: usize = 3;

/// The component. Inside a template `{{ now|safe }}`; nothing where there is neither.
#[derive(Template)]
#[template(path = "now_and_next.html")]
pub struct NowAndNext {
    page: Page,
    now: Vec<Told>,
    next: Vec<Told>,
}

/// One line.
struct Told {
    title: String,
    href: String,
    when: String,
    machine: String,
    place: String,
    badges: Vec<Badge>,
}

/// What is on at `page.now`, and what begins next; `None` if there is nothing of either.
///
/// # Errors
/// The index cannot be read.
pub async fn now_and_next(state: &PublicState, page: &Page) -> Result<Option<NowAndNext>, WebError> {
    let all = state.happenings.all(&state.index).await?;
    let told = |entry: &super::snapshot::Entry| Told {
        title: title(page, &entry.post),
        href: href(page, &entry.post.id),
        when: words::when(page, &entry.happening),
        machine: words::machine(page, &entry.happening),
        place: place(page, &entry.happening),
        badges: badges(page, &entry.happening).into_iter().filter(|badge| badge.kind != "now").collect(),
    };
    let is_on = |happening: &crate::domain::happening::Happening| {
        happening.status == Status::Scheduled && happening.is_on(page.now)
    };
    // What lasts all day is the frame of the others: told after them.
    let mut on: Vec<_> = all.iter().filter(|entry| is_on(&entry.happening)).collect();
    on.sort_by_key(|entry| (entry.happening.all_day, std::cmp::Reverse(entry.happening.start)));
    let now: Vec<Told> = on.into_iter().take(MOST).map(told).collect();
    // A cancelled one is told too: somebody is on the way to it.
    let next: Vec<Told> =
        all.iter().filter(|entry| entry.happening.start > page.now).take(MOST).map(told).collect();
    Ok((!now.is_empty() || !next.is_empty()).then(|| NowAndNext { page: page.clone(), now, next }))
}
