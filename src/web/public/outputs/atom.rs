//! Atom (RFC 4287), with pages (RFC 5005).

use super::feed::Feed;
use super::xml::Xml;
use crate::web::page::Page;

/// Writes a feed.
pub fn write(page: &Page, feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)]);
    xml.text("id", &[], &feed.id);
    xml.text("title", &[], &feed.title);
    xml.text("subtitle", &[], &feed.about);
    xml.text("updated", &[], &page.datetime(&feed.updated));
    xml.open("author", &[]);
    xml.text("name", &[], &feed.owner);
    xml.close("author");
    xml.text("generator", &[], "Hashwall");
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.this)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)]);
    if let Some(next) = &feed.next {
        xml.empty("link", &[("rel", "next"), ("type", "application/atom+xml"), ("href", next)]);
    }
    if let Some(hub) = &feed.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    for entry in &feed.entries {
        match &entry.language {
            Some(language) => xml.open("entry", &[("xml:lang", language)]),
            None => xml.open("entry", &[]),
        }
        xml.text("id", &[], &entry.id);
        xml.text("title", &[], &entry.title);
        xml.text("published", &[], &page.datetime(&entry.published));
        xml.text("updated", &[], &page.datetime(&entry.updated));
        xml.open("author", &[]);
        xml.text("name", &[], &entry.author);
        if !entry.author_url.is_empty() {
            xml.text("uri", &[], &entry.author_url);
        }
        xml.close("author");
        for tag in &entry.tags {
            xml.empty("category", &[("term", tag)]);
        }
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
        if !entry.original.is_empty() {
            xml.empty("link", &[("rel", "via"), ("href", &entry.original)]);
        }
        xml.text("summary", &[], &entry.summary);
        xml.text("content", &[("type", "html")], &entry.content(page));
        xml.close("entry");
    }
    xml.close("feed");
    xml.finish()
}
