//! The hashes posts are known by: the same post, the same author, the same link, the same words, the same content.
//! Pure; knows no SQL.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::addresses;
use crate::domain::hashtag::fold;
use crate::domain::network::Network;
use crate::domain::post::{Attachment, Draft};
use crate::domain::similarity::Fingerprint;

/// Fewer characters than this are a greeting, not the same text twice.
const TELLING_TEXT: usize = 40;

/// A post's identity: SHA-256 of network, line break and native id, in hex. It is what a tombstone keeps.
pub(super) fn post(network: Network, native_id: &str) -> String {
    hash(&[network.as_str(), native_id])
}

/// An author's identity, or `None` if the network does not say who it is.
pub(super) fn author(draft: &Draft) -> Option<String> {
    let id = draft.author.native_id.as_str();
    (!id.is_empty()).then(|| hash(&[draft.network.as_str(), id]))
}

/// The organisation behind it, or `None` if it is unknown.
pub(super) fn organisation(draft: &Draft) -> Option<String> {
    draft.organisation.as_deref().map(|name| hash(&[&fold(name)]))
}

/// What nearly the same texts have nearly alike, as a column holds it.
pub(super) fn fingerprint(draft: &Draft) -> Option<i64> {
    Fingerprint::of(&draft.text).map(|fingerprint| fingerprint.0.cast_signed())
}

/// The canonical link, or `None` if there is none.
pub(super) fn link(draft: &Draft) -> Option<String> {
    if draft.url.is_empty() {
        return None;
    }
    Some(match start(draft) {
        Some(start) => hash(&[&draft.url, &start]),
        None => hash(&[&draft.url]),
    })
}

/// The same of an address somebody typed.
pub(super) fn link_of(url: &str) -> String {
    hash(&[url])
}

/// The words: folded, white space collapsed; `None` if they are too few to call two posts the same.
pub(super) fn words(draft: &Draft) -> Option<String> {
    let folded = fold(&draft.text).split_whitespace().collect::<Vec<_>>().join(" ");
    (folded.chars().count() >= TELLING_TEXT).then(|| match start(draft) {
        Some(start) => hash(&[&folded, &start]),
        None => hash(&[&folded]),
    })
}

/// When a happening begins: those of a series share words and link and are not the same.
fn start(draft: &Draft) -> Option<String> {
    draft.happening.as_ref().map(|happening| happening.start.0.to_string())
}

/// What makes an edit an edit: title, text, warning, the identity of the attachments, and where its links lead.
pub(super) fn content(draft: &Draft) -> String {
    let mut parts: Vec<Cow<'_, str>> = vec![
        draft.title.as_deref().unwrap_or_default().into(),
        draft.text.as_str().into(),
        draft.warning.as_deref().unwrap_or_default().into(),
    ];
    for attachment in &draft.attachments {
        let (url, preview) = addresses::lasting(draft.network, attachment);
        let Attachment { alt, title, description, .. } = attachment;
        parts.extend([url, preview, alt.into(), title.into(), description.into()]);
    }
    // A happening's words are a stranger's words: a person reads them anew. When it is, and whether it is cancelled, is
    // left out on purpose: that is a fact of the calendar which a visitor must be told at once, for an approved
    // happening that stands at a wrong time sends people to a closed door, and one that waits for a moderator is gone.
    if let Some(happening) = &draft.happening {
        parts.extend(happening.words().map(Cow::from));
    }
    // The same words may lead elsewhere: a link is approved as it is. How many there are parts them from what goes before.
    let links: Vec<&str> = addresses::links(draft).collect();
    if !links.is_empty() {
        parts.push(links.len().to_string().into());
        parts.extend(links.into_iter().map(Cow::from));
    }
    hash(&parts.iter().map(AsRef::as_ref).collect::<Vec<_>>())
}

/// Parts are joined by line breaks. Each but the last has its own escaped, so that no two lists give the same text.
fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for (place, part) in parts.iter().enumerate() {
        if place + 1 == parts.len() {
            hasher.update(part.as_bytes());
        } else {
            hasher.update(part.replace('\\', "\\\\").replace('\n', "\\n").as_bytes());
            hasher.update(b"\n");
        }
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn two_lists_never_give_the_same_hash() {
        assert_ne!(hash(&["a\nb", "c"]), hash(&["a", "b\nc"]));
        assert_ne!(hash(&["a\\", "b"]), hash(&["a\\\\", "b"]));
    }
}
