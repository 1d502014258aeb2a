//! Why the store refuses what somebody asked for: what they saw is no longer so. Knows no SQL.

/// One reason. Shown in the reader's language by the pages, and as it is by the log and the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The row is not there (any more).
    #[error("the post is gone: deleted at its source, expired or erased")]
    PostGone,
    /// The network does not say who wrote the post: there is nobody to block.
    #[error("the network does not say who wrote this post; reject it instead")]
    AuthorUnknown,
    /// The log entry of this seq is no decision, or there is none.
    #[error("entry {0} is not a decision that can be taken back")]
    NotADecision(u64),
    /// The decision was taken back before.
    #[error("it has been taken back already")]
    TakenBack,
    /// The post was decided or edited since: taking the decision back would undo that, too.
    #[error("the post was decided or edited again since")]
    DecidedSince,
    /// The post was edited at its source after the person who decides saw it.
    #[error("the post was edited after it was shown")]
    EditedSince,
    /// Somebody answered this request already, or there is none.
    #[error("the request was answered already")]
    RequestAnswered,
    /// There is no source of this id.
    #[error("there is no source {0}")]
    SourceUnknown(String),
    /// The lease on this source ran out, or was given back before.
    #[error("the lease on {0} ran out and another worker has it; nothing was written")]
    LeaseLost(String),
    /// There is no such account, or it is disabled.
    #[error("there is no such account, or it is disabled")]
    UserUnknown,
    /// The name is taken.
    #[error("there is an account of that name already")]
    UserExists,
    /// Nobody could administrate afterwards.
    #[error("this is the last administrator who can sign in")]
    LastAdmin,
    /// The link was used, replaced, or its day is over.
    #[error("the link was used, or its time is over")]
    LinkSpent,
    /// Something else was done in another window.
    #[error("it was changed in another window")]
    ChangedSince,
    /// The post shows what looks like a personal number, and its approval is not the one that confirmed that.
    #[error("the post shows what looks like a personal number, which nobody confirmed")]
    NumberUnconfirmed,
    /// There is no such rule (any more).
    #[error("the rule was removed")]
    RuleGone,
    /// The rule or the settings were changed after the person who saves them saw them.
    #[error("somebody else has changed it since")]
    RuleChanged,
    /// The rules were changed after a preview was made.
    #[error("the rules were changed since")]
    RulesChanged,
    /// Another rule has this name.
    #[error("there is a rule {0:?} already")]
    RuleName(String),
    /// More rules than a house may have.
    #[error("there are too many rules")]
    RulesFull,
    /// Another moderator has the post in hand.
    #[error("{0} has the post in hand")]
    HeldBy(String),
    /// Somebody decided on the post after the person who decides saw it.
    #[error("the post was decided after it was shown")]
    DecidedMeanwhile,
    /// Everything this person did lately is taken back.
    #[error("there is nothing left to take back")]
    NothingToUndo,
    /// The name of a key is given once.
    #[error("there is or was a key of that name")]
    KeyExists,
    /// There is no such key.
    #[error("there is no such key")]
    KeyGone,
    /// There is no such receiver of webhooks, or no such delivery.
    #[error("the receiver or the delivery is gone")]
    WebhookGone,
    /// There is no such picture on the post.
    #[error("the post has no attachment there")]
    NoAttachment,
    /// A wall has this name in the address already.
    #[error("there is a wall of that name already")]
    WallExists,
    /// There is no such wall (any more).
    #[error("there is no such wall")]
    WallGone,
}
