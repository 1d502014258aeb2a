//! RSS 2.0 (<https://www.rssboard.org/rss-specification>), with the three modules every reader knows: Atom for its own
//! address, Dublin Core for names without an e-mail address, and `content:encoded`.

use super::feed::Feed;
use super::xml::Xml;
use crate::domain::time::Timestamp;
use crate::web::page::Page;

/// Minutes a reader may wait before it looks again.
const TTL: &str = "5";

/// Writes a feed.
pub fn write(page: &Page, feed: &Feed) -> String {
    let mut xml = Xml::new();
    let spaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ];
    xml.open("rss", &spaces);
    xml.open("channel", &[]);
    xml.text("title", &[], &feed.title);
    xml.text("link", &[], &feed.home);
    xml.text("description", &[], &feed.about);
    xml.text("language", &[], feed.language);
    xml.text("lastBuildDate", &[], &date(feed.updated));
    xml.text("generator", &[], "Hashwall");
    xml.text("docs", &[], "https://www.rssboard.org/rss-specification");
    xml.text("ttl", &[], TTL);
    xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.this)]);
    if let Some(next) = &feed.next {
        xml.empty("atom:link", &[("rel", "next"), ("type", "application/rss+xml"), ("href", next)]);
    }
    if let Some(hub) = &feed.hub {
        xml.empty("atom:link", &[("rel", "hub"), ("href", hub)]);
    }
    for entry in &feed.entries {
        xml.open("item", &[]);
        xml.text("title", &[], &entry.title);
        xml.text("link", &[], &entry.url);
        xml.text("guid", &[("isPermaLink", "false")], &entry.id);
        xml.text("pubDate", &[], &date(entry.published));
        if entry.updated != entry.published {
            xml.text("atom:updated", &[], &page.datetime(&entry.updated));
        }
        xml.text("dc:creator", &[], &entry.author);
        for tag in &entry.tags {
            xml.text("category", &[], tag);
        }
        xml.text("description", &[], &entry.summary);
        xml.text("content:encoded", &[], &entry.content(page));
        for (address, alt) in &entry.pictures {
            xml.open("media:content", &[("url", address), ("medium", "image")]);
            if !alt.is_empty() {
                xml.text("media:description", &[("type", "plain")], alt);
            }
            xml.close("media:content");
        }
        xml.close("item");
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

/// RFC 822 with four digits of a year, as the specification asks.
fn date(at: Timestamp) -> String {
    at.to_utc().format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
