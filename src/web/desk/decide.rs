//! What a moderator does: decide, take back, step back, remove for good, block.

use std::collections::{HashMap, HashSet};

use axum::response::Response;

use super::form::Fields;
use super::press::Press;
use super::problem::Problem;
use crate::domain::post::{Post, PostId, State as PostState};
use crate::domain::time::Timestamp;
use crate::moderate::personal_number;
use crate::store::db::StoreError;
use crate::store::undo::{self, Done};
use crate::store::{moderation, posts};

/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// `POST /moderation/afgoer`: all of the posts, or none.
///
/// # Errors
/// A form that makes no sense, a post that is gone, database.
pub async fn decide(press: Press) -> Result<Response, Problem> {
    let Press { state, page, fields, .. } = &press;
    let to: PostState = fields.get("til").parse().map_err(|_| Problem::Form("form-no-state"))?;
    let ids = press.ids()?;
    let (mut seen, mut reason) = (seen(fields), reason(fields)?);
    if to == PostState::Approved {
        let looked_at = posts::load(&state.db, &ids).await?;
        // What the page had is what is looked at here, and that is what is approved: an edit in between is refused, one
        // that was taken back again as well.
        for post in &looked_at {
            if let Some(had) = seen.insert(post.id.0.clone(), moderation::as_seen(post)) {
                moderation::still(&had, post, to).map_err(StoreError::from)?;
            }
        }
        if !numbered(looked_at, page.now).await?.is_empty() {
            // An approval of many, or one pressed in haste, is not the confirmation that this takes.
            if fields.get("cpr") != "bekraeftet" {
                return Err(Problem::Form("form-personal-number"));
            }
            reason = Some(moderation::NUMBER_CONFIRMED);
        }
    }
    let by = press.by()?;
    let done = moderation::decide_as_seen(&state.db, &ids, &seen, to, reason, by).await?;
    press.answer(&done).await
}

/// `POST /moderation/fortryd`.
///
/// # Errors
/// As [`decide`]; also what was taken back or decided again meanwhile.
pub async fn undo(press: Press) -> Result<Response, Problem> {
    let Press { state, page, fields, .. } = &press;
    let seq = fields.get("seq").trim().parse().map_err(|_| Problem::Form("form-no-entry"))?;
    // An edit after this look is one after the decision, and nothing comes back over it.
    let looked_at = posts::load(&state.db, &undo::posts_of_entry(&state.db, seq).await?).await?;
    let numbered = numbered(looked_at, page.now).await?;
    let entry = undo::reverse(&state.db, seq, press.by()?, &numbered).await?;
    press.answer(&Done { action: None, entries: vec![entry] }).await
}

/// `POST /moderation/tilbage`: one step back through what this person did lately, a whole batch at a time; `handling` names
/// the step, `af` the page's key of the request that did it, else it is the latest.
///
/// # Errors
/// There is none left; what was decided since, or is gone.
pub async fn step_back(press: Press) -> Result<Response, Problem> {
    let Press { state, page, fields, actor, .. } = &press;
    let action = fields.text("handling").map(str::parse).transpose();
    let action = action.map_err(|_not_a_number| Problem::Form("form-no-entry"))?;
    let action = match fields.text("af") {
        Some(request) => Some(undo::action_of(&state.db, actor, request).await?),
        // Named before its posts are looked at: what another window does meanwhile is not taken back unseen.
        None if action.is_none() => undo::steps(&state.db, actor).await?.first().map(|latest| latest.action),
        None => action,
    };
    let posts = undo::posts_of_step(&state.db, actor, action).await?;
    let numbered = numbered(posts::load(&state.db, &posts).await?, page.now).await?;
    let done = undo::step_back(&state.db, press.by()?, action, &numbered).await?;
    press.answer(&done).await
}

/// `POST /moderation/fjern`: a takedown. Cannot be taken back, so it takes a reason.
///
/// # Errors
/// As [`decide`].
pub async fn erase(press: Press) -> Result<Response, Problem> {
    let id = press.one()?;
    let reason = reason(&press.fields)?.ok_or(Problem::Form("form-no-reason"))?;
    let entry = moderation::erase(&press.state.db, &id, &press.actor, reason, press.page.now).await?;
    press.answer(&Done { action: None, entries: vec![entry] }).await
}

/// `POST /moderation/bloker`: the author of a post, with all they have here.
///
/// # Errors
/// As [`decide`]; also where the network does not say who wrote it.
pub async fn block(press: Press) -> Result<Response, Problem> {
    let done = moderation::block_author(&press.state.db, &press.one()?, press.by()?).await?;
    press.answer(&done).await
}

/// Those of the posts that carry what looks like a civil registration number.
async fn numbered(posts: Vec<Post>, now: Timestamp) -> Result<HashSet<PostId>, Problem> {
    let asked = move || {
        let numbered = posts.into_iter().filter(|post| personal_number::is_in(&post.draft, now));
        numbered.map(|post| post.id).collect()
    };
    tokio::task::spawn_blocking(asked).await.map_err(Problem::internal)
}

/// What the page had of each post, `id:…`: see [`moderation::as_seen`].
fn seen(fields: &Fields) -> HashMap<String, String> {
    let parts = fields.all("set").filter_map(|seen| seen.split_once(':'));
    parts.map(|(id, content)| (id.to_owned(), content.to_owned())).collect()
}

fn reason(fields: &Fields) -> Result<Option<&str>, Problem> {
    let reason = fields.text("grund");
    let fits = reason.is_none_or(|reason| reason.chars().count() <= LONGEST_REASON);
    if fits { Ok(reason) } else { Err(Problem::Form("form-long-reason")) }
}
