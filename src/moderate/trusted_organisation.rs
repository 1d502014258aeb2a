//! Organisations and sectors on the list are shown at once: by their own sources alone. Anybody can call an account
//! "Aarhus Kommune", so a name is no proof.

use super::reading::Reading;
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::hashtag::fold;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct TrustedOrganisation;

impl Rule for TrustedOrganisation {
    fn name(&self) -> &'static str {
        "trusted-organisation"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        if !knowledge.organisation_vouched {
            return None;
        }
        let organisation = draft.organisation.as_deref()?;
        let sector = draft.sector.as_str();
        let reason = if book.trusted_organisations.contains(&fold(organisation)) {
            format!("“{organisation}” is on the list of trusted organisations")
        } else if book.house.trusted_sectors.iter().any(|trusted| trusted == sector) {
            format!("all of the sector “{sector}” are trusted")
        } else {
            return None;
        };
        Some(Verdict::new(State::Approved, self.name(), reason))
    }
}
