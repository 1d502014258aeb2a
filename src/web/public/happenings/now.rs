//! "Nu og næste": what is on, and what comes next, in a few lines for the wall's page, and in one for a screen.

use askama::Template;

use super::facts::{Badge, badges, href, place, title};
use super::words;
use crate::domain::happening::{Happening, Status};
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
    let is_on = |happening: &Happening| happening.status == Status::Scheduled && happening.is_on(page.now);
    // What lasts all day is the frame of the others: told after them.
    let mut on: Vec<_> = all.iter().filter(|entry| is_on(&entry.happening)).collect();
    on.sort_by_key(|entry| (entry.happening.all_day, std::cmp::Reverse(entry.happening.start)));
    let now: Vec<Told> = on.into_iter().take(MOST).map(told).collect();
    // A cancelled one is told too: somebody is on the way to it.
    let next: Vec<Told> =
        all.iter().filter(|entry| entry.happening.start > page.now).take(MOST).map(told).collect();
    Ok((!now.is_empty() || !next.is_empty()).then(|| NowAndNext { page: page.clone(), now, next }))
}

/// One line for a screen: the next happening, or what is on where nothing comes any more today.
pub struct Next {
    /// "Nu" or "Næste".
    pub label: String,
    /// `kl. 14.00` today, with the day before it on another.
    pub when: String,
    /// The same for machines.
    pub machine: String,
    /// Its name.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// What must not be missed.
    pub badges: Vec<Badge>,
    /// ms until another line stands here.
    pub left: u64,
}

/// What a screen tells at `page.now`; `None` where the calendar is empty or over.
///
/// # Errors
/// The index cannot be read.
pub async fn next(state: &PublicState, page: &Page) -> Result<Option<Next>, WebError> {
    let all = state.happenings.all(&state.index).await?;
    let today = words::date(page.now);
    let coming = all.iter().find(|entry| entry.happening.start > page.now);
    let is_on = |happening: &Happening| happening.status == Status::Scheduled && happening.is_on(page.now);
    let on = all.iter().filter(|entry| is_on(&entry.happening)).max_by_key(|entry| entry.happening.start);
    // A hall is told of what comes today; tomorrow is of less use to it than what is on.
    let coming = coming.filter(|entry| on.is_none() || words::date(entry.happening.start) == today);
    let Some(entry) = coming.or(on) else { return Ok(None) };
    let happening = &entry.happening;
    let until = if coming.is_some() { happening.start } else { happening.ends() };
    let label = if coming.is_some() { "display-next" } else { "display-now" };
    Ok(Some(Next {
        label: page.text(label),
        when: if coming.is_some() { words::begins(page, happening) } else { words::until(page, happening) },
        machine: words::machine(page, happening),
        title: title(page, &entry.post),
        // A hall knows its own town: the name of the room alone, where there is one.
        place: if happening.place.is_empty() { place(page, happening) } else { happening.place.clone() },
        badges: badges(page, happening).into_iter().filter(|badge| badge.kind != "now").collect(),
        left: u64::try_from(until.since(page.now).as_millis()).unwrap_or(u64::MAX),
    }))
}
