//! The wall on other people's pages: the element and its style, its cards, the page inside a plain frame, the page on
//! which a partner picks a view, and what other sites ask of an address of ours (oEmbed, preview pictures).

pub mod data;
pub mod frame;
pub mod kit;
pub mod oembed;
pub mod preview;
pub mod script;
pub mod share;
mod style;
