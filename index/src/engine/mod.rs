//! The index on disk: opening and committing, searching, counting, snippets. Knows nothing of how Danish is read.

mod collect;
mod count;
mod cursor;
mod error;
mod open;
mod request;
mod search;
mod snippet;
mod suggest;
mod write;

pub use error::IndexError;
pub use open::Engine;
pub use request::{Filter, Hit, Page, Search};
pub use suggest::{Suggestion, SuggestionKind};
