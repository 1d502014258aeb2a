//! What a document offers as suggestions: terms of the field `suggest`. Each is the kind's letter, the form that typed
//! beginnings are compared with, and the form that people read. Knows words, nothing of queries or disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Doc;
use crate::fold::{fold_exact, fold_word, is_invisible};
use crate::words::{Kind, units};

/// What stands between the folded form and the form that people read.
pub(crate) const BETWEEN: char = '\u{1}';
/// Letters of the kinds.
pub(crate) const TAG: char = 't';
pub(crate) const ORGANISATION: char = 'o';
pub(crate) const AUTHOR: char = 'a';
pub(crate) const WORD: char = 'w';

/// Letters of a word that is worth suggesting.
const WORD_LETTERS: std::ops::RangeInclusive<usize> = 3..=40;
/// Words of a name by which it is found.
const MOST_NAME_WORDS: usize = 6;
/// Bytes of a name; a longer one is none.
const LONGEST_NAME: usize = 200;

/// The terms of a document, each once.
pub(crate) fn terms(doc: &Doc) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    let mut tags: BTreeMap<String, String> =
        doc.tags.iter().map(|tag| (fold_exact(tag), String::new())).collect();
    for text in [&doc.title, &doc.text, &doc.attached] {
        for unit in units(text) {
            let shown: String = text[unit.body.clone()].chars().filter(|&c| !is_invisible(c)).collect();
            match unit.kind {
                // As it was written first: `#LedelseIDetOffentlige` is easier to read than its folded form.
                Kind::Tag => match tags.get_mut(&fold_exact(&shown)) {
                    Some(written) if written.is_empty() => *written = shown,
                    _ => {}
                },
                Kind::Word if is_word(&shown) => {
                    let folded = fold_word(&shown).replace(['-', '\'', '’'], "");
                    let known = words.entry(folded).or_insert_with(|| shown.clone());
                    // Small letters, unless the document never writes it so: a word that begins a sentence is no name.
                    if shown.chars().all(|c| !c.is_uppercase()) {
                        *known = shown;
                    }
                }
                _ => {}
            }
        }
    }
    found.extend(words.into_iter().map(|(folded, shown)| format!("{WORD}{folded}{BETWEEN}{shown}")));
    for (tag, written) in tags.into_iter().filter(|(tag, _)| (1..=LONGEST_NAME).contains(&tag.len())) {
        let shown = if written.is_empty() { &tag } else { &written };
        found.insert(format!("{TAG}{}{BETWEEN}{shown}", fold_word(&tag)));
    }
    let organisations = doc.keywords.iter().filter(|(field, _)| *field == "organisation");
    organisations.for_each(|(_, name)| name_terms(ORGANISATION, name, &mut found));
    name_terms(AUTHOR, &doc.author, &mut found);
    found
}

/// A name is found by each of its words: *kommune* leads to *Odense Kommune*.
fn name_terms(kind: char, name: &str, found: &mut BTreeSet<String>) {
    let shown: Vec<&str> = name.split_whitespace().collect();
    let shown: String = shown.join(" ").chars().filter(|&c| !is_invisible(c) && c != '"').collect();
    if shown.len() > LONGEST_NAME {
        return;
    }
    let folded = folded_name(&shown);
    for (at, _) in word_starts(&folded).take(MOST_NAME_WORDS) {
        found.insert(format!("{kind}{}{BETWEEN}{shown}", &folded[at..]));
    }
}

/// A name, or its beginning, as compared: words by single spaces, punctuation gone.
pub(crate) fn folded_name(name: &str) -> String {
    let folded = fold_word(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn word_starts(folded: &str) -> impl Iterator<Item = (usize, char)> {
    let mut after_space = true;
    folded.char_indices().filter(move |&(_, c)| std::mem::replace(&mut after_space, c == ' ') && c != ' ')
}

fn is_word(shown: &str) -> bool {
    WORD_LETTERS.contains(&shown.chars().count())
        && shown.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tags_and_names_in_the_form_that_people_read() {
        let doc = Doc {
            title: "Ledelse i Odense".to_owned(),
            text: "God ledelse, 2026 og #LedelseIDet! aa\u{200b}rsplan".to_owned(),
            tags: vec!["ledelseidet".to_owned(), "skjult".to_owned()],
            author: "Kim  Bo".to_owned(),
            keywords: vec![("organisation", "Odense Kommune".to_owned()), ("network", "feed".to_owned())],
            ..Doc::default()
        };
        let terms: Vec<String> = terms(&doc).into_iter().map(|term| term.replace(BETWEEN, "|")).collect();
        assert_eq!(
            terms,
            [
                "abo|Kim Bo",
                "akim bo|Kim Bo",
                "okommune|Odense Kommune",
                "oodense kommune|Odense Kommune",
                "tledelseidet|LedelseIDet",
                "tskjult|skjult",
                "wgod|God",
                "wledelse|ledelse",
                "wodense|Odense",
                "wårsplan|aarsplan",
            ]
        );
    }
}
