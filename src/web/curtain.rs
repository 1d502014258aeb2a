//! What visitors get while the panic button is pressed. Every public address that could show a post is closed here,
//! before its handler is asked; what is not named in [`OPEN`] is closed, so that a page nobody thought of is closed too.

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Json, Response};
use serde_json::json;

use super::page::Page;
use super::public::api::lists;
use super::public::api::problem::Problem;
use super::public::happenings::ical;
use super::state::PublicState;
use crate::domain::markup::escaped_xml;

/// Addresses that show no post, and those that tell open pages when it is over.
const OPEN: [&str; 16] = [
    "/live",
    "/embed.js",
    "/embed.css",
    "/embed-size.js",
    "/qr.svg",
    "/indlejr",
    "/api",
    "/api/v1/openapi.json",
    "/soegehjaelp",
    "/indsend",
    "/om",
    "/privatliv",
    "/tilgaengelighed",
    "/was",
    "/robots.txt",
    "/favicon.ico",
];

/// Seconds after which somebody without our script may look again.
const COME_AGAIN: &str = "30";

#[derive(Template)]
#[template(path = "paused.html")]
struct PausedPage<'a> {
    page: &'a Page,
    framed: bool,
}

/// The middleware around visitors' routes.
pub async fn drawn(State(state): State<PublicState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if state.live.pause().is_none() || is_open(path) {
        return next.run(request).await;
    }
    let page = Page::new(state.site.clone(), (state.clock)(), request.uri());
    let mut response = match kind(path) {
        Kind::Api => match lists::paused(path) {
            Some(empty) => Json(empty).into_response(),
            None => Problem::paused().into_response(),
        },
        Kind::Picture => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Kind::Json => Json(json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": page.site.title,
            "paused": true,
            // From where `/live` goes on: a page that is opened now fills by itself when it is over.
            "position": state.live.position(),
            "posts": [],
            "suggestions": [],
            "items": [],
        }))
        .into_response(),
        Kind::Feed if path.ends_with(".rss") => rss(&page),
        Kind::Feed => feed(&page),
        Kind::Calendar => {
            let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
            (kind, ical::calendar(&page.site.title, &[], page.now)).into_response()
        }
        Kind::Page => sign(&page, path),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static(COME_AGAIN));
    headers.insert(HeaderName::from_static("x-hashwall-paused"), HeaderValue::from_static("1"));
    if request.method() == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

fn is_open(path: &str) -> bool {
    let of_a_post =
        path.starts_with("/opslag/") && (path.ends_with("/fjern") || path.ends_with("/vurdering"));
    OPEN.contains(&path) || path.starts_with("/assets/") || path.starts_with("/health/") || of_a_post
}

enum Kind {
    Page,
    Picture,
    Api,
    Json,
    Feed,
    Calendar,
}

/// By the address: a feed reader or a program must not be answered by a page.
fn kind(path: &str) -> Kind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    if path.starts_with("/media/") || ends(&[".png", ".jpg", ".svg"]) {
        Kind::Picture
    } else if path.starts_with("/api/") {
        Kind::Api
    } else if ends(&[".json", ".jsonfeed", "/forslag"]) {
        Kind::Json
    } else if ends(&[".ics"]) {
        Kind::Calendar
    } else if ends(&[".xml", ".atom", ".rss", "/atom", "/rss", "/feed"]) {
        Kind::Feed
    } else {
        Kind::Page
    }
}

/// A whole feed without an entry: readers and programs that copy it into a page show nothing, instead of an old copy.
fn feed(page: &Page) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</updated>\n</feed>\n",
        escaped_xml(&page.absolute(page.path())),
        escaped_xml(&page.site.title),
        escaped_xml(&page.text("pause-title")),
        page.datetime(&page.now),
    );
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], body).into_response()
}

/// The same as RSS.
fn rss(page: &Page) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>\n<title>{}</title>\n\
         <link>{}</link>\n<description>{}</description>\n</channel></rss>\n",
        escaped_xml(&page.site.title),
        escaped_xml(&page.absolute("/")),
        escaped_xml(&page.text("pause-title")),
    );
    ([(header::CONTENT_TYPE, "application/rss+xml; charset=utf-8")], body).into_response()
}

/// The calm page. 503 keeps search engines and caches from taking it for the wall; the widget, which is part of another
/// site's page, is a whole answer.
fn sign(page: &Page, path: &str) -> Response {
    let framed = path.ends_with("/embed");
    let status = if framed { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    match (PausedPage { page, framed }).render() {
        Ok(text) => {
            let mut response = (status, Html(text)).into_response();
            if framed {
                // A partner's page may load it whatever it isolates itself from.
                let shared = HeaderName::from_static("cross-origin-resource-policy");
                response.headers_mut().insert(shared, HeaderValue::from_static("cross-origin"));
            }
            response
        }
        Err(error) => {
            tracing::error!(error = %error, "the page of a pause could not be made");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
