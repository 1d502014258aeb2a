//! What a visitor types → a tantivy query.

/// The query as understood, for an operator who wants to see why something was found.
pub fn explain(_text: &str) -> String {
    String::new()
}
