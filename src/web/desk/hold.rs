//! `POST /moderation/hold` and `/moderation/slip`: an open page says which posts it has in hand and that somebody is there, and
//! is told who else is and what they have. Only our script asks: a form that decides needs no lease beforehand.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::form::Fields;
use super::problem::Problem;
use crate::domain::post::PostId;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::db::Db;
use crate::store::{leases, presence};
use crate::web::page::Page;
use crate::web::state::WebState;

/// Posts one page may have in hand: enough for a quick hand to be ahead, few enough to leave some for ten others.
const MOST: usize = 200;
/// Characters of a page's own name for itself.
const LONGEST_NAME: usize = 64;

/// Takes what is free of the posts named, in the order given.
///
/// # Errors
/// A form that makes no sense, database.
pub async fn hold(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Json<Value>, Problem> {
    let ids: Vec<PostId> = fields.all("id").map(|id| PostId(id.to_owned())).collect();
    if ids.len() > MOST {
        return Err(Problem::Form("form-too-many"));
    }
    presence::seen(&state.db, &user.name, page.now).await?;
    let mine = leases::take(&state.db, &user.name, name(&fields)?, &ids, page.now).await?;
    let mut answer = picture(&state.db, &user.name, page.now).await?;
    answer["mine"] = json!(mine);
    Ok(Json(answer))
}

/// Lets go of everything this page has: it is left.
///
/// # Errors
/// As [`hold`].
pub async fn slip(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    fields: Fields,
) -> Result<impl IntoResponse, Problem> {
    leases::free(&state.db, &user.name, name(&fields)?).await?;
    presence::left(&state.db, &user.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn name(fields: &Fields) -> Result<&str, Problem> {
    let name = fields.text("side").ok_or(Problem::Form("form-no-page"))?;
    if name.len() <= LONGEST_NAME { Ok(name) } else { Err(Problem::Form("form-no-page")) }
}

/// Who is here and what others than `user` have in hand.
///
/// # Errors
/// Database.
pub async fn picture(db: &Db, user: &str, now: Timestamp) -> Result<Value, Problem> {
    let mut held: BTreeMap<PostId, String> = leases::held(db, now).await?;
    held.retain(|_, holder| holder != user);
    let held: BTreeMap<String, String> = held.into_iter().map(|(post, holder)| (post.0, holder)).collect();
    Ok(json!({ "held": held, "people": presence::here(db, now).await? }))
}
