//! `POST /panik`: blanks every wall, widget and screen, or brings them back. No question is asked first: it can be taken
//! back with the same button.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::form::{Fields, local_path, wants_json};
use super::problem::Problem;
use crate::domain::pause::Pause;
use crate::domain::user::User;
use crate::store::panic;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler. `til` is `sluk` or `taend`.
///
/// # Errors
/// A form that makes no sense; database. What is shown here goes dark even then.
pub async fn press(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let actor = format!("user:{}", user.name);
    let off = match fields.get("til") {
        "sluk" => true,
        "taend" => false,
        _ => return Err(Problem::Form("form-no-panic")),
    };
    let live = state.public.live.clone();
    // Our own pages at once, whoever the database keeps waiting; other processes read it from there.
    if off {
        live.blank(Pause { since: page.now, actor: actor.clone() });
    }
    let (db, now) = (state.db.clone(), page.now);
    // A task of its own: whoever closes the browser meanwhile, or waits too long for it, has pressed all the same.
    let written = tokio::spawn(async move {
        let written = match off {
            true => panic::press(&db, &actor, now).await,
            false => panic::release(&db, &actor, now).await,
        };
        written.inspect(|switch| live.settle(switch.clone()))
    });
    let switch = match written.await.map_err(Problem::internal)? {
        Ok(switch) => switch,
        Err(broken) if off => {
            tracing::error!(error = %broken, "the panic button blanked this process alone");
            return Err(Problem::HalfDark);
        }
        Err(broken) => return Err(broken.into()),
    };
    let paused = switch.pause.is_some();
    tracing::warn!(user = user.name, paused, "the panic button was used");
    if wants_json(&headers) {
        return Ok(Json(json!({ "paused": paused })).into_response());
    }
    let back = local_path(fields.get("tilbage"));
    let to = back.map_or_else(|| page.href("/moderation"), str::to_owned);
    Ok(Redirect::to(&to).into_response())
}
