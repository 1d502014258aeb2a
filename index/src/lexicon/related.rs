//! Words derived from each other: *evaluere* and *evaluering*, *frivillig* and *frivillighed*. A search for one also finds
//! the other, after its own.

use super::table::Table;

/// (ending, ending of the relative): one is made from the other, if both are lemmas.
const PAIRS: [(&str, &str); 17] = [
    ("e", "ing"),
    ("e", "ning"),
    ("e", "else"),
    ("", "hed"),
    ("", "skab"),
    ("sel", "es"),
    ("", "sel"),
    ("isk", "i"),
    ("e", "er"),
    ("ere", "ering"),
    ("", "lig"),
    ("", "isere"),
    ("", "isering"),
    ("sk", ""),
    ("e", "ende"),
    ("", "mæssig"),
    ("ø", "æ"),
];

/// The lemmas that are derived from this one, or it from them; at most [`MOST`].
pub(crate) fn related(lemma: &str) -> Vec<String> {
    let Some(table) = Table::get() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for (one, other) in PAIRS {
        for (from, to) in [(one, other), (other, one)] {
            if let Some(stem) = lemma.strip_suffix(from)
                && stem.chars().count() >= 3
            {
                let made = format!("{stem}{to}");
                if made != lemma && table.is_lemma(&made) && !found.contains(&made) {
                    found.push(made);
                }
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Relatives of a word: each costs a search a term.
const MOST: usize = 3;
