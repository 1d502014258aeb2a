//! A heap of hashtags is how spam travels.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// More than this many hashtags hold a post. Eager people use ten.
const MOST: usize = 15;

/// The rule.
pub struct ManyHashtags;

impl Rule for ManyHashtags {
    fn name(&self) -> &'static str {
        "many-hashtags"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        let many = draft.hashtags.len();
        (many > MOST)
            .then(|| Verdict::new(State::Held, self.name(), format!("{many} hashtags, more than {MOST}")))
    }
}
