//! The only place with SQL. One text for SQLite and PostgreSQL; what differs stays in `db.rs`.

pub mod db;
pub mod expiry;
pub mod ingest;
pub mod log;
pub mod moderation;
pub mod posts;
pub mod reach;
pub mod sources;
pub mod users;
