//! The rules in force in this process: loaded from the store, made ready once, and loaded again when their version has
//! moved. Knows no page and no network.

use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::house::House;
use crate::domain::rule::{Rule, RuleFile};
use crate::domain::time::Timestamp;
use crate::moderate::rulebook::Rulebook;
use crate::store::db::{Db, StoreError};
use crate::store::rules;

/// The rules a new database begins with.
const SEED: &str = include_str!("../config/rules.toml");

/// The rules in force. Cheap to clone; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    current: Arc<RwLock<(u64, Arc<Rulebook>)>>,
}

impl Rules {
    /// Writes the first settings and rules of a new database, and loads what is there.
    ///
    /// # Errors
    /// Database.
    pub async fn open(db: &Db, house: &House, now: Timestamp) -> Result<Self, StoreError> {
        rules::seed(db, house, &seed()?, now).await?;
        let opened = Self::default();
        opened.refresh(db).await?;
        Ok(opened)
    }

    /// The rules of this moment, loaded again if anybody changed them. Asked before each use: the version is one row.
    ///
    /// # Errors
    /// Database.
    pub async fn refresh(&self, db: &Db) -> Result<Arc<Rulebook>, StoreError> {
        let version = rules::version(db).await?.unwrap_or(0);
        let (known, current) = self.current.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known == version {
            return Ok(current);
        }
        let Some(stored) = rules::load(db).await? else { return Ok(current) };
        let on: Vec<Rule> = stored.rules.into_iter().map(|stored| stored.rule).collect();
        let book = Arc::new(ready(&stored.house, on, stored.flooded_since.is_some()));
        tracing::info!(version = stored.version, rules = book.own.len(), "rules loaded");
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = (stored.version, Arc::clone(&book));
        Ok(book)
    }
}

/// Makes everything ready. What was saved was ready then; a rule that no longer is (written by a later version) must not
/// take the others down.
fn ready(house: &House, mut rules: Vec<Rule>, flooded: bool) -> Rulebook {
    loop {
        match Rulebook::new(house, &rules, flooded) {
            Ok(book) => return book,
            Err((name, mistakes)) => {
                tracing::error!(rule = name, ?mistakes, "a stored rule cannot be used; it is left out");
                rules.retain(|rule| rule.name != name);
            }
        }
    }
}

/// The compiled-in rules of a new database.
fn seed() -> Result<Vec<Rule>, StoreError> {
    let file: RuleFile = toml::from_str(SEED).map_err(|wrong| StoreError::Stored(wrong.to_string()))?;
    Ok(file.rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_reads_and_every_rule_of_it_can_be_used() {
        let mut rules = seed().unwrap();
        assert!(!rules.is_empty());
        rules.iter_mut().for_each(|rule| rule.enabled = true);
        assert_eq!(Rulebook::new(&House::default(), &rules, false).unwrap().own.len(), rules.len());
    }
}
