//! What goes wrong on the signed-in side, and the page (or, for our script, the JSON) that says so in plain words. The
//! details go to the log only.

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;
use tower_http::csrf::ProtectionError;

use super::form::wants_json;
use crate::domain::user::Role;
use crate::store::conflict::Conflict;
use crate::store::db::StoreError;
use crate::web::error::WebError;
use crate::web::page::{Page, encode};
use crate::web::state::WebState;

/// A handler's error. [`pages`] gives it its page.
#[derive(Clone, Debug)]
pub enum Problem {
    /// Nobody is signed in, or the session ended.
    SignedOut,
    /// One of these roles is needed.
    Role(&'static [Role]),
    /// The role must have a second factor, and this person has none yet.
    FactorMissing,
    /// The form came from another site.
    CrossSite,
    /// Nothing here.
    NotFound,
    /// The form cannot be understood; the key of the message that says why.
    Form(&'static str),
    /// It changed meanwhile.
    Conflict(Conflict),
    /// The database cannot be reached.
    Unavailable,
    /// It cannot, and the panic button blanked this process alone.
    HalfDark,
    /// Our fault.
    Internal,
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(conflict) => Self::Conflict(conflict),
            broken => {
                tracing::error!(error = %broken, "the store did not answer");
                Self::Unavailable
            }
        }
    }
}

impl From<WebError> for Problem {
    fn from(error: WebError) -> Self {
        match error {
            WebError::NotFound => Self::NotFound,
            other => Self::internal(other),
        }
    }
}

impl Problem {
    /// Our fault, with what happened for the log.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(error = %error, "a page could not be made");
        Self::Internal
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Role(_) | Self::FactorMissing | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Form(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Unavailable | Self::HalfDark => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The part of the message keys that names it.
    fn key(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::Role(_) => "role",
            Self::FactorMissing => "factor-missing",
            Self::CrossSite => "cross-site",
            Self::NotFound => "not-found",
            Self::Form(_) => "form",
            Self::Conflict(_) => "conflict",
            Self::Unavailable => "unavailable",
            Self::HalfDark => "half-dark",
            Self::Internal => "internal",
        }
    }

    /// What happened and what to do, for the person who asked.
    fn explanation(&self, page: &Page) -> String {
        match self {
            Self::Role(roles) => {
                let needed: Vec<String> = roles.iter().map(|role| page.word("role", role.as_str())).collect();
                let needed = needed.join(&format!(" {} ", page.text("or")));
                page.text_with("problem-text-role", "roles", needed)
            }
            Self::Form(key) => page.text(key),
            Self::Conflict(Conflict::HeldBy(name)) => page.text_with("conflict-held-by", "name", name),
            Self::Conflict(conflict) => match conflict_key(conflict) {
                Some(key) => page.text(key),
                None => page.text_with("problem-text-conflict", "what", conflict.to_string()),
            },
            other => page.word("problem-text", other.key()),
        }
    }
}

/// The message for a reason that a person can meet. A worker alone can lose a lease.
fn conflict_key(conflict: &Conflict) -> Option<&'static str> {
    match conflict {
        Conflict::PostGone => Some("conflict-gone"),
        Conflict::TakenBack => Some("conflict-taken-back"),
        Conflict::DecidedSince => Some("conflict-decided-since"),
        Conflict::EditedSince => Some("conflict-edited"),
        Conflict::NotADecision(_) => Some("conflict-no-decision"),
        Conflict::AuthorUnknown => Some("conflict-no-author"),
        Conflict::RequestAnswered => Some("conflict-answered"),
        Conflict::SourceUnknown(_) => Some("conflict-no-source"),
        Conflict::UserUnknown => Some("conflict-no-user"),
        Conflict::UserExists => Some("conflict-user-exists"),
        Conflict::LastAdmin => Some("conflict-last-admin"),
        Conflict::LinkSpent => Some("conflict-link-spent"),
        Conflict::ChangedSince => Some("conflict-changed-since"),
        Conflict::NumberUnconfirmed => Some("form-personal-number"),
        Conflict::RuleGone => Some("conflict-rule-gone"),
        Conflict::RuleChanged => Some("conflict-rule-changed"),
        Conflict::RulesChanged => Some("conflict-rules-changed"),
        Conflict::RuleName(_) => Some("conflict-rule-name"),
        Conflict::RulesFull => Some("conflict-rules-full"),
        Conflict::DecidedMeanwhile => Some("conflict-decided-meanwhile"),
        Conflict::NothingToUndo => Some("conflict-nothing-to-undo"),
        Conflict::KeyExists => Some("conflict-key-exists"),
        Conflict::KeyGone => Some("conflict-key-gone"),
        Conflict::WebhookGone => Some("conflict-webhook-gone"),
        Conflict::NoAttachment => Some("form-no-picture"),
        Conflict::WallExists => Some("conflict-wall-exists"),
        Conflict::WallGone => Some("conflict-wall-gone"),
        // Said with the name.
        Conflict::HeldBy(_) | Conflict::LeaseLost(_) => None,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, status.canonical_reason().unwrap_or("error")).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "desk/problem.html")]
struct ProblemPage<'a> {
    page: &'a Page,
    title: String,
    explanation: String,
}

/// Middleware around the signed-in side: problems get their page, and nothing is kept by a browser or a cache.
pub async fn pages(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let page = Page::new(state.public.site.clone(), (state.public.clock)(), request.uri());
    let json = wants_json(request.headers());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let asked = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let response = next.run(request).await;
    let cross_site = response.extensions().get::<ProtectionError>().map(|_| Problem::CrossSite);
    let problem = cross_site.or_else(|| response.extensions().get::<Problem>().cloned());
    let mut response = match problem {
        None => response,
        Some(problem) if json => answer_json(&problem, &page),
        Some(Problem::SignedOut) => {
            // A form is not sent again by a redirect: whoever filled it in lands where it stood.
            let onward = if reads { asked } else { "/moderation".to_owned() };
            let query = encode(&[("videre".to_owned(), onward)]);
            Redirect::to(&page.href(format!("/log-ind?{query}"))).into_response()
        }
        Some(Problem::FactorMissing) => Redirect::to(&page.href("/konto/faktor")).into_response(),
        Some(problem) => answer_page(&problem, &page, response),
    };
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn answer_json(problem: &Problem, page: &Page) -> Response {
    (problem.status(), Json(json!({ "error": problem.explanation(page) }))).into_response()
}

fn answer_page(problem: &Problem, page: &Page, plain: Response) -> Response {
    let template = ProblemPage {
        page,
        title: page.word("problem", problem.key()),
        explanation: problem.explanation(page),
    };
    match template.render() {
        Ok(text) => (problem.status(), Html(text)).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "the page of a problem could not be made");
            plain
        }
    }
}
