//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde_json::{Value, json};

use super::feed::{Entry, Feed};
use crate::web::page::Page;

/// Writes a feed.
pub fn write(page: &Page, feed: &Feed) -> String {
    let mut document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.this,
        "description": feed.about,
        "language": feed.language,
        "authors": [{ "name": feed.owner }],
        "items": feed.entries.iter().map(|entry| item(page, entry)).collect::<Vec<Value>>(),
    });
    if let Some(next) = &feed.next {
        document["next_url"] = next.as_str().into();
    }
    if let Some(hub) = &feed.hub {
        document["hubs"] = json!([{ "type": "WebSub", "url": hub }]);
    }
    // A search stands in the title: no program of another kind must take it for markup.
    document.to_string().replace('<', "\\u003c")
}

fn item(page: &Page, entry: &Entry) -> Value {
    let mut author = json!({ "name": entry.author });
    if !entry.author_url.is_empty() {
        author["url"] = entry.author_url.as_str().into();
    }
    let mut item = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content(page),
        "date_published": page.datetime(&entry.published),
        "date_modified": page.datetime(&entry.updated),
        "authors": [author],
        "tags": entry.tags,
    });
    if !entry.original.is_empty() {
        item["external_url"] = entry.original.as_str().into();
    }
    if let Some(language) = &entry.language {
        item["language"] = language.as_str().into();
    }
    if let Some((address, _)) = entry.pictures.first() {
        item["image"] = address.as_str().into();
    }
    item
}
