//! The server's side: the file with conditional requests (RFC 9110, 13), the list, the events' pages, robots.txt.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::world::Calendars;
use super::{ical, pages};

pub(super) fn router(calendars: Calendars) -> Router {
    Router::new().route("/{name}", get(top)).route("/{name}/{uid}", get(event)).with_state(calendars)
}

pub(super) fn robots_router(calendars: Calendars) -> Router {
    Router::new().route("/robots.txt", get(robots)).with_state(calendars)
}

async fn robots(State(calendars): State<Calendars>) -> Response {
    match calendars.robots() {
        Some(text) => ([(header::CONTENT_TYPE, "text/plain")], text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn top(State(calendars): State<Calendars>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(name) = path.strip_suffix(".ics") else {
        return match calendars.fetch(&path) {
            Some(channel) => Html(pages::list(&channel)).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        };
    };
    let Some(channel) = calendars.fetch(name) else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{name}-{}\"", channel.revision);
    let text = ical::render(&channel);
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    if channel.manners.no_validators {
        return (kind, text).into_response();
    }
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    if same {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
    }
    (kind, [(header::ETAG, etag)], text).into_response()
}

async fn event(State(calendars): State<Calendars>, Path((name, uid)): Path<(String, String)>) -> Response {
    let Some(channel) = calendars.fetch(&name) else { return StatusCode::NOT_FOUND.into_response() };
    match channel.entries.iter().find(|entry| entry.uid == uid) {
        Some(entry) => Html(pages::event(entry, &channel)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
