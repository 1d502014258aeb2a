//! `GET /moderation/media/{post}/{number}`: a picture of any post of the queue, for whoever must judge it. Fetched by us
//! and not kept here: only what visitors see is.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::domain::post::PostId;
use crate::store::posts;
use crate::web::state::WebState;

/// Kept by the moderator's own browser for a while: networks do not like to be asked for the same picture again and again.
const CACHING: &str = "private, max-age=900";

/// The handler.
///
/// # Errors
/// No such post or picture, or it cannot be had; database.
pub async fn show(
    State(state): State<WebState>,
    Path((post, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number: usize = number.parse().map_err(|_| Problem::NotFound)?;
    let found = posts::load(&state.db, &[PostId(post)]).await?;
    let attachment = found.first().and_then(|post| post.draft.attachments.get(number));
    let attachment = attachment.ok_or(Problem::NotFound)?;
    let now = (state.public.clock)();
    let picture = state.public.media.unkept(attachment, now).await.ok_or(Problem::NotFound)?;
    Ok(([(header::CONTENT_TYPE, picture.content_type), (header::CACHE_CONTROL, CACHING)], picture.bytes)
        .into_response())
}
