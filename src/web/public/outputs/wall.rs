//! `GET /opslag.json`, `.rss`, `.atom`, `.jsonfeed`, `.ics`: the wall with the parameters of its page.

use axum::extract::State;
use axum::response::Response;

use super::answer::answer;
use super::format::Format;
use super::view::View;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::state::PublicState;

/// `GET /opslag.json`.
///
/// # Errors
/// The index cannot be read.
pub async fn json(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, &View::wall(&page), Format::Json).await
}

/// `GET /opslag.rss`.
///
/// # Errors
/// The index cannot be read.
pub async fn rss(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, &View::wall(&page), Format::Rss).await
}

/// `GET /opslag.atom`.
///
/// # Errors
/// The index cannot be read.
pub async fn atom(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, &View::wall(&page), Format::Atom).await
}

/// `GET /opslag.jsonfeed`.
///
/// # Errors
/// The index cannot be read.
pub async fn json_feed(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, &View::wall(&page), Format::JsonFeed).await
}

/// `GET /opslag.ics`.
///
/// # Errors
/// The index cannot be read.
pub async fn ics(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    answer(&state, &page, &View::wall(&page), Format::Ics).await
}
