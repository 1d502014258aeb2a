//! More posts within an hour than one author or organisation has to say: a machine, or an account in other hands.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TooMany;

impl Rule for TooMany {
    fn name(&self) -> &'static str {
        "too-many"
    }

    fn opinion(&self, _draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let beyond = |cap: u64, others: u64| cap > 0 && others >= cap;
        let reason = if beyond(book.house.author_per_hour, knowledge.author_last_hour) {
            format!("the author has posted more than {} times within an hour", book.house.author_per_hour)
        } else if beyond(book.house.organisation_per_hour, knowledge.organisation_last_hour) {
            format!(
                "the organisation has posted more than {} times within an hour",
                book.house.organisation_per_hour
            )
        } else {
            return None;
        };
        Some(Verdict::new(State::Held, self.name(), reason))
    }
}
