//! The routes: hashtag timeline, one status, media.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{TimeZone, Utc};
use serde_json::{Value, json};

use super::handle::{Mastodon, Stored, World};
use super::limits::Reading;
use super::wire;
use crate::picture;

/// Highest `limit`; more is cut down without a word.
const MOST: usize = 40;

type Params = BTreeMap<String, String>;
type Refusal = (StatusCode, &'static str);

pub(super) fn router(world: Mastodon) -> Router {
    Router::new()
        .route("/api/v1/timelines/tag/{tag}", get(timeline))
        .route("/api/v1/statuses/{id}", get(status))
        .route("/media/{name}", get(media))
        .fallback(async || error(StatusCode::NOT_FOUND, "Record not found"))
        .with_state(world)
}

async fn timeline(
    State(mastodon): State<Mastodon>,
    Path(tag): Path<String>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let mut world = mastodon.world();
    let pages = ["max_id", "min_id", "since_id", "page"].iter().any(|name| params.contains_key(*name));
    let reading = world.meter.count(mastodon.clock.now(), pages);
    let mut answer = match admit(&world, &headers, reading, world.closed) {
        Ok(()) => list(&world, &mastodon.base, &tag, &params),
        Err((status, message)) => error(status, message),
    };
    tell(&mut answer, reading);
    answer
}

async fn status(State(mastodon): State<Mastodon>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let mut world = mastodon.world();
    let reading = world.meter.count(mastodon.clock.now(), false);
    let mut answer = match admit(&world, &headers, reading, world.closed) {
        Ok(()) => {
            let stored = id.parse().ok().and_then(|id: u64| world.statuses.get(&id));
            // What is not for everybody's eyes does not exist for an anonymous caller.
            let stored =
                stored.filter(|stored| matches!(stored.status.visibility.as_str(), "public" | "unlisted"));
            match stored {
                Some(stored) => axum::Json(wire::status(stored, &world, &mastodon.base)).into_response(),
                None => error(StatusCode::NOT_FOUND, "Record not found"),
            }
        }
        Err((status, message)) => error(status, message),
    };
    tell(&mut answer, reading);
    answer
}

async fn media(Path(name): Path<String>) -> Response {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("mp4") => ([(header::CONTENT_TYPE, "video/mp4")], Vec::new()).into_response(),
        Some("mp3") => ([(header::CONTENT_TYPE, "audio/mpeg")], Vec::new()).into_response(),
        _ => ([(header::CONTENT_TYPE, "image/png")], picture::png(&name)).into_response(),
    }
}

fn admit(world: &World, headers: &HeaderMap, reading: Reading, closed: bool) -> Result<(), Refusal> {
    if reading.over {
        return Err((StatusCode::TOO_MANY_REQUESTS, "Too many requests"));
    }
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match bearer.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(token) if world.tokens.iter().any(|granted| granted == token) => Ok(()),
        None if !closed => Ok(()),
        _ => Err((StatusCode::UNAUTHORIZED, "The access token is invalid")),
    }
}

fn list(world: &World, base: &str, tag: &str, params: &Params) -> Response {
    if world.disabled {
        return axum::Json(json!([])).into_response();
    }
    let wanted = tag.to_lowercase();
    let listed = |stored: &&Stored| {
        wire::hashtags(&stored.status.text).contains(&wanted)
            && (stored.status.visibility == "public" || world.lists_unlisted)
    };
    let all: Vec<(u64, &Stored)> = world
        .statuses
        .iter()
        .map(|(id, stored)| (*id, stored))
        .filter(|(_, stored)| listed(stored))
        .collect();
    if all.is_empty() && world.injected.is_empty() {
        return error(StatusCode::NOT_FOUND, "Record not found");
    }
    let bound = |name: &str| params.get(name).and_then(|id| id.parse::<u64>().ok());
    let limit = params.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20).clamp(1, MOST);
    let below = |id: u64| bound("max_id").is_none_or(|max| id < max);
    let mut page: Vec<(u64, &Stored)> = match bound("min_id").filter(|_| !world.endless) {
        // The page immediately above, still newest first.
        Some(min) => {
            let mut page: Vec<_> =
                all.into_iter().filter(|(id, _)| *id > min && below(*id)).take(limit).collect();
            page.reverse();
            page
        }
        // The newest page above `since_id`, which may leave a gap.
        None => {
            let above = |id: u64| bound("since_id").is_none_or(|since| id > since);
            all.into_iter().rev().filter(|(id, _)| below(*id) && above(*id)).collect()
        }
    };
    page.truncate(limit);
    let mut items: Vec<Value> = page.iter().map(|(_, stored)| wire::status(stored, world, base)).collect();
    let ends = page.last().zip(page.first()).map(|(oldest, newest)| (oldest.0, newest.0));
    if !items.is_empty() {
        items.splice(0..0, world.injected.clone());
    }
    let mut answer = axum::Json(items).into_response();
    if let Some((oldest, newest)) = ends {
        let path: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
        let here = format!("{base}/api/v1/timelines/tag/{path}?limit={limit}");
        let link = format!("<{here}&max_id={oldest}>; rel=\"next\", <{here}&min_id={newest}>; rel=\"prev\"");
        put(&mut answer, "link", &link);
    }
    answer
}

fn tell(answer: &mut Response, reading: Reading) {
    let reset = Utc.timestamp_micros(reading.reset).single().unwrap_or_default();
    put(answer, "x-ratelimit-limit", &reading.limit.to_string());
    put(answer, "x-ratelimit-remaining", &reading.remaining.to_string());
    put(answer, "x-ratelimit-reset", &reset.to_rfc3339_opts(chrono::SecondsFormat::Micros, true));
}

fn put(answer: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"error": message}))).into_response()
}
