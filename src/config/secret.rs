//! Secrets: from the environment or a file, never written out in TOML, never shown.

use secrecy::SecretString;
use toml::Value;

use super::reader::{Notebook, Section};

const EXPECTED: &str = "{ env = \"NAME\" } or { file = \"path\" }";

/// Where a secret is.
enum Origin {
    Environment(String),
    File(String),
    /// The key itself was set by the environment.
    Given(String),
}

/// Reads a secret. `fetch` is false for what is switched off: its form is checked, its value is not looked for.
pub fn optional(section: &mut Section<'_>, key: &'static str, fetch: bool) -> Option<SecretString> {
    let value = section.take(key)?;
    read(section.book, &section.key(key), &value, fetch)
}

/// Reads a secret that must be there.
pub fn required(section: &mut Section<'_>, key: &'static str, fetch: bool) -> Option<SecretString> {
    if !section.has(key) {
        section.book.note(&section.key(key), "nothing", format!("a secret: {EXPECTED}"));
    }
    optional(section, key, fetch)
}

/// Reads a secret from a value; see [`optional`].
pub fn read(book: &Notebook<'_>, path: &str, value: &Value, fetch: bool) -> Option<SecretString> {
    let origin = origin(book, path, value)?;
    if fetch { find(book, path, &origin) } else { Some(SecretString::from(String::new())) }
}

fn origin(book: &Notebook<'_>, path: &str, value: &Value) -> Option<Origin> {
    let table = match value {
        Value::String(text) if book.from_env.contains(path) => return Some(Origin::Given(text.clone())),
        Value::Table(table) => table,
        Value::String(_) => {
            book.note(path, "a secret written out", format!("{EXPECTED}: files are copied and shared"));
            return None;
        }
        _ => {
            book.note(path, "something else", format!("a secret: {EXPECTED}"));
            return None;
        }
    };
    let text =
        |key: &str| table.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    match (text("env"), text("file"), table.len()) {
        (Some(name), None, 1) => Some(Origin::Environment(name.to_owned())),
        (None, Some(file), 1) => Some(Origin::File(file.to_owned())),
        _ => {
            book.note(path, "a table of another form", format!("a secret: {EXPECTED}, one of them"));
            None
        }
    }
}

fn find(book: &Notebook<'_>, path: &str, origin: &Origin) -> Option<SecretString> {
    let (place, found) = match origin {
        Origin::Given(value) => ("environment".to_owned(), Ok(value.clone())),
        Origin::Environment(name) => {
            let value = book.env.get(name).cloned();
            (format!("environment {}", nameable(name)), value.ok_or_else(|| "not set".to_owned()))
        }
        Origin::File(file) => {
            (format!("file {file}"), std::fs::read_to_string(file).map_err(|broken| broken.to_string()))
        }
    };
    let found = found.and_then(|value| {
        // Files end with a line break, and so do values pasted into a variable.
        let value = value.trim().to_owned();
        if value.is_empty() {
            Err("empty".to_owned())
        } else if value.contains(char::is_control) {
            Err("more than one line".to_owned())
        } else {
            Ok(value)
        }
    });
    match found {
        Ok(value) => {
            book.secrets.borrow_mut().push((path.to_owned(), place));
            Some(SecretString::from(value))
        }
        Err(why) => {
            book.note(path, format!("no secret in {place} ({why})"), "a secret there");
            None
        }
    }
}

/// The name of a variable, unless it looks more like the secret itself, written where its name should be.
fn nameable(name: &str) -> &str {
    let usual = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if name.len() <= 64 && name.bytes().all(usual) {
        name
    } else {
        "(the name is not shown: it may be the secret itself; names of variables are like LINKEDIN_TOKEN)"
    }
}
