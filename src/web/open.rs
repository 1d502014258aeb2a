//! Answers for other people's programs: any site's script may read them, and whoever has the last one is told so without
//! the body. Knows nothing of what they say.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::public::api::problem::Problem;

/// What a script of another site may read beside the body.
const EXPOSED: &str = "etag, link, ratelimit, ratelimit-policy, retry-after, x-hashwall-paused";
/// What such a script may send.
const ALLOWED: &str = "authorization, if-none-match";
/// Bytes of an answer that gets a tag; ours are smaller.
const LARGEST: usize = 16 * 1024 * 1024;

/// Marks a request whose key opens nothing.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

/// The middleware around outputs and the API. A key that opens nothing is refused by the API, rather than be taken for
/// none; a feed is given to anybody.
pub async fn open(request: Request, next: Next) -> Response {
    if is_preflight(&request) {
        return preflight();
    }
    if request.extensions().get::<Refused>().is_some() && request.uri().path().starts_with("/api/") {
        return Problem::no_key().into_response();
    }
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_get = request.method() == Method::GET;
    let response = next.run(request).await;
    let mut response = if is_get { tagged(response, asked.as_ref()).await } else { response };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// A browser asks whether a script may send more than a plain request. Any other `OPTIONS` is a method we have not.
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Reading alone: a key that writes has no business in a page.
fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// With a tag of its bytes; without the bytes where the caller has them. The tag is weak: it is the same however the
/// answer is compressed on its way.
async fn tagged(response: Response, asked: Option<&HeaderValue>) -> Response {
    if response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("W/\"{}\"", &hex::encode(Sha256::digest(&body))[..32]);
    let known = asked.and_then(|asked| asked.to_str().ok()).is_some_and(|asked| {
        asked.split(',').any(|one| {
            let one = one.trim();
            one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/")
        })
    });
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if known {
        parts.status = StatusCode::NOT_MODIFIED;
        forget_body(&mut parts.headers);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(body))
}

fn forget_body(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_TYPE);
}
