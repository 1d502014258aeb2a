//! Hashwall: a hashtag wall. Posts travel one path: collect → normalise → judge → store → index, measure, show.
//!
//! Modules stand on floors, of which `tests/it/tidy.rs` has the list (README.md shows it): `domain` lowest, then what knows
//! nothing of posts, the store beside the collectors, the projections, the web, and `app`, which wires them. A module
//! imports lower floors or its siblings, never upward; `tests/it/tidy.rs` holds that.

pub mod app;
pub mod cli;
pub mod collect;
pub mod config;
pub mod domain;
pub mod factor;
pub mod guard;
pub mod http;
pub mod ingest;
pub mod mail;
pub mod moderate;
pub mod oidc;
pub mod outbound;
pub mod password;
pub mod picture;
pub mod projections;
pub mod raster;
pub mod rules;
pub mod schedule;
pub mod store;
pub mod submission;
pub mod web;
