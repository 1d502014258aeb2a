//! Authors the operator trusts. As with trusted sources, what holds or rejects a post is stronger.

use super::author_list::named;
use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TrustedAuthor;

impl Rule for TrustedAuthor {
    fn name(&self) -> &'static str {
        "trusted-author"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        named(&book.house.trusted_authors, draft).map(|entry| {
            Verdict::new(
                State::Approved,
                self.name(),
                format!("the author is on the list of trusted authors as {entry}"),
            )
        })
    }
}
