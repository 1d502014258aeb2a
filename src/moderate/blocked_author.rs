//! Authors a moderator blocked at a post, or the operator by list.

use super::author_list::named;
use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct BlockedAuthor;

impl Rule for BlockedAuthor {
    fn name(&self) -> &'static str {
        "blocked-author"
    }

    fn opinion(&self, draft: &Draft, knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        let reason = if knowledge.author_blocked {
            "a moderator has blocked the author".to_owned()
        } else {
            format!(
                "the author is on the list of blocked authors as {}",
                named(&lists.blocked_authors, draft)?
            )
        };
        Some(Verdict { state: State::Rejected, rule: self.name(), reason })
    }
}
