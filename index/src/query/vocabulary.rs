//! The words an index holds, for a search that finds too little: what begins so, what is written nearly so, what is
//! made with it. Only words of documents that are there count, so that an index made anew answers alike.

use std::collections::HashMap;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};
use tantivy_fst::Automaton;

use super::endings::Endings;
use crate::analyser::{LEMMA_MARK, lemma_term};

/// Terms of a segment that are looked at; those after in the alphabet are not.
const MOST_LOOKED_AT: usize = 5_000;

/// A word of the index and how many documents have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The term.
    pub term: String,
    /// Documents; it may count some that are gone and not yet cleared away, so it orders, and decides nothing else.
    pub documents: u64,
}

/// The words of one field.
pub(crate) struct Vocabulary<'a> {
    searcher: &'a Searcher,
    endings: &'a Endings,
    field: Field,
}

impl<'a> Vocabulary<'a> {
    /// Of this field, as the searcher sees it.
    pub fn new(searcher: &'a Searcher, endings: &'a Endings, field: Field) -> Self {
        Self { searcher, endings, field }
    }

    /// How often the terms occur in documents that are there; counting stops at `enough`.
    pub fn count(&self, terms: &[String], enough: usize) -> usize {
        let mut documents = 0;
        for term in terms {
            documents += self.living(term, enough - documents);
            if documents >= enough {
                break;
            }
        }
        documents
    }

    /// How rare a term is, as BM25 counts it; `None` if nothing has it.
    pub fn rarity(&self, term: &str) -> Option<f32> {
        let term = Term::from_field_text(self.field, term);
        // Where the disk cannot be read, the search itself says so.
        let having = self.searcher.doc_freq(&term).ok().filter(|having| *having > 0)?;
        let all = self.searcher.num_docs().max(having);
        Some((1.0 + (all - having) as f32 / (having as f32 + 0.5)).ln().max(0.01))
    }

    /// True if at least `enough` documents match.
    pub fn is_found(&self, query: &dyn Query, enough: usize) -> tantivy::Result<bool> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let mut scorer = weight.scorer(segment, 1.0)?;
            while scorer.doc() != TERMINATED {
                count += usize::from(segment.alive_bitset().is_none_or(|alive| alive.is_alive(scorer.doc())));
                if count >= enough {
                    return Ok(true);
                }
                scorer.advance();
            }
        }
        Ok(false)
    }

    /// False for a word that so many documents have that it says little about one: *ledelse* on a wall about it.
    pub fn is_telling(&self, term: &str) -> bool {
        let tenth = usize::try_from(self.searcher.num_docs() / 10).unwrap_or(usize::MAX).max(10);
        self.living(term, tenth) < tenth
    }

    /// Documents that are there and have the term; no more than `enough` are counted. A disk that cannot be read has none:
    /// the search itself then says so.
    fn living(&self, term: &str, enough: usize) -> usize {
        let term = Term::from_field_text(self.field, term);
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.field) else { continue };
            let Ok(Some(mut postings)) = index.read_postings(&term, IndexRecordOption::Basic) else {
                continue;
            };
            while postings.doc() != TERMINATED && count < enough {
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())) {
                    count += 1;
                }
                postings.advance();
            }
        }
        count
    }

    /// Words as written that begin so, the most frequent first.
    pub fn beginning(&self, start: &str, most: usize) -> Vec<Known> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.field) else { continue };
            let Ok(mut terms) = index.terms().range().ge(start.as_bytes()).into_stream() else { continue };
            let mut looked_at = 0;
            while looked_at < MOST_LOOKED_AT && terms.advance() && terms.key().starts_with(start.as_bytes()) {
                looked_at += 1;
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        self.most_frequent(found, most)
    }

    /// Terms written nearly like this one, the nearest first, then the most frequent; lemmas for a lemma, words for a
    /// word. Never the term itself. With each how many letters are off.
    pub fn near(&self, written: &str, most: usize) -> Vec<(u8, Known)> {
        let is_lemma = written.starts_with(LEMMA_MARK);
        let builder = match written.chars().count() - usize::from(is_lemma) {
            0..=3 => return Vec::new(),
            4..=7 => &*ONE_OFF,
            _ => &*TWO_OFF,
        };
        let automaton = Near(builder.build_dfa(written));
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(self.field) else { continue };
            let Ok(mut terms) = index.terms().search(&automaton).into_stream() else { continue };
            let mut looked_at = 0;
            while looked_at < MOST_LOOKED_AT && terms.advance() {
                looked_at += 1;
                if let Ok(term) = std::str::from_utf8(terms.key())
                    && term.starts_with(LEMMA_MARK) == is_lemma
                    && term != written
                {
                    *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(u8, Known)> = found
            .into_iter()
            .map(|(term, documents)| (distance(&automaton.0, &term), Known { term, documents }))
            .collect();
        found.sort_by(|(a, one), (b, other)| {
            (a, other.documents, &one.term).cmp(&(b, one.documents, &other.term))
        });
        // Two letters off is a guess that is only made where nothing is nearer.
        let nearest = found.first().map(|(distance, _)| *distance);
        found.retain(|(distance, known)| Some(*distance) == nearest && self.living(&known.term, 1) > 0);
        found.truncate(most);
        found
    }

    /// Words as written that end so and whose beginning is a word of the index too, with a linking letter or without:
    /// what the lexicon does not know how to cut. The most frequent first.
    pub fn made_with(&self, end: &str, most: usize) -> Vec<Known> {
        if end.chars().count() < 5 {
            return Vec::new();
        }
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let Ok(laid) = self.endings.of(segment, self.field) else { continue };
            for (word, documents) in laid.ending(end).filter(|(word, _)| word.len() > end.len() + 2) {
                *found.entry(word.to_owned()).or_default() += u64::from(documents);
            }
        }
        found.retain(|term, _| {
            let begin = &term[..term.len() - end.len()];
            let bare = begin.strip_suffix(['s', 'e']).unwrap_or(begin);
            begin.chars().count() > 2
                && [begin, bare]
                    .iter()
                    .any(|begin| self.living(begin, 1) > 0 || self.living(&lemma_term(begin), 1) > 0)
        });
        self.most_frequent(found, most)
    }

    fn most_frequent(&self, found: HashMap<String, u64>, most: usize) -> Vec<Known> {
        let mut found: Vec<Known> =
            found.into_iter().map(|(term, documents)| Known { term, documents }).collect();
        found.sort_by(|one, other| (other.documents, &one.term).cmp(&(one.documents, &other.term)));
        found.truncate(most * 4);
        found.retain(|known| self.living(&known.term, 1) > 0);
        found.truncate(most);
        found
    }
}

/// Making one takes milliseconds. A swap of two letters is one mistake.
static ONE_OFF: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_OFF: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

struct Near(DFA);

impl Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

fn distance(dfa: &DFA, term: &str) -> u8 {
    match dfa.eval(term) {
        Distance::Exact(distance) | Distance::AtLeast(distance) => distance,
    }
}
