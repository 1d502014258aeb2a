//! Editions: this year's week and the earlier ones. `GET /udgaver` lists them, `/udgaver/{year}` shows one's posts; a
//! line tells on other pages where the present one stands.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use hashwall_index::Search;

use super::words;
use crate::domain::edition::{Campaign, Phase};
use crate::domain::time::Timestamp;
use crate::web::error::{WebError, html};
use crate::web::i18n::text_with;
use crate::web::page::Page;
use crate::web::public::card::{Card, Place};
use crate::web::public::posts::{self, Posts};
use crate::web::state::PublicState;

/// Years looked back for posts.
const YEARS: i32 = 20;

/// Where the present edition stands, in one line. Inside a template `{{ line|safe }}`.
#[derive(Template)]
#[template(path = "edition_line.html")]
pub struct Line {
    page: Page,
    /// "Uge 44 2026".
    pub name: String,
    /// "om 12 dage", "dag 3 af 7", "er slut".
    pub state: String,
    /// `before`, `on`, `after`: for the style.
    pub phase: &'static str,
    /// The edition's page.
    pub year: i32,
}

impl Line {
    /// The present edition's; `None` only where the configured week never comes.
    pub fn new(page: &Page, campaign: Campaign) -> Option<Self> {
        let year = campaign.year_at(page.now)?;
        Self::of(page, campaign, year)
    }

    fn of(page: &Page, campaign: Campaign, year: i32) -> Option<Self> {
        let phase = campaign.phase(year, page.now)?;
        let (phase, state) = match phase {
            Phase::Before(days) => {
                ("before", page.count("edition-before", &usize::try_from(days).unwrap_or(0)))
            }
            Phase::On(left) => ("on", page.count("edition-on", &usize::try_from(8 - left).unwrap_or(1))),
            Phase::After => ("after", page.text("edition-after")),
        };
        Some(Self { page: page.clone(), name: name(page, campaign, year), state, phase, year })
    }
}

/// "Uge 44, 2026".
fn name(page: &Page, campaign: Campaign, year: i32) -> String {
    let values = [("week", campaign.week.to_string().into()), ("year", year.to_string().into())];
    text_with(page.language, "edition-name", &values)
}

/// One edition in the list.
struct Edition {
    line: Line,
    days: String,
    posts: usize,
    happenings: usize,
    href: String,
}

#[derive(Template)]
#[template(path = "editions.html")]
struct EditionsPage {
    page: Page,
    editions: Vec<Edition>,
}

/// `GET /udgaver`.
///
/// # Errors
/// The index cannot be read.
pub async fn list(State(state): State<PublicState>, page: Page) -> Result<Html<String>, WebError> {
    let present = state.campaign.year_at(page.now).ok_or(WebError::NotFound)?;
    let mut editions = Vec::new();
    for year in (present - YEARS..=present).rev() {
        let Some((from, to)) = state.campaign.window_of(year) else { continue };
        let posts = posts::find(&state.index, window(from, to, 1)).await?.total;
        if posts > 0 || year == present {
            editions.extend(edition(&state, &page, year, posts).await?);
        }
    }
    html(&EditionsPage { page, editions })
}

async fn edition(
    state: &PublicState,
    page: &Page,
    year: i32,
    posts: usize,
) -> Result<Option<Edition>, WebError> {
    let all = state.happenings.all(&state.index).await?;
    let (Some(line), Some((from, to))) = (Line::of(page, state.campaign, year), state.campaign.week_of(year))
    else {
        return Ok(None);
    };
    let last = words::date(Timestamp(to.0 - 1));
    Ok(Some(Edition {
        line,
        days: text_with(
            page.language,
            "happening-days",
            &[("from", words::day(page, words::date(from)).into()), ("to", words::day(page, last).into())],
        ),
        posts,
        happenings: all.iter().filter(|entry| entry.happening.touches(from, to)).count(),
        href: page.href(format!("/udgaver/{year}")),
    }))
}

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage<'a> {
    page: &'a Page,
    edition: &'a Edition,
    posts: &'a Posts,
    week_href: String,
    older: Option<String>,
    is_first: bool,
    seq: u64,
}

/// `GET /udgaver/{year}`: the posts of the week and the days around it.
///
/// # Errors
/// No such edition (yet), or the index cannot be read.
pub async fn show(
    State(state): State<PublicState>,
    page: Page,
    Path(year): Path<String>,
) -> Result<Html<String>, WebError> {
    let present = state.campaign.year_at(page.now).ok_or(WebError::NotFound)?;
    let year: i32 =
        year.parse().ok().filter(|year| (1995..=present).contains(year)).ok_or(WebError::NotFound)?;
    let (from, to) = state.campaign.window_of(year).ok_or(WebError::NotFound)?;
    let seq = state.live.position();
    let cursor = Some(page.parameter("aeldre").to_owned()).filter(|cursor| !cursor.is_empty());
    let is_first = cursor.is_none();
    let posts =
        posts::find(&state.index, Search { cursor, ..window(from, to, state.site.page_size) }).await?;
    let edition = edition(&state, &page, year, posts.total).await?.ok_or(WebError::NotFound)?;
    let older = posts.next.as_ref().map(|cursor| page.href(format!("/udgaver/{year}?aeldre={cursor}")));
    html(&EditionPage {
        week_href: page.href(format!("/kalender?uge={year}-{:02}", state.campaign.week)),
        page: &page,
        edition: &edition,
        posts: &posts,
        older,
        is_first,
        seq,
    })
}

fn window(from: Timestamp, to: Timestamp, limit: usize) -> Search {
    Search { since: Some(from.0), until: Some(to.0), limit, ..Search::default() }
}

impl EditionPage<'_> {
    fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        self.posts.found.iter().map(|found| Card::new(self.page, &found.post, "", Place::List))
    }

    fn top_href(&self) -> String {
        self.page.href(format!("/udgaver/{}", self.edition.line.year))
    }

    fn address(&self) -> String {
        self.page.absolute(&self.top_href())
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
