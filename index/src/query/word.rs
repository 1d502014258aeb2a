//! One word of a query → the ways in which it is found, the surest first: as written, by lemma, by what is derived from
//! it, by its parts, by synonyms; and if that finds too little, as the beginning of words, as misspelt, inside words. Few
//! terms for a common word: the index has its inflections and compounds under one.

use tantivy::query::Query;
use tantivy::schema::Field;

use super::build::{boosted, every, sequence, side_by_side, term};
use super::vocabulary::{Known, Vocabulary};
use crate::analyser::{Danish, LEMMA_MARK, Reading, lemma_term};
use crate::lexicon::{WordTerms, is_listed, related, synonyms_of};

/// What each way counts beside a lemma, which counts 1.
const AS_WRITTEN: f32 = 0.3;
const RELATED: f32 = 0.45;
const PARTS: f32 = 0.35;
const SYNONYM: f32 = 0.25;
const BEGINNING: f32 = 0.5;
const NEAR: f32 = 0.5;
const INSIDE: f32 = 0.4;

/// Words of the index that stand in for one that finds too little.
const MOST_BEGINNINGS: usize = 30;
const MOST_NEAR: usize = 4;
const MOST_INSIDE: usize = 20;
/// Compounds that this many documents have are not also looked for as separate words.
const ENOUGH_COMPOUNDS: usize = 20;
/// Synonyms of a word.
const MOST_SYNONYMS: usize = 6;

/// The ways in which something is found: any of them will do.
#[derive(Default)]
pub(super) struct Ways {
    pub queries: Vec<Box<dyn Query>>,
    /// The terms to highlight.
    pub marks: Vec<String>,
}

/// Finds words in the field of all words.
pub(super) struct Words<'a> {
    field: Field,
    vocabulary: Vocabulary<'a>,
    enough: usize,
    text: Danish,
}

impl<'a> Words<'a> {
    /// A word that fewer than `enough` documents have is looked for loosely too.
    pub fn new(field: Field, vocabulary: Vocabulary<'a>, enough: usize) -> Self {
        Self { field, vocabulary, enough, text: Danish::text() }
    }

    /// The ways of one unit of a query. `is_last`: it may be still being typed. `widely`: also what it does not say
    /// itself, which an exclusion must not do.
    pub fn ways(&mut self, reading: &Reading, is_last: bool, widely: bool) -> Ways {
        let mut ways = Ways::default();
        let Some(terms) = &reading.terms else {
            self.add(&mut ways, reading.whole.clone(), 1.0);
            if let Some(query) = side_by_side(self.field, &words(reading)) {
                ways.queries.push(query);
            }
            return ways;
        };
        let own = own_lemmas(&reading.whole, terms);
        for lemma in own {
            self.add(&mut ways, lemma_term(lemma), 1.0);
        }
        self.add(&mut ways, reading.whole.clone(), AS_WRITTEN);
        self.pieces(reading, &mut ways);
        if !widely || reading.is_stop_word {
            return ways;
        }
        for lemma in own.iter().take(1).flat_map(|lemma| related(lemma)) {
            self.add(&mut ways, lemma_term(&lemma), RELATED);
        }
        for synonym in self.synonyms(std::slice::from_ref(&reading.whole)) {
            ways.marks.extend(synonym.marks);
            ways.queries.extend(synonym.queries);
        }
        if own.is_empty() || !self.vocabulary.has(&ways.marks[..own.len()], ENOUGH_COMPOUNDS) {
            self.parts(terms, &mut ways);
        }
        if !self.vocabulary.has(&ways.marks, self.enough) {
            self.loosely(reading, own, is_last, &mut ways);
        }
        ways
    }

    /// What else words can be called.
    pub fn synonyms(&mut self, said: &[String]) -> Vec<Ways> {
        let synonyms = synonyms_of(said).iter().take(MOST_SYNONYMS);
        synonyms.filter_map(|synonym| {
            let mut ways = Ways::default();
            if let [word] = &synonym[..] {
                let reading = self.text.read(word).into_iter().next()?;
                let lemmas = reading.terms.as_ref().map(|terms| own_lemmas(&reading.whole, terms).to_vec());
                let lemma = lemmas.and_then(|lemmas| lemmas.into_iter().next());
                let found = lemma.map_or(reading.whole, |lemma| lemma_term(&lemma));
                ways.queries.push(boosted(term(self.field, &found), SYNONYM));
                ways.marks.push(found);
            } else {
                ways.queries.push(boosted(sequence(self.field, synonym)?, SYNONYM));
                ways.marks.extend(synonym.iter().cloned());
            }
            Some(ways)
        }).collect()
    }

    /// *skole-leder* is also *skole leder*; the pieces of a tag side by side.
    fn pieces(&self, reading: &Reading, ways: &mut Ways) {
        let lemmas: Vec<String> = reading
            .pieces
            .iter()
            .map(|piece| match piece.terms.as_ref().and_then(|terms| terms.lemmas.first()) {
                Some(lemma) => lemma_term(lemma),
                None => piece.word.clone(),
            })
            .collect();
        if let Some(query) = side_by_side(self.field, &lemmas) {
            ways.queries.push(query);
        }
    }

    /// *medarbejderudvikling* is also in *udvikling af medarbejdere*.
    fn parts(&self, terms: &WordTerms, ways: &mut Ways) {
        let parts: Vec<String> = terms.finest().into_iter().map(|part| lemma_term(&part.lemma)).collect();
        if parts.len() < 2 {
            return;
        }
        let all = parts.iter().map(|part| term(self.field, part)).collect();
        ways.queries.push(boosted(every(all), PARTS));
        ways.marks.extend(parts);
    }

    fn loosely(&mut self, reading: &Reading, own: &[String], is_last: bool, ways: &mut Ways) {
        let whole = &reading.whole;
        if is_last && whole.chars().count() >= 3 {
            let begun = self.vocabulary.beginning(whole, MOST_BEGINNINGS);
            if self.instead(begun, whole, BEGINNING, ways) {
                return;
            }
        }
        let lemma = own.first().unwrap_or(whole);
        if !is_listed(whole) {
            let near = self.vocabulary.near(lemma, MOST_NEAR);
            if self.instead(near, whole, NEAR, ways) {
                return;
            }
        }
        let inside = self.vocabulary.made_with(whole, MOST_INSIDE);
        self.instead(inside, whole, INSIDE, ways);
    }

    /// Adds words of the index, each found in all its forms; true if there was one.
    fn instead(&mut self, found: Vec<Known>, whole: &str, boost: f32, ways: &mut Ways) -> bool {
        let mut any = false;
        for known in found.into_iter().filter(|known| known.term != whole) {
            any = true;
            let of_lemma = if known.term.starts_with(LEMMA_MARK) {
                None
            } else {
                let reading = self.text.read(&known.term).into_iter().next();
                reading.and_then(|reading| reading.terms?.lemmas.first().map(|lemma| lemma_term(lemma)))
            };
            self.add(ways, of_lemma.unwrap_or(known.term), boost);
        }
        any
    }

    fn add(&self, ways: &mut Ways, found: String, boost: f32) {
        if !ways.marks.contains(&found) {
            ways.queries.push(boosted(term(self.field, &found), boost));
            ways.marks.push(found);
        }
    }
}

/// A word that is a lemma itself is meant as that: *leder* is a person, though it is a form of *lede* too.
fn own_lemmas<'a>(whole: &str, terms: &'a WordTerms) -> &'a [String] {
    match terms.lemmas.first() {
        Some(first) if first == whole => &terms.lemmas[..1],
        _ => &terms.lemmas,
    }
}

fn words(reading: &Reading) -> Vec<String> {
    reading.pieces.iter().map(|piece| piece.word.clone()).collect()
}
