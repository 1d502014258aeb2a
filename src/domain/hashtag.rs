//! Hashtags: how they are found in text and when two are the same.
//!
//! The rule follows twitter-text (conformance/extract.yml, "hashtags"): `#` or `＃`, then letters, marks, digits, `_`
//! and a few joining characters, with at least one letter or mark among them; not after such a character or `&`, and
//! not followed by another `#` or `://`. Never inside a web address, and never right after `/`. Two are the same
//! after NFC and Unicode case folding; Danish letters are never folded to others.
//!
//! Where this differs from twitter-text on purpose: an emoji's variation selectors and keycap are no part of a tag,
//! so `1️⃣#tag` counts; joiners count only between two characters of the tag.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::link::find_links;

/// A hashtag as written (NFC, without `#`) and as compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hashtag {
    /// For people.
    pub written: String,
    /// For comparing and searching.
    pub folded: String,
}

impl Hashtag {
    /// From a word with or without its leading `#`; `None` if it is no hashtag.
    pub fn new(word: &str) -> Option<Self> {
        let word: String = word.trim().nfc().collect();
        let word = word.strip_prefix(['#', '＃']).unwrap_or(&word);
        let proper = word.chars().all(|c| is_tag_char(c) || is_joiner(c))
            && !word.starts_with(is_joiner)
            && !word.ends_with(is_joiner)
            && word.chars().any(is_letter);
        proper.then(|| Self { folded: fold(word), written: word.to_owned() })
    }

    /// All hashtags in plain text, in order of appearance, each folded form once.
    pub fn find_all(text: &str) -> Vec<Self> {
        let text: String = text.nfc().collect();
        let mut seen = std::collections::HashSet::new();
        let spans = Self::find_spans(&text).into_iter();
        spans.map(|(_, tag)| tag).filter(|tag| seen.insert(tag.folded.clone())).collect()
    }

    /// Where hashtags stand in plain text, sign included, every time; `text` must be NFC.
    pub fn find_spans(text: &str) -> Vec<(Range<usize>, Self)> {
        let mut links = find_links(text).into_iter().peekable();
        let mut found = Vec::new();
        let mut before: Option<char> = None;
        let mut from = 0;
        for (at, c) in text.char_indices() {
            while links.next_if(|link| link.end <= at).is_some() {}
            let in_link = links.peek().is_some_and(|link| link.contains(&at));
            let opens = at >= from && matches!(c, '#' | '＃') && !in_link && !before.is_some_and(blocks_tag);
            before = Some(c);
            if !opens {
                continue;
            }
            let start = at + c.len_utf8();
            let end = start + tag_length(&text[start..]);
            from = end;
            if ends_badly(&text[end..]) {
                continue;
            }
            if let Some(tag) = Self::new(&text[start..end]) {
                found.push((at..end, tag));
            }
        }
        found
    }
}

/// The form two hashtags (or words) are compared in: NFC and Unicode default case folding.
pub fn fold(word: &str) -> String {
    let nfc: String = word.nfc().collect();
    caseless::default_case_fold_str(&nfc).nfc().collect()
}

/// Bytes of `text` up to the last character of the tag it begins with; joiners count only inside.
fn tag_length(text: &str) -> usize {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if is_tag_char(c) {
            length = at + c.len_utf8();
        } else if !is_joiner(c) {
            break;
        }
    }
    length
}

fn ends_badly(after: &str) -> bool {
    after.starts_with(['#', '＃']) || after.starts_with("://")
}

fn is_tag_char(c: char) -> bool {
    c == '_' || is_letter(c) || c.general_category() == GeneralCategory::DecimalNumber || is_special(c)
}

/// Letters and marks, without the marks that dress emoji: variation selectors and the keycap.
fn is_letter(c: char) -> bool {
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark)
        && !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}')
}

/// Zero-width joiner and non-joiner, which Persian and Sinhala words need.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// twitter-text's special characters that stand inside words of their languages (Hebrew maqaf, Catalan middle dot …).
fn is_special(c: char) -> bool {
    matches!(
        c,
        '\u{a67e}'
            | '\u{05be}'
            | '\u{05f3}'
            | '\u{05f4}'
            | '\u{ff5e}'
            | '\u{301c}'
            | '\u{309b}'
            | '\u{309c}'
            | '\u{30a0}'
            | '\u{30fb}'
            | '\u{3003}'
            | '\u{0f0b}'
            | '\u{0f0c}'
            | '\u{00b7}'
    )
}

fn blocks_tag(before: char) -> bool {
    is_tag_char(before) || matches!(before, '&' | '/')
}
