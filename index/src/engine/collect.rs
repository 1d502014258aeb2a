//! The best hits after a cursor and the number of all matches, in one pass.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::cursor::Key;
use crate::schema::{ID, TIME};

/// Score → [`Key::quality`].
pub(super) fn quality(score: Score) -> i64 {
    // Saturates at the ends; a BM25 score is far from both.
    (f64::from(score) * 1_000.0).round() as i64
}

/// What to collect.
pub(super) struct Top {
    /// How many.
    pub limit: usize,
    /// Best match first; else newest first.
    pub by_relevance: bool,
    /// The last hit of the page before.
    pub after: Option<Key>,
    /// True if the query matches every document: then a segment, being sorted by time, is only read as far as needed.
    pub everything: bool,
}

/// Matches in all, and the best of them in order.
pub(super) struct Collected {
    pub total: usize,
    pub top: Vec<(Key, DocAddress)>,
}

/// Sort key inside a segment: the id as its place in the segment's sorted ids.
type SegmentKey = (i64, i64, u64);

pub(super) struct SegmentTop {
    limit: usize,
    by_relevance: bool,
    after: Option<SegmentKey>,
    segment: SegmentOrdinal,
    times: Column<i64>,
    ids: Option<StrColumn>,
    total: usize,
    /// The worst on top.
    best: BinaryHeap<Reverse<(SegmentKey, DocId)>>,
}

impl SegmentTop {
    fn key(&self, doc: DocId, score: Score) -> SegmentKey {
        let quality = if self.by_relevance { quality(score) } else { 0 };
        let id = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(0);
        (quality, self.times.first(doc).unwrap_or(0), id)
    }

    fn offer(&mut self, doc: DocId, score: Score) {
        let key = self.key(doc, score);
        if self.limit == 0 || self.after.is_some_and(|after| key >= after) {
            return;
        }
        if self.best.len() == self.limit {
            if self.best.peek().is_some_and(|Reverse((worst, _))| key <= *worst) {
                return;
            }
            self.best.pop();
        }
        self.best.push(Reverse((key, doc)));
    }

    /// Newest-first without a query: the segment is in that order already.
    fn read_from_newest(&mut self, reader: &SegmentReader) {
        self.total = reader.num_docs() as usize;
        let start = self.after.map_or(0, |(_, time, _)| self.first_not_newer_than(time, reader.max_doc()));
        for doc in start..reader.max_doc() {
            let full = self.best.len() >= self.limit;
            if full
                && self.best.peek().is_none_or(|Reverse((worst, _))| self.times.first(doc) < Some(worst.1))
            {
                break;
            }
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                self.offer(doc, 0.0);
            }
        }
    }

    fn first_not_newer_than(&self, time: i64, end: DocId) -> DocId {
        let (mut low, mut high) = (0, end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.times.first(middle) > Some(time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl SegmentCollector for SegmentTop {
    type Fruit = std::io::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.offer(doc, score);
    }

    fn harvest(self) -> Self::Fruit {
        let mut top = Vec::with_capacity(self.best.len());
        for Reverse(((quality, time, ord), doc)) in self.best {
            let mut id = String::new();
            if let Some(ids) = &self.ids {
                ids.ord_to_str(ord, &mut id)?;
            }
            top.push((Key { quality, time, id }, DocAddress::new(self.segment, doc)));
        }
        Ok(Collected { total: self.total, top })
    }
}

impl Collector for Top {
    type Fruit = Collected;
    type Child = SegmentTop;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentTop> {
        let columns = reader.fast_fields();
        let ids = columns.str(ID)?;
        let after = match (&self.after, &ids) {
            (Some(key), Some(ids)) => {
                // The first id that is not before the cursor's: ids of lower places come after it, newest first.
                let (from, _) = ids.dictionary().term_bounds_to_ord(
                    std::ops::Bound::Included(key.id.as_bytes()),
                    std::ops::Bound::Unbounded,
                )?;
                let ord = match from {
                    std::ops::Bound::Included(ord) => ord,
                    std::ops::Bound::Excluded(ord) => ord + 1,
                    std::ops::Bound::Unbounded => u64::MAX,
                };
                Some((key.quality, key.time, ord))
            }
            _ => None,
        };
        Ok(SegmentTop {
            limit: self.limit,
            by_relevance: self.by_relevance,
            after,
            segment,
            times: columns.i64(TIME)?,
            ids,
            total: 0,
            best: BinaryHeap::with_capacity(self.limit + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.by_relevance
    }

    fn merge_fruits(&self, fruits: Vec<std::io::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut merged = Collected { total: 0, top: Vec::new() };
        for fruit in fruits {
            let fruit = fruit?;
            merged.total += fruit.total;
            merged.top.extend(fruit.top);
        }
        merged.top.sort_unstable_by(|left, right| right.0.cmp(&left.0));
        merged.top.truncate(self.limit);
        Ok(merged)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<std::io::Result<Collected>> {
        let mut child = self.for_segment(segment, reader)?;
        if self.everything && !self.by_relevance {
            child.read_from_newest(reader);
            return Ok(child.harvest());
        }
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|alive| alive.is_alive(doc));
        if self.by_relevance {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(doc) {
                    child.collect(doc, score);
                }
            })?;
        } else {
            weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs.iter().filter(|doc| is_alive(**doc)) {
                    child.collect(doc, 0.0);
                }
            })?;
        }
        Ok(child.harvest())
    }
}
