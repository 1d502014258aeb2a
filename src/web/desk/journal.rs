//! `GET /log`: what people decided, newest first, and by whom, when and why. Any of it can be taken back from here, as
//! long as nothing else happened to the post since.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::menu::{Menu, here};
use super::problem::Problem;
use super::review::{actor, known_or_raw, sentence, why};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, PostId, State as PostState};
use crate::domain::user::User;
use crate::store::{log, posts};
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Entries on one page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "desk/journal.html")]
struct JournalPage<'a> {
    page: &'a Page,
    menu: Menu,
    lines: Vec<Line>,
    older: Option<String>,
    here: String,
}

/// An entry with the post it is about, if that is still here.
struct Line {
    entry: LogEntry,
    what: String,
    who: String,
    reason: Option<String>,
    post: Option<Post>,
}

/// The handler.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    // A place that cannot be read is the beginning.
    let before = page.parameter("fra").parse().ok();
    let entries = log::decisions(&state.db, before, PAGE).await?;
    let ids: Vec<PostId> = entries.iter().map(|entry| entry.post.clone()).collect();
    let posts: HashMap<PostId, Post> =
        posts::load(&state.db, &ids).await?.into_iter().map(|post| (post.id.clone(), post)).collect();
    let older = entries
        .last()
        .filter(|_| entries.len() == PAGE as usize)
        .map(|entry| page.href(format!("/log?fra={}", entry.seq)));
    let lines = entries
        .into_iter()
        .map(|entry| Line {
            what: sentence(&page, &LogEntry { reason: None, ..entry.clone() }),
            who: actor(&page, &entry.actor),
            reason: entry.reason.as_deref().and_then(|reason| why(&page, entry.rule.as_deref(), reason)),
            post: posts.get(&entry.post).cloned(),
            entry,
        })
        .collect();
    let template = JournalPage { menu: Menu::of(user), here: here(&page), page: &page, lines, older };
    Ok(html(&template)?.into_response())
}

impl Line {
    /// A post's state changed by it; what is erased stays erased.
    fn can_be_undone(&self) -> bool {
        let moved = matches!(self.entry.action, Action::Decided | Action::Undone);
        moved && self.post.as_ref().is_some_and(|post| Some(post.state) == self.entry.to)
    }

    /// Who wrote the post, to know it by. Its words are not repeated here: held posts may carry what must not be spread.
    fn author(&self, page: &Page) -> String {
        match &self.post {
            None => page.text("log-gone"),
            Some(post) if post.draft.author.name.is_empty() => page.text("author-unknown"),
            Some(post) => post.draft.author.name.clone(),
        }
    }

    fn original(&self) -> Option<&str> {
        let post = self.post.as_ref()?;
        Some(post.draft.url.as_str()).filter(|url| url.starts_with("http"))
    }

    fn rule(&self, page: &Page) -> Option<String> {
        self.entry.rule.as_deref().map(|rule| known_or_raw(page, "rule", rule))
    }

    fn state_word(&self, page: &Page, state: &Option<PostState>) -> String {
        state.map_or_else(|| page.text("log-gone"), |state| page.word("one", state.as_str()))
    }
}
