//! Judging: pure rules, one a file. No opinion from any means pending.

pub mod author_list;
mod blocked_author;
mod content_warning;
mod distrusted_author;
mod duplicate;
mod explain;
pub mod flood;
pub mod folding;
mod hold_everything;
mod hold_words;
mod known_author;
mod many_hashtags;
pub mod mistake;
mod new_author;
mod number_context;
mod only_links;
pub mod own;
pub mod personal_number;
mod reading;
mod reject_words;
pub mod rule;
pub mod rulebook;
mod sensitive;
mod too_many;
mod trust;
mod trusted_author;
mod trusted_organisation;
mod trusted_source;
mod values;
pub mod words;

use crate::domain::hashtag::fold;
use crate::domain::post::{Draft, State};
use crate::domain::verdict::{Knowledge, Verdict};
use blocked_author::BlockedAuthor;
use content_warning::ContentWarning;
use distrusted_author::DistrustedAuthor;
use duplicate::Duplicate;
pub use explain::explain;
use hold_everything::HoldEverything;
use hold_words::HoldWords;
use known_author::KnownAuthor;
use many_hashtags::ManyHashtags;
use new_author::NewAuthor;
use only_links::OnlyLinks;
use own::Own;
use own::OwnRules;
use personal_number::PersonalNumber;
use reading::Reading;
use reject_words::RejectWords;
use rule::Rule;
use rulebook::Rulebook;
use sensitive::Sensitive;
use too_many::TooMany;
use trusted_author::TrustedAuthor;
use trusted_organisation::TrustedOrganisation;
use trusted_source::TrustedSource;
pub use values::of_house as mistakes_of_house;

/// The registry, strongest first. A rule is a file and its line here.
pub const RULES: &[&dyn Rule] = &[
    &BlockedAuthor,
    &RejectWords,
    // Before whatever else holds: it takes more than an approval to show such a post.
    &PersonalNumber,
    &OwnRules,
    &HoldWords,
    &Sensitive,
    &ContentWarning,
    &Duplicate,
    &OnlyLinks,
    &ManyHashtags,
    &DistrustedAuthor,
    &TooMany,
    &NewAuthor,
    &TrustedSource,
    &TrustedOrganisation,
    &TrustedAuthor,
    &KnownAuthor,
    // Last, so that a hold with a better reason speaks first.
    &HoldEverything,
];

/// True if a rule of the house bears this name: a moderator's own may not.
pub fn is_house_rule(name: &str) -> bool {
    let name = fold(name.trim());
    name == HASHTAG_REMOVED || RULES.iter().any(|rule| rule.name() == name)
}

/// Not judged by the text alone, so not in [`RULES`]: an edit at the source took the hashtag out.
pub const HASHTAG_REMOVED: &str = "hashtag-removed";

/// Asks every rule. A rejection beats a hold, a hold beats an approval; among equals the first in [`RULES`] speaks.
/// So trust never overrules a reason to look: a trusted source's post with a listed word is held like any other.
pub fn judge(draft: &Draft, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
    let reading = Reading::new(draft);
    strongest(RULES.iter().filter_map(|rule| rule.opinion(&reading, knowledge, book)))
}

/// True if the conditions of a moderator's rule hold for a post, whatever other rules say.
pub fn would_match(rule: &Own, draft: &Draft, knowledge: &Knowledge, book: &Rulebook) -> bool {
    rule.opinion(&Reading::new(draft), knowledge, book).is_some()
}

/// The strongest of several verdicts, the first among equals, with the marks of all.
fn strongest(verdicts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
    let strength = |state: State| match state {
        State::Rejected => 3,
        State::Held => 2,
        State::Approved => 1,
        State::Pending => 0,
    };
    verdicts.reduce(|so_far, verdict| {
        if strength(verdict.state) > strength(so_far.state) {
            verdict.marked(so_far)
        } else {
            so_far.marked(verdict)
        }
    })
}
