//! Judging: pure rules, one a file. No opinion from any means pending.

pub mod author_list;
mod blocked_author;
mod content_warning;
mod duplicate;
mod explain;
pub mod folding;
mod hold_everything;
mod hold_words;
mod known_author;
mod many_hashtags;
mod only_links;
mod personal_number;
mod reading;
mod reject_words;
pub mod rule;
pub mod rulebook;
mod trusted_author;
mod trusted_source;
pub mod words;

use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};
use blocked_author::BlockedAuthor;
use content_warning::ContentWarning;
use duplicate::Duplicate;
pub use explain::explain;
use hold_everything::HoldEverything;
use hold_words::HoldWords;
use known_author::KnownAuthor;
use many_hashtags::ManyHashtags;
use only_links::OnlyLinks;
use personal_number::PersonalNumber;
use reading::Reading;
use reject_words::RejectWords;
use rule::Rule;
use rulebook::Rulebook;
use trusted_author::TrustedAuthor;
use trusted_source::TrustedSource;

/// The registry, strongest first. A rule is a file and its line here.
pub const RULES: &[&dyn Rule] = &[
    &BlockedAuthor,
    &RejectWords,
    &PersonalNumber,
    &HoldWords,
    &ContentWarning,
    &Duplicate,
    &OnlyLinks,
    &ManyHashtags,
    &TrustedSource,
    &TrustedAuthor,
    &KnownAuthor,
    // Last, so that a hold with a better reason speaks first.
    &HoldEverything,
];

/// Asks every rule. A rejection beats a hold, a hold beats an approval; among equals the first in [`RULES`] speaks.
/// So trust never overrules a reason to look: a trusted source's post with a listed word is held like any other.
pub fn judge(draft: &Draft, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
    let strength = |state: State| match state {
        State::Rejected => 3,
        State::Held => 2,
        State::Approved => 1,
        State::Pending => 0,
    };
    let reading = Reading::new(draft);
    let mut strongest: Option<Verdict> = None;
    for verdict in RULES.iter().filter_map(|rule| rule.opinion(&reading, knowledge, book)) {
        strongest = Some(match strongest {
            Some(so_far) if strength(verdict.state) <= strength(so_far.state) => so_far.marked(verdict),
            Some(so_far) => verdict.marked(so_far),
            None => verdict,
        });
    }
    strongest
}
