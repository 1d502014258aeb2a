//! A search as tantivy is asked: words, which are worth something, and rules, which only say yes or no.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;

use super::request::{Filter, Search};
use super::view::View;
use crate::query::{Boosted, Builder, Marks, Node, Parsed, is_stop_word, parse, times};
use crate::schema::Fields;

/// A search by relevance that finds fewer is looked for loosely too.
const ENOUGH: usize = 3;
/// A word that fewer documents have is, by relevance, looked for in its parts too: a page is not full.
const ENOUGH_OF_A_WORD: usize = 10;
/// What was meant counts so many times what is only nearly meant.
const STRICTLY: f32 = 10.0;

/// Values of a filter that are looked up one by one; more are looked for together.
const MOST_ASKED_ALONE: usize = 16;

/// A search, taken apart.
pub(super) struct Asked {
    /// What makes one match better than another; `None` where there are only rules.
    pub words: Option<Box<dyn Query>>,
    /// All must hold.
    musts: Vec<Box<dyn Query>>,
    /// None may hold.
    nots: Vec<Box<dyn Query>>,
    /// What to highlight; `None` if nothing was searched for.
    pub marks: Option<Marks>,
    /// True if nothing restricts it.
    pub everything: bool,
}

impl Asked {
    /// All of it as one query, without scores.
    pub fn unscored(&self) -> Box<dyn Query> {
        joined(self.words.iter().chain(&self.musts), &self.nots).unwrap_or_else(|| Box::new(AllQuery))
    }

    /// What says yes or no; `None` if there is nothing of that kind.
    pub fn rules(&self) -> Option<Box<dyn Query>> {
        joined(self.musts.iter(), &self.nots)
    }
}

fn joined<'a>(
    musts: impl Iterator<Item = &'a Box<dyn Query>>,
    nots: &[Box<dyn Query>],
) -> Option<Box<dyn Query>> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> =
        musts.map(|query| (Occur::Must, query.box_clone())).collect();
    if clauses.is_empty() && nots.is_empty() {
        return None;
    }
    if clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    clauses.extend(nots.iter().map(|query| (Occur::MustNot, query.box_clone())));
    if clauses.len() == 1 {
        clauses.pop().map(|(_, query)| query)
    } else {
        Some(Box::new(BooleanQuery::new(clauses)))
    }
}

/// Takes a search apart, as far as it is understood with this index: a word that finds too little is looked for loosely, as
/// the beginning of words, misspelt, inside words; and of words that are too few together half are enough.
///
/// # Errors
/// tantivy or disk.
pub(super) fn ask(view: &View, fields: &Fields, search: &Search) -> tantivy::Result<Asked> {
    // Newest first, what is only nearly meant would stand between what is meant: then only if there is nothing.
    ask_with(view, fields, search, if search.by_relevance { ENOUGH } else { 1 })
}

/// The same, taken at its word.
///
/// # Errors
/// tantivy or disk.
pub(super) fn ask_strictly(view: &View, fields: &Fields, search: &Search) -> tantivy::Result<Asked> {
    ask_with(view, fields, search, 0)
}

fn ask_with(view: &View, fields: &Fields, search: &Search, enough: usize) -> tantivy::Result<Asked> {
    let of_a_word = if enough > 1 { ENOUGH_OF_A_WORD } else { enough };
    let mut asked =
        Asked { words: None, musts: Vec::new(), nots: Vec::new(), marks: None, everything: false };
    match parse(&search.text, search.now) {
        Parsed::Everything => {}
        Parsed::Nothing => {
            asked.musts.push(Box::new(EmptyQuery));
            asked.marks = Some(Marks::default());
        }
        Parsed::Tree(node) => {
            asked.take(Builder::new(fields, (&view.searcher, &view.endings), of_a_word), node, enough)?
        }
    }
    asked.musts.extend(search.filters.iter().map(|filter| any_of(fields, filter)));
    if search.since.is_some() || search.until.is_some() {
        asked.musts.push(times(search.since, search.until));
    }
    asked.everything = asked.words.is_none() && asked.musts.is_empty() && asked.nots.is_empty();
    Ok(asked)
}

impl Asked {
    fn take(&mut self, mut builder: Builder<'_>, node: Node, enough: usize) -> tantivy::Result<()> {
        let nodes = match node {
            Node::All(nodes) => nodes,
            other => vec![other],
        };
        let (mut words, mut musts) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(inside) => self.nots.push(builder.excluded(&inside)),
                // A tag that few have written is found by its words, and then some matches are better than others.
                Node::Tag(tag) if enough > 1 && builder.is_rare_tag(&tag) => words.push(Node::Tag(tag)),
                Node::Is(..) | Node::Since(_) | Node::Until(_) | Node::Tag(_) | Node::TagPrefix(_) => {
                    musts.push(node)
                }
                node => words.push(node),
            }
        }
        // *og #tag*: stop words are not insisted on where there is something else to find.
        if !musts.is_empty()
            && words.iter().all(|node| matches!(node, Node::Word(word) if is_stop_word(word)))
        {
            words.clear();
        }
        self.musts.extend(musts.iter().map(|node| builder.query(node)));
        let words = match words.len() {
            0 | 1 => words.pop(),
            _ => Some(Node::All(words)),
        };
        if let Some(words) = words {
            self.words = Some(builder.query(&words));
            if enough > 0
                && !builder.is_found(self.unscored().as_ref(), enough)?
                && let Some(loose) = builder.loosely(&words)
                && let Some(strict) = self.words.take()
            {
                let strict = Box::new(Boosted { query: strict, boost: STRICTLY });
                self.words = Some(Box::new(BooleanQuery::union(vec![strict, loose])));
            }
        }
        self.marks = Some(builder.into_marks());
        Ok(())
    }
}

fn any_of(fields: &Fields, filter: &Filter) -> Box<dyn Query> {
    let Some(field) = fields.exact(filter.field) else {
        tracing::warn!(
            field = filter.field,
            "a filter on a field that the index does not have matches nothing"
        );
        return Box::new(EmptyQuery);
    };
    let values = filter.any_of.iter().map(|value| fields.exact_value(filter.field, value));
    let values: Vec<Term> = values.map(|value| Term::from_field_text(field, &value)).collect();
    let one = |value: Term| -> Box<dyn Query> { Box::new(TermQuery::new(value, IndexRecordOption::Basic)) };
    match values.len() {
        0 => Box::new(EmptyQuery),
        1..=MOST_ASKED_ALONE => {
            let mut values: Vec<_> = values.into_iter().map(one).collect();
            if values.len() == 1 { values.swap_remove(0) } else { Box::new(BooleanQuery::union(values)) }
        }
        _ => Box::new(TermSetQuery::new(values)),
    }
}
