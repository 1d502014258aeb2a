//! What a feed's last run leaves for the next one, as JSON in the source's row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::collect::validators::Validators;
use crate::domain::time::Timestamp;

/// Items of the last document that are remembered; a longer feed has its first ones remembered.
pub const MAX_KNOWN: usize = 1_000;

/// The cursor. Any other shape is "the first time".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// The configured address this belongs to; another one starts anew.
    pub configured: String,
    /// Where the feed really is: announced by the web page, or moved for good.
    pub feed: Option<String>,
    /// What the server said of the document there.
    #[serde(flatten)]
    pub validators: Validators,
    /// True once a feed was read there: a web page in its place is then a fault, not a wrong address.
    pub good: bool,
    /// Hash of a document that broke off: if the next one is the same, it is all there will ever be.
    pub cut: Option<String>,
    /// Fingerprint of link and title → the item's identity. Finds an item again whose guid changed.
    pub known: BTreeMap<String, String>,
    /// When addresses were last tried because none was announced; not more than once a day.
    pub probed: Option<Timestamp>,
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
        self.feed.as_deref().unwrap_or(&self.configured)
    }

    /// Forgets a found or moved address that does not work any more; true if there was one.
    pub fn back_to_configured(&mut self) -> bool {
        self.validators.forget();
        self.feed.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Cursor;

    #[test]
    fn what_an_earlier_version_stored_is_read_and_written_the_same() {
        let stored =
            json!({ "configured": "https://a.example/", "etag": "W/\"x\"", "modified": null, "good": true });
        let cursor = Cursor::read(&stored, "https://a.example/");
        assert_eq!(cursor.validators.etag.as_deref(), Some("W/\"x\""));
        let written = cursor.store().unwrap();
        assert!(stored.as_object().unwrap().iter().all(|(key, value)| written[key] == *value), "{written}");
    }
}
