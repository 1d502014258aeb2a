//! Authors whom a moderator took the trust from: a person reads each of their posts, whatever else vouches for them.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct DistrustedAuthor;

impl Rule for DistrustedAuthor {
    fn name(&self) -> &'static str {
        "distrusted-author"
    }

    fn opinion(&self, _draft: &Reading<'_>, knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        let verdict =
            || Verdict::new(State::Held, self.name(), "a moderator has withdrawn the trust in the author");
        knowledge.author_distrusted.then(verdict)
    }
}
