//! The reasons a new house begins with: `config/reasons.toml`, compiled in. Data, not logic; what is edited on the desk
//! lives in the database.

use serde::Deserialize;

use crate::domain::reason::{Ground, Reason, Use, Words};
use crate::domain::time::Timestamp;

const FILE: &str = include_str!("../../config/reasons.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reason: Vec<Seed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    key: String,
    place: u32,
    #[serde(rename = "for")]
    use_for: Use,
    ground: Ground,
    label: Words,
    statement: Words,
}

/// The seeds. A test reads the file, so a build that passed cannot fail here; were it to, the list would be empty and
/// the log would say why.
pub fn seeds() -> Vec<Reason> {
    let file: File = match toml::from_str(FILE) {
        Ok(file) => file,
        Err(error) => {
            tracing::error!(%error, "config/reasons.toml is not readable");
            return Vec::new();
        }
    };
    file.reason
        .into_iter()
        .map(|seed| Reason {
            key: seed.key,
            version: 1,
            since: Timestamp(0),
            actor: "system".to_owned(),
            place: seed.place,
            active: true,
            use_for: seed.use_for,
            ground: seed.ground,
            label: seed.label,
            statement: seed.statement,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::reason::is_key;

    #[test]
    fn the_file_reads_and_says_everything_in_both_languages() {
        let seeds = seeds();
        assert!(seeds.len() >= 9, "{}", seeds.len());
        let keys: HashSet<_> = seeds.iter().map(|seed| &seed.key).collect();
        let places: HashSet<_> = seeds.iter().map(|seed| seed.place).collect();
        assert_eq!((keys.len(), places.len()), (seeds.len(), seeds.len()), "each key and place once");
        for seed in &seeds {
            assert!(is_key(&seed.key), "{}", seed.key);
            for words in [&seed.label, &seed.statement] {
                assert!(!words.da.is_empty() && !words.en.is_empty() && words.da != words.en, "{}", seed.key);
            }
        }
        for wanted in [Use::Reject, Use::Remove] {
            assert!(seeds.iter().filter(|seed| seed.use_for.covers(wanted)).count() >= 4);
        }
    }
}
