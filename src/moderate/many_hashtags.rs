//! A heap of hashtags is how spam travels.

use super::rule::{Lists, Rule};
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};

/// More than this many hashtags hold a post. Eager people use ten.
const MOST: usize = 15;

/// The rule.
pub struct ManyHashtags;

impl Rule for ManyHashtags {
    fn name(&self) -> &'static str {
        "many-hashtags"
    }

    fn opinion(&self, draft: &Draft, _knowledge: &Knowledge, _lists: &Lists) -> Option<Verdict> {
        let many = draft.hashtags.len();
        (many > MOST).then(|| Verdict {
            state: State::Held,
            rule: self.name(),
            reason: format!("{many} hashtags, more than {MOST}"),
        })
    }
}
