//! What every request passes, from the outside in: an id, a trace line, compression, the promises in the headers, error
//! pages, a time limit, a size limit, and a net under panics.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use super::front::Ids;
use super::state::PublicState;
use super::{error, front, headers, kept, limits};

/// Until the answer begins; a stream of live updates may then go on for ever.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// No form of ours is larger.
const BODY_LIMIT: usize = 64 * 1024;

/// Puts the layers around the routes.
pub fn around(routes: Router, state: &PublicState) -> Router {
    let id = HeaderName::from_static(front::ID);
    let trace = TraceLayer::new_for_http()
        .make_span_with(|request: &Request| {
            // The path alone: a query can hold what a visitor searches for.
            tracing::info_span!(
                "request",
                method = %request.method(),
                path = request.uri().path(),
                id = request
                    .extensions()
                    .get::<RequestId>()
                    .and_then(|id| id.header_value().to_str().ok())
                    .unwrap_or_default(),
            )
        })
        .on_response(DefaultOnResponse::new().level(Level::DEBUG));
    let https = state.site.base_url.scheme() == "https";
    let transport = https.then(|| {
        SetResponseHeaderLayer::overriding(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=31536000"),
        )
    });
    routes.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::new(id.clone(), Ids))
            .layer(PropagateRequestIdLayer::new(id))
            .layer(from_fn_with_state(state.clone(), limits::count))
            // A page that is ready passes none of the others again.
            .layer(from_fn_with_state(state.clone(), kept::keep))
            .layer(trace)
            .option_layer(transport)
            .layer(CompressionLayer::new())
            .layer(from_fn(headers::secure))
            .layer(from_fn_with_state(state.clone(), error::pages))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(DefaultBodyLimit::max(BODY_LIMIT)),
    )
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(panic = what, "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response()
}
