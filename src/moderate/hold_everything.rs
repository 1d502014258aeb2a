//! The careful default of an operator who wants to see everything: what no rule approves or rejects is held.

use super::known_author::KnownAuthor;
use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::trusted_author::TrustedAuthor;
use super::trusted_source::TrustedSource;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct HoldEverything;

impl Rule for HoldEverything {
    fn name(&self) -> &'static str {
        "hold-everything"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        // A hold beats an approval, so this one must not speak where somebody approves.
        let approving: [&dyn Rule; 3] = [&TrustedSource, &TrustedAuthor, &KnownAuthor];
        let approved = approving.iter().any(|rule| rule.opinion(draft, knowledge, book).is_some());
        (book.hold_everything && !approved).then(|| {
            Verdict::new(State::Held, self.name(), "everything is held until a moderator decides".to_owned())
        })
    }
}
