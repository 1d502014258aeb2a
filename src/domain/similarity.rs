//! When two texts are nearly the same: a 64-bit SimHash (Charikar, "Similarity estimation techniques from rounding
//! algorithms", 2002) over words. Pure; the same number on every machine and in every version, for it
//! may be stored.

use unicode_normalization::UnicodeNormalization;

use super::hashtag::fold;
use super::link::find_links;

/// Fewer words than this are a greeting, not the same text twice.
const TELLING: usize = 6;
/// Bits in which two fingerprints of nearly the same text may differ. Unrelated texts differ in 32 ± 4.
const NEAR: u32 = 7;

/// What a text is known by. Nearly the same texts have nearly the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// Of a text; `None` if it has too few words to call two posts the same. Links and hashtags are no words: copies
    /// carry others.
    pub fn of(text: &str) -> Option<Self> {
        let words = words(text);
        if words.len() < TELLING {
            return None;
        }
        let mut weights = [0_i32; 64];
        // Single words: pairs or shingles change threefold with each word, and posts are short.
        for feature in words.iter().map(|word| hash(word)) {
            for (bit, weight) in weights.iter_mut().enumerate() {
                *weight += if feature >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let bits = weights.iter().enumerate().filter(|(_, weight)| **weight > 0);
        Some(Self(bits.fold(0, |found, (bit, _)| found | 1 << bit)))
    }

    /// Bits in which the two differ, 0 to 64.
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// True if the texts are nearly the same: a word put in, taken out or exchanged.
    pub const fn is_near(self, other: Self) -> bool {
        self.distance(other) <= NEAR
    }

    /// Eight parts to look candidates up by: two that are near share at least one of them, for seven differing bits
    /// cannot touch all eight.
    pub const fn bands(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

/// The words of a text, folded, without links, hashtags and mentions.
fn words(text: &str) -> Vec<String> {
    let text: String = text.nfc().collect();
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for link in find_links(&text) {
        bare.push_str(&text[from..link.start]);
        bare.push(' ');
        from = link.end;
    }
    bare.push_str(&text[from..]);
    let chunks = bare.split_whitespace().filter(|chunk| !chunk.starts_with(['#', '＃', '@']));
    chunks
        .flat_map(|chunk| chunk.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(fold)
        .collect()
}

/// FNV-1a, finished as splitmix64 does: every bit of the word moves every bit of the hash.
fn hash(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "I dag åbner vi #Ledelsesugen med oplæg om tillid, og borgmesteren taler med alle vores \
                        ledere om det, der er svært, når velfærden skal udvikles sammen med borgerne.";

    fn of(text: &str) -> Fingerprint {
        Fingerprint::of(text).unwrap()
    }

    #[test]
    fn copies_with_other_links_tags_and_case_are_the_same() {
        let copy = TEXT.to_uppercase().replace("#LEDELSESUGEN", "#Andet #tags https://kl.dk/a?b=1");
        assert_eq!(of(TEXT), of(&copy));
    }

    #[test]
    fn a_word_more_or_less_is_near_and_shares_a_band() {
        for copy in [
            format!("{TEXT} Tak!"),
            TEXT.replace("borgmesteren", "direktøren"),
            TEXT.replace("I dag åbner", "Nu åbner"),
        ] {
            let (one, other) = (of(TEXT), of(&copy));
            assert!(one.is_near(other), "{} bits: {copy}", one.distance(other));
            assert!(one.bands().iter().zip(other.bands()).any(|(a, b)| *a == b));
        }
    }

    #[test]
    fn other_texts_are_far() {
        for other in [
            "Vi inviterer til åbent hus på torsdag, hvor man kan møde vores nye afdeling for digital velfærd.",
            "I dag åbner vi en ny svømmehal i Svendborg, og alle er velkomne til at prøve den gratis hele dagen.",
        ] {
            assert!(!of(TEXT).is_near(of(other)), "{} bits", of(TEXT).distance(of(other)));
        }
    }

    #[test]
    fn a_greeting_has_no_fingerprint() {
        assert_eq!(Fingerprint::of("God #Ledelsesugen til alle!"), None);
        assert_eq!(Fingerprint::of("https://kl.dk #a #b #c #d #e #f #g"), None);
    }

    #[test]
    fn it_is_the_same_number_for_ever() {
        assert_eq!(of("en to tre fire fem seks"), Fingerprint(8_078_896_044_878_761_570));
    }
}
