//! What the house adds to a post: never from a network, never lost by an edit at the source. Knows no rule and no page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A moderator's or a rule's marks on a post. Each has a serde default: it is stored as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    /// Stands first on the wall.
    pub pinned: bool,
    /// Gets a place of its own on screens, more often than others.
    pub featured: bool,
    /// Its pictures are shown only when asked for.
    pub blurred: bool,
    /// Words of the house to sort by, seen at the desk alone.
    pub labels: Vec<String>,
    /// Alternative texts written here, by the attachment's place from 0; they replace the network's.
    pub alt: BTreeMap<usize, String>,
}
