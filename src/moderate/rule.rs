//! What a rule is.

use super::folding::Listed;
use crate::domain::post::Draft;
use crate::domain::verdict::{Knowledge, Verdict};

/// A pure opinion about a post.
pub trait Rule: Sync {
    /// Its name in the log and on the card: `blocked-words`.
    fn name(&self) -> &'static str;

    /// What it thinks, or `None`.
    fn opinion(&self, draft: &Draft, knowledge: &Knowledge, lists: &Lists) -> Option<Verdict>;
}

/// What the operator configured under `[moderation]`.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Words and phrases that hold a post; compared folded, as whole words.
    pub hold_words: Vec<Listed>,
    /// Words and phrases that reject a post.
    pub reject_words: Vec<Listed>,
    /// Authors that are always approved: native id, or `network:handle`.
    pub trusted_authors: Vec<String>,
    /// Authors that are always rejected, in the same form.
    pub blocked_authors: Vec<String>,
    /// Approved posts an author needs before new ones are approved by themselves; 0 = never.
    pub approve_after: u64,
    /// Everything no rule approves or rejects is held rather than pending.
    pub hold_everything: bool,
}
