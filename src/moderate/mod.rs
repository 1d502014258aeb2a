//! Judging: pure rules, one a file. No opinion from any means pending.

pub mod rule;

use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};
use rule::{Lists, Rule};

/// The registry, strongest first. A rule is a file and its line here.
pub const RULES: &[&dyn Rule] = &[];

/// Asks every rule. A rejection beats a hold, a hold beats an approval; among equals the first in [`RULES`] speaks.
pub fn judge(draft: &Draft, knowledge: &Knowledge, lists: &Lists) -> Option<Verdict> {
    let strength = |state: State| match state {
        State::Rejected => 3,
        State::Held => 2,
        State::Approved => 1,
        State::Pending => 0,
    };
    let mut strongest: Option<Verdict> = None;
    for verdict in RULES.iter().filter_map(|rule| rule.opinion(draft, knowledge, lists)) {
        if strongest.as_ref().is_none_or(|so_far| strength(verdict.state) > strength(so_far.state)) {
            strongest = Some(verdict);
        }
    }
    strongest
}
