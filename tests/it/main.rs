//! The integration tests: one binary, real databases, a clock that is moved, no sleeps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)] // a test says what is wrong by failing

mod browser;
mod chaos;
mod cli;
mod config;
mod desk_rush;
mod endurance;
mod facebook;
mod feed;
mod hostile;
mod http;
mod index;
mod inspect;
mod journey;
mod leaks;
mod lineage;
mod linkedin;
mod mastodon;
mod media;
mod moderate;
mod moderate_numbers;
mod moderate_own;
mod pictures;
mod schedule;
mod shrink;
mod store;
mod support;
mod takedown;
mod text;
mod tidy;
mod web_attacks;
mod web_desk;
mod web_public;
mod web_rules;
