//! Authors whose posts were approved often enough here, and never rejected.

use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct KnownAuthor;

impl Rule for KnownAuthor {
    fn name(&self) -> &'static str {
        "known-author"
    }

    fn opinion(&self, draft: &Draft, knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        let enough = lists.approve_after > 0 && knowledge.author_approved >= lists.approve_after;
        // Without an id all authors of a network would share one history.
        let somebody = !draft.author.native_id.is_empty();
        (enough && somebody && knowledge.author_rejected == 0).then(|| Verdict {
            state: State::Approved,
            rule: self.name(),
            reason: format!(
                "{} earlier posts of the author were approved, none rejected",
                knowledge.author_approved
            ),
        })
    }
}
