//! One Graph post → [`NewPost`]. Pure: no call, no clock.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::attachments;
use super::cursor::PageInfo;
use super::wire;
use crate::collect::json;
use crate::domain::author::Author;
use crate::domain::engagement::Engagement;
use crate::domain::network::Network;
use crate::domain::post::{AttachmentKind, Body, Keep, Kind, Mention, NewPost};
use crate::domain::time::Timestamp;

/// What is known when a post is read.
pub struct Context<'a> {
    /// Id of the Page.
    pub page: &'a str,
    /// What is known of it.
    pub info: &'a PageInfo,
    /// True if a post without `from` is certainly the Page's own. A visitor's post on the Page's timeline has the Page's
    /// id at its front too, and must not be put into the Page's mouth.
    pub own: bool,
    /// The moment of collecting.
    pub now: Timestamp,
}

/// What became of one element of an answer.
#[derive(Debug)]
pub enum Read {
    /// A post.
    Post(Box<NewPost>),
    /// The Page itself does not show it (now): unpublished or hidden.
    Withdrawn {
        /// Its id.
        id: String,
        /// Which of the two.
        why: &'static str,
    },
    /// It cannot be read.
    Broken(&'static str),
}

/// Reads one element of `data`.
pub fn read(item: &Value, context: &Context<'_>) -> Read {
    let Some(post) = shape::<wire::Post>(item) else {
        return Read::Broken("not an object as the Graph API documents it");
    };
    if post.id.is_empty() {
        return Read::Broken("it has no id");
    }
    if post.is_published == Some(false) {
        return Read::Withdrawn { id: post.id, why: "it is not published" };
    }
    if post.is_hidden == Some(true) {
        return Read::Withdrawn { id: post.id, why: "it is hidden on the Page" };
    }
    Read::Post(Box::new(new_post(post, context)))
}

/// When an element says it was created, whatever else is wrong with it.
pub fn created(item: &Value) -> Option<Timestamp> {
    wire::time(item.get("created_time")?)
}

fn new_post(post: wire::Post, context: &Context<'_>) -> NewPost {
    let attachments = attachments::read(&post);
    let video = attachments.first().is_some_and(|first| first.kind == AttachmentKind::Video);
    let happening = post.status_type == "created_event"
        || post.attachments.data.iter().any(|attachment| attachment.form == "event");
    let text = match post.message.is_empty() && attachments.is_empty() {
        // "Ledelsesugen opdaterede …": Facebook's own words stand in only where the post has nothing else.
        true => post.story.clone(),
        false => post.message.clone(),
    };
    NewPost {
        network: Network::Facebook,
        url: match post.permalink_url.starts_with("https://") {
            true => post.permalink_url.clone(),
            false => format!("https://www.facebook.com/{}", post.id),
        },
        author: author(&post, context),
        title: None,
        body: Body::Text(text),
        // Graph has no structured hashtags: they are read from the text. `message_tags` are profiles.
        tags: Vec::new(),
        mentions: mentions(&post.message_tags, &post.message),
        attachments,
        language: None,
        warning: None,
        kind: match (happening, video) {
            (true, _) => Some(Kind::Happening),
            (false, true) => Some(Kind::Video),
            (false, false) => None,
        },
        published_at: wire::time(&post.created_time),
        // `updated_time` moves with every comment, so it is no sign of an edit.
        edited_at: None,
        engagement: Some(engagement(&post, context.now)),
        // Meta's Platform Terms set no fixed limit for Page content: it is kept current by re-checking.
        keep: Keep::default(),
        happening: None,
        native_id: post.id,
    }
}

fn author(post: &wire::Post, context: &Context<'_>) -> Author {
    let from = post.from.as_ref();
    let id = match from.map(|from| from.id.as_str()).filter(|id| !id.is_empty()) {
        Some(id) => id,
        None if context.own => context.page,
        None => "",
    };
    let said = from.map(|from| from.name.clone()).unwrap_or_default();
    if id != context.page {
        let url = if id.is_empty() { String::new() } else { format!("https://www.facebook.com/{id}") };
        return Author { native_id: id.to_owned(), name: said, url, ..Author::default() };
    }
    let info = context.info;
    Author {
        native_id: id.to_owned(),
        name: if said.is_empty() { info.name.clone() } else { said },
        handle: info.username.clone(),
        url: match info.link.is_empty() {
            true => format!("https://www.facebook.com/{id}"),
            false => info.link.clone(),
        },
        followers: info.followers,
        is_organisation: true,
    }
}

/// Counts of a post. `shares` is left out by Graph when there are none; the others only when they are not told.
fn engagement(post: &wire::Post, now: Timestamp) -> Engagement {
    Engagement {
        reactions: post.reactions.summary.total_count,
        comments: post.comments.summary.total_count,
        shares: Some(post.shares.count.unwrap_or(0)),
        views: None,
        kinds: std::collections::BTreeMap::new(),
        fetched_at: now,
        expires_at: None,
    }
}

/// Profile tags: a list, in old answers a map from offset to list, and `{}` for none.
fn mentions(tags: &Value, message: &str) -> Vec<Mention> {
    let lists = match tags {
        Value::Array(list) => vec![list],
        Value::Object(by_offset) => by_offset.values().filter_map(Value::as_array).collect(),
        _ => Vec::new(),
    };
    let read = lists.into_iter().flatten().filter_map(|tag| {
        let tag = shape::<wire::MessageTag>(tag)?;
        let name = if tag.name.is_empty() { cut(message, &tag)? } else { tag.name };
        let name = name.trim().trim_start_matches('@').to_owned();
        if name.is_empty() || name.starts_with(['#', '＃']) {
            return None;
        }
        let url = match tag.id.is_empty() {
            true => String::new(),
            false => format!("https://www.facebook.com/{}", tag.id),
        };
        Some(Mention { name, url })
    });
    let mut mentions: Vec<Mention> = Vec::new();
    for mention in read {
        if !mentions.contains(&mention) {
            mentions.push(mention);
        }
    }
    mentions
}

/// The tagged words of the message; offset and length count Unicode code points.
fn cut(message: &str, tag: &wire::MessageTag) -> Option<String> {
    let (from, length) = (usize::try_from(tag.offset?).ok()?, usize::try_from(tag.length?).ok()?);
    Some(message.chars().skip(from).take(length).collect())
}

/// Reads a shape from an element; `None` if it is no object.
fn shape<T: DeserializeOwned>(item: &Value) -> Option<T> {
    // A struct is also read from a list, which is not what Graph means by one.
    item.is_object().then(|| serde_json::from_value(item.clone()).ok())?
}

/// What an element is called in a status line, however broken it is.
pub fn name_of(item: &Value, position: usize) -> String {
    let id = item.get("id").map(json::as_text).filter(|id| !id.is_empty());
    id.unwrap_or_else(|| format!("item {}", position + 1))
}
