//! The parts of the Danish public sector. Which organisation belongs where is dated data in `config/sectors.toml`.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The sector an organisation belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sector {
    /// Ministries, agencies and other state bodies.
    Stat,
    /// The regions.
    Region,
    /// The municipalities.
    Kommune,
    /// Everybody else: unions, think tanks, companies, people.
    #[default]
    Other,
}

impl Sector {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Stat, Self::Region, Self::Kommune, Self::Other];

    /// The word used in the database, configuration, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stat => "stat",
            Self::Region => "region",
            Self::Kommune => "kommune",
            Self::Other => "other",
        }
    }
}

impl FromStr for Sector {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|sector| sector.as_str() == word)
            .ok_or_else(|| format!("{word:?} is not one of stat, region, kommune, other"))
    }
}
