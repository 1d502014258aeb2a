//! Authors whose posts were approved often enough here, and never rejected.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct KnownAuthor;

impl Rule for KnownAuthor {
    fn name(&self) -> &'static str {
        "known-author"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let enough = book.house.approve_after > 0 && knowledge.author_approved >= book.house.approve_after;
        // Without an id all authors of a network would share one history.
        let somebody = !draft.author.native_id.is_empty();
        (enough && somebody && knowledge.author_rejected == 0).then(|| {
            Verdict::new(
                State::Approved,
                self.name(),
                format!(
                    "{} earlier posts of the author were approved, none rejected",
                    knowledge.author_approved
                ),
            )
        })
    }
}
