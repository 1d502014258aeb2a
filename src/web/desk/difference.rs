//! What an edit changed, word by word, as HTML: what went in `<del>`, what came in `<ins>`. Knows nothing of posts.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::domain::markup::escaped;

/// Comparing two texts that have nothing in common takes long; after this the rest is shown as changed.
const PATIENCE: Duration = Duration::from_millis(50);

/// `after` with what differs from `before` marked; `None` if the words are the same.
pub fn marked(before: &str, after: &str) -> Option<String> {
    if before == after {
        return None;
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(before, after);
    let mut html = String::new();
    let mut open = ChangeTag::Equal;
    for change in diff.iter_all_changes() {
        if change.tag() != open {
            html.push_str(element(open, true));
            html.push_str(element(change.tag(), false));
            open = change.tag();
        }
        html.push_str(&escaped(change.value()));
    }
    html.push_str(element(open, true));
    Some(html)
}

fn element(tag: ChangeTag, end: bool) -> &'static str {
    match (tag, end) {
        (ChangeTag::Equal, _) => "",
        (ChangeTag::Delete, false) => "<del>",
        (ChangeTag::Delete, true) => "</del>",
        (ChangeTag::Insert, false) => "<ins>",
        (ChangeTag::Insert, true) => "</ins>",
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn words_that_went_and_came_are_marked() {
        assert_eq!(
            marked("Vi mødes tirsdag i salen", "Vi mødes torsdag i salen").as_deref(),
            Some("Vi mødes <del>tirsdag</del><ins>torsdag</ins> i salen")
        );
        assert_eq!(marked("det samme", "det samme"), None);
    }

    #[test]
    fn markup_stays_text() {
        let shown = marked("a", "<script>alert(1)</script>").unwrap();
        assert!(!shown.contains("<script"), "{shown}");
    }

    #[test]
    fn two_long_strangers_are_soon_told_apart() {
        let text = |word: &str| (0..20_000).map(|n| format!("{word}{n} ")).collect::<String>();
        assert!(marked(&text("a"), &text("b")).is_some());
    }
}
