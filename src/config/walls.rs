//! `[[wall]]` tables: the named walls a new database begins with. Afterwards the desk is where they are changed.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::reader::{Notebook, Section};
use super::values::{Read, any_text, parsed, text, word};
use crate::domain::wall::{LONGEST_TITLE, Layout, NamedWall, Theme, is_slug, view};

/// All of them, in the order in which they stand.
pub fn walls(root: &mut Section<'_>) -> Vec<NamedWall> {
    let book = root.book;
    let tables = match root.take("wall") {
        None => Vec::new(),
        Some(Value::Array(tables)) => tables,
        Some(_) => {
            book.note(
                "wall",
                "one table",
                "a list of tables: [[wall]] in double brackets, once for each wall",
            );
            Vec::new()
        }
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (at, table) in tables.into_iter().enumerate() {
        let path = format!("wall[{at}]");
        let Value::Table(table) = table else {
            book.note(&path, "something else", "a table: [[wall]]");
            continue;
        };
        let Some(wall) = wall(book, &path, table) else { continue };
        if seen.insert(wall.slug.clone()) {
            found.push(wall);
        } else {
            book.note(&format!("{path}.slug"), format!("{:?} once more", wall.slug), "a slug of its own");
        }
    }
    found
}

fn wall(book: &Notebook<'_>, path: &str, table: Table) -> Option<NamedWall> {
    let mut section = Section::new(book, path, table);
    let slug = section.required("slug", slug);
    let title = section.required("title", |value| {
        let title = text(value)?;
        let fits = title.chars().count() <= LONGEST_TITLE;
        if fits { Ok(title) } else { Err(format!("a title of at most {LONGEST_TITLE} characters")) }
    });
    let query = section.optional("view", |value| {
        let pasted = any_text(value)?;
        view(&pasted).map_err(|why| format!("what stands after ? in the wall's own address; {why}"))
    });
    let theme = section.optional("theme", parsed::<Theme>("one of \"auto\", \"light\", \"dark\""));
    let layout =
        section.optional("layout", parsed::<Layout>("one of \"list\", \"grid\", \"carousel\", \"ticker\""));
    let language = section.optional("language", word(&[("da", "da"), ("en", "en")]));
    section.finish();
    Some(NamedWall {
        slug: slug?,
        title: title?,
        query: query.unwrap_or_default(),
        theme: theme.unwrap_or_default(),
        layout: layout.unwrap_or_default(),
        language: language.map(str::to_owned),
    })
}

fn slug(value: &Value) -> Read<String> {
    let slug = value.as_str().map(str::trim).filter(|slug| is_slug(slug));
    slug.map(str::to_owned).ok_or_else(|| "a-z, 0-9 and single dashes, at most 60".to_owned())
}
