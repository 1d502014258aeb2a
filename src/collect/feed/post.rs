//! An entry → [`NewPost`]. What can be shown is taken, what cannot is kept out with a reason.

use super::parsed::{Entry, Media, Medium, ParsedFeed, Person};
use super::resolve::{resolve, resolve_html};
use super::text::plain;
use super::token::{Token, Tokens};
use crate::domain::author::Author;
use crate::domain::engagement::Engagement;
use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Body, Keep, Kind, NewPost};
use crate::domain::time::Timestamp;

/// Pictures inside the text that become attachments.
const MAX_PICTURES: usize = 8;

/// Makes a post of an entry.
///
/// # Errors
/// Why it is kept out.
pub fn post(entry: &Entry, feed: &ParsedFeed, native_id: String, now: Timestamp) -> Result<NewPost, String> {
    let body = body(entry);
    let (Body::Html(words) | Body::Text(words)) = &body;
    if entry.title.is_empty() && words.trim().is_empty() && entry.media.is_empty() {
        return Err("it has no title, no text and no media".to_owned());
    }
    let attachments = attachments(entry, &body);
    let published_at = entry.published.or(entry.updated);
    let language = [&entry.language, &feed.language].into_iter().find_map(|code| language(code));
    Ok(NewPost {
        network: Network::Feed,
        native_id,
        url: web_link(&entry.link).unwrap_or_default(),
        author: author(entry, feed),
        title: Some(entry.title.clone()).filter(|title| !title.is_empty()),
        kind: Some(kind(entry)),
        tags: tags(entry),
        mentions: Vec::new(),
        attachments,
        language,
        warning: None,
        published_at,
        edited_at: entry.updated.filter(|updated| published_at.is_some_and(|published| *updated > published)),
        engagement: engagement(entry, now),
        keep: Keep::default(),
        happening: None,
        body,
    })
}

/// The fullest text there is: content before summary, HTML before plain.
fn body(entry: &Entry) -> Body {
    let content = entry.content.iter().find(|text| text.is_html()).or(entry.content.first());
    match content.or(entry.summary.as_ref()) {
        Some(text) if text.is_html() => {
            let base = if text.base.is_empty() { &entry.link } else { &text.base };
            Body::Html(resolve_html(&text.value, base).into_owned())
        }
        Some(text) => Body::Text(text.value.clone()),
        None => Body::Text(String::new()),
    }
}

fn web_link(link: &str) -> Option<String> {
    (link.starts_with("http://") || link.starts_with("https://")).then(|| link.to_owned())
}

fn author(entry: &Entry, feed: &ParsedFeed) -> Author {
    let named = |people: &[Person]| people.iter().any(|person| !person.name.is_empty());
    let people = if named(&entry.authors) { &entry.authors } else { &feed.authors };
    let names: Vec<&str> =
        people.iter().map(|person| &*person.name).filter(|name| !name.is_empty()).collect();
    let from = if entry.source_title.is_empty() { &feed.title } else { &entry.source_title };
    if names.is_empty() || (!named(&entry.authors) && !entry.source_title.is_empty()) {
        let url = web_link(&feed.link).filter(|_| entry.source_title.is_empty()).unwrap_or_default();
        return Author {
            native_id: from.clone(),
            name: from.clone(),
            url,
            is_organisation: true,
            ..Author::default()
        };
    }
    let name = names.join(", ");
    let url = people.iter().find_map(|person| web_link(&person.href)).unwrap_or_default();
    Author { native_id: name.clone(), is_organisation: name == *from, name, url, ..Author::default() }
}

fn tags(entry: &Entry) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in &entry.tags {
        // A term may be an address or a number of the publisher's; then the label is the word.
        for word in [Some(&tag.term), tag.label.as_ref()].into_iter().flatten() {
            let word = word.trim().trim_start_matches(['#', '＃']);
            let is_word = !word.is_empty() && !word.contains("://") && word.chars().count() <= 100;
            if is_word && !tags.iter().any(|have| have == word) {
                tags.push(word.to_owned());
            }
        }
    }
    tags
}

/// Video or sound if that is what it carries; otherwise an article.
fn kind(entry: &Entry) -> Kind {
    let carries = |medium| entry.media.iter().any(|media| media.medium == medium);
    if carries(Medium::Video) {
        Kind::Video
    } else if carries(Medium::Audio) {
        Kind::Audio
    } else {
        Kind::Article
    }
}

fn attachments(entry: &Entry, body: &Body) -> Vec<Attachment> {
    let mut all: Vec<Attachment> = entry.media.iter().filter_map(attachment).collect();
    for file in &entry.enclosures {
        let url = web_link(&file.href).filter(|url| all.iter().all(|have| have.url != *url));
        if let Some(url) = url {
            let kind = AttachmentKind::Document;
            all.push(Attachment { kind, url, title: file.title.clone(), ..Attachment::default() });
        }
    }
    if let Body::Html(html) = body {
        for picture in pictures(html) {
            match all.iter_mut().find(|have| have.url == picture.url || have.preview_url == picture.url) {
                // The text knows what the picture shows where the enclosure does not.
                Some(have) if have.alt.is_empty() => have.alt = picture.alt,
                Some(_) => {}
                None => all.push(picture),
            }
        }
    }
    all
}

fn attachment(media: &Media) -> Option<Attachment> {
    let kind = match media.medium {
        Medium::Image => AttachmentKind::Image,
        Medium::Video => AttachmentKind::Video,
        Medium::Audio => AttachmentKind::Audio,
        Medium::Document => AttachmentKind::Document,
    };
    Some(Attachment {
        kind,
        url: web_link(&media.url)?,
        preview_url: web_link(&media.thumbnail).unwrap_or_default(),
        alt: media.alt.clone(),
        title: media.title.clone(),
        description: String::new(),
        width: media.width,
        height: media.height,
        ..Attachment::default()
    })
}

/// The pictures in the text: cleaning takes them out of it, so they become attachments. Tracking pixels do not.
fn pictures(html: &str) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = Vec::new();
    for token in Tokens::new(html) {
        let Token::Start { name, attributes, .. } = token else { continue };
        if !name.eq_ignore_ascii_case("img") {
            continue;
        }
        let value = |wanted: &str| {
            let (_, value) = attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted))?;
            Some(super::entities::decode(value).trim().to_owned())
        };
        let pixels = |name| value(name).and_then(|size| size.trim_end_matches("px").parse::<u32>().ok());
        let (width, height) = (pixels("width"), pixels("height"));
        let source = ["src", "data-src", "data-lazy-src"]
            .iter()
            .find_map(|name| value(name).filter(|v| v.starts_with("http")));
        let Some(url) = source.map(|source| resolve("", &source)) else { continue };
        let is_pixel = width.is_some_and(|w| w <= 3) || height.is_some_and(|h| h <= 3);
        if is_pixel || found.len() >= MAX_PICTURES || found.iter().any(|have| have.url == url) {
            continue;
        }
        let alt = plain(&value("alt").unwrap_or_default());
        found.push(Attachment { url, alt, width, height, ..Attachment::default() });
    }
    found
}

/// A language tag that is one: `da`, `da-DK`, `en_GB`.
fn language(code: &str) -> Option<String> {
    let code = code.trim().replace('_', "-");
    let primary = code.split('-').next().unwrap_or_default();
    let proper = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    (proper && code.len() <= 35 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .then_some(code)
}

fn engagement(entry: &Entry, now: Timestamp) -> Option<Engagement> {
    let (comments, views, reactions) = (entry.comments, entry.views, entry.reactions);
    let told = comments.is_some() || views.is_some() || reactions.is_some();
    told.then(|| Engagement { comments, views, reactions, fetched_at: now, ..Engagement::default() })
}
