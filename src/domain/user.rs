//! People who sign in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
        [Self::Moderator, Self::Communicator, Self::Admin]
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
