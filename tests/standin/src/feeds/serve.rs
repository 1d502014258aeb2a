//! The server's side: conditional requests (RFC 9110, 13), pages, and every bad manner.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use super::charset::windows_1252;
use super::item::Format;
use super::render::{Page, media_type, render};
use super::world::{Channel, Feeds};

#[derive(serde::Deserialize, Default)]
struct Paging {
    page: Option<usize>,
}

pub(super) fn router(feeds: Feeds) -> Router {
    Router::new()
        .route("/pictures/{file}", get(picture_file))
        .route("/{name}", get(feed))
        .route("/{name}/page", get(web_page))
        .route("/{name}/articles/{slug}", get(article))
        .with_state(feeds)
}

async fn picture_file(Path(file): Path<String>) -> Response {
    ([(header::CONTENT_TYPE, "image/png")], crate::picture::png(&file)).into_response()
}

async fn web_page(State(feeds): State<Feeds>, Path(name): Path<String>) -> Response {
    let Some(channel) = feeds.fetch(&name) else { return StatusCode::NOT_FOUND.into_response() };
    Html(format!(
        "<!doctype html><html lang=\"da\"><head><title>{title}</title><base href=\"../\">\
         <link rel=\"alternate\" type=\"application/rss+xml\" title=\"\" href=\"\">\
         <link rel=\"alternate\" type=\"application/rss+xml\" title=\"{title}\" href=\"{name}\"></head>\
         <body><h1>{title}</h1><p>Læs med & følg os.<br></body></html>",
        title = channel.title,
    ))
    .into_response()
}

async fn article(State(feeds): State<Feeds>, Path((name, slug)): Path<(String, String)>) -> Response {
    let channel = feeds.fetch(&name).unwrap_or_default();
    let end = format!("/{slug}");
    match channel.items.iter().find(|item| item.link.ends_with(&end)) {
        Some(item) => {
            Html(format!("<!doctype html><title>{}</title><h1>{}</h1>{}", item.title, item.title, item.html))
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn feed(
    State(feeds): State<Feeds>,
    Path(path): Path<String>,
    Query(paging): Query<Paging>,
    headers: HeaderMap,
) -> Response {
    let (name, format) = match path.rsplit_once('.') {
        Some((name, "rss")) => (name, Some(Format::Rss)),
        Some((name, "atom")) => (name, Some(Format::Atom)),
        Some((name, "rdf")) => (name, Some(Format::Rdf)),
        Some((name, "json")) => (name, Some(Format::Json)),
        _ => (&*path, None),
    };
    let Some(channel) = feeds.fetch(name) else { return StatusCode::NOT_FOUND.into_response() };
    if let Some(refusal) = refusal(&channel) {
        return refusal;
    }
    if let Some(wait) = channel.manners.slow {
        tokio::time::sleep(wait).await;
    }
    let format = format.unwrap_or(channel.format);
    let text = document(&feeds, &channel, &path, format, paging.page.unwrap_or(1));
    answer(&channel, format, text, &headers)
}

fn refusal(channel: &Channel) -> Option<Response> {
    let manners = &channel.manners;
    if let Some((status, to)) = &manners.redirect {
        let location = HeaderValue::from_str(to).ok()?;
        return Some((code(*status), [(header::LOCATION, location)]).into_response());
    }
    if manners.html_page {
        let page = "<!doctype html><html><head><title>Fejl</title></head><body><h1>Der gik noget galt & vi beklager</h1><br></body></html>";
        return Some(Html(page).into_response());
    }
    let status = manners.status.or(manners.retry_after.map(|_| 429))?;
    let mut answer = code(status).into_response();
    if let Some(secs) = manners.retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(secs));
    }
    Some(answer)
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn document(feeds: &Feeds, channel: &Channel, path: &str, format: Format, page: usize) -> String {
    let manners = &channel.manners;
    let mut items = channel.items.clone();
    let fetch = channel.fetches;
    for (at, item) in items.iter_mut().enumerate() {
        if manners.changing_guids {
            item.id = format!("{}-{fetch}", item.id);
        }
        if manners.same_guids {
            "0".clone_into(&mut item.id);
        }
        if manners.tracking {
            item.link = format!("{}?utm_source=feed&utm_campaign=c{fetch}", item.link);
        }
        if manners.redated {
            item.published = feeds.clock.now() + i64::try_from(at).unwrap_or(0);
        }
    }
    if manners.unsorted {
        items.sort_by_key(|item| hex::encode(Sha256::digest(item.id.as_bytes())));
    }
    let size = manners.page_size.unwrap_or(usize::MAX);
    let start = size.saturating_mul(page.saturating_sub(1));
    let more = items.len() > start.saturating_add(size);
    let own = feeds.url(path);
    let items = items.into_iter().skip(start).take(size).collect();
    let next = (more || manners.endless).then(|| format!("{own}?page={}", page + 1));
    let page = Page { title: &channel.title, home: feeds.url("hjem"), own, next, ttl: manners.ttl, items };
    let text = render(&page, format);
    if manners.broken_xml { broken(&text) } else { text }
}

/// What a feed looks like when strings are put together by hand.
fn broken(text: &str) -> String {
    let text =
        text.replace("&amp;", "&").replace("</description>", "<br>&nbsp;Læs mere & del\u{b}</description>");
    format!("\n\n{}", text.replace("</language>", "</language>\n<category>R&D</category>"))
}

fn answer(channel: &Channel, format: Format, text: String, headers: &HeaderMap) -> Response {
    let manners = &channel.manners;
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    let changing = if manners.changing_etag { format!("-{}", channel.fetches) } else { String::new() };
    let etag = format!("W/\"{}{changing}\"", &digest[..16]);
    let modified = chrono::DateTime::from_timestamp_micros(channel.changed).unwrap_or_default();
    let modified = modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let sent = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // RFC 9110, 13.2.2: with If-None-Match the date does not count.
    let unchanged = match sent(header::IF_NONE_MATCH) {
        Some(known) => known == etag,
        None => sent(header::IF_MODIFIED_SINCE) == Some(&modified),
    };
    let mut body = if manners.wrong_charset { windows_1252(&text) } else { text.into_bytes() };
    if manners.truncated {
        body.truncate(body.len() * 2 / 3);
    }
    let mut answer = if unchanged && !manners.no_validators {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = if manners.html_type { "text/html" } else { media_type(format) };
        ([(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
    };
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.headers_mut().insert(name, value);
        }
    };
    if !manners.no_validators {
        put(header::ETAG, &etag);
        put(header::LAST_MODIFIED, &modified);
    }
    if let Some(cache) = &manners.cache_control {
        put(header::CACHE_CONTROL, cache);
    }
    answer
}
