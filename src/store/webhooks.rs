//! Receivers of webhooks, as the desk keeps them. Every change stands in the audit trail, in its own transaction.

use secrecy::{ExposeSecret, SecretString};

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError};
use super::sql::{Row, args};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{EventKind, Webhook};

/// `webhooks_query!("WHERE …")`: whole receivers, without their secrets.
macro_rules! webhooks_query {
    ($tail:literal) => {
        concat!("SELECT id, title, url, kinds, made_at, made_by, active FROM webhooks ", $tail)
    };
}

/// Adds a receiver that is told what happens from now on.
///
/// # Errors
/// Database.
pub async fn add(db: &Db, webhook: &Webhook, secret: &SecretString) -> Result<(), StoreError> {
    let Webhook { id, title, url, kinds, made_at, made_by, active } = webhook;
    let kinds = written(kinds);
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO webhooks (id, title, url, secret, kinds, made_at, made_by, active) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, title, url, secret.expose_secret(), &kinds, *made_at, made_by, *active],
    )
    .await?;
    let deed = Deed { at: *made_at, actor: made_by, action: "webhook.added", subject: title, detail: &kinds };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await
}

/// All of them, by title.
///
/// # Errors
/// Database.
pub async fn all(db: &Db) -> Result<Vec<Webhook>, StoreError> {
    db.all(webhooks_query!("ORDER BY title, id"), args![]).await?.iter().map(webhook).collect()
}

/// One of them with the secret it is signed with.
///
/// # Errors
/// Database.
pub async fn with_secret(db: &Db, id: &str) -> Result<Option<(Webhook, SecretString)>, StoreError> {
    let sql = "SELECT id, title, url, secret, kinds, made_at, made_by, active FROM webhooks WHERE id = $1";
    let Some(row) = db.first(sql, args![id]).await? else { return Ok(None) };
    Ok(Some((webhook(&row)?, SecretString::from(row.get::<String>("secret")?))))
}

/// Switches one on or off.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none.
pub async fn switch(db: &Db, id: &str, active: bool, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let row = tx.first(webhooks_query!("WHERE id = $1"), args![id]).await?.ok_or(Conflict::WebhookGone)?;
    let known = webhook(&row)?;
    if known.active != active {
        tx.run("UPDATE webhooks SET active = $2 WHERE id = $1", args![id, active]).await?;
        let action = if active { "webhook.on" } else { "webhook.off" };
        let deed = Deed { at: now, actor, action, subject: &known.title, detail: "" };
        audit::append(&mut tx, &deed).await?;
    }
    tx.commit().await
}

/// Removes one with all it was delivered.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none.
pub async fn remove(db: &Db, id: &str, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let row = tx.first(webhooks_query!("WHERE id = $1"), args![id]).await?.ok_or(Conflict::WebhookGone)?;
    tx.run("DELETE FROM webhooks WHERE id = $1", args![id]).await?;
    let title = webhook(&row)?.title;
    let deed = Deed { at: now, actor, action: "webhook.removed", subject: &title, detail: "" };
    audit::append(&mut tx, &deed).await?;
    tx.commit().await
}

/// Kinds as their column holds them.
pub(super) fn written(kinds: &[EventKind]) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ")
}

/// A row as a receiver.
pub(super) fn webhook(row: &Row) -> Result<Webhook, StoreError> {
    let kinds: String = row.get("kinds")?;
    let kinds = kinds.split_whitespace().map(|word| word.parse().map_err(StoreError::Stored));
    Ok(Webhook {
        id: row.get("id")?,
        title: row.get("title")?,
        url: row.get("url")?,
        kinds: kinds.collect::<Result<_, _>>()?,
        made_at: row.at("made_at")?,
        made_by: row.get("made_by")?,
        active: row.get("active")?,
    })
}
