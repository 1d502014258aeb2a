//! Tree → tantivy query, and what to highlight in an answer.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::boosted::Boosted;
use super::endings::Endings;
use super::field::Field;
use super::times::times;
use super::tree::Node;
use super::vocabulary::Vocabulary;
use super::word::{Ways, Words};
use crate::analyser::{Danish, Reading, lemma_term};
use crate::fold::{fold_exact, fold_word};
use crate::lexicon::WordTerms;
use crate::schema::Fields;

/// A tag as it was typed, beside its words.
const TAGGED: f32 = 2.0;
/// A phrase that fewer documents have is also looked for in other inflections.
const ENOUGH_OF_A_PHRASE: usize = 3;
/// What those count.
const INFLECTED: f32 = 0.2;
/// Words of the longest synonym that is looked for.
const LONGEST_SYNONYM: usize = 6;
/// Words a prefix may stand for; those after in the alphabet are not found.
const MOST_EXPANSIONS: u32 = 2_000;

type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// What to highlight, as index terms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Whole terms.
    pub terms: HashSet<String>,
    /// Beginnings of terms.
    pub prefixes: Vec<String>,
}

/// Turns trees into queries.
pub(crate) struct Builder<'a> {
    fields: &'a Fields,
    words: Words<'a>,
    text: Danish,
    names: Danish,
    marks: Marks,
    /// Under a negation nothing is highlighted.
    negated: bool,
}

impl<'a> Builder<'a> {
    /// For an index with these fields, as the searcher sees it. A word that fewer than `enough` documents have is also
    /// looked for as the beginning of words, as misspelt and inside words.
    pub fn new(fields: &'a Fields, (searcher, endings): (&'a Searcher, &'a Endings), enough: usize) -> Self {
        let words = Words::new(fields.words, Vocabulary::new(searcher, endings, fields.words), enough);
        let (text, names) = (Danish::text(), Danish::names());
        Self { fields, words, text, names, marks: Marks::default(), negated: false }
    }

    /// What the queries made so far look for in a text.
    pub fn into_marks(self) -> Marks {
        self.marks
    }

    /// The query of a tree.
    pub fn query(&mut self, node: &Node) -> Box<dyn Query> {
        match node {
            Node::Word(word) => self.word(word, true),
            Node::Phrase(words) => self.phrase(words),
            Node::Prefix(start) => self.prefix(start),
            Node::Tag(tag) => {
                let folded = fold_exact(tag);
                let word = fold_word(tag).replace('_', "");
                self.mark(word.clone());
                let tagged = term(self.fields.tag, &folded);
                if self.negated {
                    return tagged;
                }
                if !self.is_rare_tag(tag) {
                    return tagged;
                }
                match self.words.of_tag(&format!("#{tag}")) {
                    Some(ways) => any(vec![boosted(tagged, TAGGED), self.marked(ways)]),
                    None => tagged,
                }
            }
            Node::TagPrefix(start) => beginning(self.fields.tag, &fold_exact(start)),
            Node::Handle(handle) => self.handle(handle),
            // A filter: it says nothing about how good a match is.
            Node::Is(field, value) => boosted(self.is(*field, value), 0.0),
            Node::Since(day) => times(Some(day.begins()), None),
            Node::Until(day) => times(None, Some(day.ends())),
            Node::Not(inside) => {
                let inside = self.excluded(inside);
                all_but(inside)
            }
            Node::All(nodes) => self.all(nodes),
            Node::Any(nodes) => any(nodes.iter().map(|node| self.query(node)).collect()),
        }
    }

    /// True for a tag that too few have written: its words are looked for too.
    pub fn is_rare_tag(&self, tag: &str) -> bool {
        self.words.finds_too_little(&fold_word(tag).replace('_', ""))
    }

    /// True if at least `enough` documents match.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn is_found(&self, query: &dyn Query, enough: usize) -> tantivy::Result<bool> {
        self.words.vocabulary().is_found(query, enough)
    }

    /// Words of which at least half must match, for a search in which all of them find too little; `None` unless it is
    /// of several words.
    pub fn loosely(&mut self, node: &Node) -> Option<Box<dyn Query>> {
        let Node::All(nodes) = node else { return None };
        let mut wanted: Vec<Box<dyn Query>> = Vec::new();
        let mut clauses: Clauses = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Word(word) if self.is_stop_word(word) => {}
                Node::Word(word) => wanted.push(self.word(word, at + 1 == nodes.len())),
                Node::Not(inside) => clauses.push((Occur::MustNot, self.excluded(inside))),
                node => clauses.push((Occur::Must, self.query(node))),
            }
        }
        if wanted.len() < 2 {
            return None;
        }
        let half = wanted.len().div_ceil(2);
        let wanted = wanted.into_iter().map(|query| (Occur::Should, query)).collect();
        clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(wanted, half))));
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    /// The query of what must not be found; nothing in it is highlighted.
    pub fn excluded(&mut self, node: &Node) -> Box<dyn Query> {
        let before = std::mem::replace(&mut self.negated, true);
        let query = self.query(node);
        self.negated = before;
        query
    }

    /// All must match, but for stop words beside real words: they only add to the score.
    fn all(&mut self, nodes: &[Node]) -> Box<dyn Query> {
        let mut clauses: Clauses = Vec::with_capacity(nodes.len());
        let mut at = 0;
        while at < nodes.len() {
            let is_last = at + 1 == nodes.len();
            if let Some((length, synonyms)) = self.said_otherwise(&nodes[at..]) {
                let mut ways = vec![self.all_of(&nodes[at..at + length])];
                ways.extend(synonyms.into_iter().map(|synonym| self.marked(synonym)));
                clauses.push((Occur::Must, any(ways)));
                at += length;
                continue;
            }
            clauses.push(match &nodes[at] {
                Node::Not(inside) => (Occur::MustNot, self.excluded(inside)),
                Node::Word(word) if self.is_stop_word(word) => (Occur::Should, self.word(word, is_last)),
                Node::Word(word) => (Occur::Must, self.word(word, is_last)),
                node => (Occur::Must, self.query(node)),
            });
            at += 1;
        }
        if clauses.iter().all(|(occur, _)| *occur != Occur::Must) {
            let had_words = clauses.iter().any(|(occur, _)| *occur == Occur::Should);
            for (occur, _) in clauses.iter_mut().filter(|(occur, _)| *occur == Occur::Should) {
                // Nothing but stop words: then they are what was meant.
                *occur = Occur::Must;
            }
            if !had_words {
                clauses.push((Occur::Must, Box::new(AllQuery)));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn all_of(&mut self, words: &[Node]) -> Box<dyn Query> {
        let words =
            words.iter().filter_map(|node| if let Node::Word(word) = node { Some(word) } else { None });
        let queries = words.map(|word| self.word(word, false)).collect();
        every(queries)
    }

    /// If the nodes begin with several words that together have synonyms: how many words, and the synonyms.
    fn said_otherwise(&mut self, nodes: &[Node]) -> Option<(usize, Vec<Ways>)> {
        let words: Vec<String> = nodes
            .iter()
            .take(LONGEST_SYNONYM)
            .map_while(|node| match node {
                Node::Word(word) => self.text.read(word).into_iter().next().map(|reading| reading.whole),
                _ => None,
            })
            .collect();
        (2..=words.len()).rev().find_map(|length| {
            let synonyms = self.words.synonyms(&words[..length]);
            if synonyms.is_empty() { None } else { Some((length, synonyms)) }
        })
    }

    fn is_stop_word(&mut self, word: &str) -> bool {
        matches!(&self.text.read(word)[..], [reading] if reading.is_stop_word)
    }

    fn word(&mut self, word: &str, is_last: bool) -> Box<dyn Query> {
        let mut units: Vec<Box<dyn Query>> = Vec::new();
        for reading in self.text.read(word) {
            let ways = self.words.ways(&reading, is_last && !self.negated, !self.negated);
            units.push(self.marked(ways));
        }
        every(units)
    }

    fn marked(&mut self, ways: Ways) -> Box<dyn Query> {
        ways.marks.into_iter().for_each(|term| self.mark(term));
        any(ways.queries)
    }

    /// Words as written, one after the other, in one of the text fields.
    fn phrase(&mut self, phrase: &str) -> Box<dyn Query> {
        let words: Vec<String> = self.text.read(phrase).into_iter().flat_map(words_of).collect();
        words.iter().for_each(|word| self.mark(word.clone()));
        let Some(query) = sequence(self.fields.words, &words) else { return Box::new(EmptyQuery) };
        if self.negated
            || words.len() < 2
            || !self.words.is_generous()
            || self.is_found(query.as_ref(), ENOUGH_OF_A_PHRASE).unwrap_or(true)
        {
            return query;
        }
        // Few have written just this: then in other inflections too, after it.
        let lemmas: Vec<String> = self.text.read(phrase).into_iter().flat_map(lemmas_of).collect();
        lemmas.iter().for_each(|lemma| self.mark(lemma.clone()));
        let inflected = sequence(self.fields.words, &lemmas).map(|query| boosted(query, INFLECTED));
        any(std::iter::once(query).chain(inflected).collect())
    }

    fn prefix(&mut self, start: &str) -> Box<dyn Query> {
        let start = fold_word(start);
        if !self.negated {
            self.marks.prefixes.push(start.clone());
        }
        beginning(self.fields.words, &start)
    }

    /// `@kim` finds the mention, and Kim's own posts if the handle stands among the names.
    fn handle(&mut self, handle: &str) -> Box<dyn Query> {
        let whole = format!("@{}", fold_word(handle));
        let mut ways: Vec<Box<dyn Query>> = vec![term(self.fields.words, &whole)];
        let words: Vec<String> = self.names.read(handle).into_iter().flat_map(words_of).collect();
        ways.extend(sequence(self.fields.names, &words));
        self.mark(whole);
        any(ways)
    }

    fn is(&mut self, field: Field, typed: &str) -> Box<dyn Query> {
        let value = field.value(typed);
        let fact = |name: &str| TermQuery::new(self.fields.fact(name, &value), IndexRecordOption::Basic);
        if field == Field::Source {
            return any(vec![Box::new(fact("network")), Box::new(fact("source"))]);
        }
        let fact = fact(field.keyword());
        let words_field = match field {
            Field::Author => self.fields.author_words,
            Field::Organisation => self.fields.organisation_words,
            _ => return Box::new(fact),
        };
        let words: Vec<String> =
            self.names.read(typed.trim_start_matches('@')).into_iter().flat_map(words_of).collect();
        let mut ways: Vec<Box<dyn Query>> = vec![Box::new(fact)];
        ways.push(every(words.iter().map(|word| term(words_field, word)).collect()));
        if field == Field::Author {
            // The handle, or a post that an organisation's page signs with its own name.
            ways.extend(sequence(self.fields.names, &words));
        }
        any(ways)
    }

    fn mark(&mut self, term: String) {
        if !self.negated {
            self.marks.terms.insert(term);
        }
    }
}

/// True for *og*, *i*, *at* …: a search does not insist on it.
pub(crate) fn is_stop_word(word: &str) -> bool {
    matches!(&Danish::text().read(word)[..], [reading] if reading.is_stop_word)
}

fn words_of(reading: Reading) -> Vec<String> {
    if reading.pieces.is_empty() {
        vec![reading.whole]
    } else {
        reading.pieces.into_iter().map(|piece| piece.word).collect()
    }
}

fn lemmas_of(reading: Reading) -> Vec<String> {
    let lemma = |word: String, terms: Option<Arc<WordTerms>>| match terms
        .as_ref()
        .and_then(|terms| terms.lemmas.first())
    {
        Some(lemma) => lemma_term(lemma),
        None => word,
    };
    if reading.pieces.is_empty() {
        vec![lemma(reading.whole, reading.terms)]
    } else {
        reading.pieces.into_iter().map(|piece| lemma(piece.word, piece.terms)).collect()
    }
}

/// Two words or more, one after the other.
pub(super) fn side_by_side(field: IndexField, words: &[String]) -> Option<Box<dyn Query>> {
    (words.len() > 1).then(|| {
        let terms = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        Box::new(PhraseQuery::new(terms)) as Box<dyn Query>
    })
}

pub(super) fn sequence(field: IndexField, words: &[String]) -> Option<Box<dyn Query>> {
    match words {
        [] => None,
        [word] => Some(term(field, word)),
        _ => side_by_side(field, words),
    }
}

pub(super) fn term(field: IndexField, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn beginning(field: IndexField, start: &str) -> Box<dyn Query> {
    let mut query = PhrasePrefixQuery::new(vec![Term::from_field_text(field, start)]);
    query.set_max_expansions(MOST_EXPANSIONS);
    Box::new(query)
}

pub(super) fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(Boosted { query, boost })
}

pub(super) fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

pub(super) fn every(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn all_but(excluded: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, excluded)]))
}
