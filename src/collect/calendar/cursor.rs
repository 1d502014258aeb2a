//! What a calendar's last run leaves for the next one, as JSON in the source's row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::collect::validators::Validators;
use crate::domain::time::Timestamp;

/// Happenings, and pages of a list, that are remembered.
pub const MOST: usize = 2_000;

/// The cursor. Any other shape is "the first time".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The configured address this belongs to; another one starts anew.
    pub configured: String,
    /// Where the calendar really is, if it moved for good or a web page announces it.
    pub found: Option<String>,
    /// What the server said of the document there.
    #[serde(flatten)]
    pub validators: Validators,
    /// Hash of a document that broke off: if the next one is the same, it is all there will ever be.
    pub cut: Option<String>,
    /// Until when the weeks of these entries were wanted: with another edition an unchanged document is read again.
    pub until: Option<Timestamp>,
    /// Native ids of what is in the calendar and not over.
    pub known: BTreeMap<String, Known>,
    /// Pages of a list: when each was last read.
    pub pages: BTreeMap<String, Timestamp>,
}

/// A happening that was in the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The page it was read from; empty for the configured address itself.
    pub page: String,
    /// When it is over.
    pub ends: Timestamp,
    /// Since when the calendar does not have it any more.
    pub missing: Option<Timestamp>,
}

impl Cursor {
    /// From the last run of a source with this configured address.
    pub fn read(stored: &Value, configured: &str) -> Self {
        match Self::deserialize(stored) {
            Ok(cursor) if cursor.configured == configured => cursor,
            // Null, another collector's shape, or another address: the first time.
            _ => Self { configured: configured.to_owned(), ..Self::default() },
        }
    }

    /// For the next run.
    pub fn store(&self) -> Option<Value> {
        serde_json::to_value(self).ok()
    }

    /// The address to ask.
    pub fn address(&self) -> &str {
        self.found.as_deref().unwrap_or(&self.configured)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Cursor;

    #[test]
    fn what_an_earlier_version_stored_is_read_and_written_the_same() {
        let stored =
            json!({ "configured": "https://a.example/", "etag": "W/\"x\"", "modified": null, "until": 7 });
        let cursor = Cursor::read(&stored, "https://a.example/");
        assert_eq!(cursor.validators.etag.as_deref(), Some("W/\"x\""));
        let written = cursor.store().unwrap();
        assert!(stored.as_object().unwrap().iter().all(|(key, value)| written[key] == *value), "{written}");
    }
}
