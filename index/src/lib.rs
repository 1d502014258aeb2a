//! Search: tantivy, Danish text, and the log position inside the same commit. Knows nothing of posts, SQL or web.

mod analyser;
mod document;
mod engine;
mod fold;
mod query;
mod schema;
mod suggestions;
mod words;

pub use document::{Doc, Op};
pub use engine::{
    DAY, Engine, Facet, Facets, Filter, Hit, IndexError, Page, Search, Suggestion, SuggestionKind,
};
pub use query::explain;
