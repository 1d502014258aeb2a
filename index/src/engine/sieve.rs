//! Which documents of a segment match, a bit each: for counting, and for the newest of what several filters leave. What many
//! documents have is kept with the segment, so that four filters together are four looks at a few thousand numbers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::query::{AllQuery, BooleanQuery, EmptyQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::view::{Segment, View};
use crate::query::{Boosted, Times};

/// A term that fewer than one document in so many has is read each time.
const ONE_IN: u32 = 64;
/// Terms kept for a segment, each of a bit a document.
const MOST_KEPT: usize = 256;

/// A bit for each document, the first of them lowest.
pub(super) type Bits = Vec<u64>;

/// Terms of a segment that many documents have: when each was last wanted.
#[derive(Default)]
pub(super) struct KeptBits(Mutex<(u64, Terms)>);

type Terms = HashMap<Term, (u64, Arc<Bits>)>;

impl KeptBits {
    /// The documents that have a term, as they were kept or as they are read now.
    ///
    /// # Errors
    /// Disk.
    pub fn of(&self, reader: &SegmentReader, term: &Term) -> tantivy::Result<Arc<Bits>> {
        {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.0 += 1;
            let now = kept.0;
            if let Some((last, bits)) = kept.1.get_mut(term) {
                *last = now;
                return Ok(Arc::clone(bits));
            }
        }
        let mut bits = none(reader);
        let index = reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_block_postings(term, IndexRecordOption::Basic)? else {
            return Ok(Arc::new(bits));
        };
        let having = postings.doc_freq();
        let mut left = having as usize;
        while left > 0 && postings.block_len() > 0 {
            left -= postings.block_len();
            postings.docs().iter().for_each(|doc| set(&mut bits, *doc));
            postings.advance();
        }
        let bits = Arc::new(bits);
        if having >= reader.max_doc() / ONE_IN {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let now = kept.0;
            if kept.1.len() >= MOST_KEPT {
                let oldest = kept.1.iter().min_by_key(|(_, (last, _))| *last).map(|(term, _)| term.clone());
                oldest.and_then(|term| kept.1.remove(&term));
            }
            kept.1.insert(term.clone(), (now, Arc::clone(&bits)));
        }
        Ok(bits)
    }
}

/// True for a query that is nothing but terms and times, and what all, any or none of them have: only those are quick to
/// know as a whole.
pub(super) fn is_plain(query: &dyn Query) -> bool {
    if let Some(boosted) = query.downcast_ref::<Boosted>() {
        return is_plain(boosted.query.as_ref());
    }
    if let Some(query) = query.downcast_ref::<BooleanQuery>() {
        return query.get_minimum_number_should_match() < 2
            && query.clauses().iter().all(|(_, clause)| is_plain(clause.as_ref()));
    }
    query.is::<TermQuery>() || query.is::<Times>() || query.is::<AllQuery>() || query.is::<EmptyQuery>()
}

/// The documents of a segment that match, deleted ones too.
///
/// # Errors
/// tantivy or disk.
pub(super) fn matching(view: &View, segment: &Segment, query: &dyn Query) -> tantivy::Result<Arc<Bits>> {
    let reader = view.reader(segment);
    if let Some(boosted) = query.downcast_ref::<Boosted>() {
        return matching(view, segment, boosted.query.as_ref());
    }
    if let Some(query) = query.downcast_ref::<TermQuery>() {
        return segment.known.bits.of(reader, query.term());
    }
    if let Some(times) = query.downcast_ref::<Times>() {
        let mut bits = none(reader);
        times.run(&segment.known.times).for_each(|doc| set(&mut bits, doc));
        return Ok(Arc::new(bits));
    }
    if query.is::<AllQuery>() {
        return Ok(Arc::new(every(reader)));
    }
    if let Some(query) = query.downcast_ref::<BooleanQuery>()
        && query.get_minimum_number_should_match() < 2
    {
        return together(view, segment, query);
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let mut docs = weight.scorer(reader, 1.0)?;
    let mut bits = none(reader);
    while docs.doc() != TERMINATED {
        set(&mut bits, docs.doc());
        docs.advance();
    }
    Ok(Arc::new(bits))
}

fn together(view: &View, segment: &Segment, query: &BooleanQuery) -> tantivy::Result<Arc<Bits>> {
    let of = |wanted: Occur| query.clauses().iter().filter(move |(occur, _)| *occur == wanted);
    let mut found: Option<Arc<Bits>> = None;
    for (_, clause) in of(Occur::Must) {
        let these = matching(view, segment, clause.as_ref())?;
        found = Some(match found {
            None => these,
            Some(found) => combined(found, &these, |found, this| found & this),
        });
    }
    if query.get_minimum_number_should_match() == 1 {
        let mut any = Arc::new(none(view.reader(segment)));
        for (_, clause) in of(Occur::Should) {
            any = combined(any, &matching(view, segment, clause.as_ref())?, |found, this| found | this);
        }
        found = Some(match found {
            None => any,
            Some(found) => combined(found, &any, |found, this| found & this),
        });
    }
    let mut found = match found {
        Some(found) => found,
        None => return Ok(Arc::new(none(view.reader(segment)))),
    };
    for (_, clause) in of(Occur::MustNot) {
        found = combined(found, &matching(view, segment, clause.as_ref())?, |found, this| found & !this);
    }
    Ok(found)
}

/// Both together; in place where nobody else has the first.
pub(super) fn combined(found: Arc<Bits>, these: &[u64], join: impl Fn(u64, u64) -> u64) -> Arc<Bits> {
    let mut found = found;
    for (found, this) in Arc::make_mut(&mut found).iter_mut().zip(these) {
        *found = join(*found, *this);
    }
    found
}

/// How many of them there are.
pub(super) fn size(bits: &[u64]) -> usize {
    bits.iter().map(|word| word.count_ones() as usize).sum()
}

/// The documents, in order.
pub(super) fn docs(bits: &[u64]) -> impl Iterator<Item = DocId> {
    (0_u32..).step_by(64).zip(bits).flat_map(|(first, &word)| {
        std::iter::successors((word != 0).then_some(word), |left| {
            let left = left & (left - 1);
            (left != 0).then_some(left)
        })
        .map(move |left| first + left.trailing_zeros())
    })
}

/// Takes out what was deleted.
pub(super) fn without_deleted(view: &View, segment: &Segment, mut bits: Arc<Bits>) -> Arc<Bits> {
    let deleted = view.deleted(segment);
    if deleted.is_empty() {
        return bits;
    }
    let clear = Arc::make_mut(&mut bits);
    for doc in deleted {
        if let Some(word) = clear.get_mut(*doc as usize / 64) {
            *word &= !(1 << (doc % 64));
        }
    }
    bits
}

/// No document.
pub(super) fn none(reader: &SegmentReader) -> Bits {
    vec![0; (reader.max_doc() as usize).div_ceil(64)]
}

/// Every document.
pub(super) fn every(reader: &SegmentReader) -> Bits {
    let mut bits = vec![u64::MAX; (reader.max_doc() as usize).div_ceil(64)];
    let over = reader.max_doc() % 64;
    if over > 0
        && let Some(last) = bits.last_mut()
    {
        *last = (1 << over) - 1;
    }
    bits
}

pub(super) fn set(bits: &mut [u64], doc: DocId) {
    if let Some(word) = bits.get_mut(doc as usize / 64) {
        *word |= 1 << (doc % 64);
    }
}

/// True if a document is among them.
pub(super) fn has(bits: &[u64], doc: DocId) -> bool {
    bits.get(doc as usize / 64).is_some_and(|word| word & (1 << (doc % 64)) != 0)
}
