//! `NewPost` → `Draft`: the only way a network's words get into the house.

use crate::domain::post::{Draft, NewPost};
use crate::domain::source::Source;
use crate::domain::time::Timestamp;

/// Why a post did not become a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwanted {
    /// It does not carry the hashtag: most posts of most sources. Not an error, not shown as one.
    NoMatch,
    /// It cannot be shown: no text, no title and no attachment, or no id …
    Unusable(String),
}

/// Normalises one post of `source`, collected at `now`.
///
/// # Errors
/// [`Unwanted`] says why the post is kept out.
pub fn normalise(_new: NewPost, _source: &Source, _now: Timestamp) -> Result<Draft, Unwanted> {
    Err(Unwanted::NoMatch)
}
