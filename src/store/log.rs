//! The event log. Rows are appended inside the store's own write transactions and nowhere else.

use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;

/// `log_query!("WHERE …")`: whole entries.
macro_rules! log_query {
    ($tail:literal) => {
        concat!(
            "SELECT seq, at, action, post, actor, from_state, to_state, rule, reason, undoes FROM log ",
            $tail
        )
    };
}
pub(super) use log_query;

/// Entries after `seq`, oldest first, at most `limit`.
///
/// # Errors
/// Database.
pub async fn read_after(db: &Db, seq: u64, limit: u32) -> Result<Vec<LogEntry>, StoreError> {
    let rows = db.all(log_query!("WHERE seq > $1 ORDER BY seq LIMIT $2"), args![seq, limit]).await?;
    rows.iter().map(entry).collect()
}

/// The last seq, 0 for an empty log.
///
/// # Errors
/// Database.
pub async fn head(db: &Db) -> Result<u64, StoreError> {
    let row = db.first("SELECT COALESCE(MAX(seq), 0) AS head FROM log", args![]).await?;
    row.map_or(Ok(0), |row| row.count("head"))
}

/// Everything that happened to one post, oldest first.
///
/// # Errors
/// Database.
pub async fn of_post(db: &Db, post: &PostId) -> Result<Vec<LogEntry>, StoreError> {
    let rows = db.all(log_query!("WHERE post = $1 ORDER BY seq"), args![&post.0]).await?;
    rows.iter().map(entry).collect()
}

/// A row as an entry.
pub(super) fn entry(row: &Row) -> Result<LogEntry, StoreError> {
    let undoes: Option<i64> = row.get("undoes")?;
    Ok(LogEntry {
        seq: row.count("seq")?,
        at: row.at("at")?,
        action: row.word("action")?,
        post: PostId(row.get("post")?),
        actor: row.get("actor")?,
        from: row.word_or_none("from_state")?,
        to: row.word_or_none("to_state")?,
        rule: row.get("rule")?,
        reason: row.get("reason")?,
        undoes: undoes.and_then(|seq| u64::try_from(seq).ok()),
    })
}

/// An entry that has no seq yet.
pub(super) struct Happened<'a> {
    pub(super) action: Action,
    pub(super) post: &'a PostId,
    pub(super) actor: &'a str,
    pub(super) from: Option<State>,
    pub(super) to: Option<State>,
    pub(super) rule: Option<&'a str>,
    pub(super) reason: Option<&'a str>,
    pub(super) undoes: Option<u64>,
}

impl<'a> Happened<'a> {
    /// An entry about a post that keeps its state, with no more to say.
    pub(super) fn new(action: Action, post: &'a PostId, actor: &'a str) -> Self {
        Self { action, post, actor, from: None, to: None, rule: None, reason: None, undoes: None }
    }
}

impl Tx {
    /// Appends to the log.
    pub(super) async fn append(
        &mut self,
        happened: Happened<'_>,
        now: Timestamp,
    ) -> Result<LogEntry, StoreError> {
        let Some(head) = self.head else {
            return Err(StoreError::Stored("this transaction does not hold the log".to_owned()));
        };
        let seq = head + 1;
        let Happened { action, post, actor, from, to, rule, reason, undoes } = happened;
        self.run(
            "INSERT INTO log (seq, at, action, post, actor, from_state, to_state, rule, reason, undoes) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                seq,
                now,
                action.as_str(),
                &post.0,
                actor,
                from.map(State::as_str),
                to.map(State::as_str),
                rule,
                reason,
                undoes.and_then(|seq| i64::try_from(seq).ok()),
            ],
        )
        .await?;
        self.head = Some(seq);
        self.appended = true;
        Ok(LogEntry {
            seq,
            at: now,
            action,
            post: post.clone(),
            actor: actor.to_owned(),
            from,
            to,
            rule: rule.map(str::to_owned),
            reason: reason.map(str::to_owned),
            undoes,
        })
    }
}
