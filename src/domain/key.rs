//! A key of the API: who may write by it, and how much. Of the key itself only its hash is kept.

use std::fmt;
use std::str::FromStr;

use super::time::Timestamp;

/// What a key may do. Any key may read, with a quota of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Hand in links and texts.
    Submit,
    /// Decide on posts.
    Moderate,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Submit, Self::Moderate];

    /// The word used in the database, forms and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Moderate => "moderate",
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not a scope of a key"))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A key as the desk shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Ours.
    pub id: String,
    /// What it is for; the log names its deeds `key:<name>`.
    pub name: String,
    /// What it may do beside reading.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// `user:<name>`.
    pub made_by: String,
    /// The last day it was used, in Denmark: `2026-10-26`. Never the moment: nobody's hours are watched.
    pub used_on: Option<String>,
    /// Since when it opens nothing.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// The name the log knows it by.
    pub fn actor(&self) -> String {
        format!("key:{}", self.name)
    }

    /// True if it may.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}
