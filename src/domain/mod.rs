//! The ground floor: plain values with the field's names. No IO, no async, no SQL, no web, no clock.

pub mod audit;
pub mod author;
pub mod edition;
pub mod engagement;
pub mod happening;
pub mod hashtag;
pub mod house;
pub mod link;
pub mod log;
pub mod marks;
pub mod network;
pub mod notice;
pub mod pause;
pub mod post;
pub mod public;
pub mod reach;
pub mod reason;
pub mod receipt;
pub mod request;
pub mod rule;
pub mod sector;
pub mod similarity;
pub mod source;
pub mod time;
pub mod user;
pub mod verdict;
