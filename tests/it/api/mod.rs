//! The wall in other people's programs: feeds, calendar files, the API, keys, webhooks, limits.

mod away;
mod feeds;
mod fuzz;
mod hub;
mod keys;
mod limits;
mod openapi;
mod paused;
mod python;
mod readers;
mod reading;
pub mod receiver;
mod walls;
mod webhooks;
