//! Words that set a post aside until a person has read it.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct HoldWords;

impl Rule for HoldWords {
    fn name(&self) -> &'static str {
        "hold-words"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let word = draft.first_listed(&book.hold_words)?;
        // The listed word, not what the author wrote: reasons go to the log, which holds no content.
        Some(Verdict::new(State::Held, self.name(), format!("contains the listed word “{}”", word.written)))
    }
}
