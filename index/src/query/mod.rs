//! What a visitor types → a tantivy query: text → tree (`parse`), tree → text (`tree`), tree → query (`build`). Knows
//! nothing of documents on disk.

mod build;
mod date;
mod field;
mod lex;
mod parse;
mod times;
mod tree;

pub(crate) use build::{Builder, Marks, is_stop_word};
pub(crate) use date::Day;
pub use parse::explain;
pub(crate) use parse::{Parsed, parse};
pub(crate) use times::{first_not_newer_than, run, times};
pub(crate) use tree::Node;
