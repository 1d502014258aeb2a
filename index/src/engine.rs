//! The index on disk.

use std::path::Path;

use crate::document::Op;

/// Why the index could not do it.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// tantivy.
    #[error("index: {0}")]
    Tantivy(String),
    /// Files.
    #[error("index files: {0}")]
    Io(#[from] std::io::Error),
}

/// An exact-value filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// One of the keyword fields, or `tag`.
    pub field: &'static str,
    /// Any of these values.
    pub any_of: Vec<String>,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What a visitor typed; empty = everything. Never an error: what cannot be read as query language is plain text.
    pub text: String,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// True = best match first; false = newest first.
    pub by_relevance: bool,
    /// Hits wanted.
    pub limit: usize,
    /// From [`Page::next`]; a broken one is the first page.
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
    /// Cursor of the next page; true while documents arrive.
    pub next: Option<String>,
}

/// An index: one folder, one writer, many readers. Cheap to clone.
#[derive(Clone)]
pub struct Engine {}

impl Engine {
    /// Opens or makes the index in `folder`. An index of another schema version, or one that cannot be read, is wiped and
    /// starts at position 0 (the caller then replays the log).
    ///
    /// # Errors
    /// The folder cannot be used, or another process holds it.
    pub fn open(_folder: &Path) -> Result<Self, IndexError> {
        Ok(Self {})
    }

    /// The position given with the last commit, 0 for a new index.
    pub fn position(&self) -> u64 {
        0
    }

    /// Applies changes and moves to `position`, in one commit: after a crash both are there or neither. Visible to
    /// searches when this returns. Blocking; call it off the async threads.
    ///
    /// # Errors
    /// tantivy or disk; nothing is applied then.
    pub fn apply(&self, _ops: Vec<Op>, _position: u64) -> Result<(), IndexError> {
        Ok(())
    }

    /// Searches. Blocking, but quick.
    ///
    /// # Errors
    /// tantivy or disk; never because of what was typed.
    pub fn search(&self, _search: &Search) -> Result<Page, IndexError> {
        Ok(Page::default())
    }

    /// One document.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn get(&self, _id: &str) -> Result<Option<Hit>, IndexError> {
        Ok(None)
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        0
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every document as (id, stored), by id: for comparing an index with a rebuilt one.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn dump(&self) -> Result<Vec<(String, Vec<u8>)>, IndexError> {
        Ok(Vec::new())
    }

    /// Removes everything and goes back to position 0.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn wipe(&self) -> Result<(), IndexError> {
        Ok(())
    }
}
