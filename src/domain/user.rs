//! People who sign in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// What a person may do. Each role is its own; an administrator may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Decides what is shown.
    Moderator,
    /// Reads reach figures and exports them.
    Communicator,
    /// Both, and the sources.
    Admin,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Moderator, Self::Communicator, Self::Admin];

    /// The word used in the database and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::Communicator => "communicator",
            Self::Admin => "admin",
        }
    }

    /// True if a person with this role may do what needs `needed`.
    pub fn may(self, needed: Self) -> bool {
        self == needed || self == Self::Admin
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of moderator, communicator, admin"))
    }
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Sign-in name, lower case.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An account as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Sign-in name, lower case.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// No way in.
    pub disabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When they were last here, to the minute.
    pub seen_at: Option<Timestamp>,
    /// False until an invited person has chosen one, and for people who come by single sign-on.
    pub has_password: bool,
    /// A second factor is on.
    pub has_factor: bool,
    /// The identity provider they come from, if any.
    pub issuer: Option<String>,
}

/// How far a sign-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Done.
    Open,
    /// The password was right; the second factor is missing.
    Code,
}

impl Stage {
    /// The word used in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Code => "code",
        }
    }
}

impl FromStr for Stage {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = [Self::Open, Self::Code].into_iter().find(|stage| stage.as_str() == word);
        known.ok_or_else(|| format!("{word:?} is not a stage of a sign-in"))
    }
}

/// Who sits at a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The person.
    pub user: User,
    /// Which session.
    pub token_hash: String,
    /// How far the sign-in has come.
    pub stage: Stage,
    /// It came from a single sign-on.
    pub sso: bool,
    /// A second factor is on.
    pub has_factor: bool,
}

/// One of a person's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it in a form; opens nothing.
    pub id: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// The network it came from: `203.0.113.x`.
    pub place: String,
    /// Browser and system.
    pub browser: String,
    /// It came from a single sign-on.
    pub sso: bool,
}
