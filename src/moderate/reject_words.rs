//! Words that keep a post out.

use super::rule::{Lists, Rule};
use super::shown::first_listed;
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct RejectWords;

impl Rule for RejectWords {
    fn name(&self) -> &'static str {
        "reject-words"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        let word = first_listed(draft, &lists.reject_words)?;
        // The listed word, not what the author wrote: reasons go to the log, which holds no content.
        Some(Verdict {
            state: State::Rejected,
            rule: self.name(),
            reason: format!("contains the listed word “{}”", word.written),
        })
    }
}
