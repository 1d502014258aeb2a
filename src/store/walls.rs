//! Named walls. Every change is in the audit trail and raises the version of the list, which every serving process looks
//! at.

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::time::Timestamp;
use crate::domain::wall::NamedWall;

/// Any other number than the others': two people who save at once save one after the other.
const WALLS_LOCK: i64 = 0x7761_6c6c_7321_2121;

const COLUMNS: &str =
    "SELECT slug, title, query, theme, layout, language FROM walls WHERE NOT removed ORDER BY title, slug";

/// Adds those walls of the configuration whose slug the list never knew. What was changed or removed on the desk stays
/// as it is.
///
/// # Errors
/// Database.
pub async fn seed(db: &Db, seeds: &[NamedWall]) -> Result<(), StoreError> {
    let rows = db.all("SELECT slug FROM walls", args![]).await?;
    let known = rows.iter().map(|row| row.get("slug")).collect::<Result<Vec<String>, _>>()?;
    if seeds.iter().all(|seed| known.contains(&seed.slug)) {
        return Ok(());
    }
    let mut tx = db.write_aside().await?;
    tx.lock(WALLS_LOCK).await?;
    for seed in seeds {
        if standing(&mut tx, &seed.slug).await?.is_none() {
            write(&mut tx, seed).await?;
        }
    }
    tx.commit().await
}

/// The version of the list; 0 if nothing was ever in it.
///
/// # Errors
/// Database.
pub async fn version(db: &Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT COALESCE(MAX(version), 0) AS version FROM walls", args![]).await?;
    row.map_or(Ok(0), |row| row.count("version"))
}

/// All of them, by title.
///
/// # Errors
/// Database.
pub async fn all(db: &Db) -> Result<Vec<NamedWall>, StoreError> {
    db.all(COLUMNS, args![]).await?.iter().map(wall).collect()
}

/// Saves a wall: a new one, or a known one changed.
///
/// # Errors
/// A new one whose slug is taken, a known one that was removed meanwhile; database.
pub async fn save(
    db: &Db,
    wall: &NamedWall,
    new: bool,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(WALLS_LOCK).await?;
    match (new, standing(&mut tx, &wall.slug).await?) {
        (true, Some(true)) => return Err(Conflict::WallExists.into()),
        (false, Some(false) | None) => return Err(Conflict::WallGone.into()),
        _ => {}
    }
    write(&mut tx, wall).await?;
    let detail = format!("{}: ?{}", wall.title, wall.query);
    let action = if new { "wall.added" } else { "wall.changed" };
    audit::append(&mut tx, &Deed { at: now, actor, action, subject: &wall.slug, detail: &detail }).await?;
    tx.commit().await
}

/// Takes a wall off the list: its address answers as one that never was.
///
/// # Errors
/// There is none; database.
pub async fn remove(db: &Db, slug: &str, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(WALLS_LOCK).await?;
    if standing(&mut tx, slug).await? != Some(true) {
        return Err(Conflict::WallGone.into());
    }
    let version = next(&mut tx).await?;
    tx.run("UPDATE walls SET removed = $1, version = $2 WHERE slug = $3", args![true, version, slug]).await?;
    audit::append(&mut tx, &Deed { at: now, actor, action: "wall.removed", subject: slug, detail: "" })
        .await?;
    tx.commit().await
}

/// Whether the slug is known, and if so whether it stands.
async fn standing(tx: &mut Tx, slug: &str) -> Result<Option<bool>, StoreError> {
    let row = tx.first("SELECT removed FROM walls WHERE slug = $1", args![slug]).await?;
    row.map(|row| row.get::<bool>("removed").map(|removed| !removed)).transpose()
}

async fn next(tx: &mut Tx) -> Result<u64, StoreError> {
    let row = tx.first("SELECT COALESCE(MAX(version), 0) + 1 AS version FROM walls", args![]).await?;
    row.map_or(Ok(1), |row| row.count("version"))
}

async fn write(tx: &mut Tx, wall: &NamedWall) -> Result<(), StoreError> {
    let version = next(tx).await?;
    tx.run(
        "INSERT INTO walls (slug, version, title, query, theme, layout, language, removed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (slug) DO UPDATE SET version = excluded.version, \
         title = excluded.title, query = excluded.query, theme = excluded.theme, layout = excluded.layout, \
         language = excluded.language, removed = excluded.removed",
        args![
            &wall.slug,
            version,
            &wall.title,
            &wall.query,
            wall.theme.as_str(),
            wall.layout.as_str(),
            &wall.language,
            false,
        ],
    )
    .await?;
    Ok(())
}

fn wall(row: &Row) -> Result<NamedWall, StoreError> {
    Ok(NamedWall {
        slug: row.get("slug")?,
        title: row.get("title")?,
        query: row.get("query")?,
        theme: row.word("theme")?,
        layout: row.word("layout")?,
        language: row.get("language")?,
    })
}
