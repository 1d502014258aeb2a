//! `GET /opslag.json`: the wall as data, by the same parameters as the page. Holds what the page shows and no more.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::posts;
use super::query::WallQuery;
use super::ready::Ready;
use crate::domain::public::PublicPost;
use crate::projections::media::picture_url;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::state::PublicState;

#[derive(Serialize)]
struct List<'a> {
    /// Log position it was made at: `/live?efter=` goes on from there.
    position: u64,
    total: usize,
    total_is_exact: bool,
    posts: Vec<Entry<'a>>,
    /// The address of the older ones.
    next: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    /// Its page here.
    url: String,
    /// Where it was published.
    original: &'a str,
    network: &'static str,
    author: &'a str,
    handle: &'a str,
    author_url: &'a str,
    organisation: Option<&'a str>,
    sector: &'static str,
    kind: &'static str,
    title: Option<&'a str>,
    text: &'a str,
    /// Sanitised.
    html: &'a str,
    hashtags: Vec<&'a str>,
    language: Option<&'a str>,
    /// A content warning: show the rest only to those who ask.
    warning: Option<&'a str>,
    published: String,
    pinned: bool,
    /// Show its pictures only to those who ask.
    blurred: bool,
    media: Vec<Media<'a>>,
}

#[derive(Serialize)]
struct Media<'a> {
    kind: &'static str,
    /// Its picture, from us.
    picture: Option<String>,
    alt: &'a str,
    title: &'a str,
    width: Option<u32>,
    height: Option<u32>,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(
    State(state): State<PublicState>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let query = WallQuery::read(&page);
    let key = query.href("/opslag.json");
    let made = make(&state, &page, &query);
    let ready = state.pages.get(key, || state.index.position(), page.now, made).await?;
    Ok(ready.answer(&headers).await)
}

async fn make(state: &PublicState, page: &Page, query: &WallQuery) -> Result<Ready, WebError> {
    let position = state.live.position();
    let posts = posts::find(&state.index, query.search(state.site.page_size, page.now)).await?;
    let list = List {
        position,
        total: posts.total,
        total_is_exact: posts.total_is_exact,
        next: posts.next.clone().map(|cursor| page.absolute(&query.older(cursor).href("/opslag.json"))),
        posts: posts.found.iter().map(|found| entry(page, &found.post)).collect(),
    };
    let text = serde_json::to_string(&list).map_err(WebError::internal)?;
    Ok(Ready::new("application/json", text))
}

fn entry<'a>(page: &Page, post: &'a PublicPost) -> Entry<'a> {
    Entry {
        id: &post.id.0,
        url: page.absolute(&format!("/opslag/{}", post.id)),
        original: &post.url,
        network: post.network.as_str(),
        author: &post.author,
        handle: &post.handle,
        author_url: &post.author_url,
        organisation: post.organisation.as_deref(),
        sector: post.sector.as_str(),
        kind: post.kind.as_str(),
        title: post.title.as_deref(),
        text: &post.text,
        html: &post.html,
        hashtags: post.hashtags.iter().map(|tag| tag.written.as_str()).collect(),
        language: post.language.as_deref(),
        warning: post.warning.as_deref(),
        published: post.published_at.rfc3339(),
        pinned: post.pinned,
        blurred: post.blurred,
        media: post
            .attachments
            .iter()
            .enumerate()
            .map(|(number, attachment)| Media {
                kind: attachment.kind.as_str(),
                picture: picture_url(attachment)
                    .map(|_| page.absolute(&format!("/media/{}/{number}", post.id))),
                alt: &attachment.alt,
                title: &attachment.title,
                width: attachment.width,
                height: attachment.height,
            })
            .collect(),
    }
}
