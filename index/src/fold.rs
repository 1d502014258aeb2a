//! The forms in which words are compared. Knows characters, nothing of fields, queries or tantivy.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word as compared in running text: NFC, lower case, accents gone, `aa`/`ae`/`oe` as `å`/`æ`/`ø`, Swedish and German
/// `ä`/`ö` as `æ`/`ø`. Never `å` → `a`: *håb* and *hab* are different words.
///
/// Folding the digraphs also touches words that merely contain them (*poesi* becomes *pøsi*), on both sides alike, so
/// they are still found; only rare pairs such as *koen*/*køen* meet. That is the price of *laering* finding *læring*.
pub fn fold_word(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let is_plain =
        |c: char| c.is_ascii() && !c.is_ascii_control() || matches!(c, 'æ' | 'ø' | 'å' | 'Æ' | 'Ø' | 'Å');
    if word.chars().all(is_plain) {
        // Nearly every word: nothing to compose or take apart.
        folded.extend(word.chars().map(|c| match c {
            'Æ' => 'æ',
            'Ø' => 'ø',
            'Å' => 'å',
            _ => c.to_ascii_lowercase(),
        }));
        return without_digraphs(folded);
    }
    for c in word.chars().filter(|&c| !is_invisible(c)).nfc().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | 'å' | 'æ' | 'ø' => folded.push(c),
            'ä' => folded.push('æ'),
            'ö' => folded.push('ø'),
            'ß' => folded.push_str("ss"),
            '’' => folded.push('\''),
            _ => folded.extend(std::iter::once(c).nfd().filter(|&part| !is_combining_mark(part))),
        }
    }
    without_digraphs(folded)
}

fn without_digraphs(folded: String) -> String {
    if folded.as_bytes().windows(2).any(|pair| matches!(pair, b"aa" | b"ae" | b"oe")) {
        // `aa` first: *Kierkegaard*, and *Aaes* stays a name with `å`.
        return folded.replace("aa", "å").replace("ae", "æ").replace("oe", "ø");
    }
    folded
}

/// An exact value as compared (tags, networks, names as a whole): NFC and lower case, letters otherwise as they are.
pub(crate) fn fold_exact(value: &str) -> String {
    let visible = value.chars().filter(|&c| !is_invisible(c));
    let lower: String = visible.nfc().flat_map(char::to_lowercase).collect();
    lower.trim().replace('ß', "ss").nfc().collect()
}

/// Characters that nobody sees: controls, zero-width, soft hyphen, bidirectional marks, variation selectors, tags.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Characters that are searched for as they are, one at a time.
pub(crate) fn is_emoji(c: char) -> bool {
    // Skin tones only colour the one before.
    matches!(c, '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
        && !matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Letters, digits, their marks, and what is invisible between them.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_meet() {
        for (left, right) in [
            ("Aarhus", "århus"),
            ("laering", "Læring"),
            ("Oeresund", "øresund"),
            ("fra\u{30a}", "frå"),
            ("allé", "alle"),
            ("Malmö", "malmø"),
            ("lede\u{ad}lse", "ledelse"),
        ] {
            assert_eq!(fold_word(left), fold_word(right), "{left} {right}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_is_the_long_way(word in "[a-zA-ZæøåÆØÅ0-9'’ _-]{0,12}") {
            // A character that is left out makes it take the long way.
            proptest::prop_assert_eq!(fold_word(&word), fold_word(&format!("{word}\u{200b}")));
        }
    }

    #[test]
    fn danish_letters_stay_letters() {
        assert_ne!(fold_word("håb"), fold_word("hab"));
        assert_ne!(fold_word("læs"), fold_word("las"));
        assert_ne!(fold_word("føl"), fold_word("fol"));
        assert_eq!(fold_exact("LedelsesUGEN"), "ledelsesugen");
        assert_ne!(fold_exact("aarhus"), fold_exact("århus"));
    }
}
