//! A search as tantivy is asked: words, which are worth something, and rules, which only say yes or no.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::request::{Filter, Search};
use crate::query::{Builder, Marks, Node, Parsed, is_stop_word, parse, times};
use crate::schema::Fields;

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

/// Takes a search apart.
pub(super) fn ask(fields: &Fields, search: &Search) -> Asked {
    let mut asked =
        Asked { words: None, musts: Vec::new(), nots: Vec::new(), marks: None, everything: false };
    match parse(&search.text, search.now) {
        Parsed::Everything => {}
        Parsed::Nothing => {
            asked.musts.push(Box::new(EmptyQuery));
            asked.marks = Some(Marks::default());
        }
        Parsed::Tree(node) => asked.take(fields, node),
    }
    asked.musts.extend(search.filters.iter().map(|filter| any_of(fields, filter)));
    if search.since.is_some() || search.until.is_some() {
        asked.musts.push(times(search.since, search.until));
    }
    asked.everything = asked.words.is_none() && asked.musts.is_empty() && asked.nots.is_empty();
    asked
}

impl Asked {
    fn take(&mut self, fields: &Fields, node: Node) {
        let mut builder = Builder::new(fields);
        let nodes = match node {
            Node::All(nodes) => nodes,
            other => vec![other],
        };
        let (mut words, mut musts) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(inside) => self.nots.push(builder.excluded(&inside)),
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
        self.words = match words.len() {
            0 => None,
            1 => Some(builder.query(&words[0])),
            _ => Some(builder.query(&Node::All(words))),
        };
        self.marks = Some(builder.into_marks());
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
    let query: Box<dyn Query> = match &values[..] {
        [] => return Box::new(EmptyQuery),
        [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::Basic)),
        _ => Box::new(TermSetQuery::new(values)),
    };
    Box::new(ConstScoreQuery::new(query, 0.0))
}
