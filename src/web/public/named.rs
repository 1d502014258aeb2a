//! Named walls: `GET /w/{slug}` is the wall's page, `/w/{slug}/display` the screen in a hall. A name nobody gave answers as
//! any address of nothing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::card::{Card, Place};
use super::display;
use super::outputs::answer::answer;
use super::outputs::format::Format;
use super::outputs::view::{Alternate, View};
use super::posts::{self, Posts};
use super::query::WallQuery;
use super::widget::share::Share;
use crate::domain::wall::NamedWall;
use crate::web::error::{WebError, html};
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::state::PublicState;

/// A named wall as it was asked for.
pub struct Asked {
    /// The wall.
    pub wall: Arc<NamedWall>,
    /// The page, in the wall's language unless the URL says another.
    pub page: Page,
    /// What the URL asks for, within what the wall shows.
    pub query: WallQuery,
}

/// Finds the wall of this name.
///
/// # Errors
/// There is none.
pub fn asked(state: &PublicState, page: Page, slug: &str) -> Result<Asked, WebError> {
    let wall = state.walls.get(slug).ok_or(WebError::NotFound)?;
    let page = page.speaking(wall.language.as_deref().and_then(Language::from_code));
    let query = WallQuery::read(&page).within(&view(&wall));
    Ok(Asked { wall, page, query })
}

/// What a named wall shows.
pub fn view(wall: &NamedWall) -> WallQuery {
    WallQuery::parse(&wall.query)
}

/// The path of its page.
pub fn address(wall: &NamedWall) -> String {
    format!("/w/{}", wall.slug)
}

#[derive(Template)]
#[template(path = "named_wall.html")]
struct NamedPage<'a> {
    page: &'a Page,
    wall: &'a NamedWall,
    /// What the visitor asked for within the wall.
    own: WallQuery,
    query: &'a WallQuery,
    posts: &'a Posts,
    seq: u64,
    /// The same in the formats of feed readers and programs.
    alternates: Vec<Alternate>,
}

/// What its outputs are made of: all its posts, with what was asked for within it in their addresses.
fn outputs(wall: &NamedWall, query: &WallQuery, own: &WallQuery, page: &Page) -> View {
    View {
        title: wall.title.clone(),
        about: page.text_with("named-description", "title", &wall.title),
        query: query.clone(),
        asked: own.clone(),
        page: address(wall),
        stem: address(wall),
    }
}

/// `GET /w/{slug}`, and with an ending its outputs: `/w/{slug}.rss`.
///
/// # Errors
/// No such wall, or the index cannot be read.
pub async fn show(
    State(state): State<PublicState>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let (slug, format) = match Format::split(&slug) {
        Some((slug, format)) => (slug, Some(format)),
        None => (slug.as_str(), None),
    };
    let Asked { wall, page, query } = asked(&state, page, slug)?;
    let own = WallQuery::read(&page);
    let outputs = outputs(&wall, &query, &own, &page);
    if let Some(format) = format {
        return answer(&state, &page, &outputs, format).await;
    }
    if own.is_untidy(&page) {
        return Ok(Redirect::to(&page.href(own.href(&address(&wall)))).into_response());
    }
    // Read before the search: a post that arrives in between is in the list *and* sent again, never neither.
    let seq = state.live.position();
    let search = query.search(state.site.page_size, page.now);
    let posts = posts::view(&state.index, search, query.is_plain()).await?.posts;
    let alternates = outputs.alternates(&page);
    let template = NamedPage { page: &page, wall: &wall, own, query: &query, posts: &posts, seq, alternates };
    Ok(html(&template)?.into_response())
}

/// `GET /w/{slug}/display`.
///
/// # Errors
/// No such wall, or the index cannot be read.
pub async fn screen(
    State(state): State<PublicState>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Asked { wall, page, query } = asked(&state, page, &slug)?;
    let phones = page.absolute(&page.href(address(&wall)));
    display::screen(&state, &page, query.from_the_top(), phones, Some(&wall)).await
}

impl<'a> NamedPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        let page = self.page;
        self.posts.found.iter().map(move |found| Card::new(page, &found.post, &found.snippet, Place::List))
    }

    fn share(&self) -> Share {
        Share::of_wall(self.page, &address(self.wall), &self.canonical(), &self.wall.title)
    }

    fn here(&self) -> String {
        self.page.href(address(self.wall))
    }

    fn canonical(&self) -> String {
        self.page.absolute(&self.page.href(self.own.href(&address(self.wall))))
    }

    /// The same view on the wall itself, where it can be filtered further.
    fn whole_href(&self) -> String {
        self.page.href(view(self.wall).href("/"))
    }

    fn kit_href(&self) -> String {
        self.page.href(format!("/indlejr?vaeg={}", self.wall.slug))
    }

    fn older_href(&self) -> Option<String> {
        let cursor = self.posts.next.clone()?;
        Some(self.page.href(self.own.older(cursor).href(&address(self.wall))))
    }

    fn top_href(&self) -> String {
        self.page.href(self.own.from_the_top().href(&address(self.wall)))
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
