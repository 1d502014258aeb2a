//! `POST /moderation/tillid`: takes the trust from a post's author, or gives it back. Answered as the queue's own forms
//! are: a redirect, or JSON for our script.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::domain::post::PostId;
use crate::domain::user::User;
use crate::store::trust;
use crate::store::undo::Done;
use crate::web::desk::decide::{actor, answer, by};
use crate::web::desk::form::Fields;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler. `id` is a post of the author; `giv` gives the trust back.
///
/// # Errors
/// The post is gone, the network does not say who wrote it, database.
pub async fn withdraw(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = fields.text("id").ok_or(Problem::Form("form-no-post"))?;
    let (id, actor) = (PostId(id.to_owned()), actor(&user));
    let by = by(&actor, &fields, page.now)?;
    let done = if fields.get("giv").is_empty() {
        trust::distrust(&state.db, &id, by).await?
    } else {
        trust::trust_again(&state.db, &id, &actor, page.now).await?;
        Done::default()
    };
    answer(&state, &page, &headers, &fields, &done).await
}
