//! A post on its way through the house: [`NewPost`] as a collector read it, [`Draft`] normalised, [`Post`] stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::author::Author;
use super::engagement::Engagement;
use super::happening::Happening;
use super::hashtag::Hashtag;
use super::marks::Marks;
use super::network::Network;
use super::sector::Sector;
use super::time::Timestamp;

/// Our own id of a post: a UUIDv7 in text form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostId(pub String);

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A post's body as the network sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Untrusted HTML.
    Html(String),
    /// Plain text; line breaks count.
    Text(String),
}

/// What a collector read: the network's words, not yet cleaned. Nothing in it is trusted.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// Where it was published.
    pub network: Network,
    /// Unique within the network, and stable (Mastodon: `uri`; feeds: guid or link, prefixed with the source's id).
    pub native_id: String,
    /// The original, for people; may carry tracking parameters.
    pub url: String,
    /// Who wrote it.
    pub author: Author,
    /// A headline, where the network has one.
    pub title: Option<String>,
    /// The text.
    pub body: Body,
    /// Tags the network gives as structure (feed categories, Mastodon `tags`, LinkedIn hashtag templates), without `#`.
    pub tags: Vec<String>,
    /// Who is mentioned, display names.
    pub mentions: Vec<Mention>,
    /// Pictures, videos, link cards …
    pub attachments: Vec<Attachment>,
    /// BCP 47, as the network claims; a guess from the text is made where it is missing.
    pub language: Option<String>,
    /// Content warning, plain text.
    pub warning: Option<String>,
    /// Article, video … where the network or the source's settings know better than a guess.
    pub kind: Option<Kind>,
    /// As the network claims. Future times are clamped to `now` when normalising.
    pub published_at: Option<Timestamp>,
    /// Last edit, as the network claims.
    pub edited_at: Option<Timestamp>,
    /// Counts that came along.
    pub engagement: Option<Engagement>,
    /// When the network's rules make us forget it.
    pub keep: Keep,
    /// When and where, if it is an entry of a calendar.
    pub happening: Option<Happening>,
}

/// Storage limits of one post, by group of fields. `None` is "no limit from the network".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keep {
    /// The whole post is purged at this time unless it was collected again.
    pub content_until: Option<Timestamp>,
    /// The author's name, handle, link and followers are blanked at this time.
    pub author_until: Option<Timestamp>,
}

/// Somebody mentioned in a post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mention {
    /// Display name or handle, plain text, without a leading `@`.
    pub name: String,
    /// Profile page or URN; may be empty.
    pub url: String,
}

/// What an attachment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    /// A still picture.
    #[default]
    Image,
    /// A video or animated picture.
    Video,
    /// Sound.
    Audio,
    /// A document such as a PDF.
    Document,
    /// A link card to a page elsewhere.
    Link,
    /// A poll; its question is the title.
    Poll,
}

impl AttachmentKind {
    /// The word used in URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Link => "link",
            Self::Poll => "poll",
        }
    }
}

/// Something that hangs on a post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// The thing itself: media file, document or linked page. http(s), may be empty or expire.
    pub url: String,
    /// A picture that stands for it, http(s); may be empty.
    pub preview_url: String,
    /// SHA-256 (hex) of the picture as it was when a stranger pointed at it: another at the same address is not shown. Empty
    /// where the network's own word stands.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub preview_sha256: String,
    /// The author's own alternative text; empty is "none given", and the card says so.
    pub alt: String,
    /// Title of a link card, document or poll.
    pub title: String,
    /// Description of a link card.
    pub description: String,
    /// Pixels, if known.
    pub width: Option<u32>,
    /// Pixels, if known.
    pub height: Option<u32>,
}

impl Attachment {
    /// The address of its picture, if it has one: the smaller one where there are two.
    pub fn picture(&self) -> Option<&str> {
        let own = if self.kind == AttachmentKind::Image { self.url.as_str() } else { "" };
        [self.preview_url.as_str(), own].into_iter().find(|address| !address.is_empty())
    }
}

/// What a post is, for a visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A short post.
    #[default]
    Post,
    /// An article or blog post.
    Article,
    /// A video.
    Video,
    /// A podcast episode or other sound.
    Audio,
    /// A case: an example from practice.
    Case,
    /// An announcement of a happening.
    Happening,
}

impl Kind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Post, Self::Article, Self::Video, Self::Audio, Self::Case, Self::Happening];

    /// The word used in the database, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Article => "article",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Case => "case",
            Self::Happening => "happening",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of post, article, video, audio, case, happening"))
    }
}

/// A normalised post: safe HTML, plain text, one canonical URL. What is stored, judged and shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Where it was published.
    pub network: Network,
    /// Unique within the network.
    pub native_id: String,
    /// Id of the source it came from first.
    pub source: String,
    /// The original with tracking parameters gone; http(s), or empty if the source gave no usable link.
    pub url: String,
    /// Who wrote it; plain text throughout.
    pub author: Author,
    /// The organisation behind it, if known from the source or the author's name.
    pub organisation: Option<String>,
    /// Sector of that organisation.
    pub sector: Sector,
    /// Headline, plain text.
    pub title: Option<String>,
    /// Sanitised by an allow-list; safe to put in a page as it is.
    pub html: String,
    /// The same as plain text: NFC, no markup, paragraphs as `\n\n`.
    pub text: String,
    /// From text and structure, in order of appearance, each folded form once.
    pub hashtags: Vec<Hashtag>,
    /// Who is mentioned.
    pub mentions: Vec<Mention>,
    /// Canonical http(s) links in the body.
    pub links: Vec<String>,
    /// Pictures, videos, link cards …
    pub attachments: Vec<Attachment>,
    /// Content warning, plain text.
    pub warning: Option<String>,
    /// ISO 639-1, or `None` when the text is too short to tell.
    pub language: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Never later than the moment it was collected.
    pub published_at: Timestamp,
    /// Last edit at the source.
    pub edited_at: Option<Timestamp>,
    /// Counts that came along.
    pub engagement: Option<Engagement>,
    /// When the network's rules make us forget it.
    pub keep: Keep,
    /// When and where, if it is an entry of a calendar.
    #[serde(default)]
    pub happening: Option<Happening>,
}

/// Where a stored post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody and no rule has decided.
    Pending,
    /// Set aside by a rule or a moderator; not shown, still in the queue.
    Held,
    /// Shown to visitors.
    Approved,
    /// Not shown.
    Rejected,
}

impl State {
    /// All of them, in the order of the queue's tabs.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Held, Self::Approved, Self::Rejected];

    /// The word used in the database, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Held => "held",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of pending, held, approved, rejected"))
    }
}

/// A stored post: one row of `posts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Our own id.
    pub id: PostId,
    /// What it says.
    pub draft: Draft,
    /// Where it stands.
    pub state: State,
    /// Name of the rule that put it there, or `None` if a person did.
    pub rule: Option<String>,
    /// Why, in words a moderator reads.
    pub reason: Option<String>,
    /// True if it was edited at the source after a decision and waits for a new one.
    pub changed: bool,
    /// When we first stored it.
    pub collected_at: Timestamp,
    /// What the house added; an edit at the source leaves it.
    pub marks: Marks,
}
