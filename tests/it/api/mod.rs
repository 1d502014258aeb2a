//! The wall in other people's programs: feeds, calendar files, the API, keys, webhooks, limits.

mod feeds;
mod fuzz;
mod hub;
mod keys;
mod limits;
mod openapi;
mod python;
mod readers;
mod reading;
pub mod receiver;
mod webhooks;
