//! A paper as files: for spreadsheets, for machines, for print.

mod comma;
mod json;
pub mod name;
mod workbook;

pub use comma::{comma, guarded};
pub use json::json;
pub use workbook::workbook;
