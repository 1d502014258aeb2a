//! Words that keep a post out.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct RejectWords;

impl Rule for RejectWords {
    fn name(&self) -> &'static str {
        "reject-words"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let word = draft.first_listed(&book.reject_words)?;
        // The listed word, not what the author wrote: reasons go to the log, which holds no content.
        Some(Verdict::new(
            State::Rejected,
            self.name(),
            format!("contains the listed word “{}”", word.written),
        ))
    }
}
