//! What goes wrong in the API, told as RFC 9457 asks: `application/problem+json`. In English: a program's author reads it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::error::WebError;

/// A problem (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// What kind it is: `/api#` and a word that stays the same.
    #[serde(rename = "type")]
    #[schema(example = "/api#parameter")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    status: u16,
    /// What is wrong with this request, and what to do.
    detail: String,
    /// The parameter or field that is wrong, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parameter: Option<String>,
    #[serde(skip)]
    status_code: StatusCode,
}

/// Kinds of problems: the word, the status, the title. The documentation page lists them.
pub const KINDS: [(&str, StatusCode, &str); 14] = [
    ("parameter", StatusCode::BAD_REQUEST, "A parameter cannot be used"),
    ("body", StatusCode::BAD_REQUEST, "The body cannot be used"),
    ("key", StatusCode::UNAUTHORIZED, "The key is missing or not valid"),
    ("scope", StatusCode::FORBIDDEN, "The key may not do this"),
    ("not-found", StatusCode::NOT_FOUND, "There is nothing here"),
    ("cursor", StatusCode::NOT_FOUND, "There is no such place in the list"),
    ("method", StatusCode::METHOD_NOT_ALLOWED, "Not with this method"),
    ("conflict", StatusCode::CONFLICT, "It is not as it was"),
    ("too-large", StatusCode::PAYLOAD_TOO_LARGE, "The body is too large"),
    ("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is of another type"),
    ("refused", StatusCode::UNPROCESSABLE_ENTITY, "This cannot be done"),
    ("rate", StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
    ("unavailable", StatusCode::SERVICE_UNAVAILABLE, "Not right now"),
    ("internal", StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side"),
];

impl Problem {
    fn of(word: &'static str, detail: impl Into<String>) -> Self {
        let known = KINDS.iter().find(|(known, _, _)| *known == word);
        let (_, status, title) = known.unwrap_or(&KINDS[KINDS.len() - 1]);
        Self {
            kind: format!("/api#{word}"),
            title: (*title).to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            status_code: *status,
        }
    }

    /// A parameter of the address.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name.to_owned()), ..Self::of("parameter", detail) }
    }

    /// The body, or a field of it.
    pub fn body(detail: impl Into<String>) -> Self {
        Self::of("body", detail)
    }

    /// A cursor that leads nowhere.
    pub fn cursor() -> Self {
        let detail = "This cursor is not from an answer to this same request; take `next` from the last answer as it is, \
                      with the same parameters, or begin without a cursor.";
        Self { parameter: Some("cursor".to_owned()), ..Self::of("cursor", detail) }
    }

    /// Nothing there, or nothing that is shown.
    pub fn not_found(what: &str) -> Self {
        Self::of(
            "not-found",
            format!("There is no {what} here: it never was, is not approved, or was taken down."),
        )
    }

    /// No key, or none that opens anything.
    pub fn no_key() -> Self {
        Self::of(
            "key",
            "Send a key as `Authorization: Bearer hw_…`. An administrator of this wall makes them.",
        )
    }

    /// A key without the scope.
    pub fn no_scope(scope: &str) -> Self {
        Self::of("scope", format!("This takes a key with the scope `{scope}`."))
    }

    /// Changed meanwhile.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::of("conflict", detail)
    }

    /// Understood, and not done.
    pub fn refused(detail: impl Into<String>) -> Self {
        Self::of("refused", detail)
    }

    /// The bucket is empty.
    pub fn too_many(seconds: &str) -> Self {
        Self::of("rate", format!("Come again in {seconds} s; the header RateLimit tells what is left."))
    }

    /// The walls are blanked by the people who run them.
    pub fn paused() -> Self {
        Self::of("unavailable", "The people who run this wall have paused it. Show nothing of it meanwhile.")
    }

    /// Our fault; what happened goes to the log alone.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(error = %error, "the API could not answer");
        Self::of("internal", "It is in our log. Try again later.")
    }

    /// By status, for what axum or a layer answered.
    pub fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::NOT_FOUND => "No such address in the API; /api says which there are.",
            StatusCode::METHOD_NOT_ALLOWED => "The header Allow names the methods.",
            StatusCode::PAYLOAD_TOO_LARGE => "No body of ours is larger than 64 kB.",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Send application/json.",
            StatusCode::SERVICE_UNAVAILABLE => "It took too long. Try again in a moment.",
            status if status.is_client_error() => "The request cannot be understood.",
            _ => "It is in our log. Try again later.",
        };
        let fits =
            KINDS.iter().find(|(word, known, _)| *known == status && *word != "body" && *word != "cursor");
        let usual = if status.is_client_error() { "body" } else { "internal" };
        Self::of(fits.map_or(usual, |(word, _, _)| word), detail)
    }
}

impl From<WebError> for Problem {
    fn from(error: WebError) -> Self {
        match error {
            WebError::NotFound => Self::not_found("such thing"),
            other => Self::internal(other),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status_code;
        // What was asked may be repeated: no program of another kind must take it for markup.
        let told = serde_json::to_string(&self).map(|told| told.replace('<', "\\u003c"));
        let mut response = match told {
            Ok(told) => (status, told).into_response(),
            Err(broken) => {
                tracing::error!(error = %broken, "a problem could not be told");
                status.into_response()
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
