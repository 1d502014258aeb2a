//! `.ics` files: one happening, or all of them (`/kalender.ics`), for a visitor's own calendar.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::facts::{place, title};
use super::filter::CalendarQuery;
use super::ical::{Event, calendar};
use super::snapshot::Entry;
use crate::domain::time::Timestamp;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Characters of a description; the page has the rest.
const DESCRIPTION: usize = 2_000;
/// µs.
const HOUR: i64 = 3_600_000_000;

/// `GET /kalender.ics`: all happenings, with the list's filters. What is over stays in: a subscriber's calendar would else
/// lose where somebody was.
///
/// # Errors
/// The index cannot be read.
pub async fn all(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let entries = state.happenings.all(&state.index).await?;
    let query = CalendarQuery::read(&page);
    let wanted = query.filtered(&state.index, &entries).await?;
    let name = page.text_with("calendar-file-name", "title", &page.site.title);
    Ok(these(&page, &name, wanted.into_iter(), "kalender.ics"))
}

/// These happenings as a file.
pub fn these<'a>(page: &Page, title: &str, entries: impl Iterator<Item = &'a Entry>, name: &str) -> Response {
    let events: Vec<Event<'_>> = entries.map(|entry| event(page, entry)).collect();
    answer(&calendar(title, &events, made(page)), name)
}

/// When the file was made, to the hour: the same file then is the same bytes, and a calendar that has it is told so.
fn made(page: &Page) -> Timestamp {
    Timestamp(page.now.0.div_euclid(HOUR) * HOUR)
}

/// One happening as a file.
pub fn one(page: &Page, entry: &Entry) -> Response {
    let events = [event(page, entry)];
    answer(&calendar(&page.site.title, &events, made(page)), &format!("{}.ics", entry.post.id))
}

fn event<'a>(page: &Page, entry: &'a Entry) -> Event<'a> {
    let (post, happening) = (&entry.post, &entry.happening);
    let url = page.absolute(&format!("/kalender/{}", post.id));
    let who = if happening.organiser.is_empty() { &post.author } else { &happening.organiser };
    // A warned text stays behind its warning.
    let text = match post.warning.as_deref().filter(|warning| !warning.trim().is_empty()) {
        Some(warning) => warning.to_owned(),
        None => post.text.chars().take(DESCRIPTION).collect(),
    };
    let parts = [text.as_str(), who, &happening.online, &happening.registration, &url];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Event {
        uid: format!("{}@{}", post.id, page.site.base_url.host_str().unwrap_or("hashwall")),
        title: title(page, post),
        description: parts.join("\n\n"),
        url,
        location: place(page, happening),
        categories: post.hashtags.iter().map(|tag| tag.written.as_str()).collect(),
        happening,
    }
}

fn answer(text: &str, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        // Asked for again each time, and mostly answered 304: a happening that is withdrawn is gone at once.
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (headers, text.to_owned()).into_response()
}
