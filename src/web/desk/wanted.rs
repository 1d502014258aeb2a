//! What the queue's address asks for: a state, an order, filters, a search. Page and fragments read it the same way.

use std::collections::HashMap;

use hashwall_index::{Filter, Search};

use super::problem::Problem;
use super::review::Review;
use crate::domain::post::{PostId, State as PostState};
use crate::domain::user::User;
use crate::store::listing::{self, Ask, Sort};
use crate::store::queue;
use crate::web::page::{Page, encode};
use crate::web::state::WebState;

/// Hits of a search that are looked through: the newest of them.
const MOST_FOUND: usize = 1_000;
/// The word for every state.
pub const EVERY: &str = "alle";
/// Parameters that narrow a list down.
const NARROWING: [&str; 8] = ["q", "netvaerk", "sektor", "sprog", "regel", "maerkat", "aendret", "forfatter"];

/// See the module.
pub struct Wanted<'a> {
    page: &'a Page,
    /// For the store.
    pub ask: Ask,
    /// What is searched for; empty if nothing is.
    pub text: &'a str,
}

/// A page of the queue.
pub struct Found<'a> {
    /// Ready to be shown.
    pub reviews: Vec<Review<'a>>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: u64,
}

impl<'a> Wanted<'a> {
    /// Reads an address. What cannot be read is left out: the list is wider then, and says so in its form.
    pub fn of(page: &'a Page, user: &User) -> Self {
        let word = |name: &str| Some(page.parameter(name)).filter(|word| !word.is_empty());
        let state = match word("tilstand") {
            Some(EVERY) => None,
            // Another word than a state's is a mistyped address: the first tab is what was most likely meant.
            other => Some(other.and_then(|state| state.parse().ok()).unwrap_or(PostState::Pending)),
        };
        let ask = Ask {
            state,
            sort: word("sorter").and_then(|sort| sort.parse().ok()).unwrap_or_default(),
            network: word("netvaerk").and_then(|network| network.parse().ok()),
            sector: word("sektor").and_then(|sector| sector.parse().ok()),
            language: word("sprog").map(str::to_owned),
            rule: word("regel").map(str::to_owned),
            label: word("maerkat").map(str::to_owned),
            changed: word("aendret").is_some(),
            author_of: word("forfatter").map(|post| PostId(post.to_owned())),
            among: None,
            reader: Some(user.name.clone()),
        };
        Self { page, ask, text: page.parameter("q") }
    }

    /// Loads a page of it; `only` limits it to these posts.
    ///
    /// # Errors
    /// Database, or the index cannot be read.
    pub async fn load(
        &self,
        state: &WebState,
        cursor: Option<&str>,
        only: Option<Vec<PostId>>,
        limit: u32,
    ) -> Result<Found<'a>, Problem> {
        let now = self.page.now;
        let mut snippets = HashMap::new();
        let mut ask = self.ask.clone();
        ask.among = only;
        if !self.text.is_empty() {
            snippets = self.search(state).await?;
            let found = snippets.keys().cloned();
            ask.among = Some(match ask.among {
                Some(only) => only.into_iter().filter(|id| snippets.contains_key(id)).collect(),
                None => found.collect(),
            });
        }
        let listed = listing::page(&state.db, &ask, cursor, limit, now).await?;
        let mut items = queue::items(&state.db, listed.posts, !self.is_narrowed(), now).await?;
        // What the reader has in hand themselves is in nobody's way.
        for item in items.iter_mut().filter(|item| item.held_by == self.ask.reader) {
            item.held_by = None;
        }
        let reviews = items
            .into_iter()
            .map(|item| {
                let snippet = snippets.remove(&item.post.id).unwrap_or_default();
                Review::new(self.page, &state.settings.sources, item, snippet)
            })
            .collect();
        Ok(Found { reviews, next: listed.next, total: listed.total })
    }

    /// The index says which; the store says what they are by now.
    async fn search(&self, state: &WebState) -> Result<HashMap<PostId, String>, Problem> {
        let filters =
            self.ask.state.map(|shown| Filter { field: "state", any_of: vec![shown.as_str().to_owned()] });
        let search = Search {
            text: self.text.to_owned(),
            filters: filters.into_iter().collect(),
            limit: MOST_FOUND,
            now: Some(self.page.now.0),
            ..Search::default()
        };
        let index = state.desk_index.clone();
        let found = tokio::task::spawn_blocking(move || index.search(&search))
            .await
            .map_err(Problem::internal)?
            .map_err(Problem::internal)?;
        Ok(found.hits.into_iter().map(|hit| (PostId(hit.id), hit.snippet)).collect())
    }

    /// True if only some of a state's posts are asked for: then near-duplicates stand each by itself.
    pub fn is_narrowed(&self) -> bool {
        !self.text.is_empty() || self.ask.is_narrowed()
    }

    /// True if something but the state was chosen.
    pub fn is_filtered(&self) -> bool {
        NARROWING.iter().any(|name| !self.page.parameter(name).is_empty())
    }

    /// The state's word in addresses.
    pub fn state_word(&self) -> &'static str {
        self.ask.state.map_or(EVERY, PostState::as_str)
    }

    /// The order.
    pub fn sort(&self) -> Sort {
        self.ask.sort
    }

    /// The same list on another path, from its beginning, with one thing changed.
    pub fn address(&self, path: &str, name: &str, value: &str) -> String {
        let kept = self.page.query().iter();
        let mut parameters: Vec<(String, String)> = kept
            .filter(|(key, value)| !value.is_empty() && !["fra", "id", name].contains(&key.as_str()))
            .cloned()
            .collect();
        if !value.is_empty() {
            parameters.push((name.to_owned(), value.to_owned()));
        }
        let query = encode(&parameters);
        self.page.href(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    }

    /// The state's whole list, in the same order.
    pub fn unfiltered(&self) -> String {
        let kept = ["tilstand", "sorter"].map(|name| (name.to_owned(), self.page.parameter(name).to_owned()));
        let kept: Vec<(String, String)> = kept.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = encode(&kept);
        let path = "/moderation";
        self.page.href(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    }
}
