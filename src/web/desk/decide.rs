//! What a moderator does: decide, take back, step back, remove for good, block. A form that works without JavaScript is answered by
//! a redirect to where it stood, our script by JSON.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value, json};

use super::form::{Fields, local_path, wants_json};
use super::problem::Problem;
use crate::domain::post::{PostId, State as PostState};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::moderate::personal_number;
use crate::store::undo::{self, By, Done};
use crate::store::{moderation, posts, queue};
use crate::web::page::Page;
use crate::web::state::WebState;

/// Posts in one decision; more than any page shows.
const MOST: usize = 500;
/// Characters of a page's key of a request.
const LONGEST_KEY: usize = 64;
/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// `POST /moderation/afgoer`: all of the posts, or none.
///
/// # Errors
/// A form that makes no sense, a post that is gone, database.
pub async fn decide(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let to: PostState = fields.get("til").parse().map_err(|_| Problem::Form("form-no-state"))?;
    let ids = ids(&fields)?;
    let reason = reason(&fields)?;
    let (seen, actor) = (seen(&fields), actor(&user));
    let reason = match to {
        PostState::Approved if !numbered(&state, &ids, page.now).await?.is_empty() => {
            // An approval of many, or one pressed in haste, is not the confirmation that this takes.
            if fields.get("cpr") != "bekraeftet" {
                return Err(Problem::Form("form-personal-number"));
            }
            Some(moderation::NUMBER_CONFIRMED)
        }
        _ => reason,
    };
    let by = by(&actor, &fields, page.now)?;
    let done = moderation::decide_as_seen(&state.db, &ids, &seen, to, reason, by).await?;
    answer(&state, &page, &headers, &fields, &done).await
}

/// `POST /moderation/fortryd`.
///
/// # Errors
/// As [`decide`]; also what was taken back or decided again meanwhile.
pub async fn undo(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let seq = fields.get("seq").trim().parse().map_err(|_| Problem::Form("form-no-entry"))?;
    let actor = actor(&user);
    let numbered = numbered(&state, &undo::posts_of_entry(&state.db, seq).await?, page.now).await?;
    let entry = undo::reverse_but(&state.db, seq, by(&actor, &fields, page.now)?, &numbered).await?;
    answer(&state, &page, &headers, &fields, &Done { action: None, entries: vec![entry] }).await
}

/// `POST /moderation/tilbage`: one step back through what this person did lately, a whole batch at a time; `handling` names
/// the step, else it is the latest.
///
/// # Errors
/// There is none left; what was decided since, or is gone.
pub async fn step_back(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let action = fields.text("handling").map(str::parse).transpose();
    let action = action.map_err(|_not_a_number| Problem::Form("form-no-entry"))?;
    let actor = actor(&user);
    let posts = undo::posts_of_step(&state.db, &actor, action).await?;
    let numbered = numbered(&state, &posts, page.now).await?;
    let done = undo::step_back_but(&state.db, by(&actor, &fields, page.now)?, action, &numbered).await?;
    answer(&state, &page, &headers, &fields, &done).await
}

/// `POST /moderation/fjern`: a takedown. Cannot be taken back, so it takes a reason.
///
/// # Errors
/// As [`decide`].
pub async fn erase(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = one(&fields)?;
    let reason = reason(&fields)?.ok_or(Problem::Form("form-no-reason"))?;
    let entry = moderation::erase(&state.db, &id, &actor(&user), reason, page.now).await?;
    answer(&state, &page, &headers, &fields, &Done { action: None, entries: vec![entry] }).await
}

/// `POST /moderation/bloker`: the author of a post, with all they have here.
///
/// # Errors
/// As [`decide`]; also where the network does not say who wrote it.
pub async fn block(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Problem> {
    let (id, actor) = (one(&fields)?, actor(&user));
    let done = moderation::block_author_by(&state.db, &id, by(&actor, &fields, page.now)?).await?;
    answer(&state, &page, &headers, &fields, &done).await
}

/// Those of the posts that carry what looks like a civil registration number.
async fn numbered(state: &WebState, ids: &[PostId], now: Timestamp) -> Result<HashSet<PostId>, Problem> {
    let posts = posts::load(&state.db, ids).await?;
    let asked = move || {
        let numbered = posts.into_iter().filter(|post| personal_number::is_in(&post.draft, now));
        numbered.map(|post| post.id).collect()
    };
    tokio::task::spawn_blocking(asked).await.map_err(Problem::internal)
}

/// The person as the log names them.
pub fn actor(user: &User) -> String {
    format!("user:{}", user.name)
}

/// Who asks, with the page's key of this request if it has one.
///
/// # Errors
/// A key no page of ours makes.
pub fn by<'a>(actor: &'a str, fields: &'a Fields, now: Timestamp) -> Result<By<'a>, Problem> {
    let request = fields.text("noegle");
    let sound = |key: &str| {
        key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if request.is_none_or(sound) {
        Ok(By { actor, request, now })
    } else {
        Err(Problem::Form("form-no-page"))
    }
}

/// The posts a form names.
///
/// # Errors
/// None, or too many.
pub fn ids(fields: &Fields) -> Result<Vec<PostId>, Problem> {
    let ids: Vec<PostId> = fields.all("id").map(|id| PostId(id.to_owned())).collect();
    match ids.len() {
        0 => Err(Problem::Form("form-no-post")),
        1..=MOST => Ok(ids),
        _ => Err(Problem::Form("form-too-many")),
    }
}

/// What the page had of each post, `id:…`: see [`moderation::as_seen`].
fn seen(fields: &Fields) -> HashMap<String, String> {
    let parts = fields.all("set").filter_map(|seen| seen.split_once(':'));
    parts.map(|(id, content)| (id.to_owned(), content.to_owned())).collect()
}

/// The one post a form names.
///
/// # Errors
/// None, or several.
pub fn one(fields: &Fields) -> Result<PostId, Problem> {
    match &ids(fields)?[..] {
        [id] => Ok(id.clone()),
        _ => Err(Problem::Form("form-one-post")),
    }
}

fn reason(fields: &Fields) -> Result<Option<&str>, Problem> {
    let reason = fields.text("grund");
    let fits = reason.is_none_or(|reason| reason.chars().count() <= LONGEST_REASON);
    if fits { Ok(reason) } else { Err(Problem::Form("form-long-reason")) }
}

/// Back to where the form stood; to our script, what was done and how many there are now.
///
/// # Errors
/// Database.
pub async fn answer(
    state: &WebState,
    page: &Page,
    headers: &HeaderMap,
    fields: &Fields,
    done: &Done,
) -> Result<Response, Problem> {
    if !wants_json(headers) {
        let back = local_path(fields.get("tilbage"));
        let to = back.map_or_else(|| page.href("/moderation"), str::to_owned);
        return Ok(Redirect::to(&to).into_response());
    }
    let counts: Map<String, Value> = queue::counts(&state.db)
        .await?
        .into_iter()
        .map(|(state, count)| (state.as_str().to_owned(), count.into()))
        .collect();
    let entries: Vec<Value> = done
        .entries
        .iter()
        .map(|entry| json!({ "seq": entry.seq, "post": entry.post, "from": entry.from, "to": entry.to }))
        .collect();
    Ok(Json(json!({ "action": done.action, "entries": entries, "counts": counts })).into_response())
}
