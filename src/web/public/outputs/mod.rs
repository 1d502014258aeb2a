//! A view of the wall in the formats of other people's programs: JSON, RSS, Atom, JSON Feed and a calendar file. One
//! function, [`answer::answer`], serves every view, with every filter of its page.

pub mod answer;
pub mod atom;
pub mod calendar;
pub mod feed;
pub mod format;
pub mod json_feed;
pub mod rss;
pub mod view;
pub mod wall;
mod xml;
