//! Mastodon media, link cards and polls → [`Attachment`]. Pure.

use url::Url;

use super::wire::{Card, Media, Poll, Status};
use crate::collect::json;
use crate::domain::post::{Attachment, AttachmentKind};

/// Most media taken from one status; Mastodon itself allows 4, other servers more.
const MOST: usize = 20;

/// All attachments of a status: media first, then its poll, then its link card.
pub fn read(status: &Status) -> Vec<Attachment> {
    let mut found: Vec<Attachment> = status.media_attachments.iter().filter_map(media).take(MOST).collect();
    found.extend(status.poll.as_ref().and_then(|asked| poll(asked, &status.url)));
    found.extend(status.card.as_ref().and_then(card));
    found
}

fn media(media: &Media) -> Option<Attachment> {
    // `url` is null while the server still works on the file, and for `unknown`, which it could not fetch.
    let url = if media.url.is_empty() { &media.remote_url } else { &media.url };
    if url.is_empty() {
        return None;
    }
    let kind = match media.form.as_str() {
        "image" => AttachmentKind::Image,
        "gifv" | "video" => AttachmentKind::Video,
        "audio" => AttachmentKind::Audio,
        _ => kind_by_name(url),
    };
    let original = &media.meta.original;
    let size = if original.width.is_some() { original } else { &media.meta.small };
    Some(Attachment {
        kind,
        url: url.clone(),
        preview_url: media.preview_url.clone(),
        alt: media.description.clone(),
        width: json::pixels(size.width),
        height: json::pixels(size.height),
        ..Attachment::default()
    })
}

/// What a file is that the server does not know, by the end of its name.
fn kind_by_name(url: &str) -> AttachmentKind {
    let path = Url::parse(url).map(|url| url.path().to_ascii_lowercase());
    let ending = path.as_deref().ok().and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending);
    match ending {
        Some("jpg" | "jpeg" | "png" | "gif" | "webp" | "avif") => AttachmentKind::Image,
        Some("mp4" | "webm" | "mov" | "m4v") => AttachmentKind::Video,
        Some("mp3" | "ogg" | "oga" | "m4a" | "wav" | "flac" | "opus") => AttachmentKind::Audio,
        _ => AttachmentKind::Document,
    }
}

fn card(card: &Card) -> Option<Attachment> {
    (!card.url.is_empty()).then(|| Attachment {
        kind: AttachmentKind::Link,
        url: card.url.clone(),
        preview_url: card.image.clone(),
        alt: card.image_description.clone(),
        title: card.title.clone(),
        description: card.description.clone(),
        width: json::pixels(card.width),
        height: json::pixels(card.height),
        ..Attachment::default()
    })
}

/// One answer a line, with its votes where the server tells them.
fn poll(poll: &Poll, url: &str) -> Option<Attachment> {
    let answers: Vec<String> = poll
        .options
        .iter()
        .filter(|option| !option.title.is_empty())
        .map(|option| match option.votes_count {
            Some(votes) => format!("{} ({votes})", option.title),
            None => option.title.clone(),
        })
        .collect();
    (!answers.is_empty()).then(|| Attachment {
        kind: AttachmentKind::Poll,
        url: url.to_owned(),
        description: answers.join("\n"),
        ..Attachment::default()
    })
}
