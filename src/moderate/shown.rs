//! Everything of a post that a visitor would read, for the rules that read.

use super::folding::{Folded, Listed};
use crate::domain::post::Draft;

/// The first of the listed words and phrases that stands in it.
pub fn first_listed<'a>(draft: &Draft, listed: &'a [Listed]) -> Option<&'a Listed> {
    let texts: Vec<Folded> = shown(draft).into_iter().map(Folded::new).collect();
    listed.iter().find(|word| texts.iter().any(|text| text.has(word)))
}

/// Title, text, warning, tags, the author's name and what the attachments say, each by itself: words of two of them are
/// no phrase.
pub fn shown(draft: &Draft) -> Vec<&str> {
    let attachments = draft
        .attachments
        .iter()
        .flat_map(|attachment| [&attachment.alt, &attachment.title, &attachment.description])
        .map(String::as_str);
    [draft.title.as_deref(), draft.warning.as_deref()]
        .into_iter()
        .flatten()
        .chain([draft.text.as_str(), draft.author.name.as_str()])
        .chain(draft.hashtags.iter().map(|tag| tag.written.as_str()))
        .chain(attachments)
        .chain(draft.happening.iter().flat_map(|happening| happening.words()))
        .filter(|text| !text.is_empty())
        .collect()
}
