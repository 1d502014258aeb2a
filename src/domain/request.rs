//! What a person outside asks of the house: to take a post away, or to look again at one that was hidden. Knows no page.

use std::str::FromStr;

use super::post::PostId;
use super::time::Timestamp;

/// Makes an enum of words: `as_str`, `ALL` and `FromStr`.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in forms, the database and message files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                let found = Self::ALL.iter().find(|one| one.as_str() == word);
                found.copied().ok_or_else(|| format!("{word:?} is none of ours"))
            }
        }
    };
}

words! {
    /// What is asked.
    Kind {
        /// That a post be taken away.
        Takedown = "takedown",
        /// That somebody look again at a post that is not shown.
        Review = "review",
    }
}

words! {
    /// Who the person says they are to the post. Nobody checks it before a moderator does.
    Claim {
        /// Wrote it.
        Author = "author",
        /// Is mentioned or pictured in it.
        Pictured = "pictured",
        /// Neither.
        Other = "other",
    }
}

words! {
    /// Why, in the person's own choice.
    Cause {
        /// Does not want it shown here.
        Unwanted = "unwanted",
        /// It shows something private.
        Private = "private",
        /// It shows a picture of them, or of a child of theirs.
        Picture = "picture",
        /// It uses what is theirs.
        Copyright = "copyright",
        /// Something else.
        Else = "else",
    }
}

words! {
    /// What a moderator made of it.
    Outcome {
        /// The post was removed for good.
        Removed = "removed",
        /// It is not shown, and could be again.
        Hidden = "hidden",
        /// It is shown.
        Shown = "shown",
        /// Nothing was changed.
        Unchanged = "unchanged",
        /// There is no such post here.
        Absent = "absent",
    }
}

impl Outcome {
    /// What can be answered to a request of this kind.
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Takedown => &[Self::Removed, Self::Hidden, Self::Shown],
            Kind::Review => &[Self::Shown, Self::Unchanged, Self::Removed],
        }
    }
}

/// What the person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is asked.
    pub kind: Kind,
    /// The post's id as it was sent: it may name nothing.
    pub post: PostId,
    /// Who they say they are.
    pub claim: Claim,
    /// Why.
    pub cause: Cause,
    /// In their words; may be empty, and is emptied some time after the answer.
    pub message: String,
    /// Where to reach them; as `message`.
    pub contact: String,
    /// `da` or `en`: the language they read.
    pub language: String,
}

/// A request as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the person quotes; from 1.
    pub number: u64,
    /// When it came.
    pub at: Timestamp,
    /// What it says.
    pub asked: Asked,
    /// The log entry with which it hid the post at once.
    pub hid: Option<u64>,
    /// `None` while it is open.
    pub answered: Option<Answered>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What was done.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
    /// `user:<name>`.
    pub by: String,
    /// The key of a reason.
    pub reason: Option<String>,
    /// The moderator's words to the person; may be empty.
    pub words: String,
}
