//! What the compiled-in rules are told: word lists, trust, caps. Edited on the desk; a file of settings is only where a
//! new database begins.

use serde::{Deserialize, Serialize};

/// The settings. Times are hours, counts are posts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct House {
    /// Words and phrases that hold a post; compared folded, as whole words.
    pub hold_words: Vec<String>,
    /// Words and phrases that reject a post.
    pub reject_words: Vec<String>,
    /// Authors that are always approved: native id, or `network:handle`.
    pub trusted_authors: Vec<String>,
    /// Authors that are always rejected, in the same form.
    pub blocked_authors: Vec<String>,
    /// Organisations whose own sources are shown at once.
    pub trusted_organisations: Vec<String>,
    /// The same for every organisation of a sector: `stat`, `region`, `kommune`, `other`.
    pub trusted_sectors: Vec<String>,
    /// Approved posts an author needs before new ones are approved by themselves; 0 = never.
    pub approve_after: u64,
    /// Everything no rule approves or rejects is held rather than pending.
    pub hold_everything: bool,
    /// Authors without an approved post here are held rather than pending.
    pub hold_new_authors: bool,
    /// Posts of one author within an hour before further ones are held; 0 = no cap.
    pub author_per_hour: u64,
    /// The same for one organisation.
    pub organisation_per_hour: u64,
    /// Posts with cues for somebody's health, union membership or child are held.
    pub hold_sensitive: bool,
    /// New authors are put on hold by themselves when tenfold as many come as usual.
    pub flood_guard: bool,
}
