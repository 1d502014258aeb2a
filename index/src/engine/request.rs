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
    /// An HTML-escaped piece of the text with matches in `<mark>`; empty when nothing was searched for.
    pub snippet: String,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many match in all.
    pub total: usize,
    /// Cursor of the next page; true while documents arrive: newest-first never repeats or skips a document that was
    /// there; by relevance the order itself moves a little as documents arrive.
    pub next: Option<String>,
}
