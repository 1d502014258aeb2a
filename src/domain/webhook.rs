//! A webhook out: who is told when a post came or went, and how each telling went. Knows no wire format.

use std::fmt;
use std::str::FromStr;

use super::post::PostId;
use super::time::Timestamp;

/// What a receiver can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A post is shown from now on.
    Approved,
    /// It is not shown any more: rejected, taken down, deleted, expired.
    Removed,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Approved, Self::Removed];

    /// The word used in what is sent, in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "post.approved",
            Self::Removed => "post.removed",
        }
    }
}

impl FromStr for EventKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not an event of a webhook"))
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A receiver, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Ours.
    pub id: String,
    /// For people.
    pub title: String,
    /// Where to; may hold a secret in its query, so that pages show host and path alone.
    pub url: String,
    /// What it is told.
    pub kinds: Vec<EventKind>,
    /// When it was made.
    pub made_at: Timestamp,
    /// `user:<name>`.
    pub made_by: String,
    /// False: it is told nothing, and what waits goes on waiting.
    pub active: bool,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// To be tried, or to be tried again.
    Waiting,
    /// The receiver took it.
    Sent,
    /// Given up after a day.
    Failed,
    /// No longer so when it was its turn: never sent.
    Overtaken,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Overtaken];

    /// The word used in the database and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Overtaken => "overtaken",
        }
    }
}

impl FromStr for Standing {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not where a delivery can stand"))
    }
}

/// One event for one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The `webhook-id` header.
    pub id: String,
    /// The receiver.
    pub webhook: String,
    /// What happened.
    pub kind: EventKind,
    /// To which post.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// How often it was tried.
    pub tries: u64,
    /// When it is tried next, while it waits.
    pub due_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
    /// How the last try went, in English words; never an address or a body.
    pub outcome: Option<String>,
}
