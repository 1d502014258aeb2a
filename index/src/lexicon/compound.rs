//! Compounds: *ledelsesudviklingsforløb* is *ledelse* + *udvikling* + *forløb*. A cut is believed when the parts are words
//! that begin and end compounds elsewhere, with the linking letter (-s-, -e-, none) they have there.

use super::lemma::{by_ending, is_vowel, known};
use super::table::Table;

/// Parts of parts are looked for this deep.
const DEEPEST: usize = 4;
/// Characters of the longest word that is cut.
const LONGEST: usize = 60;
/// Characters of a word that is looked at twice before it is cut.
const SHORT: usize = 7;
/// A cut worth less is none.
const LEAST: f32 = 2.0;

/// A part of a compound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its lemma.
    pub lemma: String,
    /// Where it stands, in characters of the folded word.
    pub chars: std::ops::Range<usize>,
}

/// A word as it is indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordTerms {
    /// Its lemmas, the likeliest first; at least one.
    pub lemmas: Vec<String>,
    /// The words it is made of, and what several of them in a row make.
    pub parts: Vec<Part>,
}

impl WordTerms {
    /// The parts that the word is made of, each letter once: the finest cut.
    pub fn finest(&self) -> Vec<&Part> {
        let inside = |part: &Part| {
            let within = |other: &&Part| {
                other.chars != part.chars
                    && other.chars.start >= part.chars.start
                    && other.chars.end <= part.chars.end
            };
            self.parts.iter().any(|other| within(&other))
        };
        self.parts.iter().filter(|part| !inside(part)).collect()
    }
}

/// Lemmas and parts of a folded word.
pub(crate) fn word_terms(word: &str) -> WordTerms {
    let known = known(word);
    let is_plain = word.chars().all(char::is_alphabetic) && word.chars().count() <= LONGEST;
    let Some(table) = Table::get().filter(|table| is_plain && !table.is_name(word)) else {
        let lemmas = if known.is_empty() { vec![by_ending(word)] } else { known };
        return WordTerms { lemmas, parts: Vec::new() };
    };
    let mut parts = Vec::new();
    let lemmas = if let Some(lemma) = known.first() {
        // A listed word is cut as its lemma; the letters that both share say where the parts stand.
        let shared = word.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        if let Some(cut) = best_cut(table, lemma, true) {
            cut.parts(table, lemma, 0, DEEPEST, &mut parts);
        }
        let (whole, of_lemma) = (word.chars().count(), lemma.chars().count());
        for part in &mut parts {
            part.chars.end = if part.chars.end == of_lemma { whole } else { part.chars.end.min(shared) };
        }
        known
    } else if let Some(cut) = best_cut(table, word, false) {
        cut.parts(table, word, 0, DEEPEST, &mut parts);
        vec![format!("{}{}", &word[..cut.at], cut.end)]
    } else {
        vec![by_ending(word)]
    };
    parts.retain(|part| !lemmas.contains(&part.lemma) && !part.chars.is_empty());
    parts.sort_by_key(|part| (part.chars.start, part.chars.end));
    parts.dedup();
    WordTerms { lemmas, parts }
}

/// One cut of a word in two.
struct Cut {
    /// Byte where the second part begins.
    at: usize,
    /// The lemma of the second part.
    end: String,
    worth: f32,
}

impl Cut {
    fn parts(&self, table: &Table, word: &str, offset: usize, deep: usize, into: &mut Vec<Part>) {
        let (left, right) = word.split_at(self.at);
        let middle = offset + left.chars().count();
        let end = middle + right.chars().count();
        begin_parts(table, left, offset, deep, into);
        into.push(Part { lemma: self.end.clone(), chars: middle..end });
        if deep == 0 {
            return;
        }
        let from = into.len();
        if let Some(cut) = best_cut(table, right, table.knows(right)) {
            cut.parts(table, right, middle, deep - 1, into);
        }
        // What the first part makes with the beginning of the second: *medarbejderudvikling* in
        // *medarbejderudviklingssamtale*.
        let heads: Vec<Part> = into[from..]
            .iter()
            .filter(|part| part.chars.start == middle && part.chars.end < end)
            .cloned()
            .collect();
        for head in heads {
            into.push(Part { lemma: format!("{left}{}", head.lemma), chars: offset..head.chars.end });
        }
    }
}

/// The lemma of a beginning and the parts of it.
fn begin_parts(table: &Table, left: &str, offset: usize, deep: usize, into: &mut Vec<Part>) {
    let chars = offset..offset + left.chars().count();
    let (word, lemma) = match begin_lemma(table, left) {
        Some(found) => found,
        None => {
            let bare = left.strip_suffix('s').filter(|bare| bare.chars().count() > 3).unwrap_or(left);
            match best_cut(table, bare, false) {
                Some(cut) => (bare, format!("{}{}", &bare[..cut.at], cut.end)),
                None => (bare, by_ending(bare)),
            }
        }
    };
    into.push(Part { lemma, chars });
    if deep > 0
        && let Some(cut) = best_cut(table, word, table.knows(word))
    {
        cut.parts(table, word, offset, deep - 1, into);
    }
}

/// The beginning without its linking letter, and its lemma.
fn begin_lemma<'a>(table: &Table, left: &'a str) -> Option<(&'a str, String)> {
    let lemma = |word: &str| table.lemmas(word).into_iter().next();
    let without = |letter: char| {
        let word = left.strip_suffix(letter).filter(|word| word.chars().count() > 2)?;
        if table.knows(word) { Some((word, lemma(word)?)) } else { None }
    };
    if left.ends_with('s') {
        without('s').or_else(|| Some((left, lemma(left)?)))
    } else if left.ends_with('e') && !table.is_lemma(left) {
        without('e').or_else(|| Some((left, lemma(left)?)))
    } else {
        Some((left, lemma(left)?))
    }
}

/// The likeliest cut; `None` if none is believed. `is_listed`: a word with a meaning of its own, which is more often no
/// compound than it seems.
fn best_cut(table: &Table, word: &str, is_listed: bool) -> Option<Cut> {
    let length = word.chars().count();
    let shortest = if is_listed { 5 } else { 7 };
    if !(shortest..=LONGEST).contains(&length) || is_listed && length <= SHORT && is_part_itself(table, word)
    {
        return None;
    }
    let mut best: Option<Cut> = None;
    for (before, (at, _)) in word.char_indices().enumerate().skip(2) {
        let after = length - before;
        if after < 2 {
            break;
        }
        let (left, right) = word.split_at(at);
        if is_suffix_of_verb(table, left, right) {
            continue;
        }
        let Some((end, worth)) = worth(table, left, right, before, after, is_listed) else { continue };
        if worth > best.as_ref().map_or(LEAST, |best| best.worth) {
            best = Some(Cut { at, end, worth });
        }
    }
    best
}

/// A short word that often begins or ends compounds is one word to everybody: *kultur* is no *kul* and no *tur*.
fn is_part_itself(table: &Table, word: &str) -> bool {
    table.ends(word) + table.begins(word) + table.begins(&format!("{word}s")) >= 5
}

/// *læring* is made of *lære*, not of *ring*; *leder* not of *der*; *tryghed* has no *hede*.
fn is_suffix_of_verb(table: &Table, left: &str, right: &str) -> bool {
    if ["hed", "heds", "heden", "hedens", "heder", "hederne"].contains(&right) {
        return true;
    }
    let mut rest = right.chars();
    let Some(first) = rest.next().filter(|first| !is_vowel(*first)) else { return false };
    ["ing", "ingen", "inger", "ingens", "ingerne", "er", "ere", "eren", "else", "elser", "elsen"]
        .contains(&rest.as_str())
        && table.is_lemma(&format!("{left}{first}e"))
}

fn worth(
    table: &Table,
    left: &str,
    right: &str,
    before: usize,
    after: usize,
    is_listed: bool,
) -> Option<(String, f32)> {
    // Which lemma of the second part ends most compounds.
    let lemmas = if table.knows(right) { table.lemmas(right) } else { genitive(table, right) };
    let (ends, end) =
        lemmas.into_iter().rev().map(|lemma| (table.ends(&lemma), lemma)).max_by_key(|(ends, _)| *ends)?;
    let begins = table.begins(left);
    let ln = |count: u64| (f32::from(u16::try_from(count).unwrap_or(u16::MAX)) + 1.0).ln();
    // Short words stand in others by chance: they need more to be believed.
    let asked = |length: usize| match length {
        2 => 4,
        3 => 4,
        4 => 2,
        _ => 1,
    };
    // Of *arbejdsplads|kultur* and *arbejdspladskul|tur* the first.
    let balance = 0.4 * f32::from(u16::try_from(before.min(after)).unwrap_or(u16::MAX).min(8));
    let both = begins >= asked(before) && ends >= asked(after);
    if both {
        let short = if before == 2 || after == 2 { 2.0 } else { 0.0 };
        let listed = if is_listed || after > 3 { 0.0 } else { 1.0 };
        return Some((end, 1.0 + ln(begins) + ln(ends) - short - listed + balance));
    }
    if is_listed {
        // A long word may be listed and yet be made as new ones are.
        let is_begin = begins >= 2 && before >= 4 && after >= 6;
        let is_end = ends >= 4 && before >= 6 && after >= 5;
        let bare = left.strip_suffix('s').unwrap_or(left);
        return if is_begin {
            Some((end, 0.8 + ln(begins) + balance))
        } else if is_end && begins == 0 && is_listed_or_cut(table, bare) {
            Some((end, 0.8 + ln(ends) + balance))
        } else {
            None
        };
    }
    // A new compound. Its second part is one that ends others; its first part is a known word or a compound itself …
    if ends >= asked(after) && after >= 3 && before >= 4 {
        let bare = left.strip_suffix('s').unwrap_or(left);
        if begin_lemma(table, left).is_some() {
            return Some((end, 0.8 + ln(ends) + balance));
        }
        if before >= 7 && best_cut(table, bare, false).is_some() {
            return Some((end, 1.0 + ln(ends) + balance));
        }
        // … or a word nobody knows (*onboarding*forløb), if the second part is very sure.
        if ends >= 4 && before >= 5 && after >= 5 && left.contains(is_vowel) {
            return Some((end, ln(ends) * 0.8 + balance));
        }
    }
    // The second part is listed, but ends no compound that is; two long words do not meet by chance.
    let is_begin = begins >= 3 && before >= 4 && after >= 4;
    if is_begin || before >= 5 && after >= 5 && begin_lemma(table, left).is_some() {
        return Some((end, 0.8 + ln(begins) + balance));
    }
    None
}

fn is_listed_or_cut(table: &Table, word: &str) -> bool {
    table.is_lemma(word) && word.chars().count() >= 8 || best_cut(table, word, table.knows(word)).is_some()
}

fn genitive(table: &Table, right: &str) -> Vec<String> {
    let bare = right.strip_suffix('s').filter(|bare| bare.chars().count() > 3);
    bare.map_or_else(Vec::new, |bare| table.lemmas(bare))
}
