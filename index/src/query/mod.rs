//! What a visitor types → a tantivy query: text → tree (`parse`), tree → text (`tree`), tree → query (`build`). Knows
//! nothing of documents on disk.

mod build;
mod date;
mod field;
mod lex;
mod parse;
mod tree;
mod vocabulary;
mod word;

pub(crate) use build::{Builder, Marks, times};
pub use parse::explain;
pub(crate) use parse::{Parsed, parse};
