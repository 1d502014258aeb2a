//! The lesser parts of a post, cleaned: author, mentions, attachments, times.

use std::collections::HashSet;

use super::canonical::{canonical_url, media_url};
use super::html::plain_line;
use super::plain::{one_line, shorten, visible};
use crate::domain::author::Author;
use crate::domain::happening::Happening;
use crate::domain::post::{Attachment, AttachmentKind, Mention};
use crate::domain::time::Timestamp;

/// Characters of a name or handle.
const NAME: usize = 200;
/// Characters of a headline.
pub const TITLE: usize = 300;
/// Characters of an alternative text or a card's description.
const DESCRIPTION: usize = 1_500;
/// Bytes of a link. A longer one is left out: cut, it would lead elsewhere.
pub const URL: usize = 2_000;
/// Attachments of a post.
const ATTACHMENTS: usize = 20;
/// Mentions of a post.
const MENTIONS: usize = 50;
/// 1995-01-01: nothing on these networks is older; an earlier time is a broken clock or a missing value.
const OLDEST: Timestamp = Timestamp::from_secs(788_918_400);

/// A headline or card title: plain text, one line; `None` if nothing is left.
pub fn title(untrusted: &str) -> Option<String> {
    let title = shorten(&plain_line(untrusted), TITLE);
    (!title.is_empty()).then_some(title)
}

/// The canonical form of a link that is short enough to keep, or empty.
pub fn link(raw: &str) -> String {
    canonical_url(raw).filter(|url| url.len() <= URL).unwrap_or_default()
}

/// The author in plain text. Ids are compared as a whole and stay as they are.
pub fn author(author: Author) -> Author {
    Author {
        native_id: author.native_id.trim().to_owned(),
        name: shorten(&plain_line(&author.name), NAME),
        handle: shorten(one_line(&author.handle).trim_start_matches('@'), NAME),
        url: link(&author.url),
        followers: author.followers,
        is_organisation: author.is_organisation,
    }
}

/// Mentions in plain text, each once. A URN stays, any other address that is not http(s) goes.
pub fn mentions(mentions: Vec<Mention>) -> Vec<Mention> {
    let mut seen = HashSet::new();
    mentions
        .into_iter()
        .map(|mention| {
            let name = shorten(plain_line(&mention.name).trim_start_matches('@'), NAME);
            let urn = one_line(&mention.url);
            let url = if urn.starts_with("urn:") && urn.len() <= NAME { urn } else { link(&mention.url) };
            Mention { name, url }
        })
        .filter(|mention| {
            !mention.name.is_empty() && seen.insert((mention.name.clone(), mention.url.clone()))
        })
        .take(MENTIONS)
        .collect()
}

/// Attachments with http(s) addresses or none. One that shows nothing is dropped: no file, no preview, and no poll.
pub fn attachments(attachments: Vec<Attachment>) -> Vec<Attachment> {
    let mut seen = HashSet::new();
    attachments
        .into_iter()
        .map(|one| {
            let url = match one.kind {
                AttachmentKind::Link => link(&one.url),
                _ => media(&one.url),
            };
            Attachment {
                kind: one.kind,
                url,
                preview_url: media(&one.preview_url),
                preview_sha256: one.preview_sha256,
                alt: shorten(visible(&one.alt).trim(), DESCRIPTION),
                title: title(&one.title).unwrap_or_default(),
                description: shorten(&plain_line(&one.description), DESCRIPTION),
                width: one.width.filter(|pixels| *pixels > 0),
                height: one.height.filter(|pixels| *pixels > 0),
            }
        })
        .filter(|one| {
            let shows = !one.url.is_empty() || !one.preview_url.is_empty();
            let poll = one.kind == AttachmentKind::Poll && !one.title.is_empty();
            (shows || poll)
                && seen.insert((
                    one.kind.to_owned() as u8,
                    one.url.clone(),
                    one.preview_url.clone(),
                    one.title.clone(),
                ))
        })
        .take(ATTACHMENTS)
        .collect()
}

/// When and where, in plain text and canonical links. A calendar's id is compared as a whole and stays as it is.
pub fn happening(raw: Happening) -> Happening {
    let line = |text: &str| shorten(&one_line(&plain_line(text)), TITLE);
    Happening {
        place: line(&raw.place),
        address: line(&raw.address),
        organiser: shorten(&plain_line(&raw.organiser), NAME),
        online: link(&raw.online),
        registration: link(&raw.registration),
        ..raw
    }
}

fn media(raw: &str) -> String {
    media_url(raw).filter(|url| url.len() <= URL).unwrap_or_default()
}

/// When a post was published and last edited. The future is `now`; a time before 1995 or none is the edit's time, or
/// `now`. An edit that is not later than the publication is none.
pub fn times(
    published: Option<Timestamp>,
    edited: Option<Timestamp>,
    now: Timestamp,
) -> (Timestamp, Option<Timestamp>) {
    let believable = |at: Option<Timestamp>| at.filter(|at| *at >= OLDEST).map(|at| at.min(now));
    let edited = believable(edited);
    let published = believable(published).or(edited).unwrap_or(now);
    (published, edited.filter(|at| *at > published))
}
