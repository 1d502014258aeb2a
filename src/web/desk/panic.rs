//! `POST /panik`: blanks every wall, widget and screen, or brings them back. No question is asked first: it can be taken
//! back with the same button.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::form::{Fields, local_path, wants_json};
use super::problem::Problem;
use crate::domain::user::User;
use crate::store::panic;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler. `til` is `sluk` or `taend`.
///
/// # Errors
/// A form that makes no sense, database.
pub async fn press(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let actor = format!("user:{}", user.name);
    let switch = match fields.get("til") {
        "sluk" => panic::press(&state.db, &actor, page.now).await?,
        "taend" => panic::release(&state.db, &actor, page.now).await?,
        _ => return Err(Problem::Form("form-no-panic")),
    };
    let paused = switch.pause.is_some();
    tracing::warn!(user = user.name, paused, "the panic button was used");
    // Our own open pages at once; other processes read it from the database.
    state.public.live.switch(switch);
    if wants_json(&headers) {
        return Ok(Json(json!({ "paused": paused })).into_response());
    }
    let back = local_path(fields.get("tilbage"));
    let to = back.map_or_else(|| page.href("/moderation"), str::to_owned);
    Ok(Redirect::to(&to).into_response())
}
