//! Words that keep a post out.

use super::folding::Folded;
use super::rule::{Lists, Rule};
use super::shown::shown;
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct RejectWords;

impl Rule for RejectWords {
    fn name(&self) -> &'static str {
        "reject-words"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        let texts: Vec<Folded> = shown(draft).into_iter().map(Folded::new).collect();
        let word = lists.reject_words.iter().find(|word| texts.iter().any(|text| text.has(word)))?;
        // The listed word, not what the author wrote: reasons go to the log, which holds no content.
        Some(Verdict {
            state: State::Rejected,
            rule: self.name(),
            reason: format!("contains the listed word “{}”", word.written),
        })
    }
}
