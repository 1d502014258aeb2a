//! A rule as a moderator writes it: conditions, and what follows. Plain words that can be stored, exported and read;
//! whether they make sense is judged by `moderate`. Knows no post.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::house::House;
use super::time::Timestamp;

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it is called on cards and in the log; no two have the same.
    pub name: String,
    /// Why it is there, for colleagues; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// False keeps it without asking it.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Whether every condition must hold, or one.
    #[serde(default)]
    pub when: Together,
    /// Where the post goes; nothing if the rule only marks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Outcome>,
    /// Labels put on the post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Its pictures are shown only when asked for.
    #[serde(default)]
    pub blur: bool,
    /// At least one.
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
}

fn yes() -> bool {
    true
}

/// How conditions stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Together {
    /// Every one must hold.
    #[default]
    All,
    /// One is enough.
    Any,
}

impl Together {
    /// The word in forms, files and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }
}

/// Where a rule sends a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Shown at once, unless something holds it.
    Approve,
    /// Set aside for a person.
    Hold,
    /// Not shown.
    Reject,
}

impl Outcome {
    /// All of them, weakest first.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Hold, Self::Reject];

    /// The word in forms, files and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Hold => "hold",
            Self::Reject => "reject",
        }
    }
}

/// One condition. Its values are words, one or several, according to its kind; any one of them is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What is looked at.
    pub kind: Asked,
    /// True turns it round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not: bool,
    /// What is looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Words and phrases, however they are spelt to get past a list.
    Words,
    /// Regular expressions (the `regex` crate's), upper and lower case alike.
    Regex,
    /// Authors: the network's id, or `network:handle`.
    Author,
    /// Authors with fewer approved posts here than the number given, or than the house asks for.
    NewAuthor,
    /// Names of organisations.
    Organisation,
    /// Networks.
    Network,
    /// Ids of sources.
    Source,
    /// Languages as ISO 639-1, or `unknown`.
    Language,
    /// What is attached: `image`, `video`, `audio`, `document`, `link`, `poll`, `any` or `none`.
    Media,
    /// Hosts of links, with all below them.
    LinkDomain,
    /// Published more than this many hours ago.
    OlderThan,
    /// Texts, or fingerprints of texts, that the post nearly repeats.
    Similar,
    /// Nearly or wholly the text of an earlier post.
    NearDuplicate,
    /// The author's posts within the hour before this one, this one among them, are more than the number given.
    AuthorPerHour,
    /// The same for the organisation.
    OrganisationPerHour,
    /// Nothing but hashtags, links and mentions.
    HashtagOnly,
    /// Sectors.
    Sector,
    /// Kinds of posts.
    Kind,
    /// Labels that the post has already.
    Label,
}

/// What the values of a condition are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// A whole number, or none.
    NumberOrNothing,
    /// A whole number.
    Number,
    /// One or more words.
    List,
}

impl Asked {
    /// All of them, in the order of the editor.
    pub const ALL: [Self; 19] = [
        Self::Words,
        Self::Regex,
        Self::Author,
        Self::NewAuthor,
        Self::AuthorPerHour,
        Self::Organisation,
        Self::OrganisationPerHour,
        Self::Sector,
        Self::Network,
        Self::Source,
        Self::Language,
        Self::Kind,
        Self::Media,
        Self::LinkDomain,
        Self::HashtagOnly,
        Self::OlderThan,
        Self::Similar,
        Self::NearDuplicate,
        Self::Label,
    ];

    /// The word in forms, files and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Regex => "regex",
            Self::Author => "author",
            Self::NewAuthor => "new-author",
            Self::Organisation => "organisation",
            Self::Network => "network",
            Self::Source => "source",
            Self::Language => "language",
            Self::Media => "media",
            Self::LinkDomain => "link-domain",
            Self::OlderThan => "older-than",
            Self::Similar => "similar",
            Self::NearDuplicate => "near-duplicate",
            Self::AuthorPerHour => "author-per-hour",
            Self::OrganisationPerHour => "organisation-per-hour",
            Self::HashtagOnly => "hashtag-only",
            Self::Sector => "sector",
            Self::Kind => "kind",
            Self::Label => "label",
        }
    }

    /// What its values are.
    pub const fn takes(self) -> Takes {
        match self {
            Self::NearDuplicate | Self::HashtagOnly => Takes::Nothing,
            Self::NewAuthor => Takes::NumberOrNothing,
            Self::OlderThan | Self::AuthorPerHour | Self::OrganisationPerHour => Takes::Number,
            _ => Takes::List,
        }
    }
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|asked| asked.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is not a condition"))
    }
}

/// A rule in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRule {
    /// Made by us.
    pub id: String,
    /// Rises with every change: a form that shows an older one is not saved.
    pub version: u64,
    /// What it says.
    pub rule: Rule,
    /// `user:<name>` or `system`.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

/// Rules and settings in a file: what is exported and imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// The settings of the compiled-in rules, all of them or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house: Option<House>,
    /// Rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}
