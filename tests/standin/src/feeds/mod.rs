//! Feeds and the web pages that announce them, at `{base}/feeds/{name}`: RSS, Atom and JSON Feed with the manners and the
//! bad manners of real servers.

mod charset;
pub mod item;
pub mod manners;
mod render;
mod serve;
pub mod stories;
mod world;

pub use item::{Format, Item, Media, Picture};
pub use manners::Manners;
pub use world::Feeds;
