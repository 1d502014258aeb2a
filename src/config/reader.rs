//! Reading one table key by key: every mistake is noted and reading goes on; keys nobody asked for are mistakes too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::layers::PREFIX;
use super::mistake::{Mistake, nearest};

/// What all sections share: the mistakes so far and where values came from.
pub struct Notebook<'a> {
    /// Noted so far.
    pub mistakes: RefCell<Vec<Mistake>>,
    /// Which secrets were found, and where: key and origin.
    pub secrets: RefCell<Vec<(String, String)>>,
    /// Dotted keys set by the environment.
    pub from_env: &'a BTreeSet<String>,
    /// The environment, for `{ env = "NAME" }`.
    pub env: &'a BTreeMap<String, String>,
}

impl Notebook<'_> {
    /// Notes a mistake.
    pub fn note(&self, key: &str, found: impl Into<String>, expected: impl Into<String>) {
        let key = if self.from_env.contains(key) {
            format!("{key} ({PREFIX}{})", key.replace('.', "__").to_ascii_uppercase())
        } else {
            key.to_owned()
        };
        self.mistakes.borrow_mut().push(Mistake { key, found: found.into(), expected: expected.into() });
    }
}

/// One table being read.
pub struct Section<'a> {
    /// Where mistakes go.
    pub book: &'a Notebook<'a>,
    path: String,
    table: Table,
    asked: BTreeSet<&'static str>,
}

impl<'a> Section<'a> {
    /// The whole configuration (empty path), or a table of a list (`source[2]`).
    pub fn new(book: &'a Notebook<'a>, path: &str, table: Table) -> Self {
        Self { book, path: path.to_owned(), table, asked: BTreeSet::new() }
    }

    /// A key with its path.
    pub fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// True if the key is there and was not taken yet.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Takes a value out, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Value> {
        self.asked.insert(key);
        self.table.remove(key)
    }

    /// A table within; an empty one if it is missing, so that each of its required keys is named.
    pub fn section(&mut self, key: &'static str) -> Section<'a> {
        let path = self.key(key);
        let table = match self.take(key) {
            None => Table::new(),
            Some(Value::Table(table)) => table,
            Some(other) => {
                self.book.note(&path, told(&other), format!("a table: [{path}]"));
                Table::new()
            }
        };
        Section::new(self.book, &path, table)
    }

    /// A value that may be missing. `parse` says what it expected if it cannot read it.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        let value = self.take(key)?;
        match parse(&value) {
            Ok(read) => Some(read),
            Err(expected) => {
                self.book.note(&self.key(key), told(&value), expected);
                None
            }
        }
    }

    /// A value that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        if !self.has(key) {
            self.asked.insert(key);
            // What the reader would expect is best said by itself, faced with nothing.
            let expected = parse(&Value::Table(Table::new())).err().unwrap_or_else(|| "a value".to_owned());
            self.book.note(&self.key(key), "nothing", expected);
            return None;
        }
        self.optional(key, parse)
    }

    /// Notes every key nobody asked for.
    pub fn finish(self) {
        for key in self.table.keys() {
            let expected = match nearest(key, self.asked.iter().copied()) {
                Some(meant) => format!("{meant:?}, perhaps"),
                None => format!("one of {}", self.asked.iter().copied().collect::<Vec<_>>().join(", ")),
            };
            self.book.note(&self.key(key), "an unknown key", expected);
        }
    }
}

/// A value as a mistake tells it. URLs lose their credentials and query.
pub fn told(value: &Value) -> String {
    match value {
        Value::String(text) => match url::Url::parse(text) {
            Ok(url) if url.has_host() => {
                let secret = url.password().is_some() || url.query().is_some();
                let place =
                    format!("{}://{}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path());
                if secret { format!("{place:?} and more that is not shown") } else { format!("{text:?}") }
            }
            _ => format!("{text:?}"),
        },
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Table(_) => "a table".to_owned(),
    }
}
