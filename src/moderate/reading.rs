//! A post being read by the rules: everything of it that a visitor would read, folded once for all who ask for words.

use std::cell::OnceCell;
use std::ops::Deref;

use super::folding::{Folded, Listed};
use crate::domain::post::Draft;
use crate::domain::similarity::Fingerprint;

/// A post as the rules read it.
pub struct Reading<'a> {
    draft: &'a Draft,
    folded: OnceCell<Vec<Folded>>,
    fingerprint: OnceCell<Option<Fingerprint>>,
}

impl<'a> Reading<'a> {
    /// Opens a post. Nothing is folded before a rule asks for a word.
    pub const fn new(draft: &'a Draft) -> Self {
        Self { draft, folded: OnceCell::new(), fingerprint: OnceCell::new() }
    }

    /// What its text is known by, if it has words enough.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        *self.fingerprint.get_or_init(|| Fingerprint::of(&self.draft.text))
    }

    /// The first of the listed words and phrases that stands in it.
    pub fn first_listed<'l>(&self, listed: &'l [Listed]) -> Option<&'l Listed> {
        if listed.is_empty() {
            return None;
        }
        let texts = self.folded.get_or_init(|| shown(self.draft).into_iter().map(Folded::new).collect());
        listed.iter().find(|word| texts.iter().any(|text| text.has(word)))
    }
}

impl Deref for Reading<'_> {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        self.draft
    }
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
