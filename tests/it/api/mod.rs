//! The wall in other people's programs: feeds, calendar files, the API, keys, webhooks, limits.

mod feeds;
mod limits;
mod openapi;
mod python;
mod readers;
mod reading;
