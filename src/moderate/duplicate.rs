//! The same link or the same words again: one of them is enough, and a person says which.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct Duplicate;

impl Rule for Duplicate {
    fn name(&self) -> &'static str {
        "duplicate"
    }

    fn opinion(&self, _draft: &Reading<'_>, knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        knowledge.duplicate_of.as_ref().map(|earlier| {
            Verdict::new(State::Held, self.name(), format!("the same link or words as post {earlier}"))
        })
    }
}
