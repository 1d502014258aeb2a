//! Feeds: a tolerant reader of RSS, Atom, CDF and JSON Feed, and the collector on top of it.
//!
//! Bytes → characters (`charset`) → markup (`token`, `entities`) → a tree (`tree`, `namespace`) → a feed (`read`,
//! `entry`, `text`, `links`, `people`, `media`, `dates`; `json` for JSON Feed) → posts (`identity`, `post`). An answer
//! becomes a harvest in `harvest`; `collector` only asks.

pub mod cadence;
pub mod charset;
pub mod collector;
pub mod cursor;
pub mod dates;
pub mod discover;
pub mod entities;
pub mod entry;
pub mod harvest;
pub mod identity;
pub mod json;
pub mod links;
pub mod media;
pub mod namespace;
pub mod parsed;
pub mod people;
pub mod post;
pub mod read;
pub mod resolve;
pub mod text;
pub mod token;
pub mod tree;

pub use collector::Feed;
