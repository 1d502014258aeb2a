//! What stands before all routes: a page that is kept ready is handed out here, and passes none of the layers again.
//! Everything else goes on to the routes. Knows nothing of what the pages say.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::future::RouteFuture;
use tower::Service;
use tower_http::request_id::{MakeRequestId, RequestId};

use super::state::PublicState;
use super::{kept, limits};

/// The name of an answer's id, in the log as in the header.
pub const ID: &str = "x-request-id";

/// The whole web side as one service. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    inner: Arc<Inner>,
}

struct Inner {
    state: PublicState,
    routes: Router,
}

impl Front {
    /// Before these routes, which count and keep by themselves what is not handed out here.
    pub fn new(state: PublicState, routes: Router) -> Self {
        Self { inner: Arc::new(Inner { state, routes }) }
    }

    /// The answer, where it is kept and its caller may have it without a look at anything else.
    fn ready(&self, request: &Request) -> Option<Response> {
        // A key has its own quota, and is looked up first.
        if request.headers().contains_key(header::AUTHORIZATION) {
            return None;
        }
        let state = &self.inner.state;
        let answer = kept::ready(state, request)?;
        let told = limits::at_once(state, request)?;
        let mut response = answer.to(request.headers());
        let headers = response.headers_mut();
        if let Some(told) = told {
            told.write(headers);
        }
        // An id that a proxy gave it stays.
        let id = request
            .headers()
            .get(ID)
            .cloned()
            .or_else(|| Some(Ids.make_request_id(request)?.into_header_value()));
        if let Some(id) = id {
            headers.insert(ID, id);
        }
        Some(response)
    }
}

impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering {
        match self.ready(&request) {
            Some(response) => Answering::Ready(Some(response)),
            None => Answering::Asked(Box::pin(self.inner.routes.clone().call(request))),
        }
    }
}

/// An answer on its way.
pub enum Answering {
    /// It was kept.
    Ready(Option<Response>),
    /// The routes were asked.
    Asked(Pin<Box<RouteFuture<Infallible>>>),
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            // As of any future, nothing is asked of it once it is done.
            Self::Ready(response) => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
            Self::Asked(routes) => routes.as_mut().poll(context),
        }
    }
}

/// Ids of requests: a random UUID each, from a generator of our own; asking the kernel each time costs more than an answer
/// that is kept.
#[derive(Clone, Copy)]
pub struct Ids;

impl MakeRequestId for Ids {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        HeaderValue::from_str(id.hyphenated().encode_lower(&mut text)).ok().map(RequestId::new)
    }
}
