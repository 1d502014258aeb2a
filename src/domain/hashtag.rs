//! Hashtags: how they are found in text and when two are the same.
//!
//! The rule follows twitter-text: `#` or `＃`, then letters, marks, digits or `_` with at least one that is not a
//! digit, not after a word character, `&` or `/` (so not inside a URL). Two are the same after NFC and Unicode
//! case folding; Danish letters are never folded to others.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

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
        let proper = word.chars().all(is_tag_char) && word.chars().any(|c| !is_digit(c));
        (proper && !word.is_empty()).then(|| Self { folded: fold(word), written: word.to_owned() })
    }

    /// All hashtags in plain text, in order of appearance, each folded form once.
    pub fn find_all(text: &str) -> Vec<Self> {
        let text: String = text.nfc().collect();
        let mut found: Vec<Self> = Vec::new();
        let mut before = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let opens = matches!(c, '#' | '＃') && !before.is_some_and(blocks_tag);
            before = Some(c);
            if !opens {
                continue;
            }
            let start = at + c.len_utf8();
            let mut end = start;
            while let Some(&(next, c)) = chars.peek() {
                if !is_tag_char(c) {
                    break;
                }
                end = next + c.len_utf8();
                before = Some(c);
                chars.next();
            }
            if let Some(tag) = Self::new(&text[start..end])
                && !found.iter().any(|seen| seen.folded == tag.folded)
            {
                found.push(tag);
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

fn is_tag_char(c: char) -> bool {
    // U+200D and U+FE0F join emoji, which are not part of a hashtag here.
    c == '_'
        || matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark)
            && c != '\u{fe0f}'
        || is_digit(c)
}

fn is_digit(c: char) -> bool {
    c.general_category() == unicode_properties::GeneralCategory::DecimalNumber
}

fn blocks_tag(before: char) -> bool {
    is_tag_char(before) || matches!(before, '&' | '/' | '#' | '＃')
}
