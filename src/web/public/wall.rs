//! `GET /`: the wall. Newest first, searched and filtered by the URL alone, so that it works without JavaScript; the
//! plain wall is kept live by `wall.js`.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::card::{Card, Place};
use super::choices::{Choice, counted};
use super::happenings::edition;
use super::happenings::now::{NowAndNext, now_and_next};
use super::outputs::view::{Alternate, View};
use super::posts::{self, Meant, Posts};
use super::query::{Active, WallQuery};
use super::widget::share::Share;
use crate::domain::post::Kind;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Kinds with a place in the wall's own menu.
const VIEWS: [Kind; 3] = [Kind::Article, Kind::Case, Kind::Video];

#[derive(Template)]
#[template(path = "wall.html")]
struct WallPage<'a> {
    page: &'a Page,
    query: &'a WallQuery,
    posts: &'a Posts,
    active: Vec<Active>,
    choices: Vec<Choice>,
    meant: Option<&'a Meant>,
    /// Log position the page was made at: what open pages follow from.
    seq: u64,
    /// Where the week stands.
    edition: Option<edition::Line>,
    /// The same in the formats of feed readers and programs.
    alternates: Vec<Alternate>,
    /// What is on and what comes next; told on the plain wall alone.
    now: Option<NowAndNext>,
}

/// A place in the menu of views.
struct Tab {
    label: String,
    href: String,
    shown: bool,
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
    let search = query.search(state.site.page_size, page.now);
    let view = posts::view(&state.index, search, query.is_plain()).await?;
    let template = WallPage {
        page: &page,
        active: query.active(&page),
        choices: counted(&page, &query, &view.facets),
        meant: view.meant.as_ref(),
        seq,
        alternates: View::wall(&page).alternates(&page),
        edition: edition::Line::new(&page, state.campaign),
        now: if query.is_plain() { now_and_next(&state, &page).await? } else { None },
        query: &query,
        posts: &view.posts,
    };
    Ok(html(&template)?.into_response())
}

impl<'a> WallPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        let page = self.page;
        self.posts.found.iter().map(move |found| Card::new(page, &found.post, &found.snippet, Place::List))
    }

    /// The whole wall and the views of their own, each with the words that were searched for.
    fn tabs(&self) -> Vec<Tab> {
        let tab = |kind: Option<Kind>| {
            let to = WallQuery { text: self.query.text.clone(), kind, ..WallQuery::default() };
            Tab {
                label: kind.map_or_else(
                    || self.page.text("view-all"),
                    |kind| self.page.word("kinds", kind.as_str()),
                ),
                href: self.page.href(to.href("/")),
                shown: self.query.kind == kind,
            }
        };
        [None].into_iter().chain(VIEWS.map(Some)).map(tab).collect()
    }

    /// The heading of the list: what is in it.
    fn heading(&self) -> String {
        match self.query.kind {
            Some(kind) => self.page.word("kinds", kind.as_str()),
            None if self.is_searched() => self.page.text("wall-found-heading"),
            None => self.page.text("wall-newest-heading"),
        }
    }

    fn title(&self) -> String {
        if !self.query.text.is_empty() {
            return self.page.text_with("wall-title-search", "query", &self.query.text);
        }
        match self.query.kind {
            Some(kind) => format!("{} · {}", self.page.word("kinds", kind.as_str()), self.page.hashtag()),
            None => self.page.hashtag(),
        }
    }

    fn meant_href(&self, meant: &Meant) -> String {
        let to = WallQuery { text: meant.text.clone(), ..self.query.from_the_top() };
        self.page.href(to.href("/"))
    }

    /// The same words with every filter off.
    fn words_href(&self) -> String {
        self.page.href(WallQuery { text: self.query.text.clone(), ..WallQuery::default() }.href("/"))
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

    fn share(&self) -> Share {
        Share::of_wall(self.page, "/", &self.canonical(), &self.page.hashtag())
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
