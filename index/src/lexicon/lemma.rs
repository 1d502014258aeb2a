//! Forms → lemmas: the table first, endings for words it lacks.

use super::table::Table;

/// Endings of nouns and adjectives, the longest first. Verbs are in the table.
const ENDINGS: [&str; 16] = [
    "ernes", "erne", "enes", "ene", "eres", "ere", "ens", "ets", "ers", "ede", "en", "et", "er", "es", "s",
    "e",
];

/// The lemmas of a folded word, the likeliest first; never empty.
pub(super) fn lemmas(word: &str) -> Vec<String> {
    let known = known(word);
    if known.is_empty() { vec![by_ending(word)] } else { known }
}

/// True if the word stands in the lexicon: then it is no misspelling of another.
pub(crate) fn is_listed(word: &str) -> bool {
    !known(word).is_empty()
}

/// The lemmas the table has for it, also with a genitive -s it does not list.
pub(super) fn known(word: &str) -> Vec<String> {
    let Some(table) = Table::get() else { return Vec::new() };
    let found = table.lemmas(word);
    if !found.is_empty() {
        return found;
    }
    // A genitive of a form that is listed without.
    match word.strip_suffix('s') {
        Some(start) if start.chars().count() > 3 => table.lemmas(start),
        _ => found,
    }
}

/// A word that nobody lists (a loan word, a name): what is left without its ending.
pub(super) fn by_ending(word: &str) -> String {
    let mut stem = word;
    if word.chars().all(char::is_alphabetic) {
        // Until nothing more comes off, so that *podcasts* and what is left of *podcastsene* are one.
        while let Some(shorter) = shorter(stem) {
            stem = shorter;
        }
    }
    stem.to_owned()
}

fn shorter(word: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let is_word = stem.chars().count() >= 4
            && stem.contains(is_vowel)
            // If the rest were a word, this would be among its forms: *Hansen* is not *hans*.
            && Table::get().is_none_or(|table| !table.knows(stem) && !table.is_name(stem));
        is_word.then(|| undoubled(stem))
    })
}

/// *blogg(en)* is *blog*.
fn undoubled(stem: &str) -> &str {
    let mut chars = stem.chars().rev();
    match (chars.next(), chars.next()) {
        (Some(last), Some(before)) if last == before && "bdfgklmnprt".contains(last) && stem.len() > 4 => {
            &stem[..stem.len() - 1]
        }
        _ => stem,
    }
}

pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'æ' | 'ø' | 'å')
}
