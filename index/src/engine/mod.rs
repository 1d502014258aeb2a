//! The index on disk: opening and committing, searching, counting, snippets. Knows nothing of how Danish is read.

mod ask;
mod counter;
mod cursor;
mod error;
mod facets;
mod figures;
mod heads;
mod lists;
mod meant;
mod open;
mod race;
mod ranking;
mod request;
mod search;
mod sieve;
mod snippet;
mod statistics;
mod suggest;
mod top;
mod view;
mod write;

pub use error::IndexError;
pub use facets::{DAY, Facet, Facets};
pub use figures::{
    Adds, AroundOne, Cell, Counted, Figured, Figuring, Listed, Sum, TaggedPair, TopDocument, Voices,
    WriterLine,
};
pub use open::Engine;
pub use request::{Filter, Hit, Page, Search};
pub use suggest::{Suggestion, SuggestionKind};
