//! The page inside a plain frame: `GET /embed`, `/w/{slug}/embed` and `/opslag/{id}/embed`. Server-rendered, so that it
//! shows its posts without any script too; with one it stays up to date and tells the page around it how tall it is.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};

use super::data::{MOST, count};
use crate::domain::wall::{Layout, NamedWall, Theme};
use crate::web::error::{WebError, html};
use crate::web::page::{Page, encode};
use crate::web::public::card::{Card, Place};
use crate::web::public::named::{self, Asked, address};
use crate::web::public::posts::{self, Found, Posts};
use crate::web::public::query::WallQuery;
use crate::web::state::PublicState;

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    page: &'a Page,
    title: String,
    /// Where all of it is, for the links around it.
    wall: String,
    posts: &'a Posts,
    theme: Theme,
    layout: Layout,
    count: usize,
    /// What a new post does to this page: `all` slides it in, `requery` asks anew, `known` neither.
    live: &'static str,
    seq: u64,
}

/// `GET /embed`.
///
/// # Errors
/// The index cannot be read.
pub async fn whole(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    framed(&state, &page, &WallQuery::read(&page), None).await
}

/// `GET /w/{slug}/embed`.
///
/// # Errors
/// No such wall, or the index cannot be read.
pub async fn of_wall(
    State(state): State<PublicState>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Asked { wall, page, query } = named::asked(&state, page, &slug)?;
    framed(&state, &page, &query, Some(&wall)).await
}

/// `GET /opslag/{id}/embed`: one post.
///
/// # Errors
/// No such post among the approved, or the index cannot be read.
pub async fn of_post(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let seq = state.live.position();
    let post = posts::get(&state.index, &id).await?;
    let wall = page.href(format!("/opslag/{}", post.id));
    let found = vec![Found { post, snippet: String::new() }];
    let posts = Posts { found, total: 1, total_is_exact: true, next: None };
    answer(&EmbedPage {
        title: page.hashtag(),
        wall,
        posts: &posts,
        theme: theme(&page, Theme::default()),
        layout: Layout::List,
        count: 1,
        live: "known",
        seq,
        page: &page,
    })
}

/// The colours the URL asks for, else the wall's own.
pub fn theme(page: &Page, own: Theme) -> Theme {
    page.parameter("tema").parse().unwrap_or(own)
}

/// The layout the URL asks for, else the wall's own.
pub fn layout(page: &Page, own: Layout) -> Layout {
    page.parameter("visning").parse().unwrap_or(own)
}

async fn framed(
    state: &PublicState,
    page: &Page,
    query: &WallQuery,
    named: Option<&NamedWall>,
) -> Result<Response, WebError> {
    let layout = layout(page, named.map(|wall| wall.layout).unwrap_or_default());
    let asked = page.parameter("antal").parse().map(|count: usize| count.clamp(1, MOST));
    let count = asked.unwrap_or(count(layout));
    let seq = state.live.position();
    let posts = posts::find(&state.index, query.search(count, page.now)).await?;
    answer(&EmbedPage {
        title: named.map_or_else(|| page.hashtag(), |wall| wall.title.clone()),
        wall: page.href(named.map_or_else(|| query.from_the_top().href("/"), address)),
        theme: theme(page, named.map(|wall| wall.theme).unwrap_or_default()),
        live: match () {
            () if query.cursor.is_some() => "known",
            () if query.is_plain() => "all",
            () => "requery",
        },
        posts: &posts,
        layout,
        count,
        seq,
        page,
    })
}

fn answer(template: &EmbedPage<'_>) -> Result<Response, WebError> {
    // A partner's page may load it whatever it isolates itself from.
    let shared = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    Ok(([shared], html(template)?).into_response())
}

impl<'a> EmbedPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        let page = self.page;
        self.posts.found.iter().map(move |found| Card::new(page, &found.post, &found.snippet, Place::List))
    }

    /// Turned over or running, which takes the element and its script.
    fn moves(&self) -> bool {
        matches!(self.layout, Layout::Carousel | Layout::Ticker)
    }

    /// The view of this page as the element's `src`: the same address without what the page alone is asked.
    fn src(&self) -> String {
        let path = self.page.path().trim_end_matches("embed").trim_end_matches('/');
        let path = if path.is_empty() { "/" } else { path };
        with(path, self.page.query().iter().filter(|(name, _)| !MANNER.contains(&name.as_str())).cloned())
    }

    fn older_href(&self) -> Option<String> {
        let cursor = self.posts.next.clone()?;
        let kept = self.page.query().iter().filter(|(name, _)| name != "aeldre").cloned();
        Some(self.page.href(with(self.page.path(), kept.chain([("aeldre".to_owned(), cursor)]))))
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}

/// Parameters that say how a widget looks, not what it shows.
const MANNER: [&str; 3] = ["tema", "visning", "antal"];

fn with(path: &str, parameters: impl Iterator<Item = (String, String)>) -> String {
    let query = encode(&parameters.collect::<Vec<_>>());
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
