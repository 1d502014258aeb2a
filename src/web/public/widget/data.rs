//! `GET /kort.json` and `GET /w/{slug}/kort.json`: what the widget shows, as cards made by the server. Approved posts
//! alone, for any page of any site.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;

use crate::domain::wall::{Layout, NamedWall};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::public::card::{Card, Place};
use crate::web::public::named::{self, Asked, address};
use crate::web::public::posts;
use crate::web::public::query::WallQuery;
use crate::web::state::PublicState;

/// The most a widget may ask for.
pub const MOST: usize = 30;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    /// What is shown, for people.
    title: String,
    /// Where all of it is.
    href: String,
    /// Who runs the wall.
    owner: String,
    /// `da` or `en`: of the cards.
    language: &'static str,
    /// How a named wall is laid out and coloured where the element does not say.
    layout: &'static str,
    theme: &'static str,
    /// True where every new post belongs here.
    plain: bool,
    posts: Vec<Shown>,
    /// Where the script is that counts what is seen, from where `embed.js` is; absent where this wall does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<String>,
    /// `aeldre=` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Log position: `/live?efter=` follows from here without gap or repeat.
    position: u64,
}

/// A post: an id, µs since the epoch, and its card.
#[derive(Serialize)]
struct Shown {
    id: String,
    published: i64,
    html: String,
}

/// `GET /kort.json`.
///
/// # Errors
/// The index cannot be read.
pub async fn whole(State(state): State<PublicState>, page: Page) -> Result<Json<Answer>, WebError> {
    let query = WallQuery::read(&page);
    answer(&state, &page, &query, None).await
}

/// `GET /w/{slug}/kort.json`.
///
/// # Errors
/// No such wall, or the index cannot be read.
pub async fn named(
    State(state): State<PublicState>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Json<Answer>, WebError> {
    let Asked { wall, page, query } = named::asked(&state, page, &slug)?;
    answer(&state, &page, &query, Some(&wall)).await
}

/// How many posts a layout begins with.
pub fn count(layout: Layout) -> usize {
    match layout {
        Layout::List | Layout::Grid => 6,
        Layout::Carousel => 8,
        Layout::Ticker => 12,
    }
}

async fn answer(
    state: &PublicState,
    page: &Page,
    query: &WallQuery,
    wall: Option<&NamedWall>,
) -> Result<Json<Answer>, WebError> {
    let own = wall.map(|wall| wall.layout).unwrap_or_default();
    let layout = page.parameter("visning").parse().unwrap_or(own);
    let asked = page.parameter("antal").parse().map(|count: usize| count.clamp(1, MOST));
    // Read before the search: a post that arrives in between is in the answer *and* told of, never neither.
    let position = state.live.position();
    let found = posts::find(&state.index, query.search(asked.unwrap_or(count(layout)), page.now)).await?;
    let shown = found.found.iter().map(|found| {
        // No marked words: a card here is the same as the one told of by the line.
        let card = Card::new(page, &found.post, "", Place::List);
        Ok(Shown {
            id: found.post.id.0.clone(),
            published: found.post.published_at.0,
            html: card.render().map_err(WebError::internal)?,
        })
    });
    let top = query.from_the_top();
    Ok(Json(Answer {
        title: wall.map_or_else(|| page.hashtag(), |wall| wall.title.clone()),
        href: page.absolute(&page.href(wall.map_or_else(|| top.href("/"), address))),
        owner: page.site.owner.clone(),
        language: page.language.as_str(),
        layout: layout.as_str(),
        theme: wall.map(|wall| wall.theme).unwrap_or_default().as_str(),
        plain: top.is_plain(),
        posts: shown.collect::<Result<_, WebError>>()?,
        counts: page.site.count_views.then(|| page.asset("seen.js").trim_start_matches('/').to_owned()),
        next: found.next,
        position,
    }))
}
