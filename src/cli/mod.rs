//! The command line: one command a file.

mod arguments;
pub mod check;
mod collect;
pub mod export;
pub mod inspect;
mod reindex;
mod run;
mod users;

pub use arguments::Arguments;
pub use run::{complain, run};
