//! What the tests of this crate share: small documents and short ways to ask.

#![allow(dead_code)] // each test file uses its own part

use hashwall_index::{Doc, Engine, Op, Page, Search};

/// A document with a text and a time.
pub fn doc(id: &str, time: i64, text: &str) -> Doc {
    Doc {
        id: id.to_owned(),
        time,
        text: text.to_owned(),
        stored: format!("stored {id} {text}").into_bytes(),
        ..Doc::default()
    }
}

/// Puts documents.
pub fn put(docs: impl IntoIterator<Item = Doc>) -> Vec<Op> {
    docs.into_iter().map(|doc| Op::Put(Box::new(doc))).collect()
}

/// A new engine in a folder that lives as long as the first of the pair.
pub fn engine() -> (tempfile::TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    (folder, engine)
}

/// Newest-first, 100 hits.
pub fn ask(engine: &Engine, text: &str) -> Page {
    engine.search(&Search { text: text.to_owned(), limit: 100, ..Search::default() }).unwrap()
}

/// The ids found, newest first, joined by spaces.
pub fn found(engine: &Engine, text: &str) -> String {
    ids(&ask(engine, text))
}

/// The ids of a page, joined by spaces.
pub fn ids(page: &Page) -> String {
    page.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>().join(" ")
}
