//! Visitors' pages kept ready as bytes, compressed and with every header, so that the next visitor costs a look-up. What
//! is kept holds for one state of the wall alone: with the next change of anything shown it is never looked at again, so
//! a post that was withdrawn is not served once more. Knows nothing of what the pages say.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt};
use moka::future::Cache;
use sha2::{Digest, Sha256};

use super::state::PublicState;

/// Paths whose answer follows from the URL, the wall and the moment alone, for everybody.
const PATHS: [&str; 24] = [
    "/kort.json",
    "/preview.png",
    "/",
    "/opslag.json",
    "/opslag.rss",
    "/opslag.atom",
    "/opslag.jsonfeed",
    "/opslag.ics",
    "/kalender.json",
    "/kalender.rss",
    "/kalender.atom",
    "/kalender.jsonfeed",
    "/kalender.ics",
    "/embed",
    "/display",
    "/indlejr",
    "/api",
    "/soegehjaelp",
    "/om",
    "/privatliv",
    "/tilgaengelighed",
    "/kalender",
    "/udgaver",
    "/tal",
];
/// Their children, one level down.
const PARENTS: [&str; 3] = ["/opslag/", "/kalender/", "/udgaver/"];

/// Microseconds an answer may be old: "for 2 minutter siden", a count-down, a picture's sides.
const FRESH: i64 = 20_000_000;
/// Then it is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(40);
/// Bytes of all that is kept.
const ROOM: u64 = 64 * 1024 * 1024;
/// Bytes of one answer; a larger one is made each time.
const LARGEST: usize = 2 * 1024 * 1024;
/// Bytes of a URL; nobody shares a longer one.
const LONGEST_URL: usize = 1_024;

/// The answers of one process. Cheap to clone.
#[derive(Clone)]
pub struct Kept {
    answers: Cache<Key, Arc<Answer>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    url: Box<str>,
    /// What of gzip and br the visitor's browser reads.
    coding: (bool, bool),
    /// The state of the wall, and of the list of named ones.
    changes: (u64, u64),
    /// The moment, in steps of [`FRESH`].
    step: i64,
}

/// An answer as it was sent the first time.
pub struct Answer {
    headers: HeaderMap,
    tag: HeaderValue,
    body: Bytes,
}

impl Default for Kept {
    fn default() -> Self {
        let weight = |key: &Key, answer: &Arc<Answer>| {
            // A header block is about a kilobyte.
            u32::try_from(key.url.len() + answer.body.len() + 1_500).unwrap_or(u32::MAX)
        };
        Self { answers: Cache::builder().max_capacity(ROOM).weigher(weight).time_to_live(FORGOTTEN).build() }
    }
}

/// The answer to this request, where one is kept: for who stands before all routes, and waits for nothing.
pub fn ready(state: &PublicState, request: &Request) -> Option<Arc<Answer>> {
    state.kept.answers.get(&key(state, request)?).now_or_never().flatten()
}

/// Middleware that makes what is not kept yet, and keeps it.
pub async fn keep(State(state): State<PublicState>, request: Request, next: Next) -> Response {
    let Some(key) = key(&state, &request) else { return next.run(request).await };
    if let Some(answer) = state.kept.answers.get(&key).await {
        return answer.to(request.headers());
    }
    let known = request.headers().clone();
    let (mut parts, body) = request.into_parts();
    parts.headers.remove(header::IF_NONE_MATCH);
    parts.headers.remove(header::IF_MODIFIED_SINCE);
    let again = Request::from_parts(parts.clone(), Body::empty());
    let mut other = None;
    // Many ask for the same at the moment at which it changes: one makes it, the others wait for that one.
    let making = state.kept.answers.optionally_get_with(key, async {
        match made(next.clone().run(Request::from_parts(parts, body)).await).await {
            Ok(answer) => Some(Arc::new(answer)),
            Err(response) => {
                other = Some(response);
                None
            }
        }
    });
    match (making.await, other) {
        (Some(answer), _) => answer.to(&known),
        (None, Some(response)) => response,
        // The one that was waited for came to nothing.
        (None, None) => next.run(again).await,
    }
}

/// Where an answer to this request would be kept; `None` if it would not.
fn key(state: &PublicState, request: &Request) -> Option<Key> {
    let (path, headers) = (request.uri().path(), request.headers());
    let child = |parent: &&str| path.strip_prefix(*parent).is_some_and(|rest| !rest.contains('/'));
    let may = request.method() == Method::GET
        && (PATHS.contains(&path)
            || PARENTS.iter().any(child)
            || path.starts_with("/w/")
            || path.ends_with("/preview.png"))
        && !headers.contains_key(header::RANGE);
    let url = request.uri().path_and_query().map_or("", |url| url.as_str());
    if !may || url.len() > LONGEST_URL {
        return None;
    }
    let asked = headers.get(header::ACCEPT_ENCODING).map_or(Some(""), |asked| asked.to_str().ok())?;
    // Weights are rare, and the compressing layer understands them: it is asked.
    if asked.contains('q') {
        return None;
    }
    let reads = |coding: &str| asked.split(',').any(|one| one.trim() == coding);
    Some(Key {
        url: url.into(),
        coding: (reads("gzip"), reads("br")),
        changes: (state.live.changes(), state.walls.version()),
        step: (state.clock)().0.div_euclid(FRESH),
    })
}

/// The answer, if it is one that everybody may have; else the response as it is.
async fn made(response: Response) -> Result<Answer, Response> {
    let headers = response.headers();
    let told_not_to =
        headers.get(header::CACHE_CONTROL).is_some_and(|caching| caching.as_bytes().starts_with(b"no-store"));
    if response.status() != StatusCode::OK || headers.contains_key(header::SET_COOKIE) || told_not_to {
        return Err(response);
    }
    let (mut parts, body) = response.into_parts();
    let body = match whole(body).await {
        Ok(body) => body,
        Err(larger) => return Err(Response::from_parts(parts, larger)),
    };
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&body))[..32]);
    let Ok(tag) = HeaderValue::from_str(&tag) else {
        return Err(Response::from_parts(parts, Body::from(body)));
    };
    parts.headers.remove(HeaderName::from_static(super::front::ID));
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    parts.headers.insert(header::ETAG, tag.clone());
    Ok(Answer { headers: parts.headers, tag, body })
}

impl Answer {
    /// As it answers a request with these headers: whole, or "you have it already".
    pub fn to(&self, asked: &HeaderMap) -> Response {
        let known =
            asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).is_some_and(|tags| {
                tags.split(',')
                    .any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == self.tag.as_bytes())
            });
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_LENGTH);
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_ENCODING);
        } else {
            *response.body_mut() = Body::from(self.body.clone());
        }
        response
    }
}

/// The body if it is at most [`LARGEST`]; else the same body, what was read of it in front.
async fn whole(body: Body) -> Result<Bytes, Body> {
    let mut chunks = body.into_data_stream();
    let mut read: Vec<u8> = Vec::new();
    while let Some(chunk) = chunks.next().await {
        match chunk {
            Ok(chunk) if read.len() + chunk.len() <= LARGEST => read.extend_from_slice(&chunk),
            // A break is passed on: the visitor's browser must see that the page is not whole.
            last => {
                let read = stream::iter([Ok(Bytes::from(read)), last]);
                return Err(Body::from_stream(read.chain(chunks)));
            }
        }
    }
    Ok(read.into())
}
