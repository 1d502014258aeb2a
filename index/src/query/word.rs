//! One word of a query → the ways in which it is found, the surest first: as written, by lemma, by what is derived from
//! it, by its parts, by synonyms; and if that finds too little, as the beginning of words, as misspelt, inside words. Few
//! terms for a common word: the index has its inflections and compounds under one.

use tantivy::query::Query;
use tantivy::schema::Field;

use super::build::{any, boosted, every, sequence, side_by_side, term};
use super::vocabulary::{Known, Vocabulary};
use crate::analyser::{Danish, LEMMA_MARK, Reading, lemma_term};
use crate::lexicon::{WordTerms, is_listed, related, synonyms_of, word_terms};

/// What each way counts beside a lemma, which counts 1.
const AS_WRITTEN: f32 = 0.3;
const RELATED: f32 = 0.3;
const PARTS: f32 = 0.35;
const LAST_PART: f32 = 0.12;
const OTHER_PART: f32 = 0.08;
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
/// A word that fewer documents have may be unfinished or misspelt.
const FEW: usize = 3;
/// Characters of a last part that stands in for its compound.
const LONG_PART: usize = 5;
/// Synonyms of a word.
const MOST_SYNONYMS: usize = 6;

/// The ways in which something is found: any of them will do.
#[derive(Default)]
pub(super) struct Ways {
    pub queries: Vec<Box<dyn Query>>,
    /// The terms to highlight.
    pub marks: Vec<String>,
    /// How rare the first of them is.
    rarity: Option<f32>,
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

    /// The words of the index.
    pub fn vocabulary(&self) -> &Vocabulary<'a> {
        &self.vocabulary
    }

    /// True if what is only nearly meant may be found too, after the rest.
    pub fn is_generous(&self) -> bool {
        self.enough > 1
    }

    /// True if fewer documents have the term than are asked for.
    pub fn finds_too_little(&self, term: &str) -> bool {
        self.vocabulary.count(&[term.to_owned()], self.enough) < self.enough
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
        let own = own_lemmas(terms);
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
            let boost = match (ways.rarity, synonym.rarity) {
                (Some(own), Some(this)) if this > own => own / this,
                _ => 1.0,
            };
            ways.marks.extend(synonym.marks);
            ways.queries.extend(synonym.queries.into_iter().map(|query| boosted(query, boost)));
        }
        let found = self.vocabulary.count(&ways.marks, ENOUGH_COMPOUNDS.max(self.enough));
        let (parts, last) = finest(terms);
        for (at, part) in
            parts.iter().enumerate().filter(|(_, part)| last > 0 && part.chars().count() >= LONG_PART)
        {
            // What a compound says is first of all what its last part says: *ældrepleje* is *pleje*. Short parts are in too
            // many words that mean something else: *børnehave* is no *have*.
            let (enough, boost) =
                if at == last { (self.enough, LAST_PART) } else { (self.enough.min(FEW), OTHER_PART) };
            let part = lemma_term(part);
            if found < enough && self.vocabulary.is_telling(&part) {
                self.add(&mut ways, part, boost);
            }
        }
        if found < ENOUGH_COMPOUNDS && self.enough > 0 {
            self.side_by_side(&parts, &mut ways);
        }
        if found < self.enough.min(FEW) {
            self.instead_of(reading, own, is_last, &mut ways);
        }
        ways
    }

    /// What else words can be called.
    pub fn synonyms(&mut self, said: &[String]) -> Vec<Ways> {
        let mut found = Vec::new();
        for synonym in synonyms_of(said).iter().take(MOST_SYNONYMS) {
            let mut ways = Ways::default();
            if let [word] = &synonym[..] {
                let Some(reading) = self.text.read(word).into_iter().next() else { continue };
                let lemma = reading.terms.and_then(|terms| own_lemmas(&terms).first().cloned());
                let word = lemma.map_or(reading.whole, |lemma| lemma_term(&lemma));
                self.add(&mut ways, word, SYNONYM);
            } else if let Some(query) = sequence(self.field, synonym) {
                ways.queries.push(boosted(query, SYNONYM));
                ways.marks.extend(synonym.iter().cloned());
            }
            found.push(ways);
        }
        found
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
    fn side_by_side(&self, parts: &[String], ways: &mut Ways) {
        if parts.len() < 2 {
            return;
        }
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            let mut either = Ways { rarity: ways.rarity, ..Ways::default() };
            self.add(&mut either, lemma_term(part), 1.0);
            for lemma in related(part) {
                self.add(&mut either, lemma_term(&lemma), RELATED);
            }
            ways.marks.extend(either.marks);
            all.push(any(either.queries));
        }
        ways.queries.push(boosted(every(all), PARTS));
    }

    /// Words of the index that are perhaps meant: what begins so; else what is written nearly so; else what it is in.
    fn instead_of(&mut self, reading: &Reading, own: &[String], is_last: bool, ways: &mut Ways) {
        let whole = &reading.whole;
        // A word in the lexicon means what it says: *kat* is no beginning of *katastrofe* and no misspelt *kan*.
        if is_listed(whole) {
            return;
        }
        if is_last && whole.chars().count() >= 3 {
            let begun = self.vocabulary.beginning(whole, MOST_BEGINNINGS);
            if self.instead(begun, whole, BEGINNING, ways) {
                return;
            }
        }
        let lemma = own.first().unwrap_or(whole);
        let mut near = self.vocabulary.near(&lemma_term(lemma), MOST_NEAR);
        near.extend(self.vocabulary.near(whole, MOST_NEAR));
        let nearest = near.iter().map(|(off, _)| *off).min();
        let near =
            near.into_iter().filter(|(off, _)| Some(*off) == nearest).map(|(_, known)| known).collect();
        if self.instead(near, whole, NEAR, ways) {
            return;
        }
        let inside = self.vocabulary.made_with(whole, MOST_INSIDE);
        self.instead(inside, whole, INSIDE, ways);
    }

    /// A tag that few have written: its words.
    pub fn of_tag(&mut self, tag: &str) -> Option<Ways> {
        let reading = self.text.read(tag).into_iter().next()?;
        let mut ways = self.ways(&reading, false, true);
        let words: Vec<Box<dyn Query>> = reading
            .pieces
            .iter()
            .filter(|piece| piece.word.chars().count() > 2)
            .map(|piece| {
                let lemma = piece.terms.as_ref().and_then(|terms| terms.lemmas.first());
                let found = lemma.map_or_else(|| piece.word.clone(), |lemma| lemma_term(lemma));
                ways.marks.push(found.clone());
                term(self.field, &found)
            })
            .collect();
        if words.len() > 1 {
            ways.queries.push(boosted(every(words), PARTS));
        }
        Some(ways)
    }

    /// Adds words of the index, each found in all its forms, and what belongs to the first; true if there was one.
    fn instead(&mut self, found: Vec<Known>, whole: &str, boost: f32, ways: &mut Ways) -> bool {
        let mut lemmas: Vec<String> = Vec::new();
        for known in found.into_iter().filter(|known| known.term != whole) {
            lemmas.push(match known.term.strip_prefix(LEMMA_MARK) {
                Some(lemma) => lemma.to_owned(),
                None => {
                    let reading = self.text.read(&known.term).into_iter().next();
                    let lemma = reading.and_then(|reading| reading.terms?.lemmas.first().cloned());
                    let Some(lemma) = lemma else {
                        self.add(ways, known.term, boost);
                        continue;
                    };
                    lemma
                }
            });
        }
        for lemma in &lemmas {
            self.add(ways, lemma_term(lemma), boost);
        }
        if let Some(first) = lemmas.first() {
            for lemma in related(first) {
                self.add(ways, lemma_term(&lemma), boost * RELATED);
            }
            let (parts, last) = finest(&word_terms(first));
            if let Some(part) = parts.get(last) {
                self.add(ways, lemma_term(part), boost * LAST_PART);
            }
        }
        !lemmas.is_empty()
    }

    /// A rare word scores high for being rare. What stands in for another must not: it counts as the word itself would,
    /// and less.
    fn add(&self, ways: &mut Ways, found: String, boost: f32) {
        if !ways.marks.contains(&found) {
            let rarity = self.vocabulary.rarity(&found);
            let boost = match (ways.rarity, rarity) {
                (Some(own), Some(this)) if this > own => boost * own / this,
                _ => boost,
            };
            ways.rarity = ways.rarity.or(rarity);
            ways.queries.push(boosted(term(self.field, &found), boost));
            ways.marks.push(found);
        }
    }
}

/// What a word most likely means: *leder* is a person, though it is a form of *lede* too. Documents have all its lemmas.
fn own_lemmas(terms: &WordTerms) -> &[String] {
    terms.lemmas.get(..1).unwrap_or_default()
}

/// The lemmas of the parts of a compound, and which is the last in it.
fn finest(terms: &WordTerms) -> (Vec<String>, usize) {
    let parts: Vec<String> = terms.finest().into_iter().map(|part| part.lemma.clone()).collect();
    let last = parts.len().saturating_sub(1);
    (parts, last)
}

fn words(reading: &Reading) -> Vec<String> {
    reading.pieces.iter().map(|piece| piece.word.clone()).collect()
}
