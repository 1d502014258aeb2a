//! What one run leaves for the next: how far the list was read, who the organisation is, which calls rest.
//!
//! Any other shape in the database is taken as "the first time", and so is another organisation's.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::time::Timestamp;

/// The collector's own state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Whose posts were read.
    pub organization: String,
    /// `lastModifiedAt`, ms: every post changed up to here was read, by a walk that came to its end.
    pub high_water: Option<i64>,
    /// The posts changed at exactly that time that were read: another one may share the millisecond.
    #[serde(default)]
    pub at_high_water: BTreeSet<String>,
    /// A walk that did not come to its end.
    pub walk: Option<Walk>,
    /// Who the organisation is; asked anew after 24 h.
    pub profile: Option<Profile>,
    /// Calls not made for now (refused, or their quota is used up), by resource.
    #[serde(default)]
    pub resting: BTreeMap<String, Rest>,
}

/// Where a walk down the list stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// Offset of the next page.
    pub start: u64,
    /// Newest `lastModifiedAt` met, ms: the high water once the walk is over.
    pub newest: Option<i64>,
    /// The posts changed at exactly that time.
    #[serde(default)]
    pub at_newest: BTreeSet<String>,
    /// Oldest `lastModifiedAt` met, ms: the next page must begin at or above it, or something slipped through.
    pub oldest: Option<i64>,
}

/// The organisation as LinkedIn tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Display name.
    pub name: String,
    /// Vanity name; empty if not told.
    pub vanity: String,
    /// Followers, where permitted.
    pub followers: Option<u64>,
    /// When it was asked.
    pub fetched_at: Timestamp,
}

/// A resource that is left alone for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// Until when.
    pub until: Timestamp,
    /// Why, for the notes.
    pub why: String,
}

impl Cursor {
    /// Reads what the last run of this organisation left.
    pub fn read(stored: &Value, organization: &str) -> Self {
        match serde_json::from_value::<Self>(stored.clone()) {
            Ok(cursor) if cursor.organization == organization => cursor,
            _ => Self { organization: organization.to_owned(), ..Self::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn another_shape_or_another_organisation_is_the_first_time() {
        let first = Cursor { organization: "7".to_owned(), ..Cursor::default() };
        for stored in [
            json!(null),
            json!([1]),
            json!({"organization": 7}),
            json!({"organization": "8", "high_water": 5}),
        ] {
            assert_eq!(Cursor::read(&stored, "7"), first, "{stored}");
        }
        let kept = json!({"organization": "7", "high_water": 5});
        assert_eq!(Cursor::read(&kept, "7").high_water, Some(5));
    }
}
