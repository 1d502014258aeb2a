//! The panic button: while it is pressed nothing is shown to anybody but those who are signed in. Knows no page.

use super::time::Timestamp;

/// Who pressed it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When.
    pub since: Timestamp,
    /// `user:<name>`.
    pub actor: String,
}

impl Pause {
    /// The name of who pressed it.
    pub fn who(&self) -> &str {
        self.actor.strip_prefix("user:").unwrap_or(&self.actor)
    }
}

/// Where the button stands, and how often it has been moved: of two readings the higher one is the later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switch {
    /// Rises by one with every press and every release.
    pub moves: u64,
    /// `None` while the walls are shown.
    pub pause: Option<Pause>,
}
