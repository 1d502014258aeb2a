//! Words as a moderator hears them, however they are spelt to get past a list. Pure text; knows nothing of lists.
//!
//! Folded away: case, accents (never the Danish letters), zero-width characters, look-alike Greek and Cyrillic letters,
//! digits and signs for letters (`1d10t`), letters repeated three times or more (`idiooot`), and separators within a word
//! (`i d i o t`, `id.iot`). A text that only contains such letters within an honest word is left alone: words are
//! compared whole, with the endings of Danish grammar.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::hashtag::fold;

/// Endings a listed noun, adjective or verb of four letters or more may take.
const ENDINGS: &[&str] = &[
    "s", "e", "t", "n", "r", "en", "et", "er", "ne", "es", "ens", "ets", "ers", "erne", "ene", "rne",
    "ernes", "enes", "te", "de", "ende", "ing",
];

/// A text made ready to be asked for words.
pub struct Folded {
    /// Its words in order.
    words: Vec<Word>,
    /// Chunks with their separators taken out: whole words in disguise.
    joined: Vec<Word>,
    /// Runs of single letters, in which a word may begin anywhere.
    spaced: Vec<String>,
}

/// A word with what it is compared by.
#[derive(PartialEq)]
struct Word {
    /// With `å` for `aa`, its old spelling.
    spelt: String,
    /// Every letter once in a row; only for words with a run of three, which is certainly drawn out. A doubled letter
    /// makes another word ("Niger" is a country).
    drawn_out: Option<String>,
}

impl Word {
    fn new(word: &str) -> Self {
        Self { drawn_out: (longest_run(word) >= 3).then(|| single(word)), spelt: word.replace("aa", "å") }
    }
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let text = plain(text);
        let mut folded = Self { words: Vec::new(), joined: Vec::new(), spaced: Vec::new() };
        let mut apart = String::new();
        let mut many = 0;
        for chunk in text.split_whitespace() {
            let parts: Vec<&str> =
                chunk.split(|c: char| !is_letter(c)).filter(|part| !part.is_empty()).collect();
            for part in &parts {
                folded.words.push(Word::new(&letters(part)));
                if part.chars().nth(1).is_none() {
                    apart.push_str(&letters_in_company(part));
                    many += 1;
                } else {
                    folded.end_of_run(&mut apart, &mut many);
                }
            }
            if parts.len() > 1 {
                folded.joined.push(Word::new(&letters(&parts.concat())));
            }
        }
        folded.end_of_run(&mut apart, &mut many);
        folded
    }

    fn end_of_run(&mut self, apart: &mut String, many: &mut usize) {
        // Danish has words of one letter, "i" and "å" even beside each other; three in a row are spelling.
        if *many >= 3 {
            self.spaced.push(apart.clone());
        }
        apart.clear();
        *many = 0;
    }

    /// True if the text has the word or phrase.
    pub fn has(&self, listed: &Listed) -> bool {
        match listed.spelt.as_slice() {
            [] => false,
            [word] => {
                self.words.iter().chain(&self.joined).any(|found| is_form_of(found, word, &listed.once))
                    || word.chars().nth(3).is_some()
                        && self.spaced.iter().any(|run| run.contains(word.as_str()))
            }
            [first @ .., last] => self.words.windows(listed.spelt.len()).any(|window| {
                first.iter().zip(window).all(|(word, found)| *word == found.spelt)
                    && window.last().is_some_and(|found| is_form_of(found, last, &listed.once))
            }),
        }
    }
}

/// A word or phrase of a list, folded once: every post is asked for every one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As the list has it, for reasons.
    pub written: String,
    /// Its words, as those of a text are compared.
    spelt: Vec<String>,
    /// The last word with every letter once in a row.
    once: String,
}

impl Listed {
    /// Folds a word or phrase.
    pub fn new(written: &str) -> Self {
        let spelt: Vec<String> = plain(written)
            .split(|c: char| !is_letter(c))
            .filter(|word| !word.is_empty())
            .map(|word| letters(word).replace("aa", "å"))
            .collect();
        let once = spelt.last().map(|last| single(last)).unwrap_or_default();
        Self { written: written.to_owned(), spelt, once }
    }

    /// How many words it has; 0 if it has no letters and is found nowhere.
    pub const fn words(&self) -> usize {
        self.spelt.len()
    }
}

/// True if `found` is the listed word, in one of its forms or with letters drawn out.
fn is_form_of(found: &Word, listed: &str, listed_once: &str) -> bool {
    is_inflected(&found.spelt, listed)
        || found.drawn_out.as_ref().is_some_and(|found| is_inflected(found, listed_once))
}

fn is_inflected(found: &str, listed: &str) -> bool {
    let Some(ending) = found.strip_prefix(listed) else { return false };
    // Danish doubles a last consonant: "hul" and "huller".
    let doubled = listed.chars().next_back().and_then(|last| ending.strip_prefix(last));
    let known = |ending: &str| ENDINGS.contains(&ending);
    ending.is_empty() || listed.chars().nth(3).is_some() && (known(ending) || doubled.is_some_and(known))
}

fn longest_run(word: &str) -> usize {
    let (mut longest, mut run, mut before) = (0, 0, None);
    for c in word.chars() {
        run = if before == Some(c) { run + 1 } else { 1 };
        longest = longest.max(run);
        before = Some(c);
    }
    longest
}

fn single(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Lower case, no accents but å's ring, no invisible characters, Latin letters for their look-alikes.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    // `å` must survive the decomposition that takes the accents off the others.
    for c in folded.nfc() {
        match c {
            'å' | 'æ' | 'ø' => out.push(c),
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}' => {}
            c => out.extend(
                std::iter::once(c)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c))
                    .flat_map(char::to_lowercase)
                    .map(latin),
            ),
        }
    }
    out
}

fn latin(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'е' | 'ε' => 'e',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' | 'υ' => 'y',
        'х' | 'χ' => 'x',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        'к' | 'κ' => 'k',
        'т' | 'τ' => 't',
        'н' => 'h',
        'м' => 'm',
        'в' => 'b',
        'ν' => 'v',
        other => other,
    }
}

/// Characters a word is spelt with, signs for letters among them.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '@' | '$')
}

/// Letters for the digits and signs of a word that has letters too; a number stays a number.
fn letters(word: &str) -> Cow<'_, str> {
    // A leading `@` is a mention, not a letter.
    let word = word.trim_start_matches('@');
    if word.chars().all(|c| c.is_alphabetic()) || !word.chars().any(char::is_alphabetic) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(letters_in_company(word))
}

fn letters_in_company(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            '8' => 'b',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_are_seen_through() {
        for text in [
            "idiot",
            "Sikke en IDIOT!",
            "idíót",
            "1d10t",
            "idiooooot",
            "i d i o t",
            "i.d.i.o.t",
            "id-iot",
            "i\u{200b}diot",
            "idioter",
            "idioternes",
            "іdіоt",
            "#idiot",
            "ｉｄｉｏｔ",
            "du er 1 d 1 0 t",
        ] {
            assert!(Folded::new(text).has(&Listed::new("idiot")), "{text}");
        }
        assert!(Folded::new("Aandssvag").has(&Listed::new("åndssvag")));
        assert!(Folded::new("du er en  kæmpe, idiot").has(&Listed::new("kæmpe idiot")));
    }

    #[test]
    fn honest_words_are_left_alone() {
        for text in ["videodiot", "idiotisk", "idi ot er", "10107", "Idi", "", "i dag", "A B C D"] {
            assert!(!Folded::new(text).has(&Listed::new("idiot")), "{text}");
        }
        assert!(!Folded::new("Niger og øl").has(&Listed::new("nigger")));
        assert!(!Folded::new("ol").has(&Listed::new("øl")));
        assert!(!Folded::new("har").has(&Listed::new("hår")));
        assert!(!Folded::new("narret").has(&Listed::new("nar")));
        assert!(!Folded::new("alt").has(&Listed::new("")) && !Folded::new("alt").has(&Listed::new("!!")));
    }
}
