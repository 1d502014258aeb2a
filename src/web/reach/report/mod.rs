//! The week report: one file that stands alone, for print and for sending on.

mod html;
#[cfg(feature = "pdf")]
mod pdf;
mod site;

pub use html::{html, policy};
#[cfg(feature = "pdf")]
pub use pdf::pdf;
pub use site::site;
