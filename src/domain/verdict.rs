//! What a rule thinks of a post.

use super::post::{PostId, State};
use super::time::Timestamp;

/// One rule's opinion. No opinion from any rule means pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The state the rule asks for.
    pub state: State,
    /// The rule's name, as registered.
    pub rule: &'static str,
    /// Why, in words a moderator reads: the word it matched, the author's history …
    pub reason: String,
}

/// What the house knows about a post beside its text, loaded before it is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// Posts of this author (network and native id) that people or rules have approved here.
    pub author_approved: u64,
    /// Posts of this author that were rejected here.
    pub author_rejected: u64,
    /// A moderator has blocked this author.
    pub author_blocked: bool,
    /// The source is marked as trusted in the configuration.
    pub source_trusted: bool,
    /// An earlier post with the same canonical link or the same words.
    pub duplicate_of: Option<PostId>,
    /// The moment of judging.
    pub now: Timestamp,
}
