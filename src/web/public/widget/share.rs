//! What stands in a page's head for others who link to it: Open Graph and card meta, the picture, where oEmbed is, and
//! schema.org's words for a post or a happening. Approved posts alone, as visitors see them.

use askama::Template;
use serde_json::{Value, json};

use super::oembed;
use crate::domain::happening::Status;
use crate::domain::public::PublicPost;
use crate::web::page::Page;
use crate::web::public::card::beginning;

/// Characters of a headline made of a post's own words.
const HEADLINE: usize = 110;

/// The lines of the head. In a template: `{{ self.share()|safe }}`.
#[derive(Template)]
#[template(path = "share.html")]
pub struct Share {
    /// Our picture of the page, whole address.
    picture: String,
    /// What the picture shows, for those who do not see it.
    alt: String,
    /// Where oEmbed answers for the page, as JSON and as XML; for what can be embedded.
    oembed: Option<[String; 2]>,
    /// JSON-LD, ready to stand in a script element.
    data: Option<String>,
}

impl Share {
    /// Of a wall at `path` (a named one's, or `/`), shown at `address`.
    pub fn of_wall(page: &Page, path: &str, address: &str, title: &str) -> Self {
        let path = path.trim_end_matches('/');
        Self {
            picture: page.absolute(&page.href(format!("{path}/preview.png"))),
            alt: title.to_owned(),
            oembed: Some(oembed::discovery(page, address)),
            data: None,
        }
    }

    /// Of a post at its permalink.
    pub fn of_post(page: &Page, post: &PublicPost, title: &str) -> Self {
        let address = page.absolute(&format!("/opslag/{}", post.id));
        Self {
            picture: page.absolute(&format!("/opslag/{}/preview.png", post.id)),
            alt: title.to_owned(),
            oembed: Some(oembed::discovery(page, &address)),
            data: script(&posting(page, post, &address)),
        }
    }

    /// Of a happening at `address`.
    pub fn of_happening(page: &Page, post: &PublicPost, title: &str, address: &str) -> Self {
        Self {
            picture: page.absolute(&format!("/opslag/{}/preview.png", post.id)),
            alt: title.to_owned(),
            oembed: None,
            data: event(page, post, title, address).as_ref().and_then(script),
        }
    }
}

/// Nothing in it can end the script element, and no browser runs it: it is data.
fn script(value: &Value) -> Option<String> {
    let written = serde_json::to_string(value).ok()?;
    Some(written.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

/// <https://schema.org/SocialMediaPosting>.
fn posting(page: &Page, post: &PublicPost, address: &str) -> Value {
    let warned = post.warning.as_deref().is_some_and(|warning| !warning.trim().is_empty());
    let headline = match post.title.as_deref().filter(|title| !title.is_empty()) {
        _ if warned => post.warning.clone().unwrap_or_default(),
        Some(title) => title.to_owned(),
        None => beginning(&post.text, HEADLINE),
    };
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "SocialMediaPosting",
        "@id": address,
        "url": address,
        "headline": headline,
        "datePublished": page.datetime(&post.published_at),
        "isPartOf": { "@type": "WebSite", "name": page.site.title, "url": page.absolute("/") },
        "image": page.absolute(&format!("/opslag/{}/preview.png", post.id)),
    });
    let mut add = |name: &str, found: Option<Value>| {
        if let Some(found) = found {
            value[name] = found;
        }
    };
    add("articleBody", (!warned).then(|| json!(post.text)));
    add("inLanguage", post.language.as_ref().map(|language| json!(language)));
    add("author", author(post));
    add("isBasedOn", web(&post.url).map(|url| json!(url)));
    let tags: Vec<&str> = post.hashtags.iter().map(|tag| tag.written.as_str()).collect();
    add("keywords", (!tags.is_empty()).then(|| json!(tags.join(", "))));
    value
}

fn author(post: &PublicPost) -> Option<Value> {
    let organisation = post.organisation.as_deref().filter(|name| !name.is_empty());
    let person = Some(post.author.as_str()).filter(|name| !name.is_empty());
    let name = person.or(organisation)?;
    let kind = if person.is_none() || person == organisation { "Organization" } else { "Person" };
    let mut author = json!({ "@type": kind, "name": name });
    if let Some(url) = web(&post.author_url) {
        author["url"] = json!(url);
    }
    if let Some(organisation) = organisation.filter(|_| kind == "Person") {
        author["affiliation"] = json!({ "@type": "Organization", "name": organisation });
    }
    Some(author)
}

/// <https://schema.org/Event>.
fn event(page: &Page, post: &PublicPost, title: &str, address: &str) -> Option<Value> {
    let happening = post.happening.as_ref()?;
    let of_day = |at| {
        let moment = page.datetime(at);
        if happening.all_day { at.to_copenhagen().format("%Y-%m-%d").to_string() } else { moment }
    };
    let status = match happening.status {
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
        Status::Scheduled if happening.moved_from.is_some() => "EventRescheduled",
        Status::Scheduled => "EventScheduled",
    };
    let mode = match (happening.is_physical(), happening.is_online) {
        (true, true) => "MixedEventAttendanceMode",
        (false, true) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    };
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": title,
        "startDate": of_day(&happening.start),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": format!("https://schema.org/{mode}"),
        "image": page.absolute(&format!("/opslag/{}/preview.png", post.id)),
    });
    if let Some(end) = &happening.end {
        value["endDate"] = json!(of_day(end));
    }
    if let Some(before) = &happening.moved_from {
        value["previousStartDate"] = json!(of_day(before));
    }
    let mut places = Vec::new();
    if happening.is_physical() {
        let name = [&happening.place, &happening.address].into_iter().find(|name| !name.is_empty());
        places
            .extend(name.map(|name| json!({ "@type": "Place", "name": name, "address": happening.address })));
    }
    places.extend(web(&happening.online).map(|url| json!({ "@type": "VirtualLocation", "url": url })));
    if !places.is_empty() {
        value["location"] = Value::Array(places);
    }
    let warned = post.warning.as_deref().is_some_and(|warning| !warning.trim().is_empty());
    if !warned && !post.text.is_empty() {
        value["description"] = json!(beginning(&post.text, 300));
    }
    let organiser =
        [happening.organiser.as_str(), post.organisation.as_deref().unwrap_or_default(), &post.author];
    if let Some(name) = organiser.into_iter().find(|name| !name.is_empty()) {
        value["organizer"] = json!({ "@type": "Organization", "name": name });
    }
    Some(value)
}

fn web(address: &str) -> Option<&str> {
    Some(address).filter(|address| address.starts_with("https://") || address.starts_with("http://"))
}
