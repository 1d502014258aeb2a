//! Who is at the desk. Knows nothing of what they do there.

use std::time::Duration;

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::time::Timestamp;

/// Somebody whose page gave no sign for this long has left.
pub const AWAY_AFTER: Duration = Duration::from_secs(60);

/// A sign of life.
///
/// # Errors
/// Database.
pub async fn seen(db: &Db, name: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO presence (name, seen_at) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at",
        args![name, now],
    )
    .await?;
    tx.run("DELETE FROM presence WHERE seen_at <= $1", args![now.minus(AWAY_AFTER)]).await?;
    tx.commit().await
}

/// They closed the page.
///
/// # Errors
/// Database.
pub async fn left(db: &Db, name: &str) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("DELETE FROM presence WHERE name = $1", args![name]).await?;
    tx.commit().await
}

/// Who is here, by name.
///
/// # Errors
/// Database.
pub async fn here(db: &Db, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT name FROM presence WHERE seen_at > $1 ORDER BY name";
    let rows = db.all(sql, args![now.minus(AWAY_AFTER)]).await?;
    rows.iter().map(|row| row.get("name")).collect()
}
