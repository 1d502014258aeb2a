//! The API as a whole: its description, generated from the code, and the page that shows it.

pub mod document;
pub mod page;
pub mod writing;
