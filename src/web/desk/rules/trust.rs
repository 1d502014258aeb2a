//! `POST /moderation/tillid`: takes the trust from a post's author, or gives it back. Answered as the queue's own forms
//! are: a redirect, or JSON for our script.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::domain::log::LogEntry;
use crate::domain::post::PostId;
use crate::domain::user::User;
use crate::store::trust;
use crate::web::desk::form::{Fields, local_path, wants_json};
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
    let (id, actor) = (PostId(id.to_owned()), format!("user:{}", user.name));
    let entries: Vec<LogEntry> = if fields.get("giv").is_empty() {
        trust::distrust(&state.db, &id, &actor, page.now).await?
    } else {
        trust::trust_again(&state.db, &id, &actor, page.now).await?;
        Vec::new()
    };
    if !wants_json(&headers) {
        let back = local_path(fields.get("tilbage"));
        let to = back.map_or_else(|| page.href("/moderation"), str::to_owned);
        return Ok(Redirect::to(&to).into_response());
    }
    let entries: Vec<Value> = entries
        .iter()
        .map(|entry| json!({ "seq": entry.seq, "post": entry.post, "from": entry.from, "to": entry.to }))
        .collect();
    Ok(Json(json!({ "entries": entries })).into_response())
}
