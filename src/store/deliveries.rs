//! What receivers of webhooks are to be told: written from the log, claimed by whoever tries next, noted how it went.

use std::collections::HashSet;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::conflict::Conflict;
use super::db::{Db, StoreError};
use super::sql::{Row, args};
use super::webhooks;
use crate::domain::log::LogEntry;
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Delivery, EventKind, Standing};

/// Two servers that follow the log write one after the other; "webhooks" in ASCII.
const WEBHOOKS_LOCK: i64 = 0x7765_6268_6f6f_6b73;

/// How the outcome of a message begins which its receiver would not have, though it is there: others pass it by.
pub const REFUSED: &str = "refused with";

/// `deliveries_query!("WHERE …")`: whole deliveries.
macro_rules! deliveries_query {
    ($tail:literal) => {
        concat!(
            "SELECT d.id, d.webhook, d.kind, d.post, d.at, d.state, d.tries, d.due_at, d.tried_at, d.outcome \
             FROM deliveries d ",
            $tail
        )
    };
}

/// The log position up to which everything is written.
///
/// # Errors
/// Database.
pub async fn position(db: &Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT position FROM projections WHERE name = 'webhooks'", args![]).await?;
    row.map_or(Ok(0), |row| row.count("position"))
}

/// The log seq of the last change of what visitors see.
///
/// # Errors
/// Database.
pub async fn last_change(db: &Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT position FROM projections WHERE name = 'shown'", args![]).await?;
    row.map_or(Ok(0), |row| row.count("position"))
}

/// What an entry of the log means to somebody outside.
fn told(entry: &LogEntry) -> Option<EventKind> {
    let shown = |state: Option<State>| state == Some(State::Approved);
    match (shown(entry.from), shown(entry.to)) {
        (false, true) => Some(EventKind::Approved),
        (true, false) => Some(EventKind::Removed),
        _ => None,
    }
}

/// Writes what these entries mean to each receiver, and moves the position, in one transaction. Doing it twice gives the
/// same; the position never goes back.
///
/// # Errors
/// Database.
pub async fn write(db: &Db, entries: &[LogEntry], now: Timestamp) -> Result<(), StoreError> {
    let Some(end) = entries.iter().map(|entry| entry.seq).max() else { return Ok(()) };
    let mut tx = db.write_aside().await?;
    tx.lock(WEBHOOKS_LOCK).await?;
    let sql = "SELECT id, title, url, kinds, made_at, made_by, active FROM webhooks";
    let receivers =
        tx.all(sql, args![]).await?.iter().map(webhooks::webhook).collect::<Result<Vec<_>, _>>()?;
    for entry in entries {
        let Some(kind) = told(entry) else { continue };
        let wanted = |receiver: &&crate::domain::webhook::Webhook| {
            receiver.active && receiver.kinds.contains(&kind) && receiver.made_at <= entry.at
        };
        for receiver in receivers.iter().filter(wanted) {
            tx.run(
                "INSERT INTO deliveries (id, webhook, seq, kind, post, at, state, tries, due_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7) ON CONFLICT (id) DO NOTHING",
                args![
                    id(&receiver.id, entry.seq),
                    &receiver.id,
                    entry.seq,
                    kind.as_str(),
                    &entry.post.0,
                    entry.at,
                    now
                ],
            )
            .await?;
        }
    }
    let changed =
        entries.iter().filter(|entry| told(entry).is_some() || edited(entry)).map(|entry| entry.seq).max();
    for (name, position) in [("webhooks", Some(end)), ("shown", changed)] {
        let Some(position) = position else { continue };
        tx.run(
            "INSERT INTO projections (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET \
             position = CASE WHEN excluded.position > projections.position THEN excluded.position \
             ELSE projections.position END",
            args![name, position],
        )
        .await?;
    }
    tx.commit().await
}

/// An edit of what is shown: feeds change, although nothing came or went.
fn edited(entry: &LogEntry) -> bool {
    use crate::domain::log::Action;
    entry.to == Some(State::Approved)
        && matches!(entry.action, Action::Edited | Action::Minimised | Action::Marked)
}

/// The same for the same entry and receiver, however often it is made.
fn id(webhook: &str, seq: u64) -> String {
    format!("msg_{}", &hex::encode(Sha256::digest(format!("{webhook}.{seq}")))[..32])
}

/// What may be claimed.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// In all; of each receiver one.
    pub most: usize,
    /// Ids of receivers that are left out: they are being told something.
    pub busy: &'a HashSet<String>,
    /// Only of what went: the panic button is pressed.
    pub removals_only: bool,
}

/// Takes what is due, of each receiver what happened first, for `lease`: another process may try it only after that. While
/// that one waits for its next try, or is on its way, what happened later waits behind it; what the receiver [`REFUSED`]
/// steps aside. However much waits for one receiver, it hides nothing that waits for another.
///
/// # Errors
/// Database.
pub async fn claim(
    db: &Db,
    wanted: Wanted<'_>,
    lease: Duration,
    now: Timestamp,
) -> Result<Vec<Delivery>, StoreError> {
    let removed = EventKind::Removed.as_str();
    let other = if wanted.removals_only { removed } else { EventKind::Approved.as_str() };
    // Asked outside first: mostly nothing is due.
    let rows = db
        .all(
            deliveries_query!(
                "JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY webhook ORDER BY \
                 CASE WHEN due_at > $1 AND outcome LIKE $5 THEN 1 ELSE 0 END, seq) AS place \
                 FROM deliveries WHERE state = 'waiting' AND kind IN ($3, $4)) o ON o.id = d.id \
                 JOIN webhooks w ON w.id = d.webhook \
                 WHERE o.place = 1 AND d.due_at <= $1 AND w.active = $2 ORDER BY d.due_at, d.seq"
            ),
            args![now, true, removed, other, format!("{REFUSED}%")],
        )
        .await?;
    let due = rows.iter().map(delivery).collect::<Result<Vec<_>, _>>()?;
    let free = |delivery: &Delivery| !wanted.busy.contains(&delivery.webhook);
    let due: Vec<Delivery> = due.into_iter().filter(free).take(wanted.most).collect();
    if due.is_empty() {
        return Ok(due);
    }
    let mut claimed = Vec::new();
    let mut tx = db.write_aside().await?;
    for delivery in due {
        // The old time is asked for again: of two processes, one gets it.
        let sql = "UPDATE deliveries SET due_at = $3, tries = tries + 1 \
                   WHERE id = $1 AND due_at = $2 AND state = 'waiting'";
        if tx.run(sql, args![&delivery.id, delivery.due_at, now.plus(lease)]).await? == 1 {
            claimed.push(Delivery { tries: delivery.tries + 1, due_at: now.plus(lease), ..delivery });
        }
    }
    tx.commit().await?;
    Ok(claimed)
}

/// Notes how a try went: where it stands now, in words, and when it is tried again.
///
/// # Errors
/// Database.
pub async fn note(
    db: &Db,
    delivery: &Delivery,
    standing: Standing,
    outcome: &str,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "UPDATE deliveries SET state = $2, outcome = $3, due_at = $4, tried_at = $5 WHERE id = $1",
        args![&delivery.id, standing.as_str(), outcome, due_at, now],
    )
    .await?;
    tx.commit().await
}

/// Gives up what waits for a receiver and happened by then; how many.
///
/// # Errors
/// Database.
pub async fn give_up(
    db: &Db,
    webhook: &str,
    by: Timestamp,
    why: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut tx = db.write_aside().await?;
    let given_up = tx
        .run(
            "UPDATE deliveries SET state = $2, outcome = $3, tried_at = $4 \
             WHERE webhook = $1 AND state = 'waiting' AND at <= $5",
            args![webhook, Standing::Failed.as_str(), why, now, by],
        )
        .await?;
    tx.commit().await?;
    Ok(given_up)
}

/// The newest deliveries of a receiver, newest first.
///
/// # Errors
/// Database.
pub async fn newest(db: &Db, webhook: &str, limit: u32) -> Result<Vec<Delivery>, StoreError> {
    let sql = deliveries_query!("WHERE d.webhook = $1 ORDER BY d.seq DESC LIMIT $2");
    db.all(sql, args![webhook, limit]).await?.iter().map(delivery).collect()
}

/// Sends one again, from the beginning, whatever became of it.
///
/// # Errors
/// [`StoreError::Conflict`] if there is none.
pub async fn again(db: &Db, id: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let sql = "UPDATE deliveries SET state = 'waiting', tries = 0, due_at = $2, outcome = NULL WHERE id = $1";
    if tx.run(sql, args![id, now]).await? == 0 {
        return Err(Conflict::WebhookGone.into());
    }
    tx.commit().await
}

/// Forgets deliveries of before an instant; those that wait stay.
///
/// # Errors
/// Database.
pub async fn forget(db: &Db, before: Timestamp) -> Result<u64, StoreError> {
    let mut tx = db.write_aside().await?;
    let gone = tx.run("DELETE FROM deliveries WHERE at < $1 AND state <> 'waiting'", args![before]).await?;
    tx.commit().await?;
    Ok(gone)
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.get("id")?,
        webhook: row.get("webhook")?,
        kind: row.word("kind")?,
        post: PostId(row.get("post")?),
        at: row.at("at")?,
        standing: row.word("state")?,
        tries: row.count("tries")?,
        due_at: row.at("due_at")?,
        tried_at: row.at_or_none("tried_at")?,
        outcome: row.get("outcome")?,
    })
}
