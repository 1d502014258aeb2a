//! What a visitor handed in by the form "Indsend et opslag": the declaration that came with it, and what became of it. Knows
//! no page. Whoever sent it is not part of it: no address, no browser, no name beside the one they gave the post.

use super::post::PostId;
use super::time::Timestamp;

/// The source that submitted posts belong to; it is none of the configuration's.
pub const SOURCE: &str = "submitted";

/// The version of the sentences people agree to; it rises with every change of their sense.
pub const WORDING: &str = "2026-11";

/// What the person declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// It is their own, and may be shown; else somebody else's public post, which they point at.
    pub own: bool,
    /// The sentence as it stood on the page.
    pub words: String,
    /// [`WORDING`] of that time.
    pub wording: String,
    /// `da` or `en`: the language it stood in.
    pub language: String,
}

/// A submission as it stands. It outlives its post: what was agreed to can be shown when the post is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// From 1.
    pub number: u64,
    /// When it came.
    pub at: Timestamp,
    /// The post it became.
    pub post: PostId,
    /// What was declared.
    pub declaration: Declaration,
    /// When the person took it back.
    pub withdrawn_at: Option<Timestamp>,
}
