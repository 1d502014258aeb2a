//! The command line: one command a file.

pub mod check;
pub mod inspect;
