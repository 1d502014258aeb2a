//! What hangs on a post: the variants of `content`, and the addresses behind media URNs.
//!
//! Addresses are signed and expire; they are looked up at each sight. A lookup that fails costs an address, never the
//! post. A variant of a wrong shape costs that attachment alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::session::Session;
use super::urn;
use super::wire::{Article, Asset, MediaRef, Poll, WirePost};
use crate::collect::collector::KeptOut;
use crate::domain::post::{Attachment, AttachmentKind, Kind};

/// What is known of media.
#[derive(Default)]
pub struct Assets {
    /// By URN.
    pub found: HashMap<String, Asset>,
    /// URNs LinkedIn gave no answer about.
    pub unanswered: HashSet<String>,
}

impl Assets {
    /// True if no answer was had about one of the post's media: it would look as if it had lost them.
    pub fn lacks(&self, post: &WirePost) -> bool {
        !self.unanswered.is_empty() && urns(post).iter().any(|id| self.unanswered.contains(id))
    }
}

/// Looks up the media of posts, one batch a kind.
pub async fn look_up(session: &mut Session<'_>, posts: &[&WirePost]) -> Assets {
    let mut wanted: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for id in posts.iter().flat_map(|post| urns(post)) {
        if let Some(resource) = resource(&id) {
            let some = wanted.entry(resource).or_default();
            if !some.contains(&id) {
                some.push(id);
            }
        }
    }
    let mut assets = Assets::default();
    for (resource, ids) in wanted {
        let looked_up = session.lookup(resource, &ids).await;
        assets.unanswered.extend(looked_up.unanswered);
        for (id, entity) in looked_up.found {
            match Asset::deserialize(&entity) {
                Ok(asset) => {
                    assets.found.insert(id, asset);
                }
                Err(broken) => {
                    session.note(format!("{resource}: an entity of an unknown shape: {broken}"));
                    assets.unanswered.insert(id);
                }
            }
        }
    }
    assets
}

/// The attachments of a post, and what could not be read.
pub fn attachments(post: &WirePost, assets: &Assets) -> (Vec<Attachment>, Vec<KeptOut>) {
    let mut found = Vec::new();
    let mut kept_out = Vec::new();
    let mut broken = |what: &str, why: serde_json::Error| {
        let why = super::errors::plain(&format!("its {what} cannot be read, the post is kept: {why}"));
        kept_out.push(KeptOut { what: post.id.clone(), why });
    };
    let content = post.content.as_ref();
    match part::<MediaRef>(content, "media") {
        Some(Ok(media)) => found.push(medium(media, assets)),
        Some(Err(why)) => broken("media", why),
        None => {}
    }
    for image in content
        .and_then(|all| all.pointer("/multiImage/images"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        match MediaRef::deserialize(image) {
            Ok(image) => found.push(medium(image, assets)),
            Err(why) => broken("picture", why),
        }
    }
    match part::<Article>(content, "article") {
        Some(Ok(article)) => found.push(Attachment {
            kind: AttachmentKind::Link,
            preview_url: article.thumbnail.map(|id| address(&id, assets)).unwrap_or_default(),
            url: article.source,
            title: article.title.unwrap_or_default(),
            description: article.description.unwrap_or_default(),
            ..Attachment::default()
        }),
        Some(Err(why)) => broken("article", why),
        None => {}
    }
    match part::<Poll>(content, "poll") {
        Some(Ok(poll)) => {
            let options: Vec<String> = poll.options.into_iter().map(|option| option.text).collect();
            found.push(Attachment {
                kind: AttachmentKind::Poll,
                url: urn::permalink(&post.id),
                title: poll.question,
                description: options.join(" · "),
                ..Attachment::default()
            });
        }
        Some(Err(why)) => broken("poll", why),
        None => {}
    }
    if let Some(parent) = post.reshare_context.as_ref().and_then(|context| context.parent.as_deref())
        && urn::kind_of(parent).is_some()
    {
        // What it shares may be another's, and is not ours to copy: a link to it.
        found.push(Attachment {
            kind: AttachmentKind::Link,
            url: urn::permalink(parent),
            ..Attachment::default()
        });
    }
    (found, kept_out)
}

/// What the post is, where its content says so: a video, or the card of an article on LinkedIn itself.
pub fn kind(post: &WirePost) -> Option<Kind> {
    let told = |pointer: &str| post.content.as_ref()?.pointer(pointer)?.as_str();
    if told("/media/id").and_then(urn::kind_of) == Some("video") {
        return Some(Kind::Video);
    }
    let article = told("/article/source")?.starts_with("https://www.linkedin.com/pulse/");
    article.then_some(Kind::Article)
}

fn part<T: DeserializeOwned>(content: Option<&Value>, key: &str) -> Option<Result<T, serde_json::Error>> {
    content?.get(key).filter(|part| !part.is_null()).map(T::deserialize)
}

fn medium(media: MediaRef, assets: &Assets) -> Attachment {
    let kind = match urn::kind_of(&media.id) {
        Some("video") => AttachmentKind::Video,
        Some("document") => AttachmentKind::Document,
        _ => AttachmentKind::Image,
    };
    Attachment {
        kind,
        url: address(&media.id, assets),
        preview_url: assets
            .found
            .get(&media.id)
            .and_then(|asset| asset.thumbnail.clone())
            .unwrap_or_default(),
        alt: media.alt_text.unwrap_or_default(),
        title: media.title.unwrap_or_default(),
        ..Attachment::default()
    }
}

/// Where a medium can be fetched; empty while it is not available or not known.
fn address(id: &str, assets: &Assets) -> String {
    let available = |asset: &&Asset| asset.status.as_deref().is_none_or(|status| status == "AVAILABLE");
    assets.found.get(id).filter(available).and_then(|asset| asset.download_url.clone()).unwrap_or_default()
}

fn resource(id: &str) -> Option<&'static str> {
    match urn::kind_of(id)? {
        "image" => Some("images"),
        "video" => Some("videos"),
        "document" => Some("documents"),
        _ => None,
    }
}

/// Every media URN of a post.
fn urns(post: &WirePost) -> Vec<String> {
    let Some(content) = &post.content else {
        return Vec::new();
    };
    let images = content.pointer("/multiImage/images").and_then(Value::as_array).into_iter().flatten();
    let single = [content.pointer("/media/id"), content.pointer("/article/thumbnail")].into_iter().flatten();
    let ids = single.chain(images.filter_map(|image| image.get("id")));
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}
