//! `GET /kalender.json`, `.rss`, `.atom`, `.jsonfeed`: what takes place, with the filters of the calendar's page. Its
//! `.ics` is written by the calendar itself.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::answer::{address, feed, send};
use super::format::Format;
use super::view::Alternate;
use crate::domain::public::PublicPost;
use crate::domain::shown::ShownPost;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::public::happenings::filter::CalendarQuery;
use crate::web::state::PublicState;

/// Happenings of one answer; those that come next.
const MOST: usize = 100;

#[derive(Serialize)]
struct Listed {
    /// By when they begin; those that are over are left out.
    posts: Vec<ShownPost>,
    /// How many there are in all.
    total: usize,
}

/// `GET /kalender.json`.
///
/// # Errors
/// The index cannot be read.
pub async fn json(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let (posts, total) = coming(&state, &page).await?;
    let absolute = |path: &str| address(&page, path);
    let posts = posts.iter().map(|post| ShownPost::new(post, absolute)).collect();
    Ok(Json(Listed { posts, total }).into_response())
}

/// `GET /kalender.rss`.
///
/// # Errors
/// The index cannot be read.
pub async fn rss(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, Format::Rss).await
}

/// `GET /kalender.atom`.
///
/// # Errors
/// The index cannot be read.
pub async fn atom(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, Format::Atom).await
}

/// `GET /kalender.jsonfeed`.
///
/// # Errors
/// The index cannot be read.
pub async fn json_feed(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, Format::JsonFeed).await
}

async fn answer(state: &PublicState, page: &Page, format: Format) -> Result<Response, WebError> {
    let (mut posts, _) = coming(state, page).await?;
    // A feed tells what is new; when it takes place stands in it.
    posts.sort_by(|a, b| (b.published_at, &b.id).cmp(&(a.published_at, &a.id)));
    let query = CalendarQuery::read(page);
    let title = page.text_with("calendar-file-name", "title", &page.site.title);
    let home = page.absolute(&page.href(query.href("/kalender")));
    let this = this(page, &query, format);
    Ok(send(page, &feed(state, page, (&title, &page.site.tagline), (home, this, None), &posts), format))
}

async fn coming(state: &PublicState, page: &Page) -> Result<(Vec<PublicPost>, usize), WebError> {
    let all = state.happenings.all(&state.index).await?;
    let wanted = CalendarQuery::read(page).filtered(&state.index, &all).await?;
    let coming = wanted.into_iter().filter(|entry| entry.happening.ends() > page.now);
    let posts: Vec<PublicPost> = coming.map(|entry| entry.post.clone()).collect();
    let total = posts.len();
    Ok((posts.into_iter().take(MOST).collect(), total))
}

fn this(page: &Page, query: &CalendarQuery, format: Format) -> String {
    let path = format!("/kalender.{}", format.ending());
    page.absolute(&page.href(query.at(Default::default()).href(&path)))
}

/// What feed readers and calendars find on the calendar's page.
pub fn alternates(page: &Page, query: &CalendarQuery) -> Vec<Alternate> {
    let title = page.text_with("calendar-file-name", "title", &page.site.title);
    let one = |format: Format| Alternate {
        href: this(page, query, format),
        kind: format.media_type(),
        title: format!("{title} ({})", format.name()),
    };
    Format::ALL.map(one).into()
}
