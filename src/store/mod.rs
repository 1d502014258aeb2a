//! The only place with SQL. One text for SQLite and PostgreSQL; what differs stays in `db.rs`.

pub mod audit;
pub mod conflict;
pub mod db;
pub mod decisions;
pub mod expiry;
mod identity;
pub mod ingest;
pub mod log;
pub mod moderation;
pub mod panic;
pub mod posts;
pub mod queue;
pub mod reach;
pub mod reasons;
pub mod receipts;
mod removal;
pub mod requests;
mod rows;
mod schema;
mod sighting;
pub mod sources;
mod sql;
mod standing;
mod status;
pub mod users;
