//! Words derived from each other: *evaluere* and *evaluering*, *frivillig* and *frivillighed*. A search for one also finds
//! the other, after its own.

use super::table::Table;

/// (ending, ending of the relative): one is made from the other, if both are lemmas.
const PAIRS: [(&str, &str); 20] = [
    ("e", "ing"),
    ("e", "ning"),
    ("e", "else"),
    ("e", "er"),
    ("e", "sel"),
    ("sel", "es"),
    ("ere", "ation"),
    ("ere", "ion"),
    ("le", "el"),
    ("re", "er"),
    ("", "hed"),
    ("", "skab"),
    ("isk", "i"),
    ("er", "ning"),
    ("", "lig"),
    ("", "isere"),
    ("", "isering"),
    ("ig", "ighed"),
    ("", "mæssig"),
    ("", "ar"),
];

/// The lemmas that are derived from this one, or it from them; at most [`MOST`].
pub(crate) fn related(lemma: &str) -> Vec<String> {
    let Some(table) = Table::get() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for (one, other) in PAIRS {
        for (from, to) in [(one, other), (other, one)] {
            let Some(stem) = lemma.strip_suffix(from).filter(|stem| stem.chars().count() >= 3) else {
                continue;
            };
            for made in doubled(stem).map(|stem| format!("{stem}{to}")) {
                if made != lemma && table.is_lemma(&made) && !found.contains(&made) {
                    found.push(made);
                }
            }
        }
    }
    found.truncate(MOST);
    found
}

/// The stem; and with its last letter once where it stands twice, or twice: *beslutte*, *beslutning*.
fn doubled(stem: &str) -> impl Iterator<Item = String> {
    let mut ends = stem.chars().rev();
    let (last, before) = (ends.next(), ends.next());
    let other = match (last, before) {
        (Some(last), Some(before)) if last == before => Some(stem[..stem.len() - last.len_utf8()].to_owned()),
        (Some(last), _) if "bdfgklmnprst".contains(last) => Some(format!("{stem}{last}")),
        _ => None,
    };
    std::iter::once(stem.to_owned()).chain(other)
}

/// Relatives of a word: each costs a search a term.
const MOST: usize = 3;
