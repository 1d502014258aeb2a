//! The Graph API's own shapes (v26.0). Every field may be missing; ids come as strings and as numbers.

use serde::Deserialize;
use serde_json::Value;

use crate::collect::json;
use crate::domain::time::Timestamp;

/// What is asked of a post. `limit(0).summary(true)` gives the counts without the people behind them.
pub const POST_FIELDS: &str = "id,message,message_tags,story,created_time,updated_time,permalink_url,full_picture,\
status_type,is_published,is_hidden,from{id,name},\
attachments{media_type,type,title,description,url,unshimmed_url,target{id,url},\
media{image{src,width,height},source},subattachments},\
shares,reactions.limit(0).summary(true),comments.limit(0).summary(true)";

/// What is asked of a Page.
pub const PAGE_FIELDS: &str = "id,name,followers_count,link,username";

/// A post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Post {
    #[serde(deserialize_with = "json::text")]
    pub id: String,
    #[serde(deserialize_with = "json::field")]
    pub message: String,
    pub message_tags: Value,
    #[serde(deserialize_with = "json::field")]
    pub story: String,
    pub created_time: Value,
    #[serde(deserialize_with = "json::field")]
    pub permalink_url: String,
    #[serde(deserialize_with = "json::field")]
    pub full_picture: String,
    #[serde(deserialize_with = "json::field")]
    pub status_type: String,
    #[serde(deserialize_with = "json::field")]
    pub is_published: Option<bool>,
    #[serde(deserialize_with = "json::field")]
    pub is_hidden: Option<bool>,
    #[serde(deserialize_with = "json::field")]
    pub from: Option<From>,
    #[serde(deserialize_with = "json::field")]
    pub attachments: List<Attachment>,
    #[serde(deserialize_with = "json::field")]
    pub shares: Shares,
    #[serde(deserialize_with = "json::field")]
    pub reactions: Counted,
    #[serde(deserialize_with = "json::field")]
    pub comments: Counted,
}

/// Who posted; withheld on many posts of others.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    #[serde(deserialize_with = "json::text")]
    pub id: String,
    #[serde(deserialize_with = "json::field")]
    pub name: String,
}

/// `{"data": [...]}`.
#[derive(Debug, Deserialize)]
#[serde(default, bound(deserialize = "T: serde::de::DeserializeOwned"))]
pub struct List<T> {
    #[serde(deserialize_with = "json::list")]
    pub data: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { data: Vec::new() }
    }
}

/// An attachment, or one of its subattachments.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attachment {
    #[serde(deserialize_with = "json::field")]
    pub media_type: String,
    #[serde(rename = "type", deserialize_with = "json::field")]
    pub form: String,
    #[serde(deserialize_with = "json::field")]
    pub title: String,
    #[serde(deserialize_with = "json::field")]
    pub description: String,
    #[serde(deserialize_with = "json::field")]
    pub url: String,
    #[serde(deserialize_with = "json::field")]
    pub unshimmed_url: String,
    #[serde(deserialize_with = "json::field")]
    pub target: Target,
    #[serde(deserialize_with = "json::field")]
    pub media: Media,
    #[serde(deserialize_with = "json::field")]
    pub subattachments: List<Self>,
}

/// What an attachment leads to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Target {
    #[serde(deserialize_with = "json::field")]
    pub url: String,
}

/// Picture and video file of an attachment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Media {
    #[serde(deserialize_with = "json::field")]
    pub image: Image,
    #[serde(deserialize_with = "json::field")]
    pub source: String,
}

/// A picture; its address is signed and expires.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Image {
    #[serde(deserialize_with = "json::field")]
    pub src: String,
    #[serde(deserialize_with = "json::count")]
    pub width: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub height: Option<i64>,
}

/// `{"count": 6}`; missing when there are none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shares {
    #[serde(deserialize_with = "json::count")]
    pub count: Option<i64>,
}

/// `{"data": [], "summary": {"total_count": 41}}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Counted {
    #[serde(deserialize_with = "json::field")]
    pub summary: Summary,
}

/// The count behind a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Summary {
    #[serde(deserialize_with = "json::count")]
    pub total_count: Option<i64>,
}

/// A profile tag in a message. Not a hashtag, although newer answers list those here too, with their `#`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessageTag {
    #[serde(deserialize_with = "json::text")]
    pub id: String,
    #[serde(deserialize_with = "json::field")]
    pub name: String,
    #[serde(deserialize_with = "json::count")]
    pub offset: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub length: Option<i64>,
}

/// A Page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Page {
    #[serde(deserialize_with = "json::field")]
    pub name: String,
    #[serde(deserialize_with = "json::field")]
    pub username: String,
    #[serde(deserialize_with = "json::field")]
    pub link: String,
    #[serde(deserialize_with = "json::count")]
    pub followers_count: Option<i64>,
}

/// The error object; comes with any HTTP status, 200 included.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Error {
    #[serde(deserialize_with = "json::field")]
    pub message: String,
    #[serde(deserialize_with = "json::count")]
    pub code: Option<i64>,
    #[serde(deserialize_with = "json::count")]
    pub error_subcode: Option<i64>,
}

/// Graph times: `2026-09-21T06:30:00+0000` (no colon in the offset, so not RFC 3339), or epoch seconds.
pub fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(secs) => secs.as_i64().map(Timestamp::from_secs),
        Value::String(text) => {
            let text = text.trim();
            chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z")
                .ok()
                .map(|at| Timestamp(at.timestamp_micros()))
                .or_else(|| Timestamp::parse_rfc3339(text))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_a_colon_in_the_offset_are_read() {
        let at = |text: &str| time(&Value::from(text)).map(Timestamp::rfc3339);
        assert_eq!(at("2026-09-21T06:30:00+0000").as_deref(), Some("2026-09-21T06:30:00Z"));
        assert_eq!(at("2026-09-21T08:30:00+0200").as_deref(), Some("2026-09-21T06:30:00Z"));
        assert_eq!(at("2026-09-21T06:30:00Z").as_deref(), Some("2026-09-21T06:30:00Z"));
        assert_eq!(at("i går"), None);
        assert_eq!(time(&Value::from(1_790_064_901)), Some(Timestamp::from_secs(1_790_064_901)));
    }

    #[test]
    fn a_field_of_the_wrong_type_costs_that_field() {
        let odd = serde_json::json!({
            "id": 1045, "message": 7, "attachments": [], "shares": "many", "from": "Ledelsesugen",
            "reactions": {"summary": {"total_count": "41"}}, "is_published": "yes"
        });
        let post: Post = serde_json::from_value(odd).unwrap();
        assert_eq!((post.id.as_str(), post.message.as_str()), ("1045", ""));
        assert_eq!(post.reactions.summary.total_count, Some(41));
        assert!(post.from.is_none() && post.is_published.is_none());
    }
}
