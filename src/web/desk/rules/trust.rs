//! `POST /moderation/tillid`: takes the trust from a post's author, or gives it back. Answered as the queue's own forms
//! are: a redirect, or JSON for our script.

use axum::response::Response;

use crate::domain::post::PostId;
use crate::store::trust;
use crate::web::desk::press::Press;
use crate::web::desk::problem::Problem;

/// The handler. `id` is a post of the author; `giv` gives the trust back.
///
/// # Errors
/// The post is gone, the network does not say who wrote it, database.
pub async fn withdraw(press: Press) -> Result<Response, Problem> {
    let id = press.fields.text("id").ok_or(Problem::Form("form-no-post"))?;
    let (db, id, by) = (&press.state.db, PostId(id.to_owned()), press.by()?);
    let done = if press.fields.get("giv").is_empty() {
        trust::distrust(db, &id, by).await?
    } else {
        trust::trust_again(db, &id, by).await?
    };
    press.answer(&done).await
}
