//! What a visitor types → a tantivy query: text → tree (`parse`), tree → text (`tree`), tree → query (`build`). Knows
//! nothing of documents on disk.

mod boosted;
mod build;
mod date;
mod endings;
mod field;
mod help;
mod lex;
mod parse;
mod times;
mod tree;
mod vocabulary;
mod when;
mod word;

pub(crate) use boosted::Boosted;
pub(crate) use build::{Builder, Marks, is_stop_word};
pub(crate) use date::{Day, danish_weekday_hour};
pub(crate) use endings::Endings;
pub use help::{HELP, Help};
pub(crate) use parse::{Parsed, parse};
pub use parse::{explain, explain_at};
pub(crate) use times::{Times, first_not_newer_than, run, times};
pub(crate) use tree::Node;
