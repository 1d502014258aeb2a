//! What a visitor types → a tantivy query: text → tree (`parse`), tree → text (`tree`), tree → query (`build`). Knows
//! nothing of documents on disk.

mod build;
mod date;
mod field;
mod help;
mod lex;
mod parse;
mod times;
mod tree;
mod vocabulary;
mod when;
mod word;

pub(crate) use build::{Builder, Marks, is_stop_word};
pub(crate) use date::{Day, danish_weekday_hour};
pub use help::{HELP, Help};
pub(crate) use parse::{Parsed, parse};
pub use parse::{explain, explain_at};
pub(crate) use times::{first_not_newer_than, run, times};
pub(crate) use tree::Node;
