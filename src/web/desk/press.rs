//! One press of a button or a key at the desk: who pressed, on which page, what was sent, and how it is answered. A form that
//! works without JavaScript is answered by a redirect to where it stood, our script by JSON. Knows no single action.

use axum::extract::{Extension, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, RequestExt};
use serde_json::{Map, Value, json};

use super::form::{Fields, local_path, wants_json};
use super::problem::Problem;
use crate::domain::post::PostId;
use crate::domain::user::User;
use crate::store::queue;
use crate::store::undo::{By, Done};
use crate::web::page::Page;
use crate::web::state::WebState;

/// Posts in one press; more than any page shows.
const MOST: usize = 500;
/// Characters of a page's key of a request.
const LONGEST_KEY: usize = 64;

/// See the module. A handler takes it as its last argument.
pub struct Press {
    /// Everything.
    pub state: WebState,
    /// The person.
    pub user: User,
    /// The person as the log names them.
    pub actor: String,
    /// The page to be.
    pub page: Page,
    /// What was sent.
    pub fields: Fields,
    headers: HeaderMap,
}

impl FromRequest<WebState> for Press {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let found = Extension::<User>::from_request_parts(&mut parts, state).await;
        let Extension(user) = found.map_err(IntoResponse::into_response)?;
        let page = match Page::from_request_parts(&mut parts, state).await {
            Ok(page) => page,
            Err(never) => match never {},
        };
        let headers = parts.headers.clone();
        let fields = Request::from_parts(parts, body).extract_with_state(state).await;
        let fields = fields.map_err(IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), actor: format!("user:{}", user.name), user, page, fields, headers })
    }
}

impl Press {
    /// Who asks, with the page's key of this request if it has one.
    ///
    /// # Errors
    /// A key no page of ours makes.
    pub fn by(&self) -> Result<By<'_>, Problem> {
        let request = self.fields.text("noegle");
        let sound = |key: &str| {
            key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if request.is_none_or(sound) {
            Ok(By { actor: &self.actor, request, now: self.page.now })
        } else {
            Err(Problem::Form("form-no-page"))
        }
    }

    /// The posts the form names.
    ///
    /// # Errors
    /// None, or too many.
    pub fn ids(&self) -> Result<Vec<PostId>, Problem> {
        let ids: Vec<PostId> = self.fields.all("id").map(|id| PostId(id.to_owned())).collect();
        match ids.len() {
            0 => Err(Problem::Form("form-no-post")),
            1..=MOST => Ok(ids),
            _ => Err(Problem::Form("form-too-many")),
        }
    }

    /// The one post the form names.
    ///
    /// # Errors
    /// None, or several.
    pub fn one(&self) -> Result<PostId, Problem> {
        match &self.ids()?[..] {
            [id] => Ok(id.clone()),
            _ => Err(Problem::Form("form-one-post")),
        }
    }

    /// Back to where the form stood; to our script, what was done and how many there are now.
    ///
    /// # Errors
    /// Database.
    pub async fn answer(&self, done: &Done) -> Result<Response, Problem> {
        if !wants_json(&self.headers) {
            let back = local_path(self.fields.get("tilbage"));
            let to = back.map_or_else(|| self.page.href("/moderation"), str::to_owned);
            return Ok(Redirect::to(&to).into_response());
        }
        let counts: Map<String, Value> = queue::counts(&self.state.db)
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
}
