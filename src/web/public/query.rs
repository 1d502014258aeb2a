//! What a visitor asked the wall for, as it stands in the URL. Every state of the wall is one short address: parameters
//! with nothing in them are left out, unknown ones are ignored.

use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use hashwall_index::{Filter, Search};
use url::form_urlencoded;

use crate::domain::hashtag::Hashtag;
use crate::domain::network::Network;
use crate::domain::post::{AttachmentKind, Kind};
use crate::domain::sector::Sector;
use crate::domain::time::{COPENHAGEN, Timestamp};
use crate::web::dates;
use crate::web::page::{Page, encode};

/// Longer than anything worth searching for.
const LONGEST_TEXT: usize = 1_000;
/// Longer than any organisation's name.
const LONGEST_NAME: usize = 200;

/// The parameters, in the order in which they stand in an address.
const NAMES: [&str; 11] =
    ["q", "netvaerk", "sektor", "organisation", "tag", "type", "medie", "sprog", "dag", "sorter", "aeldre"];

/// Search, filters, order and place in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WallQuery {
    /// `q`: what was typed.
    pub text: String,
    /// `netvaerk`.
    pub network: Option<Network>,
    /// `sektor`.
    pub sector: Option<Sector>,
    /// `organisation`: its whole name.
    pub organisation: Option<String>,
    /// `tag`: a hashtag as it is compared, without `#`.
    pub tag: Option<String>,
    /// `type`.
    pub kind: Option<Kind>,
    /// `medie`: posts with a picture, a video …
    pub media: Option<AttachmentKind>,
    /// `sprog`: ISO 639-1.
    pub language: Option<String>,
    /// `dag`: one day in Denmark.
    pub day: Option<NaiveDate>,
    /// `sorter=bedst`: best match first; only where something was typed.
    pub best_first: bool,
    /// `aeldre`: the cursor of a page of older posts.
    pub cursor: Option<String>,
}

/// A filter that is on, with the address of the wall without it.
pub struct Active {
    /// What it is, for people.
    pub label: String,
    /// The wall without it.
    pub href: String,
}

impl WallQuery {
    /// From the URL.
    pub fn read(page: &Page) -> Self {
        Self::of(|name| page.parameter(name))
    }

    /// From a query string, as a named wall saves it.
    pub fn parse(query: &str) -> Self {
        let values: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self::of(|name| values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim()))
    }

    fn of<'a>(parameter: impl Fn(&str) -> &'a str) -> Self {
        let text: String = parameter("q").chars().take(LONGEST_TEXT).collect();
        let language = parameter("sprog");
        let code =
            (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let cursor = parameter("aeldre");
        Self {
            network: parameter("netvaerk").parse().ok(),
            sector: parameter("sektor").parse().ok(),
            organisation: Some(parameter("organisation"))
                .filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_NAME)
                .map(str::to_owned),
            tag: Hashtag::new(parameter("tag")).map(|tag| tag.folded),
            kind: parameter("type").parse().ok(),
            media: MEDIA.into_iter().find(|media| media.as_str() == parameter("medie")),
            day: parameter("dag").parse().ok(),
            language: code.then(|| language.to_owned()),
            best_first: !text.is_empty() && parameter("sorter") == "bedst",
            cursor: (!cursor.is_empty()).then(|| cursor.to_owned()),
            text,
        }
    }

    /// What is asked for within a saved view: what the view says holds, words are searched in it.
    pub fn within(self, view: &Self) -> Self {
        let words = [view.text.as_str(), self.text.as_str()];
        let text = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        Self {
            text,
            network: view.network.or(self.network),
            sector: view.sector.or(self.sector),
            organisation: view.organisation.clone().or(self.organisation),
            tag: view.tag.clone().or(self.tag),
            kind: view.kind.or(self.kind),
            media: view.media.or(self.media),
            language: view.language.clone().or(self.language),
            day: view.day.or(self.day),
            best_first: view.best_first || self.best_first,
            cursor: self.cursor,
        }
    }

    /// True for the wall as it is, with neither search nor filter nor place: the one that new posts slide into.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// What a new post does to an open page of this: `all` slides it in, `notice` tells of it, `known` neither.
    pub fn live(&self) -> &'static str {
        match () {
            () if self.cursor.is_some() => "known",
            () if self.is_plain() => "all",
            () => "notice",
        }
    }

    /// True if a filter is on.
    pub fn has_filters(&self) -> bool {
        *self
            != Self {
                text: self.text.clone(),
                best_first: self.best_first,
                cursor: self.cursor.clone(),
                ..Self::default()
            }
    }

    /// The parameters, tidy, in one order.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = Vec::new();
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                parameters.push((name.to_owned(), value.to_owned()));
            }
        };
        add("q", Some(&self.text));
        add("netvaerk", self.network.map(Network::as_str));
        add("sektor", self.sector.map(Sector::as_str));
        add("organisation", self.organisation.as_deref());
        add("tag", self.tag.as_deref());
        add("type", self.kind.map(Kind::as_str));
        add("medie", self.media.map(AttachmentKind::as_str));
        add("sprog", self.language.as_deref());
        add("dag", self.day.map(|day| day.to_string()).as_deref());
        add("sorter", self.best_first.then_some("bedst"));
        add("aeldre", self.cursor.as_deref());
        parameters
    }

    /// This state of the page at `path`.
    pub fn href(&self, path: &str) -> String {
        let query = encode(&self.parameters());
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// True if a form sent fields with nothing in them: the visitor is then sent to the short address.
    pub fn is_untidy(&self, page: &Page) -> bool {
        page.query().iter().any(|(name, value)| {
            NAMES.contains(&name.as_str())
                && (value.trim().is_empty() || (name == "sorter" && !self.best_first))
        })
    }

    /// The same without a place in the list.
    pub fn from_the_top(&self) -> Self {
        Self { cursor: None, ..self.clone() }
    }

    /// The page of older posts at `cursor`.
    pub fn older(&self, cursor: String) -> Self {
        Self { cursor: Some(cursor), ..self.clone() }
    }

    /// For the index; `now` tells what `siden:mandag` means.
    pub fn search(&self, limit: usize, now: Timestamp) -> Search {
        let filter =
            |field, value: Option<&str>| value.map(|value| Filter { field, any_of: vec![value.to_owned()] });
        Search {
            text: self.text.clone(),
            filters: [
                filter("network", self.network.map(Network::as_str)),
                filter("sector", self.sector.map(Sector::as_str)),
                filter("organisation", self.organisation.as_deref()),
                filter("tag", self.tag.as_deref()),
                filter("kind", self.kind.map(Kind::as_str)),
                filter("media", self.media.map(AttachmentKind::as_str)),
                filter("language", self.language.as_deref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            since: self.day.and_then(midnight),
            until: self.day.and_then(day_after),
            by_relevance: self.best_first,
            limit,
            cursor: self.cursor.clone(),
            now: Some(now.0),
            ..Search::default()
        }
    }

    /// The filters that are on, each with the way out of it.
    pub fn active(&self, page: &Page) -> Vec<Active> {
        let top = self.from_the_top();
        let mut active = Vec::new();
        let mut add = |label: Option<String>, without: Self| {
            if let Some(label) = label {
                active.push(Active { label, href: page.href(without.href("/")) });
            }
        };
        add(self.network.map(|n| page.word("network", n.as_str())), Self { network: None, ..top.clone() });
        add(self.sector.map(|s| page.word("sector", s.as_str())), Self { sector: None, ..top.clone() });
        add(self.organisation.clone(), Self { organisation: None, ..top.clone() });
        add(self.tag.as_deref().map(|tag| format!("#{tag}")), Self { tag: None, ..top.clone() });
        add(self.kind.map(|k| page.word("kind", k.as_str())), Self { kind: None, ..top.clone() });
        add(self.media.map(|m| page.word("with-media", m.as_str())), Self { media: None, ..top.clone() });
        add(self.language.as_deref().map(|l| language_name(page, l)), Self { language: None, ..top.clone() });
        add(self.day.map(|day| dates::day(page.language, day)), Self { day: None, ..top.clone() });
        active
    }
}

/// What one can ask a post to have.
pub const MEDIA: [AttachmentKind; 6] = [
    AttachmentKind::Image,
    AttachmentKind::Video,
    AttachmentKind::Audio,
    AttachmentKind::Document,
    AttachmentKind::Link,
    AttachmentKind::Poll,
];

/// When a day begins in Denmark, in µs; `None` only outside the calendar's range.
pub fn midnight(day: NaiveDate) -> Option<i64> {
    let at = COPENHAGEN.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?;
    Some(at.timestamp_micros())
}

/// When it ends.
pub fn day_after(day: NaiveDate) -> Option<i64> {
    day.checked_add_days(Days::new(1)).and_then(midnight)
}

/// A language's name, or its code where we have no word for it.
pub fn language_name(page: &Page, code: &str) -> String {
    let key = format!("language-{code}");
    let name = page.text(&key);
    if name == key { code.to_owned() } else { name }
}
