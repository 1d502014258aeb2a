//! The only place with SQL. One text for SQLite and PostgreSQL; what differs stays in `db.rs`.

pub mod audit;
pub mod conflict;
pub mod db;
pub mod expiry;
pub mod factors;
pub mod identities;
mod identity;
pub mod ingest;
pub mod log;
pub mod moderation;
pub mod posts;
pub mod queue;
pub mod reach;
pub mod reasons;
mod rows;
mod schema;
pub mod sessions;
mod sighting;
pub mod sources;
mod sql;
mod standing;
mod status;
pub mod users;
