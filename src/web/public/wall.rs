//! `GET /`: the wall. Newest first, searched and filtered by the URL alone, so that it works without JavaScript; the
//! plain wall is kept live by `wall.js`.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::card::{Card, Place};
use super::choices::{Choice, choices};
use super::posts::{self, Posts};
use super::query::{Active, WallQuery};
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::state::PublicState;

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage<'a> {
    page: &'a Page,
    query: &'a WallQuery,
    posts: &'a Posts,
    active: Vec<Active>,
    choices: Vec<Choice>,
    /// Log position the page was made at: what open pages follow from.
    seq: u64,
    /// What a new post does to this page: `all` slides it in, `notice` tells of it.
    live: &'static str,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page);
    if query.is_untidy(&page) {
        return Ok(Redirect::to(&page.href(query.href("/"))).into_response());
    }
    // Read before the search: a post that arrives in between is in the list *and* sent again, never neither.
    let seq = state.live.position();
    let posts = posts::find(&state.index, query.search(state.site.page_size, page.now)).await?;
    let template = WallPage {
        page: &page,
        active: query.active(&page),
        choices: choices(&page, &query),
        seq,
        live: if query.is_plain() { "all" } else { "notice" },
        query: &query,
        posts: &posts,
    };
    Ok(html(&template)?.into_response())
}

impl<'a> WallPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        let page = self.page;
        self.posts.found.iter().map(move |found| Card::new(page, &found.post, &found.snippet, Place::List))
    }

    fn is_searched(&self) -> bool {
        !self.query.text.is_empty() || self.query.has_filters()
    }

    fn older_href(&self) -> Option<String> {
        let cursor = self.posts.next.clone()?;
        Some(self.page.href(self.query.older(cursor).href("/")))
    }

    fn top_href(&self) -> String {
        self.page.href(self.query.from_the_top().href("/"))
    }

    fn canonical(&self) -> String {
        self.page.absolute(&self.page.href(self.query.href("/")))
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
