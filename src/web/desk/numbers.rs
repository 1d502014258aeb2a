//! The numbers of the signed-in pages are everybody's.

pub use crate::web::numbers::{count, counted, share, whole};
