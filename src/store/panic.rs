//! The panic button. A row a press, never removed; who pressed and who released stands in the audit trail too.

use super::audit::{self, Deed};
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::pause::{Pause, Switch};
use crate::domain::time::Timestamp;

/// Any other number than the others': two people who press at once press once.
const PANIC_LOCK: i64 = 0x7061_6e69_6321_2121;

const LAST: &str = "SELECT number, since, actor, ended FROM pauses ORDER BY number DESC LIMIT 1";

/// Where it stands.
///
/// # Errors
/// Database.
pub async fn switch(db: &Db) -> Result<Switch, StoreError> {
    read(db.first(LAST, args![]).await?.as_ref())
}

/// Presses it; pressed already, it stays as it is.
///
/// # Errors
/// Database.
pub async fn press(db: &Db, actor: &str, now: Timestamp) -> Result<Switch, StoreError> {
    let (mut tx, before) = open(db).await?;
    if before.pause.is_some() {
        return Ok(before);
    }
    let sql = "INSERT INTO pauses (number, since, actor) VALUES ($1, $2, $3)";
    tx.run(sql, args![before.moves / 2 + 1, now, actor]).await?;
    close(tx, actor, "panic.on", now).await
}

/// Releases it; not pressed, it stays as it is.
///
/// # Errors
/// Database.
pub async fn release(db: &Db, actor: &str, now: Timestamp) -> Result<Switch, StoreError> {
    let (mut tx, before) = open(db).await?;
    if before.pause.is_none() {
        return Ok(before);
    }
    tx.run("UPDATE pauses SET ended = $1, ended_by = $2 WHERE ended IS NULL", args![now, actor]).await?;
    close(tx, actor, "panic.off", now).await
}

async fn open(db: &Db) -> Result<(Tx, Switch), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(PANIC_LOCK).await?;
    let before = read(tx.first(LAST, args![]).await?.as_ref())?;
    Ok((tx, before))
}

async fn close(mut tx: Tx, actor: &str, action: &str, now: Timestamp) -> Result<Switch, StoreError> {
    audit::append(&mut tx, &Deed { at: now, actor, action, subject: "", detail: "" }).await?;
    let after = read(tx.first(LAST, args![]).await?.as_ref())?;
    tx.commit().await?;
    Ok(after)
}

fn read(row: Option<&Row>) -> Result<Switch, StoreError> {
    let Some(row) = row else { return Ok(Switch::default()) };
    let ended = row.at_or_none("ended")?.is_some();
    let pause = Pause { since: row.at("since")?, actor: row.get("actor")? };
    Ok(Switch { moves: row.count("number")? * 2 - u64::from(!ended), pause: (!ended).then_some(pause) })
}
