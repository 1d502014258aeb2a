//! `GET /moderation/kort`: cards of the queue without the page around them, for a page that is open: the next ones
//! (`fra`), or certain ones (`id`) as they stand now and as far as they belong to the list.

use askama::Template;
use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::problem::Problem;
use super::queue::{PAGE, ReviewCard, reasons};
use super::wanted::Wanted;
use crate::domain::post::PostId;
use crate::domain::user::User;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler. `{cards: [{id, html}], next, total}`.
///
/// # Errors
/// Database, or the index cannot be read.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Json<Value>, Problem> {
    let wanted = Wanted::of(&page, &user);
    let asked: Vec<PostId> =
        page.query().iter().filter(|(name, _)| name == "id").map(|(_, id)| PostId(id.clone())).collect();
    let only = Some(asked).filter(|ids| !ids.is_empty());
    let cursor = Some(page.parameter("fra")).filter(|cursor| !cursor.is_empty());
    let found = wanted.load(&state, cursor, only, PAGE).await?;
    let reasons = reasons(&state).await?;
    let here = wanted.address("/moderation", "fra", "");
    let mut cards = Vec::new();
    for review in &found.reviews {
        let card = ReviewCard { page: &page, review, here: &here, reasons: &reasons };
        let html = card.render().map_err(Problem::internal)?;
        cards.push(json!({ "id": review.post.id, "html": html }));
    }
    Ok(Json(json!({ "cards": cards, "next": found.next, "total": found.total })))
}
