//! One Mastodon status → [`NewPost`], or why it is kept out. Pure: no call, no clock.

use scraper::Html;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::attachments;
use super::wire::{Account, Status};
use crate::collect::json;
use crate::domain::author::Author;
use crate::domain::engagement::Engagement;
use crate::domain::hashtag::Hashtag;
use crate::domain::network::Network;
use crate::domain::post::{AttachmentKind, Body, Keep, Kind, Mention, NewPost};
use crate::domain::time::Timestamp;

/// The warning of a status that is marked as sensitive without words: the API's own name for it.
pub const SENSITIVE: &str = "sensitive";

/// What became of one element of an answer.
#[derive(Debug)]
pub enum Read {
    /// A post.
    Post {
        /// Its id on the server that was asked; means nothing elsewhere.
        local_id: String,
        /// The post.
        post: Box<NewPost>,
    },
    /// It must not be shown: not public, or its author asks not to be collected.
    Withheld {
        /// Its `uri`.
        uri: String,
        /// The reason.
        why: &'static str,
    },
    /// A boost: the boosted post comes by itself.
    Boost,
    /// It cannot be read.
    Broken(&'static str),
}

/// Reads one status as `server` tells it.
pub fn read(item: &Value, server: &Url, now: Timestamp) -> Read {
    if !item.is_object() {
        return Read::Broken("not a status");
    }
    let Ok(status) = Status::deserialize(item) else {
        return Read::Broken("not a status");
    };
    if status.reblog.is_object() {
        return Read::Boost;
    }
    if status.id.is_empty() || status.uri.is_empty() {
        return Read::Broken("it has no id or no uri");
    }
    if let Some(why) = withheld(&status) {
        return Read::Withheld { uri: status.uri, why };
    }
    Read::Post { local_id: status.id.clone(), post: Box::new(new_post(status, server, now)) }
}

/// What an element is called in a status line, however broken it is.
pub fn name_of(item: &Value, position: usize) -> String {
    let named = ["uri", "id"].into_iter().filter_map(|field| item.get(field)).map(json::as_text);
    named.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| format!("item {}", position + 1))
}

/// Courtesy beyond the API: who asks search engines and bots to stay away is not put on a wall.
fn withheld(status: &Status) -> Option<&'static str> {
    if status.visibility != "public" {
        return Some("it is not public (unlisted, followers only or direct)");
    }
    if status.account.noindex == Some(true) {
        return Some("its author asks not to be indexed");
    }
    let words = Hashtag::find_all(&plain(&status.account.note));
    words
        .iter()
        .any(|word| matches!(word.folded.as_str(), "nobot" | "nobots" | "noindex"))
        .then_some("its author's profile says #nobot or #noindex")
}

/// Text of a profile note. Mastodon puts a tag's `#` and its word in different elements of one link, so only the ends of
/// lines and paragraphs separate words.
fn plain(html: &str) -> String {
    let broken_up = html.replace("<br", "\n<br").replace("</p>", "\n</p>");
    Html::parse_fragment(&broken_up).root_element().text().collect()
}

fn new_post(status: Status, server: &Url, now: Timestamp) -> NewPost {
    let attachments = attachments::read(&status);
    let kind = match attachments.first().map(|first| first.kind) {
        Some(AttachmentKind::Video) => Some(Kind::Video),
        Some(AttachmentKind::Audio) => Some(Kind::Audio),
        _ => None,
    };
    NewPost {
        network: Network::Mastodon,
        url: if status.url.is_empty() { status.uri.clone() } else { status.url.clone() },
        author: author(&status.account, server),
        title: None,
        tags: status.tags.iter().map(|tag| tag.name.clone()).filter(|name| !name.is_empty()).collect(),
        mentions: status
            .mentions
            .iter()
            .filter(|mention| !mention.acct.is_empty())
            .map(|mention| Mention {
                name: handle(&mention.acct, &mention.url, server),
                url: mention.url.clone(),
            })
            .collect(),
        attachments,
        language: status.language.clone().filter(|language| !language.is_empty()),
        warning: match (status.spoiler_text.trim(), status.sensitive) {
            ("", false) => None,
            ("", true) => Some(SENSITIVE.to_owned()),
            (words, _) => Some(words.to_owned()),
        },
        kind,
        published_at: Timestamp::parse_rfc3339(&status.created_at),
        edited_at: Timestamp::parse_rfc3339(&status.edited_at),
        engagement: Some(Engagement {
            reactions: status.favourites_count,
            comments: status.replies_count,
            shares: status.reblogs_count,
            views: None,
            kinds: std::collections::BTreeMap::new(),
            fetched_at: now,
            expires_at: None,
        }),
        keep: Keep::default(),
        happening: None,
        body: Body::Html(status.content),
        native_id: status.uri,
    }
}

fn author(account: &Account, server: &Url) -> Author {
    let profile = if account.uri.is_empty() { &account.url } else { &account.uri };
    let handle = handle(&account.acct, profile, server);
    Author {
        native_id: if profile.is_empty() { handle.clone() } else { profile.clone() },
        name: match account.display_name.trim() {
            "" => account.username.clone(),
            name => name.to_owned(),
        },
        handle,
        url: account.url.clone(),
        followers: account.followers_count.and_then(|count| u64::try_from(count).ok()),
        is_organisation: account.group,
    }
}

/// `user@host`: the API leaves the host out for accounts of the server that is asked.
fn handle(acct: &str, profile: &str, server: &Url) -> String {
    let acct = acct.trim().trim_start_matches('@');
    if acct.is_empty() || acct.contains('@') {
        return acct.to_owned();
    }
    let own = Url::parse(profile).ok().and_then(|profile| profile.host_str().map(str::to_owned));
    let host = own.or_else(|| server.host_str().map(str::to_owned)).unwrap_or_default();
    format!("{acct}@{host}")
}
