//! `GET /media/{post}/{number}`: the picture of an attachment, fetched by us. A picture of a post that is not shown, or
//! one that cannot be had, is the same "not found".

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::web::error::WebError;
use crate::web::state::PublicState;

/// Kept by a browser for an hour and by no shared cache: a post that is taken away takes its pictures with it.
const CACHING: &str = "private, max-age=3600";

/// The handler.
///
/// # Errors
/// Not found.
pub async fn picture(
    State(state): State<PublicState>,
    Path((post, number)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let number = number.parse().map_err(|_| WebError::NotFound)?;
    let picture = state.media.picture(&post, number, (state.clock)()).await.ok_or(WebError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, picture.content_type), (header::CACHE_CONTROL, CACHING)], picture.bytes)
        .into_response())
}
