//! Which language a text is in.

/// ISO 639-1 of a text (`da`, `en`, `de`, `sv`, `nb`), or `None` if it is too short to tell.
pub fn detect(_text: &str) -> Option<String> {
    None
}
