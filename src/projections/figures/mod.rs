//! Figures about approved posts, out of the public index: the answer to a window and its filters, and the posts behind each
//! number. Knows no SQL: what is measured apart from posts is read from the store by who shows it.

mod asked;
mod group;
mod list;
mod of;
mod steps;

pub use list::{Listed, list};
pub use of::{TOPS, of, warm};
pub use steps::bounds;
