//! A source marked as trusted is shown without waiting. Trust is about who speaks, not about what is said: a word to
//! hold, a duplicate or a personal number in its post is still held, and a reject word still rejects.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TrustedSource;

impl Rule for TrustedSource {
    fn name(&self) -> &'static str {
        "trusted-source"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        knowledge.source_trusted.then(|| {
            Verdict::new(State::Approved, self.name(), format!("the source {} is trusted", draft.source))
        })
    }
}
