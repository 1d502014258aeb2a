//! Who is shown without waiting for a person. Asked by the rules that must not speak against it.

use super::known_author::KnownAuthor;
use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::trusted_author::TrustedAuthor;
use super::trusted_organisation::TrustedOrganisation;
use super::trusted_source::TrustedSource;
use crate::domain::verdict::Knowledge;

/// True if a rule of the house approves of who speaks.
pub fn is_vouched(draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> bool {
    let approving: [&dyn Rule; 4] = [&TrustedSource, &TrustedOrganisation, &TrustedAuthor, &KnownAuthor];
    approving.iter().any(|rule| rule.opinion(draft, knowledge, book).is_some())
}
