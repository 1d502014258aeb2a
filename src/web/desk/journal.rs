//! `GET /log`: what was decided, newest first, by whom, when, why and by which rule. Any of it can be taken back from
//! here, as long as nothing else happened to the post since.

use std::collections::HashMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::cpr;
use super::journal_filter::Filter;
use super::menu::{Menu, here};
use super::problem::Problem;
use super::review::{actor, known_or_raw, sentence, why};
use crate::domain::log::{Action, LogEntry};
use crate::domain::network::Network;
use crate::domain::post::{Post, PostId, State as PostState};
use crate::domain::reason::{self, Reason};
use crate::domain::user::{Role, User};
use crate::store::decisions::{self, Decision};
use crate::store::{posts, reasons, receipts};
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
    filter: Filter,
    people: Vec<String>,
    rules: Vec<String>,
    reasons: Vec<Reason>,
    lines: Vec<Line>,
    older: Option<String>,
    here: String,
    /// The receipt of the one post that is looked for.
    receipt: Option<u64>,
}

/// An entry with the post it is about, if that is still here.
struct Line {
    entry: LogEntry,
    network: Option<Network>,
    what: String,
    who: String,
    reason: Option<String>,
    post: Option<Post>,
    /// Somebody took it back since.
    taken_back: bool,
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
    let versions = reasons::all(&state.db).await?;
    let filter = Filter::read(&state.db, &page, &versions).await?;
    // A place that cannot be read is the beginning.
    let before = page.parameter("fra").parse().ok();
    let decisions = decisions::page(&state.db, &filter.wanted, before, PAGE).await?;
    let ids: Vec<PostId> = decisions.iter().map(|decision| decision.entry.post.clone()).collect();
    let posts: HashMap<PostId, Post> =
        posts::load(&state.db, &ids).await?.into_iter().map(|post| (post.id.clone(), post)).collect();
    let older = decisions
        .last()
        .filter(|_| decisions.len() == PAGE as usize)
        .map(|last| filter.href(&page, "/log", Some(("fra", last.entry.seq.to_string()))));
    let lines = decisions
        .into_iter()
        .map(|Decision { entry, network, taken_back }| Line {
            taken_back,
            what: sentence(&page, &LogEntry { reason: None, actor: decider(&entry), ..entry.clone() }),
            who: actor(&page, &decider(&entry)),
            reason: worded(&page, &entry, &versions),
            post: posts.get(&entry.post).cloned(),
            network,
            entry,
        })
        .collect();
    let receipt = match &filter.wanted.post {
        Some(post) => receipts::of_post(&state.db, post).await?.map(|receipt| receipt.number),
        None => None,
    };
    let template = JournalPage {
        menu: Menu::of(user),
        here: here(&page),
        people: decisions::people(&state.db).await?,
        rules: decisions::rules(&state.db).await?,
        reasons: reasons::current(&state.db).await?,
        page: &page,
        filter,
        lines,
        older,
        receipt,
    };
    Ok(html(&template)?.into_response())
}

/// Who decided: of a first verdict the rule, not the source that brought the post.
fn decider(entry: &LogEntry) -> String {
    match (&entry.action, &entry.rule) {
        (Action::Collected | Action::Edited, Some(rule)) => format!("rule:{rule}"),
        _ => entry.actor.clone(),
    }
}

/// Why, in the words of the time.
pub fn worded(page: &Page, entry: &LogEntry, versions: &[Reason]) -> Option<String> {
    let code = entry.reason.as_deref()?;
    match reason::at(versions, code, entry.at) {
        Some(reason) => Some(reason.label.of(page.language.as_str()).to_owned()),
        None => why(page, entry.rule.as_deref(), code),
    }
}

impl JournalPage<'_> {
    fn may_see_house(&self) -> bool {
        self.menu.user.role == Role::Admin
    }

    fn export(&self, kind: &str) -> String {
        self.filter.href(self.page, "/log/eksport", Some(("som", kind.to_owned())))
    }

    fn days(&self) -> (&str, &str) {
        (self.page.parameter("dag-fra"), self.page.parameter("dag-til"))
    }
}

impl Line {
    /// A post's state or marks changed by it; what is erased stays erased.
    fn can_be_undone(&self) -> bool {
        let open = match self.entry.action {
            Action::Decided | Action::Undone => self.stands(),
            // A mark that was taken away is put on again with its own key.
            Action::Marked => self.entry.undoes.is_none() && self.post.is_some(),
            _ => false,
        };
        open && !self.taken_back
    }

    /// A rule's first verdict has nothing before it: it is taken back into the queue.
    fn can_be_put_back(&self) -> bool {
        let verdict = matches!(self.entry.action, Action::Collected | Action::Edited);
        verdict && self.entry.rule.is_some() && self.stands() && self.entry.to != Some(PostState::Pending)
    }

    /// Nobody has decided anything else since.
    fn stands(&self) -> bool {
        self.post.as_ref().is_some_and(|post| Some(post.state) == self.entry.to)
    }

    /// Who wrote the post, to know it by. Its words are not repeated here: held posts may carry what must not be spread.
    fn author(&self, page: &Page) -> String {
        match &self.post {
            None => page.text("log-gone"),
            Some(post) if post.draft.author.name.is_empty() => page.text("author-unknown"),
            Some(post) => cpr::hidden(&post.draft.author.name),
        }
    }

    fn network(&self, page: &Page) -> Option<String> {
        self.network.map(|network| page.word("network", network.as_str()))
    }

    fn history(&self, page: &Page) -> String {
        page.href(format!("/log?opslag={}", self.entry.post))
    }

    fn original(&self) -> Option<&str> {
        let post = self.post.as_ref()?;
        Some(post.draft.url.as_str()).filter(|url| url.starts_with("http"))
    }

    fn rule(&self, page: &Page) -> Option<String> {
        self.entry.rule.as_deref().map(|rule| known_or_raw(page, "rule", rule))
    }

    fn state_word(&self, page: &Page, state: &Option<PostState>) -> String {
        let none = if self.entry.from.is_none() && state.is_none() { "log-new" } else { "log-gone" };
        state.map_or_else(|| page.text(none), |state| page.word("one", state.as_str()))
    }
}
