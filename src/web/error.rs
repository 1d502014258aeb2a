//! What goes wrong in a handler, and the page that says so. A visitor is told what happened and what to do, never how
//! the house is built; the details go to the log.

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::page::Page;
use super::public::api::problem::Problem;
use super::state::PublicState;

/// A handler's error. Its answer is plain text until [`pages`] puts a page around it.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// There is nothing here, or nothing that this person may see: one answer for both, so that it tells nothing.
    #[error("not found")]
    NotFound,
    /// Signed in, but not with the role it takes.
    #[error("not allowed")]
    Forbidden,
    /// What was sent cannot be understood.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// More ask than can be answered at once.
    #[error("busy")]
    Busy,
    /// Our fault.
    #[error("{0}")]
    Internal(String),
}

impl WebError {
    /// Our fault, with what happened for the log.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let Self::Internal(error) = &self {
            tracing::error!(error = %error, "a page could not be made");
        }
        let status = self.status();
        (status, status.canonical_reason().unwrap_or("error")).into_response()
    }
}

/// Renders a template as a page.
///
/// # Errors
/// A template that cannot be rendered is our fault.
pub fn html(template: &impl Template) -> Result<Html<String>, WebError> {
    template.render().map(Html).map_err(WebError::internal)
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    explanation: String,
}

/// Middleware: an error without a page of its own (a handler's, axum's, a panic's) gets one in the visitor's language.
/// Machines' endpoints keep the plain answer.
pub async fn pages(State(state): State<PublicState>, request: Request, next: Next) -> Response {
    let page = Page::new(state.site.clone(), (state.clock)(), request.uri());
    let for_people = !["/assets/", "/health", "/metrics", "/live", "/media/", "/oembed", "/qr.svg"]
        .iter()
        .any(|p| page.path().starts_with(p));
    let head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    if !for_people || !(status.is_client_error() || status.is_server_error()) || has_own_body(&response) {
        return response;
    }
    if page.path().starts_with("/api/") {
        return problem(response, head);
    }
    let key = match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::SERVICE_UNAVAILABLE => "busy",
        status if status.is_client_error() => "bad-request",
        _ => "broken",
    };
    let template =
        ErrorPage { title: page.word("error", key), explanation: page.word("error-text", key), page };
    match template.render() {
        Ok(text) => {
            let (mut parts, _) = response.into_parts();
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            Response::from_parts(parts, if head { Body::empty() } else { Body::from(text) })
        }
        Err(error) => {
            tracing::error!(error = %error, "the error page could not be made");
            response
        }
    }
}

/// A machine's answer: what axum or a layer said, with the headers it said it in.
fn problem(response: Response, head: bool) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let told = Problem::of_status(parts.status).into_response();
    let (told_parts, body) = told.into_parts();
    parts.headers.extend(told_parts.headers);
    Response::from_parts(parts, if head { Body::empty() } else { body })
}

/// A page or a document (HTML, JSON …) that a handler wrote itself.
fn has_own_body(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"))
}
