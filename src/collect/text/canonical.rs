//! One URL for one page.

/// The canonical form of a link, or `None` if it is not an http(s) URL a visitor could follow.
pub fn canonical_url(_raw: &str) -> Option<String> {
    None
}
