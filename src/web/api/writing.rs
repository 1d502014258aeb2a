//! The writing side of the API: with a key, by the same functions of the store that the desk calls.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::key::{ApiKey, Scope};
use crate::domain::post::{PostId, State as PostState};
use crate::domain::reason::Use;
use crate::moderate::personal_number;
use crate::store::conflict::Conflict;
use crate::store::db::StoreError;
use crate::store::undo::By;
use crate::store::{moderation, posts, reasons};
use crate::web::page::Page;
use crate::web::public::api::ask::Asked;
use crate::web::public::api::problem::Problem;
use crate::web::state::WebState;

/// The key of a request.
pub struct Keyed(pub Arc<ApiKey>);

impl Keyed {
    pub(super) fn must(&self, scope: Scope) -> Result<(), Problem> {
        if self.0.may(scope) { Ok(()) } else { Err(Problem::no_scope(scope.as_str())) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Keyed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Arc<ApiKey>>().cloned().map(Self).ok_or_else(Problem::no_key)
    }
}

/// Where a post shall stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecidedState {
    /// On the wall.
    Approved,
    /// Never on the wall.
    Rejected,
    /// Set aside for a person.
    Held,
}

/// A decision on a post.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Where the post shall stand.
    pub state: DecidedState,
    /// Key of a reason from the wall's list, for `rejected` alone.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub reason: Option<String>,
}

/// What a decision did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    /// The post.
    pub id: String,
    /// Where it stands now.
    pub state: DecidedState,
    /// False where it stood there already.
    pub changed: bool,
}

/// Who is asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyFacts {
    /// The key's name, by which the wall's log knows it.
    pub name: String,
    /// What it may do beside reading: `submit`, `moderate`.
    pub scopes: Vec<String>,
}

/// Decide on a post
///
/// As a moderator's decision on the desk: the same log, the same effects, and people can take it back there. A post with what looks
/// like a civil registration number is approved by a person on the desk alone; one that a moderator has in hand waits.
#[utoipa::path(
    post, path = "/api/v1/posts/{id}/decision", operation_id = "decide", tag = "Writing",
    params(("id" = String, Path, description = "The post's id", max_length = 100)),
    request_body = Decision,
    security(("key" = ["moderate"])),
    responses(
        (status = 200, description = "It stands there now", body = Decided),
        (status = 400, description = "The body cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key has not the scope `moderate`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such post", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A person must decide, or has it in hand; it was changed meanwhile; no such reason", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decide(
    State(state): State<WebState>,
    keyed: Keyed,
    page: Page,
    uri: Uri,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Decided>, Problem> {
    keyed.must(Scope::Moderate)?;
    Asked::of(&uri)?.finish()?;
    let decision: Decision = read(&headers, body)?;
    let post = PostId(id);
    let found = posts::load(&state.db, std::slice::from_ref(&post)).await.map_err(broken)?;
    let found = found.into_iter().next().ok_or_else(|| Problem::not_found("post"))?;
    let to = match decision.state {
        DecidedState::Approved => PostState::Approved,
        DecidedState::Rejected => PostState::Rejected,
        DecidedState::Held => PostState::Held,
    };
    let reason = reason(&state, to, decision.reason).await?;
    let now = page.now;
    // What was looked at below is what is approved: an edit meanwhile is a conflict.
    let seen = HashMap::from([(post.0.clone(), moderation::as_seen(&found))]);
    if to == PostState::Approved && found.state != PostState::Approved {
        let numbered = tokio::task::spawn_blocking(move || personal_number::is_in(&found.draft, now));
        if numbered.await.map_err(Problem::internal)? {
            return Err(Problem::conflict(
                "It shows what looks like a civil registration number; a person must look at it on the desk.",
            ));
        }
    }
    let ids = std::slice::from_ref(&post);
    let actor = keyed.0.actor();
    let by = By { actor: &actor, request: None, now };
    let done = moderation::decide_as_seen(&state.db, ids, &seen, to, reason.as_deref(), by).await;
    let changed = !done.map_err(broken)?.entries.is_empty();
    Ok(Json(Decided { id: post.0, state: decision.state, changed }))
}

/// The key itself
///
/// What the key that is sent may do: to try one out.
#[utoipa::path(
    get, path = "/api/v1/key", operation_id = "showKey", tag = "Writing",
    security(("key" = [])),
    responses(
        (status = 200, description = "The key is good", body = KeyFacts),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn key(keyed: Keyed, uri: Uri) -> Result<Json<KeyFacts>, Problem> {
    Asked::of(&uri)?.finish()?;
    let scopes = keyed.0.scopes.iter().map(ToString::to_string).collect();
    Ok(Json(KeyFacts { name: keyed.0.name.clone(), scopes }))
}

/// The reason a decision is logged with.
async fn reason(state: &WebState, to: PostState, asked: Option<String>) -> Result<Option<String>, Problem> {
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(None) };
    let known = reasons::active(&state.db).await.map_err(broken)?;
    let of_use: HashSet<&str> = known
        .iter()
        .filter(|reason| to == PostState::Rejected && reason.use_for.covers(Use::Reject))
        .map(|reason| reason.key.as_str())
        .collect();
    if of_use.contains(asked.as_str()) {
        return Ok(Some(asked));
    }
    let mut known: Vec<&str> = of_use.into_iter().collect();
    known.sort_unstable();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(Problem::conflict(format!("This wall has no such reason for that state. It has: {known}.")))
}

/// A JSON body.
///
/// # Errors
/// Of another type, too large, or not of the shape.
pub fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let body = body.map_err(|refused| Problem::of_status(refused.status()))?;
    // What serde says names fields and places, never values that could be somebody's words.
    serde_json::from_slice(&body).map_err(|why| {
        Problem::body(format!(
            "It is not of the shape asked for: {:?}, line {}, column {}.",
            why.classify(),
            why.line(),
            why.column()
        ))
    })
}

pub(super) fn broken(error: StoreError) -> Problem {
    match error {
        StoreError::Conflict(Conflict::PostGone) => Problem::not_found("post"),
        StoreError::Conflict(conflict) => Problem::conflict(format!("{conflict}.")),
        other => Problem::internal(other),
    }
}
