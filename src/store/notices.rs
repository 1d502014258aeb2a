//! The moderators' messages to the screens: written, given another end, taken down; each with its line in the audit trail.

use super::audit::{self, Deed};
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::notice::{Notice, Reading, shown};
use crate::domain::time::Timestamp;

/// Any other number than the others': two people who write at once write one after the other.
const NOTICES_LOCK: i64 = 0x6e6f_7469_6365_2121;

/// Writes a message, to be shown from `begins` until `ends`; its number.
///
/// # Errors
/// Database.
pub async fn write(
    db: &Db,
    text: &str,
    begins: Timestamp,
    ends: Option<Timestamp>,
    actor: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let (mut tx, change) = open(db).await?;
    let last = tx.first("SELECT COALESCE(MAX(number), 0) AS number FROM notices", args![]).await?;
    let number = last.map(|row| row.count("number")).transpose()?.unwrap_or(0) + 1;
    let sql = "INSERT INTO notices (number, text, begins, ends, author, written, changed) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.run(sql, args![number, text, begins, ends, actor, now, change]).await?;
    close(tx, Line { action: "notice.written", number, detail: text }, actor, now).await?;
    Ok(number)
}

/// Gives a message that was not taken down another end, or none; false if there is no such message.
///
/// # Errors
/// Database.
pub async fn end_at(
    db: &Db,
    number: u64,
    ends: Option<Timestamp>,
    actor: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (mut tx, change) = open(db).await?;
    let sql =
        "UPDATE notices SET ends = $1, changed = $2 WHERE number = $3 AND withdrawn IS NULL RETURNING text";
    if tx.first(sql, args![ends, change, number]).await?.is_none() {
        return Ok(false);
    }
    let detail = ends.map(Timestamp::rfc3339).unwrap_or_default();
    close(tx, Line { action: "notice.ends", number, detail: &detail }, actor, now).await?;
    Ok(true)
}

/// Takes a message down; false if that was done already, or there is no such message.
///
/// # Errors
/// Database.
pub async fn withdraw(db: &Db, number: u64, actor: &str, now: Timestamp) -> Result<bool, StoreError> {
    let (mut tx, change) = open(db).await?;
    let sql = "UPDATE notices SET withdrawn = $1, withdrawn_by = $2, changed = $3 \
               WHERE number = $4 AND withdrawn IS NULL RETURNING text";
    if tx.first(sql, args![now, actor, change, number]).await?.is_none() {
        return Ok(false);
    }
    close(tx, Line { action: "notice.withdrawn", number, detail: "" }, actor, now).await?;
    Ok(true)
}

/// The last `limit` messages, the newest first.
///
/// # Errors
/// Database.
pub async fn last(db: &Db, limit: u32) -> Result<Vec<Notice>, StoreError> {
    let sql = "SELECT number, text, begins, ends, author, withdrawn, withdrawn_by FROM notices \
               ORDER BY number DESC LIMIT $1";
    db.all(sql, args![limit]).await?.iter().map(notice).collect()
}

/// What the screens show at `now`.
///
/// # Errors
/// Database.
pub async fn reading(db: &Db, now: Timestamp) -> Result<Reading, StoreError> {
    // First: what changes in between is then read with too low a number, and read again.
    let changed = db.first("SELECT COALESCE(MAX(changed), 0) AS changed FROM notices", args![]).await?;
    let changes = changed.map(|row| row.count("changed")).transpose()?.unwrap_or(0);
    let sql = "SELECT number, text, begins, ends, author, withdrawn, withdrawn_by FROM notices \
               WHERE withdrawn IS NULL AND begins <= $1 AND (ends IS NULL OR ends > $1)";
    let rows = db.all(sql, args![now]).await?;
    let on = rows.iter().map(notice).collect::<Result<Vec<_>, _>>()?;
    Ok(Reading { changes, at: Some(now), notice: shown(&on, now).cloned() })
}

/// A line of the audit trail.
struct Line<'a> {
    action: &'a str,
    number: u64,
    detail: &'a str,
}

/// The transaction of a change, and its place among all changes.
async fn open(db: &Db) -> Result<(Tx, u64), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(NOTICES_LOCK).await?;
    let last = tx.first("SELECT COALESCE(MAX(changed), 0) AS changed FROM notices", args![]).await?;
    let change = last.map(|row| row.count("changed")).transpose()?.unwrap_or(0) + 1;
    Ok((tx, change))
}

async fn close(mut tx: Tx, line: Line<'_>, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let subject = line.number.to_string();
    let deed = Deed { at: now, actor, action: line.action, subject: &subject, detail: line.detail };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await
}

fn notice(row: &Row) -> Result<Notice, StoreError> {
    let withdrawn = row.at_or_none("withdrawn")?;
    let by: Option<String> = row.get("withdrawn_by")?;
    Ok(Notice {
        number: row.count("number")?,
        text: row.get("text")?,
        begins: row.at("begins")?,
        ends: row.at_or_none("ends")?,
        author: row.get("author")?,
        withdrawn: withdrawn.map(|at| (at, by.unwrap_or_default())),
    })
}
