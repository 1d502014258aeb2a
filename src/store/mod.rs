//! The only place with SQL. One text for SQLite and PostgreSQL; what differs stays in `db.rs`.

pub mod audit;
pub mod conflict;
pub mod db;
pub mod expiry;
pub mod flood;
mod identity;
pub mod ingest;
pub mod knowledge;
pub mod log;
pub mod moderation;
pub mod posts;
pub mod queue;
pub mod reach;
pub mod reasons;
mod rows;
pub mod rules;
mod schema;
mod sighting;
pub mod sources;
mod sql;
mod standing;
mod status;
pub mod trust;
pub mod users;
