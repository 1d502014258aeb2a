//! Calendars at `{base}/calendar/{name}.ics`, and the web pages of an event system at `{base}/calendar/{name}/`: a list,
//! and a page for each event with schema.org's markup. With the manners and the bad manners of real ones.

mod entry;
mod ical;
mod pages;
mod serve;
mod world;

pub use entry::{Entry, Markup};
pub use world::{Calendars, Manners};
