//! `data/synonyms.txt`: words that mean the same. The file says how it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold_word;

static TEXT: &str = include_str!("../../data/synonyms.txt");

/// Another way to say it: one word or several, folded.
pub(crate) type Synonym = Vec<String>;

static SYNONYMS: LazyLock<HashMap<Vec<String>, Vec<Synonym>>> = LazyLock::new(|| {
    let words = |text: &str| -> Vec<String> {
        // Compared by lemma, so that *ansatte* has the synonyms of *ansat*.
        text.split_whitespace().map(|word| first_lemma(&fold_word(word))).collect()
    };
    let mut all: HashMap<Vec<String>, Vec<Synonym>> = HashMap::new();
    let mut add = |from: &str, to: &str| {
        let to: Synonym = to.split_whitespace().map(fold_word).collect();
        let known = all.entry(words(from)).or_default();
        if !from.trim().is_empty() && !to.is_empty() && !known.contains(&to) {
            known.push(to);
        }
    };
    for line in TEXT.lines().map(|line| line.split('#').next().unwrap_or("")) {
        if let Some((from, to)) = line.split_once('>') {
            to.split(',').for_each(|to| add(from, to));
        } else {
            let same: Vec<&str> = line.split('=').collect();
            for (at, from) in same.iter().enumerate() {
                same.iter().enumerate().filter(|(other, _)| *other != at).for_each(|(_, to)| add(from, to));
            }
        }
    }
    all
});

/// What else these words (folded, in order) can be called.
pub(crate) fn synonyms_of(words: &[String]) -> &'static [Synonym] {
    let key: Vec<String> = words.iter().map(|word| first_lemma(word)).collect();
    SYNONYMS.get(&key).map_or(&[], Vec::as_slice)
}

fn first_lemma(word: &str) -> String {
    super::lemmas(word).swap_remove(0)
}
