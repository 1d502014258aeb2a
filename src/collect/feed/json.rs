//! JSON Feed 1.0 and 1.1, read leniently: numeric ids, missing version, wrong types, a bare array of items.
//! <https://www.jsonfeed.org/version/1.1/>

use serde_json::{Map, Value};

use super::entry::date;
use super::media::{Gathered, medium};
use super::parsed::{Enclosure, Entry, Link, Medium, ParsedFeed, Person, Tag, Text};
use super::people;
use super::resolve::{Scope, resolve, resolve_html};
use super::text::plain_guess;
use crate::collect::json::shallow;

/// Items of one document; more are not read.
const MAX_ITEMS: usize = 5_000;

/// Reads a document that begins with `{` or `[`.
pub fn read(document: &str, outer: &Scope) -> ParsedFeed {
    let mut feed = ParsedFeed::default();
    let document = &*shallow(document);
    let value = match serde_json::from_str::<Value>(document) {
        Ok(value) => value,
        Err(broken) if broken.is_eof() => match mend(document) {
            Some(value) => {
                feed.truncated = true;
                feed.problems.push("ends before it is finished".to_owned());
                value
            }
            None => return not_a_feed(feed, "JSON that ends before it says anything"),
        },
        Err(broken) => {
            // Something after the document (a comment, a second one) does not spoil it.
            let mut documents = serde_json::Deserializer::from_str(document).into_iter::<Value>();
            match documents.next() {
                Some(Ok(value)) => {
                    feed.problems.push("something follows the document".to_owned());
                    value
                }
                _ => {
                    let place = format!("JSON broken at line {} column {}", broken.line(), broken.column());
                    return not_a_feed(feed, &place);
                }
            }
        }
    };
    let (head, items) = match value {
        Value::Object(mut head) => match head.remove("items").or_else(|| head.remove("entries")) {
            Some(Value::Array(items)) => (head, items),
            _ if string(&head, "version").contains("jsonfeed.org") => (head, Vec::new()),
            _ => return not_a_feed(feed, "JSON, but no JSON Feed"),
        },
        Value::Array(items) => (Map::new(), items),
        _ => return not_a_feed(feed, "JSON, but no JSON Feed"),
    };
    read_head(&head, outer, &mut feed);
    let scope = Scope {
        base: if outer.base.is_empty() { feed.link.clone() } else { outer.base.clone() },
        language: feed.language.clone(),
    };
    if items.len() > MAX_ITEMS {
        feed.problems.push(format!("{} items; only the first {MAX_ITEMS} were read", items.len()));
    }
    for (position, item) in items.into_iter().take(MAX_ITEMS).enumerate() {
        match item {
            Value::Object(item) => feed.entries.push(read_item(&item, &scope, &mut feed.problems)),
            _ => feed.unreadable.push(position + 1),
        }
    }
    if feed.truncated
        && let Some(last) = feed.entries.last_mut()
    {
        last.incomplete = true;
    }
    feed
}

fn not_a_feed(mut feed: ParsedFeed, why: &str) -> ParsedFeed {
    feed.problems.push(why.to_owned());
    feed
}

/// Cuts a truncated document after its last whole value and closes what is open. Linear.
fn mend(document: &str) -> Option<Value> {
    let (mut open, mut in_string, mut escaped) = (Vec::new(), false, false);
    let mut cut: Option<(usize, Vec<char>)> = None;
    for (at, c) in document.char_indices() {
        if in_string {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
                // Only whole items count, so the copy is made seldom: items are two levels deep.
                if open.len() <= 2 {
                    cut = Some((at + 1, open.clone()));
                }
            }
            _ => {}
        }
    }
    let (end, open) = cut?;
    let closed: String = document[..end].chars().chain(open.into_iter().rev()).collect();
    serde_json::from_str(&closed).ok()
}

fn read_head(head: &Map<String, Value>, outer: &Scope, feed: &mut ParsedFeed) {
    let version = string(head, "version");
    feed.format = if version.contains("1.1") { "json11" } else { "json1" }.to_owned();
    if !version.contains("jsonfeed.org/version/1") {
        feed.problems.push("names no version of JSON Feed".to_owned());
    }
    feed.title = plain_guess(&string(head, "title"));
    feed.link = resolve(&outer.base, &string(head, "home_page_url"));
    feed.self_link = resolve(&outer.base, &string(head, "feed_url"));
    feed.description = plain_guess(&string(head, "description"));
    feed.language = string(head, "language");
    feed.image = resolve(&outer.base, &string(head, "icon"));
    feed.next_url = Some(resolve(&outer.base, &string(head, "next_url"))).filter(|next| !next.is_empty());
    feed.complete = head.get("expired") == Some(&Value::Bool(true));
    feed.authors = authors(head, outer);
    let hubs = head.get("hubs").and_then(Value::as_array).into_iter().flatten();
    feed.hubs = hubs.filter_map(|hub| hub.get("url")?.as_str().map(str::to_owned)).collect();
}

fn read_item(item: &Map<String, Value>, scope: &Scope, problems: &mut Vec<String>) -> Entry {
    let at = |name: &str| resolve(&scope.base, &string(item, name));
    let mut entry = Entry { id: string(item, "id"), link: at("url"), ..Entry::default() };
    if entry.id.is_empty() {
        entry.id = string(item, "guid");
    }
    let external = at("external_url");
    if !external.is_empty() {
        entry.links.push(Link { rel: "related".to_owned(), href: external.clone(), ..Link::default() });
    }
    if entry.link.is_empty() {
        entry.link =
            if external.is_empty() && entry.id.starts_with("http") { entry.id.clone() } else { external };
    }
    if !entry.link.is_empty() {
        entry
            .links
            .insert(0, Link { rel: "alternate".to_owned(), href: entry.link.clone(), ..Link::default() });
    }
    entry.title = plain_guess(&string(item, "title"));
    entry.language = string(item, "language");
    if entry.language.is_empty() {
        entry.language.clone_from(&scope.language);
    }
    let base = if scope.base.is_empty() { &entry.link } else { &scope.base };
    let written = |value: String, html: bool| Text {
        media_type: if html { "text/html" } else { "text/plain" }.to_owned(),
        value: if html { resolve_html(&value, base).into_owned() } else { value },
        base: base.clone(),
        language: entry.language.clone(),
    };
    for (name, html) in [("content_html", true), ("content_text", false)] {
        let value = string(item, name);
        if !value.is_empty() {
            entry.content.push(written(value, html));
        }
    }
    entry.summary =
        Some(string(item, "summary")).filter(|text| !text.is_empty()).map(|text| written(text, false));
    entry.published = date(&string(item, "date_published"), problems);
    entry.updated = date(&string(item, "date_modified"), problems);
    entry.authors = authors(item, scope);
    entry.tags = strings(item.get("tags"));
    for file in item
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .take(50)
    {
        let href = resolve(&scope.base, &string(file, "url"));
        if !href.is_empty() {
            let length = file.get("size_in_bytes").and_then(Value::as_u64);
            let title = string(file, "title");
            entry.enclosures.push(Enclosure { href, media_type: string(file, "mime_type"), length, title });
        }
    }
    let mut gathered = Gathered::default();
    let image = [at("image"), at("banner_image")].into_iter().find(|image| !image.is_empty());
    gathered.thumbnail(&image.unwrap_or_default(), (None, None));
    gathered.finish(&mut entry);
    entry
        .media
        .retain(|media| media.medium != Medium::Image || medium("", &media.url) != Some(Medium::Document));
    entry
}

fn authors(of: &Map<String, Value>, scope: &Scope) -> Vec<Person> {
    let mut people = Vec::new();
    let several = of.get("authors").and_then(Value::as_array).into_iter().flatten();
    for author in several.chain(of.get("author")) {
        let person = match author {
            Value::Object(author) => Person {
                name: plain_guess(&string(author, "name")),
                href: resolve(&scope.base, &string(author, "url")),
                email: String::new(),
            },
            Value::String(name) => people::from_text(name),
            _ => continue,
        };
        people::add(&mut people, person);
    }
    people
}

/// A string, or a number as one (ids are numbers in many feeds).
fn string(of: &Map<String, Value>, name: &str) -> String {
    match of.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn strings(list: Option<&Value>) -> Vec<Tag> {
    let words: Vec<String> = match list {
        Some(Value::Array(words)) => {
            words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
        }
        Some(Value::String(words)) => words.split(',').map(|word| word.trim().to_owned()).collect(),
        _ => Vec::new(),
    };
    let filled = words.into_iter().filter(|word| !word.is_empty()).take(100);
    filled.map(|word| Tag { term: plain_guess(&word), ..Tag::default() }).collect()
}
