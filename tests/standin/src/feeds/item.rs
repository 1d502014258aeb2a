//! What a feed publishes. Times are µs since the epoch.

/// A format a feed can be asked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0: `{name}.rss`.
    #[default]
    Rss,
    /// Atom 1.0: `{name}.atom`.
    Atom,
    /// RSS 1.0: `{name}.rdf`.
    Rdf,
    /// JSON Feed 1.1: `{name}.json`.
    Json,
}

/// A picture with the publisher's alternative text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it is; [`Feeds::picture`](super::Feeds::picture) makes one that exists.
    pub url: String,
    /// What it shows; may be empty, as it often is.
    pub alt: String,
}

/// A video or sound file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Where it is.
    pub url: String,
    /// `video/mp4`, `audio/mpeg`.
    pub media_type: String,
    /// Seconds.
    pub seconds: u32,
}

/// One item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// guid or Atom id; empty is "none".
    pub id: String,
    /// The page; empty is "none".
    pub link: String,
    /// Headline.
    pub title: String,
    /// A sentence or two, plain.
    pub summary: String,
    /// The whole text.
    pub html: String,
    /// Who wrote it; empty is "nobody named".
    pub author: String,
    /// Categories.
    pub tags: Vec<String>,
    /// First published; 0 is "no date".
    pub published: i64,
    /// Changed since, if it was.
    pub updated: Option<i64>,
    /// A picture.
    pub picture: Option<Picture>,
    /// A video or sound.
    pub media: Option<Media>,
}
