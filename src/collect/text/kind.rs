//! What a post is, guessed where neither the network nor the source knows. The guess is a label, nothing hangs on it.

use crate::domain::hashtag::{Hashtag, fold};
use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Kind};

/// A text of this many characters under a headline is an article.
const LONG: usize = 600;

const CASE_TAGS: &[&str] = &["case", "cases", "praksiscase", "ledelsescase", "casefortælling"];
const HAPPENING_TAGS: &[&str] = &["webinar", "arrangement", "konference", "temadag", "seminar", "kalender"];
const HAPPENING_PHRASES: &[&str] =
    &["tilmeld dig", "tilmelding her", "tilmelding på", "tilmelding via", "sign up here"];

/// The first that fits: video, audio, case, happening, article; else a post.
pub fn guess(
    network: Network,
    title: Option<&str>,
    text: &str,
    hashtags: &[Hashtag],
    attachments: &[Attachment],
) -> Kind {
    let has = |kind| attachments.iter().any(|attachment| attachment.kind == kind);
    let tagged = |tags: &[&str]| hashtags.iter().any(|tag| tags.contains(&tag.folded.as_str()));
    let opening = fold(title.unwrap_or_else(|| text.lines().next().unwrap_or_default()));
    let opens_as = |words: &[&str]| {
        opening
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| !word.is_empty())
            .is_some_and(|word| words.contains(&word))
    };
    if has(AttachmentKind::Video) {
        Kind::Video
    } else if has(AttachmentKind::Audio) {
        Kind::Audio
    } else if tagged(CASE_TAGS) || opens_as(&["case", "praksiscase", "casefortælling"]) {
        Kind::Case
    } else if tagged(HAPPENING_TAGS) || opens_as(HAPPENING_TAGS) || invites(text) {
        Kind::Happening
    } else if title.is_some()
        && (network == Network::Feed || text.chars().nth(LONG).is_some() || has(AttachmentKind::Link))
    {
        Kind::Article
    } else {
        Kind::Post
    }
}

fn invites(text: &str) -> bool {
    let text = fold(text);
    HAPPENING_PHRASES.iter().any(|phrase| text.contains(phrase))
}
