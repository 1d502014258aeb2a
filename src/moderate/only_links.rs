//! Posts that say nothing: links, hashtags and mentions without a word. A picture or a recording speaks for itself.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::link::find_links;
use crate::domain::post::{AttachmentKind, Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct OnlyLinks;

impl Rule for OnlyLinks {
    fn name(&self) -> &'static str {
        "only-links"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        says_nothing(draft)
            .then(|| Verdict::new(State::Held, self.name(), "nothing but links, hashtags and mentions"))
    }
}

/// True if there is no word of its own in it, nor a picture, a recording or a poll.
pub(super) fn says_nothing(draft: &Draft) -> bool {
    let media = draft.attachments.iter().any(|attachment| !matches!(attachment.kind, AttachmentKind::Link));
    !(media || draft.title.as_deref().is_some_and(has_words) || has_words(&draft.text))
}

fn has_words(text: &str) -> bool {
    let mut from = 0;
    let mut bare = String::with_capacity(text.len());
    for link in find_links(text) {
        bare.push_str(&text[from..link.start]);
        bare.push(' ');
        from = link.end;
    }
    bare.push_str(&text[from..]);
    bare.split_whitespace().any(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '＃' | '@'));
        !word.starts_with(['#', '＃', '@']) && word.chars().any(char::is_alphabetic)
    })
}
