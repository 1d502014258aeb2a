//! Items → RSS 2.0, Atom 1.0, RSS 1.0 and JSON Feed 1.1, as their specifications have them.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::item::{Format, Item};

/// A page of a feed, ready to be written.
pub struct Page<'a> {
    /// The feed's name for people.
    pub title: &'a str,
    /// Its web page.
    pub home: String,
    /// Its own address.
    pub own: String,
    /// The next page.
    pub next: Option<String>,
    /// Minutes.
    pub ttl: Option<u32>,
    /// Newest first, as a rule.
    pub items: Vec<Item>,
}

/// The media type each format is sent as.
pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Rss => "application/rss+xml; charset=utf-8",
        Format::Atom => "application/atom+xml; charset=utf-8",
        Format::Rdf => "application/rdf+xml; charset=utf-8",
        Format::Json => "application/feed+json",
    }
}

/// Writes a page.
pub fn render(page: &Page<'_>, format: Format) -> String {
    match format {
        Format::Rss => rss(page),
        Format::Atom => atom(page),
        Format::Rdf => rdf(page),
        Format::Json => json_feed(page),
    }
}

fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

fn w3c(micros: i64) -> String {
    at(micros).to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn x(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn element(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<{name}>{}</{name}>\n", x(text)) }
}

fn dated(item: &Item, name: &str, written: impl Fn(i64) -> String) -> String {
    if item.published == 0 { String::new() } else { element(name, &written(item.published)) }
}

fn rss(page: &Page<'_>) -> String {
    let items: String = page.items.iter().map(rss_item).collect();
    let ttl = page.ttl.map(|minutes| format!("<ttl>{minutes}</ttl>\n")).unwrap_or_default();
    let next = page
        .next
        .as_ref()
        .map(|next| format!("<atom:link rel=\"next\" href=\"{}\"/>\n", x(next)))
        .unwrap_or_default();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">\n\
         <channel>\n{}{}<description>{}</description>\n<language>da</language>\n{ttl}\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n{next}{items}</channel>\n</rss>\n",
        element("title", page.title),
        element("link", &page.home),
        x(page.title),
        x(&page.own),
    )
}

fn rss_item(item: &Item) -> String {
    let guid = if item.id.is_empty() {
        String::new()
    } else {
        format!("<guid isPermaLink=\"false\">{}</guid>\n", x(&item.id))
    };
    let tags: String = item.tags.iter().map(|tag| element("category", tag)).collect();
    let picture = item.picture.as_ref().map(|picture| {
        format!(
            "<media:content url=\"{}\" medium=\"image\" type=\"image/png\" width=\"160\" height=\"90\"><media:description>{}</media:description></media:content>\n",
            x(&picture.url),
            x(&picture.alt)
        )
    });
    let media = item.media.as_ref().map(|media| {
        let (url, kind, seconds) = (x(&media.url), &media.media_type, media.seconds);
        format!("<enclosure url=\"{url}\" type=\"{kind}\" length=\"\"/>\n<itunes:duration>{seconds}</itunes:duration>\n")
    });
    format!(
        "<item>\n{}{}{guid}{}{}{tags}{}<content:encoded><![CDATA[{}]]></content:encoded>\n{}{}</item>\n",
        element("title", &item.title),
        element("link", &item.link),
        dated(item, "pubDate", |micros| at(micros).to_rfc2822()),
        element("dc:creator", &item.author),
        element("description", &item.summary),
        item.html.replace("]]>", "]]&gt;"),
        picture.unwrap_or_default(),
        media.unwrap_or_default(),
    )
}

fn atom(page: &Page<'_>) -> String {
    let newest = page.items.iter().map(|item| item.updated.unwrap_or(item.published)).max().unwrap_or(0);
    let next = page
        .next
        .as_ref()
        .map(|next| format!("<link rel=\"next\" href=\"{}\"/>\n", x(next)))
        .unwrap_or_default();
    let entries: String = page.items.iter().map(atom_entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xml:lang=\"da\">\n{}<link href=\"{}\"/>\n\
         <link rel=\"self\" href=\"{}\"/>\n{next}{}{}{entries}</feed>\n",
        element("title", page.title),
        x(&page.home),
        x(&page.own),
        element("id", &page.own),
        element("updated", &w3c(newest)),
    )
}

fn atom_entry(item: &Item) -> String {
    let tags: String = item.tags.iter().map(|tag| format!("<category term=\"{}\"/>\n", x(tag))).collect();
    let link =
        if item.link.is_empty() { String::new() } else { format!("<link href=\"{}\"/>\n", x(&item.link)) };
    let author = if item.author.is_empty() {
        String::new()
    } else {
        format!("<author>{}</author>\n", element("name", &item.author))
    };
    let media = item.media.as_ref().map(|media| {
        format!("<link rel=\"enclosure\" type=\"{}\" href=\"{}\"/>\n", media.media_type, x(&media.url))
    });
    let picture = item.picture.as_ref().map(|picture| {
        format!(
            "<media:content url=\"{}\" medium=\"image\"><media:description>{}</media:description></media:content>\n",
            x(&picture.url),
            x(&picture.alt)
        )
    });
    format!(
        "<entry>\n{}{link}{}{}{}{author}{tags}{}<content type=\"html\">{}</content>\n{}{}</entry>\n",
        element("title", &item.title),
        element("id", &item.id),
        dated(item, "published", w3c),
        element("updated", &w3c(item.updated.unwrap_or(item.published))),
        element("summary", &item.summary),
        x(&item.html),
        media.unwrap_or_default(),
        picture.unwrap_or_default(),
    )
}

fn rdf(page: &Page<'_>) -> String {
    let list: String =
        page.items.iter().map(|item| format!("<rdf:li rdf:resource=\"{}\"/>", x(&item.link))).collect();
    let items: String = page
        .items
        .iter()
        .map(|item| {
            let tags: String = item.tags.iter().map(|tag| element("dc:subject", tag)).collect();
            format!(
                "<item rdf:about=\"{}\">\n{}{}{}{}{tags}{}<content:encoded><![CDATA[{}]]></content:encoded>\n</item>\n",
                x(if item.id.is_empty() { &item.link } else { &item.id }),
                element("title", &item.title),
                element("link", &item.link),
                element("description", &item.summary),
                dated(item, "dc:date", w3c),
                element("dc:creator", &item.author),
                item.html.replace("]]>", "]]&gt;"),
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel rdf:about=\"{}\">\n{}{}\
         <items><rdf:Seq>{list}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n",
        x(&page.own),
        element("title", page.title),
        element("link", &page.home),
    )
}

fn json_feed(page: &Page<'_>) -> String {
    let items: Vec<_> = page
        .items
        .iter()
        .map(|item| {
            let mut out = json!({
                "id": item.id, "title": item.title, "content_html": item.html, "summary": item.summary, "tags": item.tags,
            });
            let mut put = |key: &str, value: serde_json::Value| out[key] = value;
            if !item.link.is_empty() {
                put("url", json!(item.link));
            }
            if !item.author.is_empty() {
                put("authors", json!([{"name": item.author}]));
            }
            if item.published != 0 {
                put("date_published", json!(w3c(item.published)));
            }
            if let Some(updated) = item.updated {
                put("date_modified", json!(w3c(updated)));
            }
            if let Some(picture) = &item.picture {
                put("image", json!(picture.url));
            }
            if let Some(media) = &item.media {
                put("attachments", json!([{"url": media.url, "mime_type": media.media_type, "duration_in_seconds": media.seconds}]));
            }
            out
        })
        .collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": page.title, "home_page_url": page.home,
        "feed_url": page.own, "language": "da", "items": items,
    });
    if let Some(next) = &page.next {
        feed["next_url"] = json!(next);
    }
    feed.to_string()
}
