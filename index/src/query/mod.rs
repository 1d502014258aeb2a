//! What a visitor types → a tantivy query: text → tree (`parse`), tree → text (`tree`), tree → query (`build`). Knows
//! nothing of documents on disk.

mod build;
mod date;
mod field;
mod lex;
mod parse;
mod tree;

pub(crate) use build::{Builder, Marks, times};
pub(crate) use parse::{Parsed, parse};

/// The query as understood, for an operator who wants to see why something was found. Brackets and AND are written out;
/// dates are ISO; `(everything)` and `(nothing)` stand for themselves.
pub fn explain(text: &str) -> String {
    match parse(text) {
        Parsed::Everything => "(everything)".to_owned(),
        Parsed::Nothing => "(nothing)".to_owned(),
        Parsed::Tree(node) => node.to_string(),
    }
}
