//! `POST /konto/sessioner`: ends one of one's sessions, or all the others.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::user::Seat;
use crate::store::sessions;
use crate::store::users::By;
use crate::web::desk::form::Fields;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler.
///
/// # Errors
/// Database.
pub async fn end(
    State(state): State<WebState>,
    Extension(seat): Extension<Seat>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let actor = format!("user:{}", seat.user.name);
    let by = By { actor: &actor, at: page.now };
    let one = fields.text("session");
    if one.is_none() && fields.get("alle") != "ja" {
        return Err(Problem::Form("form-no-session"));
    }
    sessions::revoke(&state.db, &seat.user.name, one, &seat.token_hash, by).await?;
    let said = if one.is_some() { "session" } else { "overalt" };
    Ok(Redirect::to(&page.href(format!("/konto?sagt={said}"))).into_response())
}
