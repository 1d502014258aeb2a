//! Everything the rules are told: the house's settings and the moderators' own rules, made ready once.

use super::folding::Listed;

/// The rules in force at one moment.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
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
