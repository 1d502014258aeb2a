//! What makes one match better than another, flat: groups of words, all of which must be there, each in any of its ways.
//! tantivy passes over what cannot reach the page only where a query is nothing but words beside each other; ours is words in
//! several ways each, so it is done here, with the same scores (BM25).

use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, EnableScoring, Occur, Query, TermQuery, Weight};
use tantivy::schema::Field;
use tantivy::{Score, Searcher, SegmentReader, Term};

use super::lists::{HIGHEST, Kept, Lengths, List};
use super::statistics::Statistics;
use crate::query::Boosted;

/// A ranking of one search, for all segments.
pub(super) struct Ranking {
    pub field: Field,
    pub lengths: Lengths,
    groups: Vec<Group>,
}

struct Group {
    /// False for what only adds to the score.
    is_must: bool,
    ways: Vec<Way>,
}

enum Way {
    /// With what its highest score is.
    Word(Term, Score),
    /// A phrase and the like, with its boost.
    Other(Box<dyn Weight>, Score),
}

/// The lists of a group in one segment.
pub(super) struct Lists {
    pub is_must: bool,
    pub ways: Vec<List>,
}

impl Ranking {
    /// Of a query over the field of all words.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn new(
        query: &dyn Query,
        field: Field,
        searcher: &Searcher,
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<Self> {
        let documents = statistics.total_num_docs()?;
        let average = statistics.total_num_tokens(field)? as Score / documents as Score;
        let mut ranking = Self { field, lengths: Lengths::new(average), groups: Vec::new() };
        let scoring = EnableScoring::enabled_from_statistics_provider(statistics, searcher);
        let mut flat = Vec::new();
        all(query, 1.0, &mut flat);
        for (is_must, parts) in flat {
            let mut ways = Vec::with_capacity(parts.len());
            for (query, boost) in parts {
                ways.push(match query.downcast_ref::<TermQuery>().map(TermQuery::term) {
                    Some(term) if term.field() == field => {
                        let having = statistics.doc_freq(term)? as f64;
                        let rarity = (1.0 + (documents as f64 - having + 0.5) / (having + 0.5)).ln();
                        Way::Word(term.clone(), boost * rarity as Score * HIGHEST)
                    }
                    _ => Way::Other(query.weight(scoring)?, boost),
                });
            }
            ranking.groups.push(Group { is_must, ways });
        }
        Ok(ranking)
    }

    /// Its lists in one segment; `None` if a group that must be there is not.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn lists(&self, reader: &SegmentReader, kept: &Kept) -> tantivy::Result<Option<Vec<Lists>>> {
        let index = reader.inverted_index(self.field)?;
        let norms = reader.get_fieldnorms_reader(self.field)?;
        let mut infos = Vec::new();
        for group in &self.groups {
            let mut found = Vec::with_capacity(group.ways.len());
            for way in &group.ways {
                found.push(match way {
                    Way::Word(term, _) => index.get_term_info(term)?,
                    Way::Other(..) => None,
                });
            }
            let is_there = |(way, info): (&Way, &Option<_>)| matches!(way, Way::Other(..)) || info.is_some();
            if group.is_must && !group.ways.iter().zip(&found).any(is_there) {
                return Ok(None);
            }
            infos.push(found);
        }
        let mut all = Vec::with_capacity(self.groups.len());
        for (group, infos) in self.groups.iter().zip(&infos) {
            let mut ways = Vec::with_capacity(group.ways.len());
            for (way, info) in group.ways.iter().zip(infos) {
                match (way, info) {
                    (Way::Word(term, worth), Some(info)) => {
                        let term = (term.serialized_value_bytes(), info);
                        ways.push(List::of_term(&index, term, *worth, (&norms, &self.lengths), kept)?);
                    }
                    (Way::Word(..), None) => {}
                    (Way::Other(weight, boost), _) => {
                        ways.push(List::of_other(weight.as_ref(), *boost, reader)?)
                    }
                }
            }
            all.push(Lists { is_must: group.is_must, ways });
        }
        // What must be there comes first: the rest is only looked at where it is.
        all.sort_by_key(|lists| !lists.is_must);
        Ok(Some(all))
    }
}

/// True for each group that must be there, with its ways and what they count.
type Flat<'a> = Vec<(bool, Vec<(&'a dyn Query, Score)>)>;

/// Takes apart what all must be there.
fn all<'a>(query: &'a dyn Query, boost: Score, flat: &mut Flat<'a>) {
    if let Some(boosted) = query.downcast_ref::<Boosted>() {
        return all(boosted.query.as_ref(), boost * boosted.boost, flat);
    }
    if let Some(clauses) = query.downcast_ref::<BooleanQuery>().map(BooleanQuery::clauses)
        && clauses.iter().any(|(occur, _)| *occur == Occur::Must)
        && clauses.iter().all(|(occur, _)| *occur != Occur::MustNot)
    {
        for (occur, clause) in clauses {
            if *occur == Occur::Must {
                all(clause.as_ref(), boost, flat);
            } else {
                let mut ways = Vec::new();
                any(clause.as_ref(), boost, &mut ways);
                flat.push((false, ways));
            }
        }
        return;
    }
    let mut ways = Vec::new();
    any(query, boost, &mut ways);
    flat.push((true, ways));
}

/// Takes apart what any of will do.
fn any<'a>(query: &'a dyn Query, boost: Score, ways: &mut Vec<(&'a dyn Query, Score)>) {
    if let Some(boosted) = query.downcast_ref::<Boosted>() {
        return any(boosted.query.as_ref(), boost * boosted.boost, ways);
    }
    if let Some(union) = query.downcast_ref::<BooleanQuery>()
        && union.get_minimum_number_should_match() == 1
        && !union.clauses().is_empty()
        && union.clauses().iter().all(|(occur, _)| *occur == Occur::Should)
    {
        union.clauses().iter().for_each(|(_, clause)| any(clause.as_ref(), boost, ways));
        return;
    }
    ways.push((query, boost));
}
