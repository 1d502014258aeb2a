//! What a rule thinks of a post.

use std::borrow::Cow;

use super::post::{PostId, State};
use super::time::Timestamp;

/// What the rules say of a post. No opinion from any rule means pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The state the rule asks for; pending if it only marks the post.
    pub state: State,
    /// The rule's name: as registered, or as a moderator named it.
    pub rule: Cow<'static, str>,
    /// Why, in words a moderator reads: the listed word it matched, the author's history … Never the post's own words.
    pub reason: String,
    /// Labels that this and other rules put on the post, each once.
    pub labels: Vec<String>,
    /// A rule wants its pictures shown only when asked for.
    pub blurred: bool,
}

impl Verdict {
    /// An opinion on where the post goes, without marks.
    pub fn new(state: State, rule: impl Into<Cow<'static, str>>, reason: impl Into<String>) -> Self {
        let (rule, reason) = (rule.into(), reason.into());
        Self { state, rule, reason, labels: Vec::new(), blurred: false }
    }

    /// This verdict with the marks of another, weaker one beside its own.
    pub fn marked(mut self, other: Self) -> Self {
        let new: Vec<String> =
            other.labels.into_iter().filter(|label| !self.labels.contains(label)).collect();
        self.labels.extend(new);
        self.blurred |= other.blurred;
        self
    }
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
    /// An earlier post that says nearly the same.
    pub near_duplicate_of: Option<PostId>,
    /// A moderator has withdrawn the trust in this author.
    pub author_distrusted: bool,
    /// The post comes from a source that is configured as its organisation's own: nobody merely calls themselves so.
    pub organisation_vouched: bool,
    /// Other posts of the author published within the hour up to this one.
    pub author_last_hour: u64,
    /// The same of the organisation.
    pub organisation_last_hour: u64,
    /// Labels the post has already.
    pub labels: Vec<String>,
    /// The moment of judging.
    pub now: Timestamp,
}
