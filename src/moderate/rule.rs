//! What a rule is.

use super::reading::Reading;
use super::rulebook::Rulebook;
use crate::domain::verdict::{Knowledge, Verdict};

/// A pure opinion about a post.
pub trait Rule: Sync {
    /// Its name in the log and on the card: `blocked-words`.
    fn name(&self) -> &'static str;

    /// What it thinks, or `None`.
    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict>;
}
