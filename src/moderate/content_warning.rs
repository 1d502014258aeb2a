//! A post its author put a warning on is not shown on a screen in a hall before a person has read it.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct ContentWarning;

impl Rule for ContentWarning {
    fn name(&self) -> &'static str {
        "content-warning"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        draft.warning.as_ref().map(|_| {
            Verdict::new(State::Held, self.name(), "its author put a content warning on it".to_owned())
        })
    }
}
