//! `GET /moderation`: the queue. One state at a time, newest first, searched with the full query language; what is shown
//! comes from the store, so that nothing in it is stale.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hashwall_index::{Filter, Search};

use super::menu::{Menu, here};
use super::numbers;
use super::problem::Problem;
use super::review::{ERASE_REASONS, REASONS, Review};
use crate::domain::post::{Post, PostId, State as PostState};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::posts;
use crate::store::queue::{self, QueueItem};
use crate::web::error::html;
use crate::web::page::{Page, encode};
use crate::web::state::WebState;

/// Posts on one page: an afternoon's worth of reading, and quick to draw.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage<'a> {
    page: &'a Page,
    menu: Menu,
    state: PostState,
    query: &'a str,
    counts: Vec<(PostState, u64)>,
    reviews: Vec<Review<'a>>,
    /// How many match the search.
    found: Option<usize>,
    /// New authors are on hold.
    flooded: bool,
    /// The page of older ones.
    older: Option<String>,
    here: String,
}

/// The handler.
///
/// # Errors
/// Database, or the index cannot be read.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    // Another word than a state's is a mistyped address: the first tab is what was most likely meant.
    let shown = page.parameter("tilstand").parse().unwrap_or(PostState::Pending);
    let query = page.parameter("q");
    let cursor = Some(page.parameter("fra")).filter(|cursor| !cursor.is_empty());
    let list = if query.is_empty() {
        let queue = posts::queue(&state.db, shown, cursor, PAGE).await?;
        List {
            items: queue.posts,
            counts: queue.counts,
            next: queue.next,
            found: None,
            snippets: HashMap::new(),
        }
    } else {
        search(&state, query, shown, cursor, page.now).await?
    };
    let List { items, counts, next, found, mut snippets } = list;
    let reviews = items
        .into_iter()
        .map(|item| {
            let snippet = snippets.remove(&item.post.id).unwrap_or_default();
            Review::new(&page, &state.settings.sources, item, snippet)
        })
        .collect();
    let template = QueuePage {
        flooded: state.rules.refresh(&state.db).await?.flooded,
        older: next.map(|next| address(&page, shown, query, Some(&next))),
        here: here(&page),
        menu: Menu::of(user),
        state: shown,
        page: &page,
        query,
        counts,
        reviews,
        found,
    };
    Ok(html(&template)?.into_response())
}

struct List {
    items: Vec<QueueItem>,
    counts: Vec<(PostState, u64)>,
    next: Option<String>,
    found: Option<usize>,
    snippets: HashMap<PostId, String>,
}

/// The index says which; the store says what they are by now.
async fn search(
    state: &WebState,
    text: &str,
    shown: PostState,
    cursor: Option<&str>,
    now: Timestamp,
) -> Result<List, Problem> {
    let search = Search {
        text: text.to_owned(),
        filters: vec![Filter { field: "state", any_of: vec![shown.as_str().to_owned()] }],
        limit: PAGE as usize,
        // A moderator plans by this figure.
        count_to: Some(usize::MAX),
        now: Some(now.0),
        cursor: cursor.map(str::to_owned),
        ..Search::default()
    };
    let index = state.desk_index.clone();
    let found = tokio::task::spawn_blocking(move || index.search(&search))
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    let ids: Vec<PostId> = found.hits.iter().map(|hit| PostId(hit.id.clone())).collect();
    let mut current: HashMap<PostId, Post> =
        posts::load(&state.db, &ids).await?.into_iter().map(|post| (post.id.clone(), post)).collect();
    let in_order =
        ids.iter().filter_map(|id| current.remove(id)).filter(|post| post.state == shown).collect();
    Ok(List {
        items: queue::items(&state.db, in_order).await?,
        counts: queue::counts(&state.db).await?,
        next: found.next,
        found: Some(found.total),
        snippets: found.hits.into_iter().map(|hit| (PostId(hit.id), hit.snippet)).collect(),
    })
}

fn address(page: &Page, state: PostState, query: &str, cursor: Option<&str>) -> String {
    let mut parameters = vec![("tilstand".to_owned(), state.as_str().to_owned())];
    if !query.is_empty() {
        parameters.push(("q".to_owned(), query.to_owned()));
    }
    parameters.extend(cursor.map(|cursor| ("fra".to_owned(), cursor.to_owned())));
    page.href(format!("/moderation?{}", encode(&parameters)))
}

impl QueuePage<'_> {
    fn tab(&self, state: &PostState) -> String {
        address(self.page, *state, self.query, None)
    }

    fn unsearched(&self) -> String {
        address(self.page, self.state, "", None)
    }

    fn number(&self, count: &u64) -> String {
        numbers::counted(self.page, *count)
    }

    fn reasons(&self) -> &'static [&'static str] {
        REASONS
    }

    fn erase_reasons(&self) -> &'static [&'static str] {
        ERASE_REASONS
    }

    /// What can be done with posts of this tab: state and message key.
    fn moves(&self) -> Vec<(&'static str, &'static str)> {
        [
            (PostState::Approved, "desk-approve"),
            (PostState::Rejected, "desk-reject"),
            (PostState::Held, "desk-hold"),
        ]
        .into_iter()
        .filter(|(to, _)| *to != self.state)
        .map(|(to, key)| (to.as_str(), key))
        .collect()
    }
}
