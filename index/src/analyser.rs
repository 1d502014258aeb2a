//! Danish text → index terms. The one place that knows how Danish is read: whoever brings lemmas and compounds replaces
//! the bodies here, and nothing else moves. It must never know fields, queries or documents.
//!
//! Every word gives two terms at the same position: the word as written (folded) and its stem, marked with `~`. Phrases
//! and prefixes use the first, single words the second, so that inflections meet while "a phrase" means these words.
//! Stop words are kept: a phrase needs them, and a query made of nothing else still finds something.
//! A change here changes the terms on disk: raise [`crate::schema::VERSION`].

use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy::tokenizer::{
    Language, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, Token, TokenStream, Tokenizer,
};

use crate::fold::fold_word;
use crate::words::{Kind, Unit, units};

/// Stems are marked, so that the word *led* and the stem of *ledelse* stay apart where that matters.
const STEM_MARK: char = '~';

/// Reads Danish. With `stems` off it gives words as written only: for names.
#[derive(Clone)]
pub(crate) struct Danish {
    stems: bool,
    stemmer: TextAnalyzer,
}

/// One unit of a text as terms, for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The unit as one word, folded; with `@` if it is a mention.
    pub whole: String,
    /// The stem term of `whole`.
    pub stem: Option<String>,
    /// Its pieces as (word, stem term), if it has several.
    pub pieces: Vec<(String, Option<String>)>,
    /// True for *og*, *i*, *at* …: a search does not insist on it.
    pub is_stop_word: bool,
}

impl Danish {
    /// For running text.
    pub fn text() -> Self {
        Self::new(true)
    }

    /// For names: nothing is stemmed.
    pub fn names() -> Self {
        Self::new(false)
    }

    fn new(stems: bool) -> Self {
        let stemmer =
            TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::Danish)).build();
        Self { stems, stemmer }
    }

    /// What a visitor typed, unit by unit; empty if there is nothing to search for in it.
    pub fn read(&mut self, text: &str) -> Vec<Reading> {
        units(text).iter().filter_map(|unit| self.reading(text, unit)).collect()
    }

    fn reading(&mut self, text: &str, unit: &Unit) -> Option<Reading> {
        let body = &text[unit.body.clone()];
        let whole = match unit.kind {
            Kind::Mention => format!("@{}", fold_word(body)),
            Kind::Emoji => body.to_owned(),
            // A joiner is dropped: e-mail is email, 1.000 is 1000.
            Kind::Word | Kind::Tag => {
                fold_word(body).replace(['-', '_', '\u{2010}', '\u{2011}', '\'', '’', '.', ','], "")
            }
        };
        if whole.is_empty() {
            return None;
        }
        let stem = match unit.kind {
            Kind::Word | Kind::Tag => self.stem(&whole),
            Kind::Mention | Kind::Emoji => None,
        };
        let mut pieces = Vec::with_capacity(unit.pieces.len());
        for piece in &unit.pieces {
            let word = fold_word(&text[piece.clone()]).replace(['\'', '’'], "");
            if !word.is_empty() {
                let stem = if unit.kind == Kind::Mention { None } else { self.stem(&word) };
                pieces.push((word, stem));
            }
        }
        let is_stop_word = unit.kind == Kind::Word && STOP_WORDS.contains(&body.to_lowercase());
        Some(Reading { whole, stem, pieces, is_stop_word })
    }

    fn stem(&mut self, word: &str) -> Option<String> {
        if !self.stems || word.starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        let mut stream = self.stemmer.token_stream(word);
        stream.advance().then(|| format!("{STEM_MARK}{}", stream.token().text))
    }
}

/// tantivy's Danish stop words.
static STOP_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    // The list itself is private, so each candidate is asked: whatever the filter swallows is a stop word.
    let Some(filter) = StopWordFilter::new(Language::Danish) else { return HashSet::new() };
    let mut analyser = TextAnalyzer::builder(RawTokenizer::default()).filter(filter).build();
    let mut swallowed = |word: &str| !analyser.token_stream(word).advance();
    CANDIDATES.split_whitespace().filter(|word| swallowed(word)).map(str::to_owned).collect()
});

/// Short function words of Danish, asked about above.
const CANDIDATES: &str = "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi \
    min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind \
    når være dog noget ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt \
    meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan";

impl Tokenizer for Danish {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Vec::new();
        let mut position = 0;
        for unit in units(text) {
            let Some(reading) = self.reading(text, &unit) else { continue };
            let mut push = |position: usize, range: &std::ops::Range<usize>, word: String| {
                tokens.push(Token {
                    offset_from: range.start,
                    offset_to: range.end,
                    position,
                    text: word,
                    position_length: 1,
                });
            };
            if unit.kind == Kind::Mention
                && let Some((handle, _host)) = reading.whole[1..].split_once('@')
            {
                push(position, &unit.range, format!("@{handle}"));
            }
            push(position, &unit.range, reading.whole);
            reading.stem.into_iter().for_each(|stem| push(position, &unit.range, stem));
            let count = reading.pieces.len().max(1);
            // If folding left nothing of a piece, places do not line up any more: then the whole unit is marked.
            let lined_up = unit.pieces.len() == reading.pieces.len();
            for (at, (word, stem)) in reading.pieces.into_iter().enumerate() {
                let range = if lined_up { &unit.pieces[at] } else { &unit.range };
                push(position + at, range, word);
                stem.into_iter().for_each(|stem| push(position + at, range, stem));
            }
            position += count;
        }
        Tokens { tokens, at: 0, started: false }
    }
}

/// The tokens of one text.
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    at: usize,
    started: bool,
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        if self.started {
            self.at += 1;
        }
        self.started = true;
        self.at < self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.at]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        Danish::text().read(text).into_iter().filter_map(|reading| reading.stem).collect()
    }

    #[test]
    fn inflections_meet() {
        for words in ["møde møder mødet MØDERNE", "ledelse ledelser ledelsen", "frivillig frivillige"] {
            let stems: HashSet<String> = stems(words).into_iter().collect();
            assert_eq!(stems.len(), 1, "{words}: {stems:?}");
        }
    }

    #[test]
    fn every_candidate_is_a_stop_word() {
        assert_eq!(STOP_WORDS.len(), CANDIDATES.split_whitespace().count());
        assert!(Danish::text().read("og")[0].is_stop_word);
        assert!(!Danish::text().read("ledelse")[0].is_stop_word);
    }

    #[test]
    fn pieces_follow_each_other() {
        let mut danish = Danish::text();
        let mut stream = danish.token_stream("Om #LedelseIDet nu");
        let mut seen = Vec::new();
        while stream.advance() {
            let token = stream.token();
            if !token.text.starts_with('~') {
                seen.push((token.position, token.text.clone()));
            }
        }
        let expected = [(0, "om"), (1, "ledelseidet"), (1, "ledelse"), (2, "i"), (3, "det"), (4, "nu")];
        assert_eq!(seen, expected.map(|(position, word)| (position, word.to_owned())));
    }
}
