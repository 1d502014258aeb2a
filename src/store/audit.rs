//! The audit trail of the house. Append-only: nothing here changes or removes a line.

use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::audit::AuditEntry;
use crate::domain::time::Timestamp;

/// Any other number than the log's: lines follow one another on PostgreSQL too.
const AUDIT_LOCK: i64 = 0x6175_6469_7421_2121;

/// What is written beside a change, in the change's own transaction.
pub(super) struct Deed<'a> {
    /// When.
    pub at: Timestamp,
    /// `user:<name>` or `system`.
    pub actor: &'a str,
    /// `thing.verb`.
    pub action: &'a str,
    /// About what; may be empty.
    pub subject: &'a str,
    /// More; may be empty.
    pub detail: &'a str,
}

/// Appends a line inside a change's transaction: both happen or neither.
pub(super) async fn append(tx: &mut Tx, deed: &Deed<'_>) -> Result<(), StoreError> {
    tx.lock(AUDIT_LOCK).await?;
    tx.run(
        "INSERT INTO audit (seq, at, actor, action, subject, detail) \
         SELECT COALESCE(MAX(seq), 0) + 1, $1, $2, $3, $4, $5 FROM audit",
        args![deed.at, deed.actor, deed.action, deed.subject, deed.detail],
    )
    .await?;
    Ok(())
}

/// Appends a line about something that changed no row: an export, a failed sign-in, a refused form.
///
/// # Errors
/// Database.
pub async fn note(
    db: &Db,
    at: Timestamp,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    append(&mut tx, &Deed { at, actor, action, subject, detail }).await?;
    tx.commit().await
}

/// The newest lines before `before` (exclusive; `None` = from the end), newest first.
///
/// # Errors
/// Database.
pub async fn page(db: &Db, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
    let rows = db
        .all(
            "SELECT seq, at, actor, action, subject, detail FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2",
            args![before.unwrap_or(u64::MAX), limit],
        )
        .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        seq: row.count("seq")?,
        at: row.at("at")?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
    })
}
