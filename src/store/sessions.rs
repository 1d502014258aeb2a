//! Sessions, and the failed sign-ins that slow a guesser down. Tokens are stored as SHA-256.

use std::time::Duration;

use super::audit::note;
use super::db::{Db, StoreError};
use super::factors::OF_THE_PHONE;
use super::sql::args;
use super::users::{By, begin, lower, tell};
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, Seat, Session, Stage, User};

/// How exactly the time of last use is kept: not a write for every page.
const SEEN_EVERY: Duration = Duration::from_secs(60);

/// A session to start.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Hex SHA-256 of the cookie's token.
    pub token_hash: &'a str,
    /// Whose.
    pub user: &'a str,
    /// Complete, or waiting for the second factor.
    pub stage: Stage,
    /// It came from a single sign-on.
    pub sso: bool,
    /// The caller's network.
    pub place: &'a str,
    /// Browser and system, coarsely.
    pub browser: &'a str,
    /// When it ends, whatever happens.
    pub expires: Timestamp,
}

/// Starts a session. A complete one is told in the audit trail.
///
/// # Errors
/// Database.
pub async fn start(db: &Db, new: &NewSession<'_>, now: Timestamp) -> Result<(), StoreError> {
    let name = lower(new.user);
    let mut tx = begin(db).await?;
    tx.run(
        "INSERT INTO sessions (token_hash, name, started_at, seen_at, expires_at, stage, sso, place, browser) \
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)",
        args![new.token_hash, &name, now, new.expires, new.stage.as_str(), new.sso, new.place, new.browser],
    )
    .await?;
    if new.stage == Stage::Open {
        tx.run("UPDATE users SET seen_at = $2 WHERE name = $1", args![&name, now]).await?;
        let actor = format!("user:{name}");
        tell(&mut tx, By { actor: &actor, at: now }, "user.signed-in", &name, new.browser).await?;
    }
    tx.commit().await
}

/// Who holds this session, if it has not ended, was used within `idle`, and the account is open. Notes the use.
///
/// # Errors
/// Database.
pub async fn seat(
    db: &Db,
    token_hash: &str,
    idle: Duration,
    now: Timestamp,
) -> Result<Option<Seat>, StoreError> {
    let Some((seat, seen_at)) = held(db, token_hash, idle, now).await? else { return Ok(None) };
    if now.since(seen_at) >= SEEN_EVERY && seat.stage == Stage::Open {
        let mut tx = db.write_aside().await?;
        tx.run("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1", args![token_hash, now]).await?;
        tx.run("UPDATE users SET seen_at = $2 WHERE name = $1", args![&seat.user.name, now]).await?;
        tx.commit().await?;
    }
    Ok(Some(seat))
}

/// The same without noting a use: a page that only listens does not keep its session alive.
///
/// # Errors
/// Database.
pub async fn look(
    db: &Db,
    token_hash: &str,
    idle: Duration,
    now: Timestamp,
) -> Result<Option<Seat>, StoreError> {
    Ok(held(db, token_hash, idle, now).await?.map(|(seat, _)| seat))
}

async fn held(
    db: &Db,
    token_hash: &str,
    idle: Duration,
    now: Timestamp,
) -> Result<Option<(Seat, Timestamp)>, StoreError> {
    let sql = "SELECT u.name, u.role, u.factor IS NOT NULL AS has_factor, s.stage, s.sso, s.seen_at \
               FROM sessions s JOIN users u ON u.name = s.name \
               WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND NOT u.disabled";
    let Some(row) = db.first(sql, args![token_hash, now, now.minus(idle)]).await? else { return Ok(None) };
    let seat = Seat {
        user: User { name: row.get("name")?, role: row.word::<Role>("role")? },
        token_hash: token_hash.to_owned(),
        stage: row.word("stage")?,
        sso: row.get("sso")?,
        has_factor: row.get("has_factor")?,
    };
    Ok(Some((seat, row.at("seen_at")?)))
}

/// A person's complete sessions, the latest used first.
///
/// # Errors
/// Database.
pub async fn of(db: &Db, name: &str, idle: Duration, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    let sql = "SELECT token_hash, started_at, seen_at, place, browser, sso FROM sessions \
               WHERE name = $1 AND stage = 'open' AND expires_at > $2 AND seen_at > $3 \
               ORDER BY seen_at DESC, started_at DESC, token_hash";
    let rows = db.all(sql, args![lower(name), now, now.minus(idle)]).await?;
    let read = rows.iter().map(|row| {
        Ok(Session {
            id: row.get("token_hash")?,
            started_at: row.at("started_at")?,
            seen_at: row.at("seen_at")?,
            place: row.get("place")?,
            browser: row.get("browser")?,
            sso: row.get("sso")?,
        })
    });
    read.collect()
}

/// Ends a session.
///
/// # Errors
/// Database.
pub async fn end(db: &Db, token_hash: &str) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("DELETE FROM sessions WHERE token_hash = $1", args![token_hash]).await?;
    tx.commit().await
}

/// Ends one of a person's sessions (`None`: all but `keep`); how many ended. Nobody else's are touched.
///
/// # Errors
/// Database.
pub async fn revoke(
    db: &Db,
    name: &str,
    one: Option<&str>,
    keep: &str,
    by: By<'_>,
) -> Result<u64, StoreError> {
    let name = lower(name);
    let mut tx = begin(db).await?;
    let ended = match one {
        Some(id) => {
            let sql = "DELETE FROM sessions WHERE name = $1 AND token_hash = $2";
            tx.run(sql, args![&name, id]).await?
        }
        None => {
            // A browser that is no longer trusted is not a known one either.
            tx.run("DELETE FROM known_browsers WHERE name = $1", args![&name]).await?;
            tx.run("DELETE FROM sessions WHERE name = $1 AND token_hash <> $2", args![&name, keep]).await?
        }
    };
    if ended > 0 {
        tell(&mut tx, by, "user.session-ended", &name, &ended.to_string()).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Failed sign-ins of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// From this caller.
    pub here: u64,
    /// From anywhere.
    pub anywhere: u64,
}

/// Notes a failed sign-in. `caller` is the caller's network, or a mark of a known browser.
///
/// # Errors
/// Database.
pub async fn failed(db: &Db, name: &str, caller: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    let sql = "INSERT INTO sign_in_failures (name, caller, at) VALUES ($1, $2, $3)";
    tx.run(sql, args![lower(name), caller, now]).await?;
    tx.commit().await
}

/// How many failed sign-ins there were for this name since `since`.
///
/// # Errors
/// Database.
pub async fn failures(db: &Db, name: &str, caller: &str, since: Timestamp) -> Result<Failures, StoreError> {
    let sql = "SELECT COUNT(*) AS anywhere, CAST(COALESCE(SUM(CASE WHEN caller = $2 THEN 1 ELSE 0 END), 0) AS BIGINT) \
               AS here FROM sign_in_failures WHERE name = $1 AND at >= $3 AND caller <> $4";
    let Some(row) = db.first(sql, args![lower(name), caller, since, OF_THE_PHONE]).await? else {
        return Ok(Failures::default());
    };
    Ok(Failures { here: row.count("here")?, anywhere: row.count("anywhere")? })
}

/// Tells that a name's tries were used up: once for each caller that reaches the limit.
///
/// # Errors
/// Database.
pub async fn tell_throttled(db: &Db, name: &str, caller: &str, now: Timestamp) -> Result<(), StoreError> {
    note(db, now, "system", "user.throttled", &lower(name), caller).await
}

/// Remembers a browser somebody signed in with. `before` is the mark it had until now: a browser has one, which changes
/// with each sign-in, whoever signs in.
///
/// # Errors
/// Database.
pub async fn remember(
    db: &Db,
    before: Option<&str>,
    hash: &str,
    name: &str,
    expires: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("DELETE FROM known_browsers WHERE hash = $1", args![before.unwrap_or("")]).await?;
    let sql = "INSERT INTO known_browsers (hash, name, expires_at) VALUES ($1, $2, $3)";
    tx.run(sql, args![hash, lower(name), expires]).await?;
    tx.commit().await
}

/// True if this person signed in with this browser before.
///
/// # Errors
/// Database.
pub async fn knows(db: &Db, hash: &str, name: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "SELECT 1 AS one FROM known_browsers WHERE hash = $1 AND name = $2 AND expires_at > $3";
    Ok(db.first(sql, args![hash, lower(name), now]).await?.is_some())
}
