//! What the hub of our feeds was told. One line a hub, so that another one begins anew.

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::time::Timestamp;

/// Where the telling of a hub stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The log seq of the last change it was told of.
    pub seq: u64,
    /// Failures since.
    pub tries: u64,
    /// Not before.
    pub due_at: Timestamp,
}

/// Reads it.
///
/// # Errors
/// Database.
pub async fn read(db: &Db, url: &str) -> Result<Told, StoreError> {
    let row = db.first("SELECT told, tries, due_at FROM hub WHERE url = $1", args![url]).await?;
    row.map_or(Ok(Told::default()), |row| {
        Ok(Told { seq: row.count("told")?, tries: row.count("tries")?, due_at: row.at("due_at")? })
    })
}

/// The version of the list of named walls that a hub was told of; `None` if it never was.
///
/// # Errors
/// Database.
pub async fn walls(db: &Db, url: &str) -> Result<Option<u64>, StoreError> {
    let row = db.first("SELECT position FROM projections WHERE name = $1", args![name(url)]).await?;
    row.map(|row| row.count("position")).transpose()
}

/// Notes that a hub was told of the walls of this version.
///
/// # Errors
/// Database.
pub async fn told_walls(db: &Db, url: &str, version: u64) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO projections (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET \
         position = excluded.position",
        args![name(url), version],
    )
    .await?;
    tx.commit().await
}

fn name(url: &str) -> String {
    format!("walls told to {url}")
}

/// Writes it, unless another process did since `known` was read: then false, and that one tells the hub.
///
/// # Errors
/// Database.
pub async fn write(db: &Db, url: &str, known: Told, told: Told) -> Result<bool, StoreError> {
    let mut tx = db.write_aside().await?;
    let written = tx
        .run(
            "INSERT INTO hub (url, told, tries, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT (url) DO UPDATE SET \
             told = excluded.told, tries = excluded.tries, due_at = excluded.due_at \
             WHERE hub.told = $5 AND hub.tries = $6 AND hub.due_at = $7",
            args![url, told.seq, told.tries, told.due_at, known.seq, known.tries, known.due_at],
        )
        .await?;
    tx.commit().await?;
    Ok(written == 1)
}
