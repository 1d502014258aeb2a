//! Mastodon's own shapes (docs.joinmastodon.org/entities). Every field may be missing; ids are opaque strings.

use serde::Deserialize;
use serde_json::Value;

use crate::collect::json;

/// A status.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Status {
    #[serde(deserialize_with = "json::text")]
    pub id: String,
    #[serde(deserialize_with = "json::field")]
    pub uri: String,
    #[serde(deserialize_with = "json::field")]
    pub url: String,
    #[serde(deserialize_with = "json::field")]
    pub created_at: String,
    #[serde(deserialize_with = "json::field")]
    pub edited_at: String,
    #[serde(deserialize_with = "json::field")]
    pub visibility: String,
    #[serde(deserialize_with = "json::field")]
    pub sensitive: bool,
    #[serde(deserialize_with = "json::field")]
    pub spoiler_text: String,
    #[serde(deserialize_with = "json::field")]
    pub language: Option<String>,
    #[serde(deserialize_with = "json::field")]
    pub content: String,
    pub reblog: Value,
    #[serde(deserialize_with = "json::field")]
    pub account: Account,
    #[serde(deserialize_with = "json::list")]
    pub media_attachments: Vec<Media>,
    #[serde(deserialize_with = "json::list")]
    pub mentions: Vec<Mention>,
    #[serde(deserialize_with = "json::list")]
    pub tags: Vec<Tag>,
    #[serde(deserialize_with = "json::field")]
    pub card: Option<Card>,
    #[serde(deserialize_with = "json::field")]
    pub poll: Option<Poll>,
    #[serde(deserialize_with = "json::count")]
    pub replies_count: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub reblogs_count: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub favourites_count: Option<i64>,
}

/// An account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    #[serde(deserialize_with = "json::field")]
    pub username: String,
    #[serde(deserialize_with = "json::field")]
    pub acct: String,
    #[serde(deserialize_with = "json::field")]
    pub display_name: String,
    #[serde(deserialize_with = "json::field")]
    pub uri: String,
    #[serde(deserialize_with = "json::field")]
    pub url: String,
    #[serde(deserialize_with = "json::field")]
    pub note: String,
    #[serde(deserialize_with = "json::field")]
    pub noindex: Option<bool>,
    #[serde(deserialize_with = "json::field")]
    pub group: bool,
    #[serde(deserialize_with = "json::count")]
    pub followers_count: Option<i64>,
}

/// A media attachment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Media {
    #[serde(rename = "type", deserialize_with = "json::field")]
    pub form: String,
    #[serde(deserialize_with = "json::field")]
    pub url: String,
    #[serde(deserialize_with = "json::field")]
    pub preview_url: String,
    #[serde(deserialize_with = "json::field")]
    pub remote_url: String,
    #[serde(deserialize_with = "json::field")]
    pub description: String,
    #[serde(deserialize_with = "json::field")]
    pub meta: Meta,
}

/// Sizes of a media attachment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Meta {
    #[serde(deserialize_with = "json::field")]
    pub original: Size,
    #[serde(deserialize_with = "json::field")]
    pub small: Size,
}

/// Pixels.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Size {
    #[serde(deserialize_with = "json::count")]
    pub width: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub height: Option<i64>,
}

/// Somebody mentioned.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Mention {
    #[serde(deserialize_with = "json::field")]
    pub acct: String,
    #[serde(deserialize_with = "json::field")]
    pub url: String,
}

/// A hashtag.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tag {
    #[serde(deserialize_with = "json::field")]
    pub name: String,
}

/// A link preview.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Card {
    #[serde(deserialize_with = "json::field")]
    pub url: String,
    #[serde(deserialize_with = "json::field")]
    pub title: String,
    #[serde(deserialize_with = "json::field")]
    pub description: String,
    #[serde(deserialize_with = "json::field")]
    pub image: String,
    #[serde(deserialize_with = "json::field")]
    pub image_description: String,
    #[serde(deserialize_with = "json::count")]
    pub width: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub height: Option<i64>,
}

/// A poll. It has no question of its own: the status is the question.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Poll {
    #[serde(deserialize_with = "json::list")]
    pub options: Vec<PollOption>,
}

/// One answer of a poll.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PollOption {
    #[serde(deserialize_with = "json::field")]
    pub title: String,
    #[serde(deserialize_with = "json::count")]
    pub votes_count: Option<i64>,
}
