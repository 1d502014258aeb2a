//! The same link or the same words again: one of them is enough, and a person says which.

use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct Duplicate;

impl Rule for Duplicate {
    fn name(&self) -> &'static str {
        "duplicate"
    }

    fn opinion(&self, _draft: &Draft, knowledge: &Knowledge, _lists: &Lists) -> Option<Verdict> {
        knowledge.duplicate_of.as_ref().map(|earlier| Verdict {
            state: State::Held,
            rule: self.name(),
            reason: format!("the same link or words as post {earlier}"),
        })
    }
}
