//! A source marked as trusted is shown without waiting. Trust is about who speaks, not about what is said: a word to
//! hold, a duplicate or a personal number in its post is still held, and a reject word still rejects.

use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TrustedSource;

impl Rule for TrustedSource {
    fn name(&self) -> &'static str {
        "trusted-source"
    }

    fn opinion(&self, draft: &Draft, knowledge: &Knowledge, _lists: &Lists) -> Option<Verdict> {
        knowledge.source_trusted.then(|| Verdict {
            state: State::Approved,
            rule: self.name(),
            reason: format!("the source {} is trusted", draft.source),
        })
    }
}
