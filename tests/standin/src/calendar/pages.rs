//! The web pages of an event system.

use serde_json::json;

use super::entry::{Entry, Markup};
use super::world::Channel;

/// The list: links alone, as most are.
pub(super) fn list(channel: &Channel) -> String {
    let links: String = channel
        .entries
        .iter()
        .map(|entry| format!("<li><a href=\"{}/{}\">{}</a>", channel.page, entry.uid, html(&entry.title)))
        .collect();
    format!(
        "<!doctype html><html lang=\"da\"><head><title>{0}</title></head><body><h1>{0}</h1><ul>{links}</ul>\
         <p><a href=\"/om\">Om</a> <a href=\"{1}/log-ind\" rel=\"nofollow\">Log ind</a></body></html>",
        html(&channel.title),
        channel.page
    )
}

/// One event's page.
pub(super) fn event(entry: &Entry, channel: &Channel) -> String {
    let marked = match channel.markup {
        Markup::JsonLd => {
            format!("<script type=\"application/ld+json\">{}</script>", json_ld(entry, channel))
        }
        Markup::Microdata => microdata(entry),
        Markup::None => String::new(),
    };
    format!(
        "<!doctype html><html lang=\"da\"><head><title>{0}</title></head><body><h1>{0}</h1>{marked}<p>{1}</body></html>",
        html(&entry.title),
        html(&entry.text)
    )
}

fn json_ld(entry: &Entry, channel: &Channel) -> serde_json::Value {
    let mut places = Vec::new();
    if !entry.place.is_empty() {
        let address = json!({"@type": "PostalAddress", "streetAddress": entry.address});
        places.push(json!({"@type": "Place", "name": entry.place, "address": address}));
    }
    if !entry.online.is_empty() {
        places.push(json!({"@type": "VirtualLocation", "url": entry.online}));
    }
    let status = if entry.cancelled { "EventCancelled" } else { "EventScheduled" };
    let event = json!({
        "@type": ["BusinessEvent"],
        "@id": format!("#{}", entry.uid),
        "name": entry.title,
        "url": format!("{}/{}", channel.page, entry.uid),
        "startDate": entry.start,
        "endDate": entry.end,
        "eventStatus": format!("https://schema.org/{status}"),
        "location": places,
        "organizer": {"@type": "Organization", "name": entry.organiser},
        "description": entry.text,
        "keywords": entry.tags.join(", "),
    });
    json!({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": channel.title}, event]})
}

fn microdata(entry: &Entry) -> String {
    let status = if entry.cancelled { "EventCancelled" } else { "EventScheduled" };
    format!(
        "<div itemscope itemtype=\"https://schema.org/EducationEvent\"><h2 itemprop=\"name\">{}</h2>\
         <time itemprop=\"startDate\" datetime=\"{}\">da</time><meta itemprop=\"endDate\" content=\"{}\">\
         <link itemprop=\"eventStatus\" href=\"https://schema.org/{status}\">\
         <div itemprop=\"location\" itemscope itemtype=\"https://schema.org/Place\"><span itemprop=\"name\">{}</span>\
         <span itemprop=\"address\">{}</span></div><p itemprop=\"description\">{}</p></div>",
        html(&entry.title),
        entry.start,
        entry.end,
        html(&entry.place),
        html(&entry.address),
        html(&entry.text)
    )
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
