//! schema.org's Event in a page's structured data → items. <https://schema.org/Event>

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use serde_json::{Map, Value};
use url::Url;

use super::event::registration;
use super::item::Item;
use super::moment::{Moment, basic};
use super::place;
use super::title;
use super::zone::Zone;
use crate::collect::feed::identity::hash;
use crate::domain::happening::{Happening, Status};
use crate::domain::post::Body;
use crate::domain::time::Timestamp;

/// Values of a page that are looked at.
const MOST: usize = 50_000;
/// Objects inside objects.
const DEEPEST: usize = 40;
/// Types that are events without saying so in their names.
const KINDS: [&str; 4] = ["Festival", "Hackathon", "CourseInstance", "EventSeries"];

type Object = Map<String, Value>;

/// What a page's data says.
#[derive(Debug, Default)]
pub struct Read {
    /// Its events.
    pub items: Vec<Item>,
    /// Events that cannot be read, and why.
    pub kept_out: Vec<(String, String)>,
    /// Pages it lists as events without saying when they are.
    pub listed: Vec<Url>,
}

/// Reads the events of a page.
pub fn read(values: &[Value], page: &Url, language: &str) -> Read {
    let mut walk = Walk {
        page,
        language,
        by_id: HashMap::new(),
        events: Vec::new(),
        repeated: HashSet::new(),
        listed: Vec::new(),
        left: MOST,
    };
    for value in values {
        walk.value(value, 0);
    }
    let mut starts: HashMap<String, String> = HashMap::new();
    for event in &walk.events {
        let (own, start) = (identity(event), text(event.get("startDate")));
        if starts.entry(own.clone()).or_insert_with(|| start.clone()) != &start {
            walk.repeated.insert(own);
        }
    }
    let mut keys = HashSet::new();
    let mut read = Read { listed: walk.listed.clone(), ..Read::default() };
    for event in &walk.events {
        match walk.item(event) {
            // The same event twice on a page, as JSON-LD and as microdata, is one.
            Ok(item) if !keys.insert(item.key.clone()) => {}
            Ok(item) => read.items.push(item),
            Err(Reason::OnlyListed(url)) => read.listed.push(url),
            Err(Reason::Unreadable(why)) => {
                let what = text(event.get("name")).chars().take(200).collect();
                read.kept_out.push((what, why));
            }
        }
    }
    read.listed.sort();
    read.listed.dedup();
    read
}

enum Reason {
    /// A link with a name: the page behind it may say more.
    OnlyListed(Url),
    Unreadable(String),
}

struct Walk<'a> {
    page: &'a Url,
    language: &'a str,
    by_id: HashMap<&'a str, &'a Object>,
    events: Vec<&'a Object>,
    /// Identities of events that stand there with more than one start.
    repeated: HashSet<String>,
    listed: Vec<Url>,
    left: usize,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: &'a Value, depth: usize) {
        if self.left == 0 || depth > DEEPEST {
            return;
        }
        self.left -= 1;
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.value(one, depth + 1)),
            Value::Object(object) => {
                if let Some(id) = object.get("@id").and_then(Value::as_str).filter(|_| object.len() > 1) {
                    self.by_id.entry(id).or_insert(object);
                }
                if is_event(object) {
                    self.events.push(object);
                } else if kinds(object).any(|kind| kind == "ListItem") {
                    self.listed.extend(self.link(object.get("url")));
                }
                object.values().for_each(|inner| self.value(inner, depth + 1));
            }
            _ => {}
        }
    }

    fn link(&self, value: Option<&Value>) -> Option<Url> {
        let written = text(value);
        let link = self.page.join(written.trim()).ok().filter(|_| !written.trim().is_empty())?;
        matches!(link.scheme(), "http" | "https").then_some(link)
    }

    /// Every object a property has, references followed.
    fn objects(&self, value: Option<&'a Value>) -> Vec<&'a Object> {
        let follow = |object: &'a Object| {
            let id = object.get("@id").and_then(Value::as_str).filter(|_| object.len() == 1);
            id.and_then(|id| self.by_id.get(id).copied()).unwrap_or(object)
        };
        match value {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).take(20).map(follow).collect(),
            Some(Value::Object(object)) => vec![follow(object)],
            _ => Vec::new(),
        }
    }

    fn item(&self, event: &'a Object) -> Result<Item, Reason> {
        let (name, said) = title::read(&text(event.get("name").or(event.get("headline"))));
        let page = self.link(event.get("url")).or_else(|| self.link(event.get("mainEntityOfPage")));
        let written = text(event.get("startDate"));
        if written.trim().is_empty() {
            return Err(match page {
                Some(url) if url != *self.page => Reason::OnlyListed(url),
                _ => Reason::Unreadable("it has no start".to_owned()),
            });
        }
        let wrong = || {
            Reason::Unreadable(format!(
                "its start {:?} is no date",
                written.chars().take(40).collect::<String>()
            ))
        };
        let start = basic(&written, Zone::DANISH).ok_or_else(wrong)?;
        let begins = start.instant().ok_or_else(wrong)?;
        let (place, more) = self.place(event);
        let statuses = ["eventStatus"].map(|name| last_word(&text(event.get(name))));
        let status = match statuses[0].as_str() {
            "EventCancelled" | "Cancelled" => Status::Cancelled,
            "EventPostponed" => Status::Postponed,
            _ => said.unwrap_or_default(),
        };
        let mode = last_word(&text(event.get("eventAttendanceMode")));
        let is_online = place.is_online
            || statuses[0] == "EventMovedOnline"
            || mode.starts_with("Online")
            || mode.starts_with("Mixed");
        let before = basic(&text(event.get("previousStartDate")), Zone::DANISH).and_then(|at| at.instant());
        let description = text(event.get("description"));
        let body = if description.contains('<') {
            Body::Html(description.clone())
        } else {
            Body::Text(description.clone())
        };
        let offers = self.objects(event.get("offers"));
        let offered = offers.iter().find_map(|offer| self.link(offer.get("url"))).map(String::from);
        // `#event` is somebody else's on the next page.
        let own = text(event.get("@id"));
        let own = Some(own).filter(|id| !id.is_empty() && !id.starts_with('_'));
        let own = own.map(|id| self.page.join(&id).map_or(id, String::from));
        let id = own
            .or_else(|| Some(text(event.get("identifier"))).filter(|id| !id.is_empty()))
            .or_else(|| page.as_ref().map(|url| url.to_string()))
            .unwrap_or_else(|| hash(&[self.page.as_str(), &name]));
        // Repeated on one page: the day tells them apart.
        let is_series = self.repeated.contains(&identity(event));
        let key = if is_series { format!("{id}/{}", start.local.format("%Y%m%dT%H%M")) } else { id.clone() };
        let organisers = self.objects(event.get("organizer"));
        let organiser = organisers.iter().map(|who| text(who.get("name"))).find(|name| !name.is_empty());
        Ok(Item {
            key,
            title: name,
            tags: keywords(event.get("keywords")),
            url: page.map_or_else(|| self.page.to_string(), String::from),
            pictures: self.pictures(event),
            language: Some(text(event.get("inLanguage")))
                .filter(|code| !code.is_empty())
                .or(Some(self.language.to_owned()).filter(|code| !code.is_empty())),
            created: None,
            modified: None,
            happening: Happening {
                start: begins,
                end: end(&text(event.get("endDate")), &start, &text(event.get("duration"))),
                all_day: start.is_date,
                place: place.name,
                address: if more.is_empty() { place.address } else { more },
                online: place.link,
                is_online,
                status,
                moved_from: before.filter(|before| *before != begins),
                organiser: organiser.unwrap_or_else(|| plain_text(event.get("organizer"))),
                registration: offered.unwrap_or_else(|| registration(&description)),
                uid: id.chars().take(300).collect(),
                occurrence: is_series.then_some(begins),
                sequence: 0,
            },
            body,
        })
    }

    /// Name of the place, and its address if it is told by itself. Online places give the link.
    fn place(&self, event: &'a Object) -> (place::Place, String) {
        let mut found = place::read(&plain_text(event.get("location")));
        let mut address = String::new();
        for object in self.objects(event.get("location")) {
            if kinds(object).any(|kind| kind == "VirtualLocation") {
                found.is_online = true;
                if found.link.is_empty() {
                    found.link = self.link(object.get("url")).map(String::from).unwrap_or_default();
                }
                continue;
            }
            if found.name.is_empty() {
                found.name = text(object.get("name"));
            }
            address = plain_text(object.get("address"));
            for parts in self.objects(object.get("address")) {
                let part = |name: &str| text(parts.get(name)).trim().to_owned();
                let town = [part("postalCode"), part("addressLocality")].join(" ").trim().to_owned();
                let parts = [part("streetAddress"), town];
                address = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            }
        }
        (found, address)
    }

    fn pictures(&self, event: &'a Object) -> Vec<(String, String)> {
        let objects = self.objects(event.get("image"));
        let told = objects.iter().map(|image| {
            (self.link(image.get("url").or(image.get("contentUrl"))), text(image.get("caption")))
        });
        let plain = match event.get("image") {
            Some(Value::Array(all)) => all.iter().find(|one| one.is_string()),
            one => one.filter(|one| one.is_string()),
        };
        let plain = self.link(plain).map(|url| (url.to_string(), String::new()));
        // One picture in several formats is one picture.
        told.filter_map(|(url, alt)| Some((url?.to_string(), alt))).chain(plain).take(1).collect()
    }
}

/// A day without a time is over at its end; a time before the start is none.
fn end(written: &str, start: &Moment, duration: &str) -> Option<Timestamp> {
    let told = basic(written, Zone::DANISH).and_then(|end| {
        if end.is_date {
            end.at(end.local.checked_add_signed(TimeDelta::days(1))?).instant()
        } else {
            end.instant()
        }
    });
    let lasts = || start.at(start.local.checked_add_signed(super::moment::duration(duration)?)?).instant();
    let day = || {
        if start.is_date {
            start.at(start.local.checked_add_signed(TimeDelta::days(1))?).instant()
        } else {
            None
        }
    };
    told.or_else(lasts).filter(|end| start.instant().is_some_and(|begin| *end > begin)).or_else(day)
}

fn is_event(object: &Object) -> bool {
    kinds(object).any(|kind| (kind.ends_with("Event") && kind != "PublicationEvent") || KINDS.contains(&kind))
}

fn kinds(object: &Object) -> impl Iterator<Item = &str> {
    let kinds = match object.get("@type") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).take(10).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    kinds.into_iter().map(|kind| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind))
}

/// What names an event on its page: its id and address, or its name where it has neither.
fn identity(event: &Object) -> String {
    let named = format!("{}\n{}", text(event.get("@id")), text(event.get("url")));
    if named.len() > 1 { named } else { text(event.get("name")) }
}

fn last_word(text: &str) -> String {
    text.trim().rsplit(['/', '#', ':']).next().unwrap_or_default().to_owned()
}

/// The first text of a value: itself, `@value`, the first of a list.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(all)) => text(all.first()),
        Some(Value::Object(object)) => {
            let inner = object.get("@value").or(object.get("name")).or(object.get("@id"));
            inner.and_then(Value::as_str).unwrap_or_default().trim().to_owned()
        }
        _ => String::new(),
    }
}

/// A text, or the first among several things; no object's.
fn plain_text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Array(all)) => all.iter().find_map(Value::as_str).unwrap_or_default().trim().to_owned(),
        _ => String::new(),
    }
}

fn keywords(value: Option<&Value>) -> Vec<String> {
    let words: Vec<&str> = match value {
        Some(Value::String(text)) => text.split(',').collect(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let words = words.into_iter().map(|word| word.trim().trim_start_matches('#').to_owned());
    words.filter(|word| !word.is_empty()).take(50).collect()
}
