//! The moderators' rules and the house's settings, and the number that rises with every change, which other processes
//! watch. What a rule means is not known here.

use uuid::Builder;

use super::audit::{self, Deed};
use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::{Row, args};
use crate::domain::hashtag::fold;
use crate::domain::house::House;
use crate::domain::rule::{Rule, StoredRule};
use crate::domain::time::Timestamp;

/// Any other number than the others': one change of the rules after another.
const RULES_LOCK: i64 = 0x7275_6c65_7321_2121;
/// Rules of one house.
const MOST: usize = 200;

/// Everything that stands in the database, at one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Rises with every change.
    pub version: u64,
    /// The settings.
    pub house: House,
    /// Rises with every change of the settings.
    pub house_version: u64,
    /// Who changed them last, and when.
    pub house_by: String,
    /// See above.
    pub house_at: Timestamp,
    /// By name.
    pub rules: Vec<StoredRule>,
    /// New authors are on hold since.
    pub flooded_since: Option<Timestamp>,
}

/// What an import puts in.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Settings that replace the present ones.
    pub house: Option<House>,
    /// Rules; one of the same name is replaced.
    pub rules: Vec<Rule>,
}

/// Writes the first settings and rules, unless there are some already: a file of settings is where a database begins, and
/// what was changed on the desk stays.
///
/// # Errors
/// Database.
pub async fn seed(db: &Db, house: &House, rules: &[Rule], now: Timestamp) -> Result<(), StoreError> {
    if version(db).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.write_aside().await?;
    tx.lock(RULES_LOCK).await?;
    let made = tx
        .run(
            "INSERT INTO rulebook (one, version, house, house_version, house_by, house_at, flooded_since, \
             flooded_count, flooded_usual, spared_until) VALUES (1, 1, $1, 1, 'system', $2, NULL, 0, 0, 0) \
             ON CONFLICT (one) DO NOTHING",
            args![json(house)?, now],
        )
        .await?;
    if made == 1 {
        for rule in rules {
            insert(&mut tx, rule, "system", now).await?;
        }
    }
    tx.commit().await
}

/// The present version; `None` before the first [`seed`]. One row by its key: cheap enough to ask before every run.
///
/// # Errors
/// Database.
pub async fn version(db: &Db) -> Result<Option<u64>, StoreError> {
    let row = db.first("SELECT version FROM rulebook WHERE one = 1", args![]).await?;
    row.map(|row| row.count("version")).transpose()
}

/// Everything; `None` before the first [`seed`].
///
/// # Errors
/// Database, or a stored rule that this version cannot read.
pub async fn load(db: &Db) -> Result<Option<Stored>, StoreError> {
    // Read before the rules: a change between the two is then found by the next look at the version.
    let sql =
        "SELECT version, house, house_version, house_by, house_at, flooded_since FROM rulebook WHERE one = 1";
    let Some(row) = db.first(sql, args![]).await? else { return Ok(None) };
    let rules =
        db.all("SELECT id, version, body, changed_by, changed_at FROM rules ORDER BY name", args![]).await?;
    Ok(Some(Stored {
        version: row.count("version")?,
        house: parsed(&row, "house")?,
        house_version: row.count("house_version")?,
        house_by: row.get("house_by")?,
        house_at: row.at("house_at")?,
        rules: rules.iter().map(stored).collect::<Result<_, _>>()?,
        flooded_since: row.at_or_none("flooded_since")?,
    }))
}

/// Adds a rule; its id.
///
/// # Errors
/// [`StoreError::Conflict`] if the name is taken, or there are too many; database.
pub async fn add(db: &Db, rule: &Rule, actor: &str, now: Timestamp) -> Result<String, StoreError> {
    let mut tx = begin(db).await?;
    let count = tx.first("SELECT COUNT(*) AS rules FROM rules", args![]).await?;
    if count.map_or(Ok(0), |row| row.count("rules"))? >= MOST as u64 {
        return Err(Conflict::RulesFull.into());
    }
    free(&mut tx, &rule.name, "").await?;
    let id = insert(&mut tx, rule, actor, now).await?;
    end(tx, actor, "rule.added", &rule.name, "", now).await?;
    Ok(id)
}

/// Replaces a rule that was shown as `seen`.
///
/// # Errors
/// [`StoreError::Conflict`] if it is gone, was changed since, or the new name is taken; database.
pub async fn save(
    db: &Db,
    id: &str,
    seen: u64,
    rule: &Rule,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    let before = as_seen(&mut tx, id, seen).await?;
    free(&mut tx, &rule.name, id).await?;
    put(&mut tx, id, rule, actor, now).await?;
    let action = match (before.enabled, rule.enabled) {
        (true, false) => "rule.off",
        (false, true) => "rule.on",
        _ => "rule.saved",
    };
    let renamed = before.name != rule.name;
    let detail = if renamed { before.name } else { String::new() };
    end(tx, actor, action, &rule.name, &detail, now).await
}

/// Removes a rule that was shown as `seen`. Posts it decided keep its name.
///
/// # Errors
/// [`StoreError::Conflict`] if it is gone or was changed since; database.
pub async fn remove(db: &Db, id: &str, seen: u64, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    let before = as_seen(&mut tx, id, seen).await?;
    tx.run("DELETE FROM rules WHERE id = $1", args![id]).await?;
    end(tx, actor, "rule.removed", &before.name, "", now).await
}

/// Replaces the settings that were shown as `seen`.
///
/// # Errors
/// [`StoreError::Conflict`] if they were changed since; database.
pub async fn save_house(
    db: &Db,
    seen: u64,
    house: &House,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    put_house(&mut tx, Some(seen), house, actor, now).await?;
    end(tx, actor, "rule.house", "", "", now).await
}

/// Puts in what a file holds, all of it or nothing; `seen` is the [`Stored::version`] that the preview was made with.
///
/// # Errors
/// [`StoreError::Conflict`] if anything was changed since, or there would be too many; database.
pub async fn import(
    db: &Db,
    seen: u64,
    import: &Import,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    let row = tx.first("SELECT version FROM rulebook WHERE one = 1", args![]).await?;
    if row.map_or(Ok(0), |row| row.count("version"))? != seen {
        return Err(Conflict::RulesChanged.into());
    }
    for rule in &import.rules {
        let sql = "SELECT id FROM rules WHERE name = $1";
        match tx.first(sql, args![fold(&rule.name)]).await? {
            Some(row) => put(&mut tx, &row.get::<String>("id")?, rule, actor, now).await?,
            None => {
                insert(&mut tx, rule, actor, now).await?;
            }
        }
    }
    let count = tx.first("SELECT COUNT(*) AS rules FROM rules", args![]).await?;
    if count.map_or(Ok(0), |row| row.count("rules"))? > MOST as u64 {
        return Err(Conflict::RulesFull.into());
    }
    if let Some(house) = &import.house {
        put_house(&mut tx, None, house, actor, now).await?;
    }
    let names: Vec<&str> = import.rules.iter().map(|rule| rule.name.as_str()).collect();
    end(tx, actor, "rule.imported", "", &names.join(", "), now).await
}

async fn begin(db: &Db) -> Result<Tx, StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(RULES_LOCK).await?;
    Ok(tx)
}

/// Everything changes the version and leaves its line, in its own transaction.
async fn end(
    mut tx: Tx,
    actor: &str,
    action: &str,
    subject: &str,
    detail: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    bump(&mut tx).await?;
    audit::append(&mut tx, &Deed { at: now, actor, action, subject, detail }).await?;
    tx.commit().await
}

/// Tells every process that the rules are others.
pub(super) async fn bump(tx: &mut Tx) -> Result<(), StoreError> {
    tx.run("UPDATE rulebook SET version = version + 1 WHERE one = 1", args![]).await?;
    Ok(())
}

async fn as_seen(tx: &mut Tx, id: &str, seen: u64) -> Result<Rule, StoreError> {
    let row = tx.first("SELECT version, body FROM rules WHERE id = $1", args![id]).await?;
    let row = row.ok_or(Conflict::RuleGone)?;
    if row.count("version")? != seen {
        return Err(Conflict::RuleChanged.into());
    }
    parsed(&row, "body")
}

/// Refuses a name that another rule bears.
async fn free(tx: &mut Tx, name: &str, id: &str) -> Result<(), StoreError> {
    let sql = "SELECT id FROM rules WHERE name = $1 AND id <> $2";
    match tx.first(sql, args![fold(name), id]).await? {
        Some(_) => Err(Conflict::RuleName(name.to_owned()).into()),
        None => Ok(()),
    }
}

async fn insert(tx: &mut Tx, rule: &Rule, actor: &str, now: Timestamp) -> Result<String, StoreError> {
    let millis = u64::try_from(now.0 / 1_000).unwrap_or(0);
    let id = Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid().to_string();
    tx.run(
        "INSERT INTO rules (id, version, name, body, changed_by, changed_at) VALUES ($1, 1, $2, $3, $4, $5)",
        args![&id, fold(&rule.name), json(rule)?, actor, now],
    )
    .await?;
    Ok(id)
}

async fn put(tx: &mut Tx, id: &str, rule: &Rule, actor: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE rules SET version = version + 1, name = $2, body = $3, changed_by = $4, changed_at = $5 \
         WHERE id = $1",
        args![id, fold(&rule.name), json(rule)?, actor, now],
    )
    .await?;
    Ok(())
}

async fn put_house(
    tx: &mut Tx,
    seen: Option<u64>,
    house: &House,
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let any = i64::from(seen.is_none());
    let changed = tx
        .run(
            "UPDATE rulebook SET house = $1, house_version = house_version + 1, house_by = $2, house_at = $3 \
             WHERE one = 1 AND (house_version = $4 OR $5 = 1)",
            args![json(house)?, actor, now, seen.unwrap_or(0), any],
        )
        .await?;
    if changed == 0 { Err(Conflict::RuleChanged.into()) } else { Ok(()) }
}

fn stored(row: &Row) -> Result<StoredRule, StoreError> {
    Ok(StoredRule {
        id: row.get("id")?,
        version: row.count("version")?,
        rule: parsed(row, "body")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.at("changed_at")?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|wrong| StoreError::Stored(wrong.to_string()))
}

fn parsed<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|wrong| StoreError::Stored(format!("{column}: {wrong}")))
}
