//! Authors a moderator blocked at a post, or the operator by list.

use super::author_list::named;
use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct BlockedAuthor;

impl Rule for BlockedAuthor {
    fn name(&self) -> &'static str {
        "blocked-author"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let reason = if knowledge.author_blocked {
            "a moderator has blocked the author".to_owned()
        } else {
            format!(
                "the author is on the list of blocked authors as {}",
                named(&book.house.blocked_authors, draft)?
            )
        };
        Some(Verdict::new(State::Rejected, self.name(), reason))
    }
}
