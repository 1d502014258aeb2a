//! The life of editions: where each stands, who moved it, and what a frozen one was. Every move is in the audit trail, in
//! its own transaction.

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError};
use super::identity;
use super::log::Happened;
use super::moderation::bury;
use super::rows::{self, post_query};
use super::sql::{Row, args};
use crate::domain::log::Action;
use crate::domain::post::{PostId, State};
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;

/// An edition that somebody has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its year.
    pub year: i32,
    /// Where it stands.
    pub stage: Stage,
    /// When it was moved there.
    pub changed_at: Timestamp,
    /// By whom: `user:<name>` or `system`.
    pub changed_by: String,
    /// `YYYY-MM-DD` from which only aggregates remain.
    pub archive_on: Option<String>,
}

/// A file of a frozen edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionFile {
    /// `index.html`.
    pub name: String,
    /// Text, or base64 of what is not.
    pub body: String,
    /// Which of the two.
    pub is_base64: bool,
}

/// Every edition that was moved, newest first.
///
/// # Errors
/// Database.
pub async fn all(db: &Db) -> Result<Vec<Edition>, StoreError> {
    let sql = "SELECT year, stage, changed_at, changed_by, archive_on FROM editions ORDER BY year DESC";
    db.all(sql, args![]).await?.iter().map(edition).collect()
}

fn edition(row: &Row) -> Result<Edition, StoreError> {
    Ok(Edition {
        year: i32::try_from(row.get::<i64>("year")?).unwrap_or(i32::MAX),
        stage: row.word("stage")?,
        changed_at: row.at("changed_at")?,
        changed_by: row.get("changed_by")?,
        archive_on: row.get("archive_on")?,
    })
}

/// What a move is.
pub struct Move<'a> {
    /// The edition.
    pub year: i32,
    /// Where the one who moves it saw it.
    pub from: Stage,
    /// Where to.
    pub to: Stage,
    /// `user:<name>` or `system`.
    pub actor: &'a str,
    /// What it was, when it is frozen; nothing otherwise.
    pub files: &'a [EditionFile],
    /// When.
    pub now: Timestamp,
}

/// Moves an edition.
///
/// # Errors
/// [`Conflict::ChangedSince`] if somebody else has moved it since; database.
pub async fn step(db: &Db, step: &Move<'_>) -> Result<(), StoreError> {
    let year = i64::from(step.year);
    let mut tx = db.write_aside().await?;
    let row = tx.first("SELECT stage FROM editions WHERE year = $1", args![year]).await?;
    if let Some(row) = row
        && row.word::<Stage>("stage")? != step.from
    {
        return Err(Conflict::ChangedSince.into());
    }
    tx.run(
        "INSERT INTO editions (year, stage, changed_at, changed_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (year) DO UPDATE SET stage = excluded.stage, changed_at = excluded.changed_at, \
         changed_by = excluded.changed_by",
        args![year, step.to.as_str(), step.now, step.actor],
    )
    .await?;
    // The files of an edition that is thawed are what it was once: they go with the next freeze.
    if step.to == Stage::Frozen {
        tx.run("DELETE FROM edition_files WHERE year = $1", args![year]).await?;
    }
    for file in step.files {
        tx.run(
            "INSERT INTO edition_files (year, name, body, is_base64) VALUES ($1, $2, $3, $4)",
            args![year, &file.name, &file.body, file.is_base64],
        )
        .await?;
    }
    let (subject, detail) = (step.year.to_string(), format!("{} → {}", step.from.as_str(), step.to.as_str()));
    let deed =
        Deed { at: step.now, actor: step.actor, action: "edition.moved", subject: &subject, detail: &detail };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await
}

/// Sets, or takes away, the day from which only aggregates remain of a frozen edition.
///
/// # Errors
/// [`Conflict::ChangedSince`] if it is not frozen; database.
pub async fn archive_on(
    db: &Db,
    year: i32,
    day: Option<&str>,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let changed = tx
        .run(
            "UPDATE editions SET archive_on = $1 WHERE year = $2 AND stage = 'frozen'",
            args![day, i64::from(year)],
        )
        .await?;
    if changed == 0 {
        return Err(Conflict::ChangedSince.into());
    }
    let (subject, detail) = (year.to_string(), day.unwrap_or("never").to_owned());
    let deed = Deed { at: now, actor, action: "edition.archive_on", subject: &subject, detail: &detail };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await
}

/// The files of a frozen edition, by name.
///
/// # Errors
/// Database.
pub async fn files(db: &Db, year: i32) -> Result<Vec<EditionFile>, StoreError> {
    let sql = "SELECT name, body, is_base64 FROM edition_files WHERE year = $1 ORDER BY name";
    let rows = db.all(sql, args![i64::from(year)]).await?;
    rows.iter()
        .map(|row| {
            Ok(EditionFile {
                name: row.get("name")?,
                body: row.get("body")?,
                is_base64: row.get("is_base64")?,
            })
        })
        .collect()
}

/// Posts published in `[from, until)`: those that are shown, and the others. What [`clear`] would take away.
///
/// # Errors
/// Database.
pub async fn holds(db: &Db, (from, until): (Timestamp, Timestamp)) -> Result<(u64, u64), StoreError> {
    let sql = "SELECT state, COUNT(*) AS posts FROM posts WHERE published_at >= $1 AND published_at < $2 GROUP BY state";
    let (mut shown, mut others) = (0, 0);
    for row in &db.all(sql, args![from, until]).await? {
        let place = if row.word::<State>("state")? == State::Approved { &mut shown } else { &mut others };
        *place += row.count("posts")?;
    }
    Ok((shown, others))
}

/// Takes away posts published in `[from, until)`, at most `limit`: rows gone, a tombstone each so that no source brings
/// them back, log `expired`. Gives how many there were.
///
/// # Errors
/// Database.
pub async fn clear(
    db: &Db,
    (from, until): (Timestamp, Timestamp),
    limit: u32,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut tx = db.write().await?;
    let sql = post_query!(
        "WHERE p.published_at >= $1 AND p.published_at < $2 ORDER BY p.published_at, p.id LIMIT $3"
    );
    let rows = tx.all(sql, args![from, until, limit]).await?;
    for row in &rows {
        let post = rows::post(row)?;
        let identity = identity::post(post.draft.network, &post.draft.native_id);
        let id: PostId = post.id;
        let happened = Happened { from: Some(post.state), ..Happened::new(Action::Expired, &id, "system") };
        bury(&mut tx, happened, &identity, now).await?;
    }
    tx.commit().await?;
    Ok(rows.len() as u64)
}
