//! Authors nobody here has approved yet, while they are to be held: by setting, or by the flood guard.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::trust::is_vouched;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct NewAuthor;

impl Rule for NewAuthor {
    fn name(&self) -> &'static str {
        "new-author"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let held = book.house.hold_new_authors || book.flooded;
        // Without an id nobody can be known.
        let new = knowledge.author_approved == 0 || draft.author.native_id.is_empty();
        let reason = if book.flooded {
            "far more new authors than usual are posting right now"
        } else {
            "no post of the author has been approved here"
        };
        (held && new && !is_vouched(draft, knowledge, book))
            .then(|| Verdict::new(State::Held, self.name(), reason))
    }
}
