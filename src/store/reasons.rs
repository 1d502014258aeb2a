//! The list of reasons. Every change is a new version beside the old one, so that a decision keeps the words it was made
//! with: what it said is the version that held at its time ([`crate::domain::reason::at`]).

use super::audit::{self, Deed};
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::reason::{Reason, Words};
use crate::domain::time::Timestamp;

/// Any other number than the others': two processes that start together seed one after the other.
const REASONS_LOCK: i64 = 0x7265_6173_6f6e_7321;

/// `reasons_query!("WHERE …")`: whole versions.
macro_rules! reasons_query {
    ($tail:literal) => {
        concat!(
            "SELECT key, version, since, actor, place, active, use_for, ground, label_da, label_en, \
             statement_da, statement_en FROM reasons ",
            $tail
        )
    };
}

/// Adds those seeds whose key the list does not know. What was edited or retired on the desk stays as it is.
///
/// # Errors
/// Database.
pub async fn seed(db: &Db, seeds: &[Reason]) -> Result<(), StoreError> {
    let known = all(db).await?;
    if seeds.iter().all(|seed| known.iter().any(|reason| reason.key == seed.key)) {
        return Ok(());
    }
    let mut tx = db.write_aside().await?;
    tx.lock(REASONS_LOCK).await?;
    for seed in seeds {
        let sql = "SELECT 1 AS one FROM reasons WHERE key = $1";
        if tx.first(sql, args![&seed.key]).await?.is_none() {
            insert(&mut tx, seed).await?;
        }
    }
    tx.commit().await
}

/// Every version of every reason: what old decisions are read with. Some dozens.
///
/// # Errors
/// Database.
pub async fn all(db: &Db) -> Result<Vec<Reason>, StoreError> {
    let rows = db.all(reasons_query!("ORDER BY place, key, version"), args![]).await?;
    rows.iter().map(reason).collect()
}

/// The last version of every reason, retired ones too, in order of the list.
///
/// # Errors
/// Database.
pub async fn current(db: &Db) -> Result<Vec<Reason>, StoreError> {
    let mut last: Vec<Reason> = Vec::new();
    for reason in all(db).await? {
        match last.iter_mut().find(|known| known.key == reason.key) {
            Some(known) if known.version < reason.version => *known = reason,
            Some(_) => {}
            None => last.push(reason),
        }
    }
    last.sort_by(|a, b| (a.place, &a.key).cmp(&(b.place, &b.key)));
    Ok(last)
}

/// The reasons that are offered, in order of the list.
///
/// # Errors
/// Database.
pub async fn active(db: &Db) -> Result<Vec<Reason>, StoreError> {
    Ok(current(db).await?.into_iter().filter(|reason| reason.active).collect())
}

/// Writes a reason as its next version; its `version`, `since` and `actor` are given by us. The change stands in the
/// audit trail. Saving what is there already changes nothing. The version it now has.
///
/// # Errors
/// Database.
pub async fn save(db: &Db, reason: &Reason, actor: &str, now: Timestamp) -> Result<u64, StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(REASONS_LOCK).await?;
    let sql = reasons_query!("WHERE key = $1 ORDER BY version DESC LIMIT 1");
    let found = tx.first(sql, args![&reason.key]).await?;
    let last = found.as_ref().map(self::reason).transpose()?;
    let version = last.as_ref().map_or(1, |last| last.version + 1);
    let next = Reason { version, since: now, actor: actor.to_owned(), ..reason.clone() };
    if let Some(last) = &last {
        let same =
            Reason { version: last.version, since: last.since, actor: last.actor.clone(), ..next.clone() };
        if same == *last {
            return Ok(last.version);
        }
    }
    insert(&mut tx, &next).await?;
    let detail = format!("version {version}: {}", next.label.da);
    let action = match &last {
        None => "reason.added",
        Some(last) if last.active && !next.active => "reason.retired",
        Some(_) => "reason.changed",
    };
    audit::append(&mut tx, &Deed { at: now, actor, action, subject: &next.key, detail: &detail }).await?;
    tx.commit().await?;
    Ok(version)
}

async fn insert(tx: &mut Tx, reason: &Reason) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO reasons (key, version, since, actor, place, active, use_for, ground, label_da, label_en, \
         statement_da, statement_en) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            &reason.key,
            reason.version,
            reason.since,
            &reason.actor,
            reason.place,
            reason.active,
            reason.use_for.as_str(),
            reason.ground.as_str(),
            &reason.label.da,
            &reason.label.en,
            &reason.statement.da,
            &reason.statement.en,
        ],
    )
    .await?;
    Ok(())
}

fn reason(row: &Row) -> Result<Reason, StoreError> {
    let place = row.count("place")?;
    Ok(Reason {
        key: row.get("key")?,
        version: row.count("version")?,
        since: row.at("since")?,
        actor: row.get("actor")?,
        place: u32::try_from(place).map_err(|_| StoreError::Stored(format!("place is {place}")))?,
        active: row.get("active")?,
        use_for: row.word("use_for")?,
        ground: row.word("ground")?,
        label: Words { da: row.get("label_da")?, en: row.get("label_en")? },
        statement: Words { da: row.get("statement_da")?, en: row.get("statement_en")? },
    })
}
