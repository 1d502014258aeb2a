//! A feed as the collector read it, in the words of Python's Universal Feed Parser, so that the two can be laid side
//! by side.

use serde_json::{Value, json};

use crate::collect::feed::parsed::{Entry, ParsedFeed, Person, Text};
use crate::collect::text::html::clean_html;
use crate::domain::time::Timestamp;

/// The whole feed.
pub(super) fn shown(feed: &ParsedFeed) -> Value {
    let unreadable = feed.unreadable.iter().map(|place| format!("item {place} is no object"));
    json!({
        "format": feed.format,
        "charset": feed.charset,
        "truncated": feed.truncated,
        "feed": {
            "title": feed.title,
            "link": feed.link,
            "id": feed.id,
            "subtitle": feed.description,
            "language": feed.language,
            "author": name(&feed.authors),
            "authors": feed.authors,
            "image": feed.image,
            "updated": feed.updated.map(Timestamp::rfc3339),
            "hubs": feed.hubs,
            "self": feed.self_link,
            "next": feed.next_url,
            "ttl": feed.wait_secs.map(|secs| secs / 60),
            "complete": feed.complete,
        },
        "entries": feed.entries.iter().map(entry).collect::<Vec<_>>(),
        "problems": feed.problems.iter().cloned().chain(unreadable).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "links": entry.links,
        "author": name(&entry.authors),
        "authors": entry.authors,
        "published": entry.published.map(Timestamp::rfc3339),
        "updated": entry.updated.map(Timestamp::rfc3339),
        "summary": entry.summary.as_ref().map(safe).unwrap_or_default(),
        "content": entry.content.iter().map(content).collect::<Vec<_>>(),
        "tags": entry.tags,
        "enclosures": entry.enclosures,
        "media": entry.media,
        "language": entry.language,
        "source": entry.source_title,
        "comments": entry.comments,
        "incomplete": entry.incomplete,
    })
}

/// As the Universal Feed Parser, `inspect` shows no markup that could do harm: what is shown is what gets into the house.
fn safe(text: &Text) -> String {
    if text.is_html() { clean_html(&text.value, Some(&text.base)).html } else { text.value.clone() }
}

fn content(text: &Text) -> Value {
    json!({"type": text.media_type, "value": safe(text), "base": text.base, "language": text.language})
}

fn name(people: &[Person]) -> String {
    let named = people.iter().map(|person| if person.name.is_empty() { &person.email } else { &person.name });
    named.map(String::as_str).collect::<Vec<_>>().join(", ")
}
