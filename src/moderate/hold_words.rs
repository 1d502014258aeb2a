//! Words that set a post aside until a person has read it.

use super::rule::{Lists, Rule};
use super::shown::first_listed;
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct HoldWords;

impl Rule for HoldWords {
    fn name(&self) -> &'static str {
        "hold-words"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        let word = first_listed(draft, &lists.hold_words)?;
        // The listed word, not what the author wrote: reasons go to the log, which holds no content.
        Some(Verdict {
            state: State::Held,
            rule: self.name(),
            reason: format!("contains the listed word “{}”", word.written),
        })
    }
}
