//! Tree → tantivy query, and what to highlight in an answer.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::field::Field;
use super::times::times;
use super::tree::Node;
use crate::analyser::{Danish, Reading};
use crate::fold::{fold_exact, fold_word};
use crate::schema::Fields;

/// A match in the title weighs this much more than one in the text.
const TITLE_BOOST: f32 = 2.0;
/// The word exactly as typed adds this much to its stem.
const EXACT_BOOST: f32 = 0.5;
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
    text: Danish,
    names: Danish,
    marks: Marks,
    /// Under a negation nothing is highlighted.
    negated: bool,
}

impl<'a> Builder<'a> {
    /// For an index with these fields.
    pub fn new(fields: &'a Fields) -> Self {
        Self { fields, text: Danish::text(), names: Danish::names(), marks: Marks::default(), negated: false }
    }

    /// What the queries made so far look for in a text.
    pub fn into_marks(self) -> Marks {
        self.marks
    }

    /// The query of a tree.
    pub fn query(&mut self, node: &Node) -> Box<dyn Query> {
        match node {
            Node::Word(word) => self.word(word),
            Node::Phrase(words) => self.phrase(words),
            Node::Prefix(start) => self.prefix(start),
            Node::Tag(tag) => {
                let folded = fold_exact(tag);
                self.mark(fold_word(tag).replace('_', ""));
                term(self.fields.tag, &folded)
            }
            Node::TagPrefix(start) => beginning(self.fields.tag, &fold_exact(start)),
            Node::Handle(handle) => self.handle(handle),
            // A filter: it says nothing about how good a match is.
            Node::Is(field, value) => Box::new(ConstScoreQuery::new(self.is(*field, value), 0.0)),
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
        for node in nodes {
            clauses.push(match node {
                Node::Not(inside) => (Occur::MustNot, self.excluded(inside)),
                Node::Word(word) if self.is_stop_word(word) => (Occur::Should, self.query(node)),
                _ => (Occur::Must, self.query(node)),
            });
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

    fn is_stop_word(&mut self, word: &str) -> bool {
        matches!(&self.text.read(word)[..], [reading] if reading.is_stop_word)
    }

    fn word(&mut self, word: &str) -> Box<dyn Query> {
        let mut units: Vec<Box<dyn Query>> = Vec::new();
        for reading in self.text.read(word) {
            let mut ways: Vec<Box<dyn Query>> = Vec::new();
            for (field, boost) in [(self.fields.title, TITLE_BOOST), (self.fields.text, 1.0)] {
                match &reading.stem {
                    Some(stem) => {
                        ways.push(boosted(term(field, stem), boost));
                        ways.push(boosted(term(field, &reading.whole), boost * EXACT_BOOST));
                    }
                    None => ways.push(boosted(term(field, &reading.whole), boost)),
                }
                ways.extend(side_by_side(field, &stems(&reading)).map(|query| boosted(query, boost)));
            }
            ways.push(term(self.fields.names, &reading.whole));
            let words: Vec<String> = reading.pieces.iter().map(|(word, _)| word.clone()).collect();
            ways.extend(side_by_side(self.fields.names, &words));
            ways.push(term(self.fields.tag, &fold_exact(word)));
            self.mark_reading(&reading);
            units.push(any(ways));
        }
        every(units)
    }

    /// Words as written, one after the other, in one of the text fields.
    fn phrase(&mut self, phrase: &str) -> Box<dyn Query> {
        let words: Vec<String> = self.text.read(phrase).into_iter().flat_map(words_of).collect();
        words.iter().for_each(|word| self.mark(word.clone()));
        let fields = [(self.fields.title, TITLE_BOOST), (self.fields.text, 1.0), (self.fields.names, 1.0)];
        any(fields
            .into_iter()
            .filter_map(|(field, boost)| Some(boosted(sequence(field, &words)?, boost)))
            .collect())
    }

    fn prefix(&mut self, start: &str) -> Box<dyn Query> {
        let start = fold_word(start);
        if !self.negated {
            self.marks.prefixes.push(start.clone());
        }
        let fields = [self.fields.title, self.fields.text, self.fields.names];
        any(fields.into_iter().map(|field| beginning(field, &start)).collect())
    }

    /// `@kim` finds the mention, and Kim's own posts if the handle stands among the names.
    fn handle(&mut self, handle: &str) -> Box<dyn Query> {
        let whole = format!("@{}", fold_word(handle));
        let fields = [self.fields.title, self.fields.text, self.fields.names];
        let mut ways: Vec<Box<dyn Query>> = fields.into_iter().map(|field| term(field, &whole)).collect();
        let words: Vec<String> = self.names.read(handle).into_iter().flat_map(words_of).collect();
        ways.extend(sequence(self.fields.names, &words));
        self.mark(whole);
        any(ways)
    }

    fn is(&mut self, field: Field, typed: &str) -> Box<dyn Query> {
        let value = field.value(typed);
        let fact = TermQuery::new(self.fields.fact(field.keyword(), &value), IndexRecordOption::Basic);
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

    fn mark_reading(&mut self, reading: &Reading) {
        self.mark(reading.whole.clone());
        reading.stem.iter().for_each(|stem| self.mark(stem.clone()));
    }
}

/// True for *og*, *i*, *at* …: a search does not insist on it.
pub(crate) fn is_stop_word(word: &str) -> bool {
    matches!(&Danish::text().read(word)[..], [reading] if reading.is_stop_word)
}

/// The stem terms of a unit's pieces (the word where there is no stem).
fn stems(reading: &Reading) -> Vec<String> {
    reading.pieces.iter().map(|(word, stem)| stem.clone().unwrap_or_else(|| word.clone())).collect()
}

fn words_of(reading: Reading) -> Vec<String> {
    if reading.pieces.is_empty() {
        vec![reading.whole]
    } else {
        reading.pieces.into_iter().map(|(word, _)| word).collect()
    }
}

/// Two words or more, one after the other.
fn side_by_side(field: IndexField, words: &[String]) -> Option<Box<dyn Query>> {
    (words.len() > 1).then(|| {
        let terms = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        Box::new(PhraseQuery::new(terms)) as Box<dyn Query>
    })
}

fn sequence(field: IndexField, words: &[String]) -> Option<Box<dyn Query>> {
    match words {
        [] => None,
        [word] => Some(term(field, word)),
        _ => side_by_side(field, words),
    }
}

fn term(field: IndexField, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn beginning(field: IndexField, start: &str) -> Box<dyn Query> {
    let mut query = PhrasePrefixQuery::new(vec![Term::from_field_text(field, start)]);
    query.set_max_expansions(MOST_EXPANSIONS);
    Box::new(query)
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn every(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn all_but(excluded: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, excluded)]))
}
