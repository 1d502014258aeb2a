//! Layers of configuration laid over each other: default, file, environment. Knows of TOML, nothing of any key.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::mistake::{Mistake, Mistakes};

/// What variables of the environment must begin with; `__` stands for the dot: `HASHWALL__SERVER__LISTEN`.
pub const PREFIX: &str = "HASHWALL__";

/// All layers in one table, and which keys the environment set.
#[derive(Debug)]
pub struct Layers {
    /// The result.
    pub table: Table,
    /// Dotted keys whose value came from the environment.
    pub from_env: BTreeSet<String>,
}

/// Lays the texts over each other, later ones on top, and the environment over all.
///
/// # Errors
/// Texts that are not TOML and variables that name no single key.
pub fn lay(texts: &[(&str, &str)], env: &BTreeMap<String, String>) -> Result<Layers, Mistakes> {
    let mut mistakes = Vec::new();
    let mut table = Table::new();
    for (name, text) in texts {
        match text.parse::<Table>() {
            Ok(layer) => merge(&mut table, layer),
            Err(broken) => mistakes.push(not_toml(name, text, &broken)),
        }
    }
    let mut from_env = BTreeSet::new();
    for (name, value) in env {
        let Some(path) = name.strip_prefix(PREFIX) else { continue };
        let path = path.to_ascii_lowercase();
        let keys: Vec<&str> = path.split("__").collect();
        if keys.first() == Some(&"wall") {
            mistakes.push(Mistake {
                key: name.clone(),
                found: "a named wall in the environment".to_owned(),
                expected: "named walls in the configuration file: [[wall]]".to_owned(),
            });
        } else if keys.first() == Some(&"source") {
            mistakes.push(Mistake {
                key: name.clone(),
                found: "a source in the environment".to_owned(),
                expected: "sources in the configuration file; their secrets by { env = \"NAME\" }".to_owned(),
            });
        } else if set(&mut table, &keys, value) {
            from_env.insert(keys.join("."));
        } else {
            mistakes.push(Mistake {
                key: name.clone(),
                found: "no single key".to_owned(),
                expected: format!("a section and a key, like {PREFIX}SERVER__LISTEN"),
            });
        }
    }
    if mistakes.is_empty() { Ok(Layers { table, from_env }) } else { Err(Mistakes(mistakes)) }
}

/// Tables are merged key by key; everything else, lists too, is replaced whole.
fn merge(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) if !is_secret(&over) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// `{ env = … }` and `{ file = … }` replace each other.
fn is_secret(table: &Table) -> bool {
    !table.is_empty() && table.keys().all(|key| key == "env" || key == "file")
}

/// Sets a key to a text, read as the type that stands there. What cannot be read so stays text, and is refused where
/// the key is checked.
fn set(table: &mut Table, keys: &[&str], text: &str) -> bool {
    match keys {
        [] | [""] => false,
        [key] => {
            let value = match table.get(*key) {
                Some(Value::Table(section)) if !is_secret(section) => return false,
                Some(Value::Boolean(_)) => text.parse().map(Value::Boolean).ok(),
                Some(Value::Integer(_)) => text.parse().map(Value::Integer).ok(),
                Some(Value::Array(_)) => Some(list(text)),
                _ => None,
            };
            table.insert((*key).to_owned(), value.unwrap_or_else(|| Value::String(text.to_owned())));
            true
        }
        [section, rest @ ..] => {
            let under = table.entry((*section).to_owned()).or_insert_with(|| Value::Table(Table::new()));
            under.as_table_mut().is_some_and(|under| set(under, rest, text))
        }
    }
}

/// `a, b, c`; an empty text is an empty list.
fn list(text: &str) -> Value {
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    Value::Array(words.map(|word| Value::String(word.to_owned())).collect())
}

/// Says where it broke without quoting the line: it may hold a secret.
fn not_toml(name: &str, text: &str, broken: &toml::de::Error) -> Mistake {
    let place = broken.span().and_then(|span| text.get(..span.start)).map(|before| {
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!(" at line {line}, column {column}")
    });
    let message = broken.message().replace('\n', ", ");
    Mistake {
        key: name.to_owned(),
        found: format!("text that is not TOML{}: {message}", place.unwrap_or_default()),
        expected: "TOML: key = \"text in quotes\", every key once in its [section], and [[source]] in double brackets"
            .to_owned(),
    }
}
