//! The feed corpus, `tests/fixtures/feed`, and what any reader made of it. Shared by the tests and the example that
//! prints the README's table; written by `script/feed-corpus`.

use std::path::{Path, PathBuf};

use hashwall::collect::feed::parsed::ParsedFeed;
use hashwall::collect::feed::text::plain;
use serde_json::Value;

/// One case.
pub struct Case {
    /// Its file's name.
    pub name: String,
    /// The bytes as a server sends them.
    pub bytes: Vec<u8>,
    /// What a good reader makes of them.
    pub expected: Value,
}

impl Case {
    /// The address it came from.
    pub fn url(&self) -> &str {
        self.expected["url"].as_str().unwrap_or_default()
    }

    /// The HTTP header it came with.
    pub fn content_type(&self) -> Option<&str> {
        self.expected["content_type"].as_str()
    }
}

/// What a reader read, as far as it is compared.
#[derive(Debug, Default)]
pub struct Reading {
    pub format: Option<String>,
    pub title: String,
    pub link: String,
    pub language: String,
    pub next: String,
    pub entries: Vec<Item>,
}

/// One entry of it. An empty string is "none".
#[derive(Debug, Default)]
pub struct Item {
    pub title: String,
    pub link: String,
    pub id: String,
    pub published: String,
    pub updated: String,
    pub author: String,
    pub tags: Vec<String>,
    pub words: String,
    pub enclosures: Vec<String>,
    pub media: Vec<String>,
}

/// All cases, by name.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feed");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "feed")).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| Case {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap(),
            expected: serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap(),
        })
        .collect()
}

/// What our own reader's result says.
pub fn reading(feed: &ParsedFeed) -> Reading {
    let time = |at: Option<hashwall::domain::time::Timestamp>| {
        at.map_or_else(|| "none".to_owned(), |at| at.rfc3339())
    };
    Reading {
        format: Some(feed.format.clone()),
        title: feed.title.clone(),
        link: feed.link.clone(),
        language: feed.language.clone(),
        next: feed.next_url.clone().unwrap_or_default(),
        entries: feed
            .entries
            .iter()
            .map(|entry| Item {
                title: entry.title.clone(),
                link: entry.link.clone(),
                id: entry.id.clone(),
                published: time(entry.published),
                updated: time(entry.updated),
                author: entry.authors.first().map(|person| person.name.clone()).unwrap_or_default(),
                tags: entry.tags.iter().map(|tag| tag.term.clone()).collect(),
                words: entry
                    .summary
                    .iter()
                    .chain(&entry.content)
                    .map(|text| text.value.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                enclosures: entry.enclosures.iter().map(|file| file.href.clone()).collect(),
                media: entry
                    .media
                    .iter()
                    .flat_map(|media| [media.url.clone(), media.thumbnail.clone()])
                    .collect(),
            })
            .collect(),
    }
}

/// The first thing that is not as expected, or `None` if all of it is.
pub fn difference(case: &Case, read: &Reading) -> Option<String> {
    let expected = &case.expected;
    let text = |key: &str| expected[key].as_str();
    let differs = |key: &str, want: Option<&str>, have: &str| {
        let want = want?;
        let have = if have.is_empty() && want == "none" { "none" } else { have };
        (want != have).then(|| format!("{key}: expected {want:?}, read {have:?}"))
    };
    let head =
        [("title", &read.title), ("link", &read.link), ("language", &read.language), ("next", &read.next)];
    let mut found = head.into_iter().find_map(|(key, have)| differs(key, text(key), have));
    if let Some(format) = &read.format {
        found = found.or_else(|| differs("format", text("format"), format));
    }
    let Some(entries) = expected["entries"].as_array() else { return found };
    if entries.len() != read.entries.len() {
        found = found
            .or_else(|| Some(format!("expected {} entries, read {}", entries.len(), read.entries.len())));
    }
    found.or_else(|| entries.iter().zip(&read.entries).find_map(|(want, have)| item_difference(want, have)))
}

fn item_difference(want: &Value, have: &Item) -> Option<String> {
    let fields = [
        ("title", &have.title),
        ("link", &have.link),
        ("id", &have.id),
        ("published", &have.published),
        ("updated", &have.updated),
        ("author", &have.author),
    ];
    let list = |key: &str| {
        want[key].as_array().map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>())
    };
    let field = fields.into_iter().find_map(|(key, have)| {
        let want = want[key].as_str()?;
        let have = if have.is_empty() { "none" } else { have };
        (want != have).then(|| format!("{key}: expected {want:?}, read {have:?}"))
    });
    let shown = plain(&have.words);
    field
        .or_else(|| {
            let lost = list("text")?.into_iter().find(|text| !shown.contains(text))?;
            Some(format!("text: {lost:?} is not in {shown:?}"))
        })
        .or_else(|| {
            list("html")?
                .into_iter()
                .find(|html| !have.words.contains(html))
                .map(|html| format!("html: no {html:?}"))
        })
        .or_else(|| list("tags").filter(|tags| *tags != have.tags).map(|_| format!("tags: {:?}", have.tags)))
        .or_else(|| {
            list("enclosures")
                .filter(|want| *want != have.enclosures)
                .map(|_| format!("enclosures: {:?}", have.enclosures))
        })
        .or_else(|| {
            let lost = list("media")?.into_iter().find(|url| !have.media.iter().any(|have| have == url))?;
            Some(format!("media: no {lost:?} in {:?}", have.media))
        })
}
