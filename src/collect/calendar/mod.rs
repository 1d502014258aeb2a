//! Calendars: iCalendar feeds (RFC 5545), web pages with schema.org's Event, and the collector on top of both.
//!
//! Bytes → content lines (`lines`) → entries (`event`, `moment`, `zone`) → what takes place in the wanted weeks (`series`,
//! `recur`) → items (`item`). A page's JSON-LD, microdata and RDFa (`markup`) become items by `schema`. An answer becomes a
//! harvest in `harvest`; `collector` only asks.

pub mod collector;
pub mod cursor;
pub mod event;
pub mod harvest;
pub mod item;
pub mod lines;
pub mod links;
pub mod markup;
pub mod moment;
pub mod place;
pub mod read;
pub mod recur;
pub mod robots;
pub mod schema;
pub mod series;
pub mod title;
pub mod zone;

pub use collector::Calendar;
