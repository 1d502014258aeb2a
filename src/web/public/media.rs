//! `GET /media/{post}/{number}?w=640`: the picture of an attachment, fetched and made small by us. A picture of a post
//! that is not shown, or one that cannot be had, is the same "not found".

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::web::error::WebError;
use crate::web::state::PublicState;

/// Kept by a browser for half a minute and by no shared cache: a post that is taken away takes its pictures with it, and a
/// takedown is promised within a minute. After that the browser asks whether its copy is still good, which costs no
/// picture.
const CACHING: &str = "private, max-age=30";

/// What may be asked for.
#[derive(Debug, Deserialize)]
pub struct Wish {
    /// Pixels across that are needed; what is no number is the largest.
    w: Option<String>,
}

/// The handler.
///
/// # Errors
/// Not found.
pub async fn picture(
    State(state): State<PublicState>,
    Path((post, number)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let number = number.parse().map_err(|_| WebError::NotFound)?;
    let width = wish.w.and_then(|width| width.parse().ok());
    let picture =
        state.media.picture(&post, number, width, (state.clock)()).await.ok_or(WebError::NotFound)?;
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&picture.bytes))[..32]);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let caching = [(header::CACHE_CONTROL, CACHING.to_owned()), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, picture.content_type)], picture.bytes).into_response())
}
