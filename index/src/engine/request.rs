//! What is asked of the index and what it answers.

/// An exact-value filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// One of the keyword fields, or `tag`. A field that the index does not have matches nothing.
    pub field: &'static str,
    /// Any of these values; none of them if there are none.
    pub any_of: Vec<String>,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What a visitor typed; empty = everything. Never an error: what cannot be read as query language is plain text.
    pub text: String,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Only documents of this time or later, µs since the epoch.
    pub since: Option<i64>,
    /// Only documents before this time, µs since the epoch.
    pub until: Option<i64>,
    /// True = best match first (then newest); false = newest first.
    pub by_relevance: bool,
    /// Hits wanted; at most 1 000 are given.
    pub limit: usize,
    /// From [`Page::next`]; a broken one, or one of the other order, is the first page.
    pub cursor: Option<String>,
    /// How far matches are counted: more than this many are "at least". `None` = 10 000; 0 = not at all. Counting is what
    /// costs: a page of the newest reads no more than the page.
    pub count_to: Option<usize>,
    /// What time it is, µs since the epoch: for `siden:mandag` and dates without a year. `None` = such dates are words.
    pub now: Option<i64>,
}

/// One hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// Its time.
    pub time: i64,
    /// What was stored with it.
    pub stored: Vec<u8>,
    /// An HTML-escaped piece of the text (or of what hangs on it, or of the title) with matches in `<mark>`; empty when
    /// nothing was searched for.
    pub snippet: String,
    /// The whole title, HTML-escaped, with matches in `<mark>`; empty where nothing in it matched.
    pub title: String,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many match in all, or at least, see [`Page::total_is_exact`].
    pub total: usize,
    /// False where [`Search::count_to`] ended the count: then there are more than `total`.
    /// [`Engine::facets`](crate::Engine::facets) counts all of them.
    pub total_is_exact: bool,
    /// Cursor of the next page; true while documents arrive: newest-first never repeats or skips a document that was
    /// there; by relevance the order itself moves a little as documents arrive.
    pub next: Option<String>,
}
