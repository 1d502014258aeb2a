//! A post its author put a warning on is not shown on a screen in a hall before a person has read it.

use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct ContentWarning;

impl Rule for ContentWarning {
    fn name(&self) -> &'static str {
        "content-warning"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, _lists: &Lists) -> Option<Verdict> {
        draft.warning.as_ref().map(|_| Verdict {
            state: State::Held,
            rule: self.name(),
            reason: "its author put a content warning on it".to_owned(),
        })
    }
}
