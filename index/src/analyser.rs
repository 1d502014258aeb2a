//! Danish text → index terms. The one place that knows which terms a word gets; what is known of Danish words is in
//! `lexicon`. It must never know fields, queries or documents.
//!
//! Every word gives terms at one position: the word as written (folded); its lemmas, marked `~`, each twice; and, marked
//! alike but once, the words it is made of. So one term finds *ledelse* in any form and in any compound, and a post about
//! *ledelse* counts for more than one about *ledelsesevaluering*: twice the frequency, at no cost to the query. Phrases
//! and prefixes use the words as written. Stop words are kept: a phrase needs them, and a query made of nothing else still
//! finds something. A change here changes the terms on disk: raise [`crate::schema::VERSION`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use tantivy::tokenizer::{
    Language, RawTokenizer, StopWordFilter, TextAnalyzer, Token, TokenStream, Tokenizer,
};

use crate::fold::fold_word;
use crate::lexicon::{WordTerms, word_terms};
use crate::words::{Kind, Unit, units};

/// Lemmas are marked, so that the word *led* and the lemma of *leddene* stay apart where that matters.
pub(crate) const LEMMA_MARK: char = '~';
/// How often a word's own lemma stands for it, beside once for each part.
const OWN_WEIGHT: usize = 2;
/// Words whose terms are remembered, some 40 MB; then it begins anew.
const MOST_REMEMBERED: usize = 200_000;
/// Bytes of a word that is worth remembering.
const LONGEST_REMEMBERED: usize = 60;

/// What words are known to give: of the whole process, because tantivy copies a tokenizer for every segment and a query
/// makes one of its own, while a word takes some ten microseconds to cut and a million posts have the same ones.
static REMEMBERED: LazyLock<RwLock<HashMap<String, Arc<WordTerms>>>> = LazyLock::new(RwLock::default);

/// Reads Danish. With `lemmas` off it gives words as written only: for names.
#[derive(Clone)]
pub(crate) struct Danish {
    lemmas: bool,
}

/// One unit of a text as terms, for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The unit as one word, folded; with `@` if it is a mention.
    pub whole: String,
    /// What is known of `whole`; `None` for mentions, numbers, emoji.
    pub terms: Option<Arc<WordTerms>>,
    /// Its pieces, if it has several.
    pub pieces: Vec<Piece>,
    /// True for *og*, *i*, *at* …: a search does not insist on it.
    pub is_stop_word: bool,
}

/// A piece of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The piece as a word, folded.
    pub word: String,
    /// What is known of it.
    pub terms: Option<Arc<WordTerms>>,
}

/// The lemma as a term.
pub(crate) fn lemma_term(lemma: &str) -> String {
    format!("{LEMMA_MARK}{lemma}")
}

/// The terms a text is indexed by, in order, each once: lemmas and parts begin with `~`.
pub fn index_terms(text: &str) -> Vec<String> {
    let mut danish = Danish::text();
    let mut stream = danish.token_stream(text);
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    stream.process(&mut |token| {
        if seen.insert(token.text.clone()) {
            terms.push(token.text.clone());
        }
    });
    terms
}

impl Danish {
    /// For running text.
    pub fn text() -> Self {
        Self::new(true)
    }

    /// For names: nothing but the words as written.
    pub fn names() -> Self {
        Self::new(false)
    }

    fn new(lemmas: bool) -> Self {
        Self { lemmas }
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
            Kind::Word | Kind::Tag => without_joiners(fold_word(body)),
        };
        if whole.is_empty() {
            return None;
        }
        let terms = match unit.kind {
            Kind::Word | Kind::Tag => self.terms(&whole),
            Kind::Mention | Kind::Emoji => None,
        };
        let mut pieces = Vec::with_capacity(unit.pieces.len());
        for piece in &unit.pieces {
            let word = without_joiners(fold_word(&text[piece.clone()]));
            if !word.is_empty() {
                let terms = if unit.kind == Kind::Mention { None } else { self.terms(&word) };
                pieces.push(Piece { word, terms });
            }
        }
        let is_stop_word = unit.kind == Kind::Word && STOP_WORDS.contains(body.to_lowercase().as_str());
        Some(Reading { whole, terms, pieces, is_stop_word })
    }

    fn terms(&self, word: &str) -> Option<Arc<WordTerms>> {
        if !self.lemmas || word.starts_with(|c: char| c.is_numeric()) {
            return None;
        }
        if let Some(known) = REMEMBERED.read().unwrap_or_else(PoisonError::into_inner).get(word) {
            return Some(Arc::clone(known));
        }
        let terms = Arc::new(word_terms(word));
        if word.len() <= LONGEST_REMEMBERED {
            let mut remembered = REMEMBERED.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= MOST_REMEMBERED {
                remembered.clear();
            }
            remembered.insert(word.to_owned(), Arc::clone(&terms));
        }
        Some(terms)
    }
}

fn without_joiners(word: String) -> String {
    const JOINERS: [char; 8] = ['-', '_', '\u{2010}', '\u{2011}', '\'', '’', '.', ','];
    if word.contains(JOINERS) { word.replace(JOINERS, "") } else { word }
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
            if unit.kind == Kind::Mention
                && let Some((handle, _host)) = reading.whole[1..].split_once('@')
            {
                push(&mut tokens, position, &unit.range, format!("@{handle}"));
            }
            let count = reading.pieces.len().max(1);
            // A compound written with a hyphen has its parts from the pieces.
            let parts_of = if count == 1 { Some(&text[unit.body.clone()]) } else { None };
            push_word(
                &mut tokens,
                position,
                &unit.range,
                unit.body.start,
                parts_of,
                reading.whole,
                reading.terms,
            );
            // If folding left nothing of a piece, places do not line up any more: then the whole unit is marked.
            let lined_up = unit.pieces.len() == reading.pieces.len();
            for (at, piece) in reading.pieces.into_iter().enumerate() {
                let range = if lined_up { &unit.pieces[at] } else { &unit.range };
                let written = if lined_up { &text[range.clone()] } else { "" };
                push_word(
                    &mut tokens,
                    position + at,
                    range,
                    range.start,
                    Some(written),
                    piece.word,
                    piece.terms,
                );
            }
            position += count;
        }
        Tokens { tokens, at: 0, started: false }
    }
}

fn push(tokens: &mut Vec<Token>, position: usize, range: &Range<usize>, text: String) {
    tokens.push(Token { offset_from: range.start, offset_to: range.end, position, text, position_length: 1 });
}

/// A word, its lemmas and, if `written` is given (as it stands in the text from byte `start`), its parts.
fn push_word(
    tokens: &mut Vec<Token>,
    position: usize,
    range: &Range<usize>,
    start: usize,
    written: Option<&str>,
    word: String,
    terms: Option<Arc<WordTerms>>,
) {
    let chars = word.chars().count();
    push(tokens, position, range, word);
    let Some(terms) = terms else { return };
    for lemma in &terms.lemmas {
        for _ in 0..OWN_WEIGHT {
            push(tokens, position, range, lemma_term(lemma));
        }
    }
    let Some(written) = written.filter(|_| !terms.parts.is_empty()) else { return };
    // Where a digraph or an accent was folded, letters do not line up: then the whole word is marked.
    let lined_up = written.chars().count() == chars;
    let byte = |at: usize| start + written.char_indices().nth(at).map_or(written.len(), |(byte, _)| byte);
    for part in &terms.parts {
        let place = if lined_up { byte(part.chars.start)..byte(part.chars.end) } else { range.clone() };
        push(tokens, position, &place, lemma_term(&part.lemma));
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
            if !token.text.starts_with(LEMMA_MARK) {
                seen.push((token.position, token.text.clone()));
            }
        }
        let expected = [(0, "om"), (1, "ledelseidet"), (1, "ledelse"), (2, "i"), (3, "det"), (4, "nu")];
        assert_eq!(seen, expected.map(|(position, word)| (position, word.to_owned())));
    }

    #[test]
    fn parts_say_where_they_stand() {
        let text = "Ny Ledelsesevaluering";
        let mut danish = Danish::text();
        let mut stream = danish.token_stream(text);
        let mut seen = Vec::new();
        stream.process(&mut |token| {
            seen.push((token.text.clone(), &text[token.offset_from..token.offset_to]));
        });
        assert!(seen.contains(&("~ledelse".to_owned(), "Ledelses")), "{seen:?}");
        assert!(seen.contains(&("~evaluering".to_owned(), "evaluering")), "{seen:?}");
        assert_eq!(seen.iter().filter(|(term, _)| term == "~ledelsesevaluering").count(), OWN_WEIGHT);
    }
}
