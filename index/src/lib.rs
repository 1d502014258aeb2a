//! Search: tantivy, Danish text, and the log position inside the same commit. Knows nothing of posts, SQL or web.

mod analyser;
mod document;
mod engine;
mod fold;
mod lexicon;
mod query;
mod schema;
mod suggestions;
mod words;

pub use analyser::index_terms;
pub use document::{Doc, Op};
pub use engine::{
    Adds, AroundOne, Cell, Counted, DAY, Engine, Facet, Facets, Figured, Figuring, Filter, Hit, IndexError,
    Listed, Page, Search, Suggestion, SuggestionKind, Sum, TaggedPair, TopDocument, Voices, WriterLine,
};
pub use fold::fold_word;
pub use query::{HELP, Help, explain, explain_at};
