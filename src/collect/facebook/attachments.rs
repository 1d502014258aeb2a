//! Graph attachments → [`Attachment`]: photos, albums, videos, link shares, events. Pure.

use url::Url;

use super::wire;
use crate::collect::json;
use crate::domain::post::{Attachment, AttachmentKind};

/// Most pictures taken from one album.
const MOST: usize = 20;
/// Albums do not nest in Facebook; a hostile answer's might.
const DEEPEST: usize = 3;

/// All attachments of a post. A post whose attachments are withheld still has its `full_picture`.
pub fn read(post: &wire::Post) -> Vec<Attachment> {
    let mut found = Vec::new();
    for attachment in &post.attachments.data {
        collect(attachment, &post.message, 0, &mut found);
    }
    if found.is_empty() && !post.full_picture.is_empty() {
        found.push(Attachment { url: post.full_picture.clone(), ..Attachment::default() });
    }
    found
}

fn collect(attachment: &wire::Attachment, message: &str, depth: usize, found: &mut Vec<Attachment>) {
    if depth < DEEPEST && !attachment.subattachments.data.is_empty() {
        // An album's own picture is its first photo once more.
        for part in &attachment.subattachments.data {
            collect(part, message, depth + 1, found);
        }
        return;
    }
    if found.len() < MOST
        && let Some(read) = one(attachment, message)
    {
        found.push(read);
    }
}

fn one(attachment: &wire::Attachment, message: &str) -> Option<Attachment> {
    let image = &attachment.media.image;
    let page = first([&attachment.target.url, &attachment.url]);
    // A photo's description is its post's text once more, more often than a caption.
    let description = match attachment.description.trim() == message.trim() {
        true => String::new(),
        false => attachment.description.clone(),
    };
    let base = Attachment {
        title: attachment.title.clone(),
        description,
        width: json::pixels(image.width),
        height: json::pixels(image.height),
        ..Attachment::default()
    };
    match kind(attachment)? {
        AttachmentKind::Video => Some(Attachment {
            kind: AttachmentKind::Video,
            url: first([&attachment.media.source, &page]),
            preview_url: image.src.clone(),
            ..base
        }),
        AttachmentKind::Link => {
            let url = unshim(&first([&attachment.unshimmed_url, &attachment.url, &attachment.target.url]));
            let link = Attachment { kind: AttachmentKind::Link, preview_url: image.src.clone(), url, ..base };
            (!link.url.is_empty()).then_some(link)
        }
        _ if image.src.is_empty() => None,
        // "Fotos fra X's opslag" is Facebook's title of the album, not of the picture.
        _ => Some(Attachment { url: image.src.clone(), title: String::new(), ..base }),
    }
}

/// `media_type` is the newer and coarser word; where it is missing or new, `type` and then the content decide.
fn kind(attachment: &wire::Attachment) -> Option<AttachmentKind> {
    let form = attachment.form.as_str();
    if attachment.media_type.starts_with("video") || form.starts_with("video") || form == "live_video" {
        return Some(AttachmentKind::Video);
    }
    let photo = matches!(attachment.media_type.as_str(), "photo" | "album")
        || matches!(form, "photo" | "album" | "new_album" | "cover_photo" | "profile_media" | "sticker")
        || form.starts_with("animated_image");
    if photo {
        return Some(AttachmentKind::Image);
    }
    let link = matches!(attachment.media_type.as_str(), "link" | "share" | "event")
        || matches!(form, "share" | "link" | "event" | "note" | "fallback" | "native_templates" | "map");
    if link {
        return Some(AttachmentKind::Link);
    }
    match (attachment.media.image.src.is_empty(), attachment.title.is_empty()) {
        (false, true) => Some(AttachmentKind::Image),
        (_, false) => Some(AttachmentKind::Link),
        (true, true) => None,
    }
}

/// The page behind Facebook's outbound redirect `l.facebook.com/l.php?u=…`, which visitors must not be sent through.
fn unshim(raw: &str) -> String {
    let shimmed = Url::parse(raw).ok().filter(|url| {
        matches!(url.host_str(), Some("l.facebook.com" | "lm.facebook.com")) && url.path() == "/l.php"
    });
    let target = shimmed.and_then(|url| {
        url.query_pairs().find(|(name, _)| name == "u").map(|(_, target)| target.into_owned())
    });
    target.unwrap_or_else(|| raw.to_owned())
}

fn first<const N: usize>(texts: [&String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default()
}
