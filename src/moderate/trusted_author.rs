//! Authors the operator trusts. As with trusted sources, what holds or rejects a post is stronger.

use super::author_list::named;
use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TrustedAuthor;

impl Rule for TrustedAuthor {
    fn name(&self) -> &'static str {
        "trusted-author"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
        named(&lists.trusted_authors, draft).map(|entry| Verdict {
            state: State::Approved,
            rule: self.name(),
            reason: format!("the author is on the list of trusted authors as {entry}"),
        })
    }
}
