//! The careful default of an operator who wants to see everything: what no rule approves or rejects is held.

use super::own::OwnRules;
use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::trust::is_vouched;
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
        let own = || OwnRules.opinion(draft, knowledge, book).is_some_and(|own| own.state == State::Approved);
        let approved = || is_vouched(draft, knowledge, book) || own();
        (book.house.hold_everything && !approved())
            .then(|| Verdict::new(State::Held, self.name(), "everything is held until a moderator decides"))
    }
}
