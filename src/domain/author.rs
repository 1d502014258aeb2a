//! Who wrote a post, as the network tells it.

use serde::{Deserialize, Serialize};

/// An author. Empty strings mean that the network did not say, or that its storage rule made us forget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Author {
    /// The network's own id for the author (URN, page id, account URI, feed author name): stable, compared as a whole.
    pub native_id: String,
    /// Display name, plain text.
    pub name: String,
    /// `@user@host`, vanity name …, plain text without the leading `@`.
    pub handle: String,
    /// Profile page, http(s) only.
    pub url: String,
    /// Followers at the time of collecting, if the network tells.
    pub followers: Option<u64>,
    /// True if the network says that this is a page or organisation, not a person.
    pub is_organisation: bool,
}
