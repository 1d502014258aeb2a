//! "AFLYST: Morgenmøde" says that it is cancelled, whatever its status says. Knows words alone.

use crate::domain::happening::Status;

/// What calendars write before a title, and what it means.
const PREFIXES: [(&str, Status); 7] = [
    ("aflyst", Status::Cancelled),
    ("aflysning", Status::Cancelled),
    ("cancelled", Status::Cancelled),
    ("canceled", Status::Cancelled),
    ("udsat", Status::Postponed),
    ("udskudt", Status::Postponed),
    ("postponed", Status::Postponed),
];

/// The title without such a word in front of it, and the status it gave. The words of an approved title stay the same
/// then, and the happening stays on the wall, marked.
pub fn read(title: &str) -> (String, Option<Status>) {
    let bare = title.trim().trim_start_matches(['*', '[', '(', '!', '‼', '–', '-', ' ']);
    for (word, status) in PREFIXES {
        let Some(start) = bare.get(..word.len()) else { continue };
        let rest = &bare[word.len()..];
        // A sentence may begin with the word: "Aflyst flytning af …" is somebody's title.
        let marks = ['*', ']', ')', '!', ':', '–', '-', '—', '|'];
        let parted = rest.trim_start().starts_with(marks);
        if start.eq_ignore_ascii_case(word) && (parted || rest.trim().is_empty()) {
            let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || marks.contains(&c));
            return if rest.is_empty() {
                (title.trim().to_owned(), Some(status))
            } else {
                (rest.to_owned(), Some(status))
            };
        }
    }
    (title.trim().to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_front_is_a_status() {
        for title in [
            "AFLYST: Morgenmøde",
            "aflyst – Morgenmøde",
            "[AFLYST] Morgenmøde",
            "*** Aflyst *** Morgenmøde",
            "CANCELLED: Morgenmøde",
        ] {
            assert_eq!(read(title), ("Morgenmøde".to_owned(), Some(Status::Cancelled)), "{title}");
        }
        assert_eq!(read("Udsat: Morgenmøde").1, Some(Status::Postponed));
        assert_eq!(read("Aflyst flytning af rådhuset"), ("Aflyst flytning af rådhuset".to_owned(), None));
        assert_eq!(read("AFLYST"), ("AFLYST".to_owned(), Some(Status::Cancelled)));
        assert_eq!(read("Ånd"), ("Ånd".to_owned(), None));
    }
}
