//! What any feed says, whatever its format: plain values, still untrusted. Knows nothing of XML, JSON or HTTP.

use serde::Serialize;

use crate::domain::time::Timestamp;

/// A feed as it was read. Nothing in it is trusted; links are absolute where a base was known.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ParsedFeed {
    /// `rss20`, `rss092`, `rss10`, `rss090`, `rss`, `atom10`, `atom03`, `cdf`, `json11` …; empty if it is no feed.
    pub format: String,
    /// The charset it was read in, in the Encoding Standard's words.
    pub charset: String,
    /// Plain text.
    pub title: String,
    /// The web page it belongs to.
    pub link: String,
    /// The publisher's own id.
    pub id: String,
    /// Subtitle or description.
    pub description: String,
    /// BCP 47.
    pub language: String,
    /// Who made it; entries without an author inherit these.
    pub authors: Vec<Person>,
    /// Logo or image.
    pub image: String,
    /// When it last changed, as it says.
    pub updated: Option<Timestamp>,
    /// WebSub hubs.
    pub hubs: Vec<String>,
    /// Its own address.
    pub self_link: String,
    /// The next (older) page.
    pub next_url: Option<String>,
    /// Seconds it asks to be left alone: `ttl`, `sy:updatePeriod`.
    pub wait_secs: Option<u64>,
    /// JSON Feed `expired` or `itunes:complete`: nothing new will come.
    pub complete: bool,
    /// In document order.
    pub entries: Vec<Entry>,
    /// Places (from 1) of items that are nothing to read: a number or a list where JSON Feed has an object.
    pub unreadable: Vec<usize>,
    /// The bytes ended before the document did: the last entry may be half of itself.
    pub truncated: bool,
    /// What was wrong with it and survived, in words for the operator.
    pub problems: Vec<String>,
}

/// One item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Entry {
    /// guid, Atom id, `rdf:about`; empty if there is none.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The page a person reads; empty if there is none.
    pub link: String,
    /// Every other link.
    pub links: Vec<Link>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// When it was first published.
    pub published: Option<Timestamp>,
    /// When it last changed.
    pub updated: Option<Timestamp>,
    /// The short text.
    pub summary: Option<Text>,
    /// The whole text; several if the feed gives several.
    pub content: Vec<Text>,
    /// Categories and keywords.
    pub tags: Vec<Tag>,
    /// Files that belong to it.
    pub enclosures: Vec<Enclosure>,
    /// Pictures, video and sound, with what is said about them.
    pub media: Vec<Media>,
    /// BCP 47.
    pub language: String,
    /// The feed it was taken from (Atom `source`, RSS `source`): its title.
    pub source_title: String,
    /// Number of comments (`slash:comments`, `thr:total`).
    pub comments: Option<i64>,
    /// Views and likes (`media:statistics`, `media:starRating`).
    pub views: Option<i64>,
    /// Likes (`media:starRating count`).
    pub reactions: Option<i64>,
    /// The document ended inside it.
    pub incomplete: bool,
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Display name.
    pub name: String,
    /// Home page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub href: String,
    /// E-mail; never shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// `alternate`, `self`, `replies` …
    pub rel: String,
    /// Where to.
    pub href: String,
    /// Media type.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub media_type: String,
    /// In words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// A piece of writing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// `text/html` or `text/plain`.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Untrusted HTML with absolute links, or plain text.
    pub value: String,
    /// What its relative links were resolved against.
    pub base: String,
    /// BCP 47.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
}

impl Text {
    /// True if [`Text::value`] is HTML.
    pub fn is_html(&self) -> bool {
        self.media_type == "text/html"
    }
}

/// A category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The word.
    pub term: String,
    /// From which vocabulary.
    pub scheme: Option<String>,
    /// For people, where it differs from the word.
    pub label: Option<String>,
}

/// A file that belongs to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Enclosure {
    /// Where it is.
    pub href: String,
    /// Media type, as claimed.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Bytes, as claimed; `length=""` and nonsense are `None`.
    pub length: Option<u64>,
    /// In words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// What a piece of media is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// A still picture.
    #[default]
    Image,
    /// Moving pictures.
    Video,
    /// Sound.
    Audio,
    /// PDF and the like.
    Document,
}

/// A picture, video or sound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Media {
    /// What it is.
    pub medium: Medium,
    /// The file, or the page or player where there is no file.
    pub url: String,
    /// A still picture that stands for it.
    pub thumbnail: String,
    /// Media type, as claimed.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub media_type: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// The publisher's alternative text.
    pub alt: String,
    /// In words.
    pub title: String,
}
