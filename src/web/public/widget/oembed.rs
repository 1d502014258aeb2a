//! `GET /oembed`: what another site shows for an address of ours, as <https://oembed.com> says. Walls, saved views and
//! single posts; an address that is not ours, or of nothing, is "not found" in plain words.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use url::Url;

use crate::domain::markup::{escaped, escaped_xml};
use crate::domain::wall::Layout;
use crate::web::error::WebError;
use crate::web::page::{Page, encode};
use crate::web::public::named;
use crate::web::public::posts;
use crate::web::public::query::WallQuery;
use crate::web::state::PublicState;

/// Pixels, where the caller names no bound.
const WIDTH: u32 = 640;
/// Narrower than this nothing can be read.
const LEAST: u32 = 200;
/// Of a preview picture.
const PREVIEW: (u32, u32) = (1200, 630);
/// Pixels a single post is given.
const POST_HEIGHT: u32 = 420;
/// Seconds an answer may be kept by whoever asked.
const KEPT: u32 = 60;

/// The answer, in the names of the specification (2.3.4).
#[derive(Serialize)]
struct Answer {
    version: &'static str,
    r#type: &'static str,
    provider_name: String,
    provider_url: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_name: Option<String>,
    html: String,
    width: u32,
    height: u32,
    thumbnail_url: String,
    thumbnail_width: u32,
    thumbnail_height: u32,
    cache_age: u32,
}

/// What an address of ours shows.
struct Shown {
    title: String,
    author: Option<String>,
    frame: String,
    preview: String,
    height: u32,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let plain = |status: StatusCode, words: &'static str| {
        Ok((status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response())
    };
    let asked = page.parameter("url");
    if asked.is_empty() {
        return plain(StatusCode::BAD_REQUEST, "oEmbed asks for ?url=, an address of this wall\n");
    }
    let format = page.parameter("format");
    if !["", "json", "xml"].contains(&format) {
        return plain(StatusCode::NOT_IMPLEMENTED, "oEmbed is answered as format=json or format=xml\n");
    }
    let Some(shown) = shown(&state, &page, asked).await? else {
        return plain(StatusCode::NOT_FOUND, "This is no address of a wall or a post here\n");
    };
    let bound = |name: &str| page.parameter(name).parse::<u32>().ok().map(|pixels| pixels.max(LEAST));
    let width = bound("maxwidth").map_or(WIDTH, |most| most.min(WIDTH));
    let height = bound("maxheight").map_or(shown.height, |most| most.min(shown.height));
    let answer = Answer {
        version: "1.0",
        r#type: "rich",
        provider_name: page.site.title.clone(),
        provider_url: page.absolute("/"),
        html: frame(&shown.frame, &shown.title, &width.to_string(), height),
        title: shown.title,
        author_name: shown.author,
        width,
        height,
        thumbnail_url: shown.preview,
        thumbnail_width: PREVIEW.0,
        thumbnail_height: PREVIEW.1,
        cache_age: KEPT,
    };
    if format == "xml" {
        let body = xml(&answer);
        return Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], body).into_response());
    }
    Ok(axum::Json(answer).into_response())
}

/// The frame a page shows.
pub fn frame(address: &str, title: &str, width: &str, height: u32) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\"></iframe>",
        escaped(address),
        escaped(title),
    )
}

/// Pixels a layout is given.
pub fn height(layout: Layout) -> u32 {
    match layout {
        Layout::List | Layout::Grid => 900,
        Layout::Carousel => 500,
        Layout::Ticker => 120,
    }
}

/// `None` unless the address is one of ours and there is something at it.
async fn shown(state: &PublicState, page: &Page, asked: &str) -> Result<Option<Shown>, WebError> {
    let Some(path) = path(page, asked) else { return Ok(None) };
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let path = path.trim_end_matches('/').trim_end_matches("/embed");
    if let Some(id) = path.strip_prefix("/opslag/") {
        let post = match posts::get(&state.index, id).await {
            Err(WebError::NotFound) => return Ok(None),
            found => found?,
        };
        let unknown = || page.text("author-unknown");
        let author = Some(post.author.clone()).filter(|name| !name.is_empty());
        let who = author.clone().or(post.organisation.clone()).unwrap_or_else(unknown);
        return Ok(Some(Shown {
            title: page.text_with("post-title", "author", who),
            author,
            frame: page.absolute(&format!("/opslag/{}/embed", post.id)),
            preview: page.absolute(&format!("/opslag/{}/preview.png", post.id)),
            height: POST_HEIGHT,
        }));
    }
    let (base, title, layout, preview) = match path.strip_prefix("/w/") {
        Some(slug) => {
            let Some(wall) = state.walls.get(slug) else { return Ok(None) };
            let base = named::address(&wall);
            (format!("{base}/embed"), wall.title.clone(), wall.layout, format!("{base}/preview.png"))
        }
        None if path.is_empty() => {
            ("/embed".to_owned(), page.hashtag(), Layout::List, "/preview.png".to_owned())
        }
        None => return Ok(None),
    };
    let view = WallQuery::parse(query).from_the_top();
    Ok(Some(Shown {
        title,
        author: None,
        frame: page.absolute(&view.href(&base)),
        preview: page.absolute(&preview),
        height: height(layout),
    }))
}

/// The path and query of one of our addresses.
fn path(page: &Page, asked: &str) -> Option<String> {
    let url = Url::parse(asked).ok()?;
    let base = &page.site.base_url;
    let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
    let ours = url.origin() == base.origin() && (path.is_empty() || path.starts_with('/'));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    ours.then(|| format!("{path}{query}"))
}

/// The two addresses that lead other programs here from the page at `address`, for its head: JSON and XML.
pub fn discovery(page: &Page, address: &str) -> [String; 2] {
    ["json", "xml"].map(|format| {
        let parameters = [("url".to_owned(), address.to_owned()), ("format".to_owned(), format.to_owned())];
        page.absolute(&format!("/oembed?{}", encode(&parameters)))
    })
}

fn xml(answer: &Answer) -> String {
    let mut body = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<oembed>\n".to_owned();
    let numbers = [
        answer.width.to_string(),
        answer.height.to_string(),
        answer.thumbnail_width.to_string(),
        answer.thumbnail_height.to_string(),
        answer.cache_age.to_string(),
    ];
    let [width, height, thumbnail_width, thumbnail_height, cache_age] = &numbers;
    let elements = [
        ("version", Some(answer.version)),
        ("type", Some(answer.r#type)),
        ("provider_name", Some(&*answer.provider_name)),
        ("provider_url", Some(&*answer.provider_url)),
        ("title", Some(&*answer.title)),
        ("author_name", answer.author_name.as_deref()),
        ("html", Some(&*answer.html)),
        ("width", Some(&**width)),
        ("height", Some(&**height)),
        ("thumbnail_url", Some(&*answer.thumbnail_url)),
        ("thumbnail_width", Some(&**thumbnail_width)),
        ("thumbnail_height", Some(&**thumbnail_height)),
        ("cache_age", Some(&**cache_age)),
    ];
    for (name, value) in elements {
        if let Some(value) = value {
            body.push_str(&format!("  <{name}>{}</{name}>\n", escaped_xml(value)));
        }
    }
    body.push_str("</oembed>\n");
    body
}
