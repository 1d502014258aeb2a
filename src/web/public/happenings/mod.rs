//! The calendar for visitors: what happens when and where, as pages and as files for their own calendars, and the
//! editions of the week. Reads the public index alone.

pub mod edition;
pub mod facts;
pub mod file;
pub mod filter;
pub mod ical;
pub mod list;
pub mod now;
pub mod single;
pub mod snapshot;
pub mod words;
