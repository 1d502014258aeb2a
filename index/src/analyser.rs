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
const MARK: &str = "~";
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
    [MARK, lemma].concat()
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
        let mut found: Vec<Reading> = Vec::new();
        for unit in units(text) {
            let Some(mut reading) = self.reading(text, &unit) else { continue };
            let word = text[unit.body.clone()].to_lowercase();
            reading.is_stop_word = unit.kind == Kind::Word && STOP_WORDS.contains(&word);
            found.push(reading);
        }
        found
    }

    /// The units of a text that have a wanted word or a wanted lemma, also as a part: where they stand.
    pub fn places(
        &self,
        text: &str,
        is_word: impl Fn(&str) -> bool,
        is_lemma: impl Fn(&str) -> bool,
    ) -> Vec<Range<usize>> {
        let has = |word: &str, terms: &Option<Arc<WordTerms>>, with_parts: bool| {
            is_word(word)
                || terms.as_ref().is_some_and(|terms| {
                    terms.lemmas.iter().any(|lemma| is_lemma(lemma))
                        || with_parts && terms.parts.iter().any(|part| is_lemma(&part.lemma))
                })
        };
        let mut found = Vec::new();
        for unit in units(text) {
            let Some(reading) = self.reading(text, &unit) else { continue };
            let pieces = &reading.pieces;
            if has(&reading.whole, &reading.terms, pieces.len() < 2)
                || pieces.iter().any(|piece| has(&piece.word, &piece.terms, true))
                || unit.kind == Kind::Mention && handle(&reading.whole).is_some_and(&is_word)
            {
                found.push(unit.range);
            }
        }
        found
    }

    /// A unit, but for whether it is a stop word.
    fn reading(&self, text: &str, unit: &Unit) -> Option<Reading> {
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
        Some(Reading { whole, terms, pieces, is_stop_word: false })
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

/// `@kim` of `@kim@social.dk`.
fn handle(mention: &str) -> Option<&str> {
    let host = mention.get(1..)?.find('@')?;
    mention.get(..=host)
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
        let mut tokens = Tokens::default();
        let mut position = 0;
        for unit in units(text) {
            let Some(reading) = self.reading(text, &unit) else { continue };
            if unit.kind == Kind::Mention
                && let Some(handle) = handle(&reading.whole)
            {
                tokens.push(position, &unit.range, "", handle);
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
                &reading.whole,
                reading.terms.as_deref(),
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
                    &piece.word,
                    piece.terms.as_deref(),
                );
            }
            position += count;
        }
        tokens
    }
}

/// A word, its lemmas and, if `written` is given (as it stands in the text from byte `start`), its parts.
fn push_word(
    tokens: &mut Tokens,
    position: usize,
    range: &Range<usize>,
    start: usize,
    written: Option<&str>,
    word: &str,
    terms: Option<&WordTerms>,
) {
    tokens.push(position, range, "", word);
    let Some(terms) = terms else { return };
    for lemma in &terms.lemmas {
        for _ in 0..OWN_WEIGHT {
            tokens.push(position, range, MARK, lemma);
        }
    }
    let Some(written) = written.filter(|_| !terms.parts.is_empty()) else { return };
    // Where a digraph or an accent was folded, letters do not line up: then the whole word is marked.
    let lined_up = written.chars().count() == word.chars().count();
    let byte = |at: usize| start + written.char_indices().nth(at).map_or(written.len(), |(byte, _)| byte);
    for part in &terms.parts {
        let place = if lined_up { byte(part.chars.start)..byte(part.chars.end) } else { range.clone() };
        tokens.push(position, &place, MARK, &part.lemma);
    }
}

/// The tokens of one text: their texts one after the other, so that a token costs no memory of its own.
#[derive(Default)]
pub(crate) struct Tokens {
    texts: String,
    /// Where in `texts`, at which position, where in the text.
    places: Vec<(Range<usize>, usize, Range<usize>)>,
    next: usize,
    token: Token,
}

impl Tokens {
    fn push(&mut self, position: usize, range: &Range<usize>, mark: &str, text: &str) {
        let start = self.texts.len();
        self.texts.push_str(mark);
        self.texts.push_str(text);
        self.places.push((start..self.texts.len(), position, range.clone()));
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some((text, position, range)) = self.places.get(self.next) else { return false };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(&self.texts[text.clone()]);
        self.token.position = *position;
        (self.token.offset_from, self.token.offset_to) = (range.start, range.end);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
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
