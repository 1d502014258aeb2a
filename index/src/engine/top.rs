//! The first hits after a cursor, in either order, reading no more of the index than that takes.
//!
//! Newest first: segments are sorted by time, so reading ends with the page; a segment that is older as a whole is not
//! touched. Best first: see `race.rs`.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Bound;

use tantivy::query::{AllQuery, EnableScoring, Query};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, TERMINATED};

use super::cursor::Key;
use super::race::Race;
use super::ranking::Ranking;
use super::sieve;
use super::view::{Known, Segment, View};

/// Where so many are to be counted, all are known sooner than those one by one.
const WHOLE: usize = 1_000;

/// Sort key inside a segment: quality, time, the id as its place in the segment's sorted ids.
pub(super) type SegmentKey = (i64, i64, u64);

/// Up to `limit` hits, in order.
pub(super) struct Top {
    limit: usize,
    after: Option<Key>,
    found: Vec<Found>,
}

/// A hit. Its id is looked up only where it decides something: that costs more than to find it.
pub(super) struct Found {
    quality: i64,
    time: i64,
    /// The place of its id among its segment's.
    ord: u64,
    pub address: DocAddress,
}

impl Found {
    /// Its sort key.
    pub fn key(&self, view: &View) -> std::io::Result<Key> {
        let mut id = String::new();
        let segment = view.segments.iter().find(|segment| segment.ord == self.address.segment_ord);
        if let Some(ids) = segment.and_then(|segment| segment.known.ids.as_ref()) {
            ids.ord_to_str(self.ord, &mut id)?;
        }
        Ok(Key { quality: self.quality, time: self.time, id })
    }

    fn is_level_with(&self, other: &Self) -> bool {
        (self.quality, self.time) == (other.quality, other.time)
    }
}

impl Top {
    pub fn new(limit: usize, after: Option<Key>) -> Self {
        Self { limit, after, found: Vec::with_capacity(limit + 1) }
    }

    pub fn into_found(self) -> Vec<Found> {
        self.found
    }

    fn last(&self) -> Option<&Found> {
        self.found.get(self.limit.checked_sub(1)?)
    }

    /// Newest first.
    pub fn newest(&mut self, view: &View, query: &dyn Query) -> tantivy::Result<()> {
        if self.limit == 0 {
            return Ok(());
        }
        let is_plain = sieve::is_plain(query);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
        for segment in &view.segments {
            let (reader, known) = (view.reader(segment), &segment.known);
            let start = self.after.as_ref().map_or(0, |key| known.first_not_newer_than(key.time));
            let floor = self.last().map(|last| last.time);
            if start == reader.max_doc() || floor.is_some_and(|floor| known.newest < floor) {
                continue;
            }
            let mut best = Best::new(self, known)?;
            // False when all that come are older than the page.
            let mut offer = |doc| {
                let time = known.times.first(doc).unwrap_or(i64::MIN);
                if floor.is_some_and(|floor| time < floor)
                    || best.worst().is_some_and(|(_, worst, _)| time < worst)
                {
                    return false;
                }
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    best.offer((0, time, known.id(doc)), doc);
                }
                true
            };
            if is_plain && !query.is::<AllQuery>() {
                let bits = sieve::matching(view, segment, query)?;
                sieve::docs(&bits).skip_while(|doc| *doc < start).all(&mut offer);
            } else {
                let mut docs = weight.scorer(reader, 1.0)?;
                if docs.doc() < start {
                    docs.seek(start);
                }
                while docs.doc() != TERMINATED && offer(docs.doc()) {
                    docs.advance();
                }
            }
            let heap = best.heap;
            self.merge(view, segment, heap)?;
        }
        Ok(())
    }

    /// Best first, then newest.
    pub fn best(&mut self, view: &View, ranking: &Ranking, rules: Option<&dyn Query>) -> tantivy::Result<()> {
        if self.limit == 0 {
            return Ok(());
        }
        let rules = rules.map(|rules| rules.weight(EnableScoring::disabled_from_searcher(&view.searcher)));
        let rules = rules.transpose()?;
        for segment in &view.segments {
            let reader = view.reader(segment);
            let Some(lists) = ranking.lists(reader, &segment.known.kept)? else { continue };
            let floor = self.last().map(|last| (last.quality, last.time));
            let best = Best::new(self, &segment.known)?;
            let norms = reader.get_fieldnorms_reader(ranking.field)?;
            let measured = (norms, &ranking.lengths);
            let mut race = Race::new(best, floor, (reader, &segment.known), measured, lists);
            race.run(rules.as_deref())?;
            self.merge(view, segment, race.into_heap())?;
        }
        Ok(())
    }

    fn merge(&mut self, view: &View, segment: &Segment, heap: Heap) -> std::io::Result<()> {
        self.found.extend(heap.into_iter().map(|Reverse(((quality, time, ord), doc))| Found {
            quality,
            time,
            ord,
            address: DocAddress::new(segment.ord, doc),
        }));
        // Within a segment the ids are in order.
        self.found.sort_by_key(|found| Reverse((found.quality, found.time, found.ord)));
        for level in self.found.chunk_by_mut(Found::is_level_with) {
            if level.windows(2).any(|pair| pair[0].address.segment_ord != pair[1].address.segment_ord) {
                let mut keys = HashMap::with_capacity(level.len());
                for found in level.iter() {
                    keys.insert(found.address, found.key(view)?.id);
                }
                level.sort_by(|left, right| keys.get(&right.address).cmp(&keys.get(&left.address)));
            }
        }
        self.found.truncate(self.limit);
        Ok(())
    }
}

/// The worst on top.
pub(super) type Heap = BinaryHeap<Reverse<(SegmentKey, DocId)>>;

/// The best of one segment.
pub(super) struct Best {
    limit: usize,
    after: Option<SegmentKey>,
    pub heap: Heap,
}

impl Best {
    fn new(top: &Top, known: &Known) -> tantivy::Result<Self> {
        let after = match (&top.after, &known.ids) {
            (Some(key), Some(ids)) => {
                // The first id that is not before the cursor's: ids of lower places come after it, newest first.
                let (from, _) = ids
                    .dictionary()
                    .term_bounds_to_ord(Bound::Included(key.id.as_bytes()), Bound::Unbounded)?;
                let ord = match from {
                    Bound::Included(ord) => ord,
                    Bound::Excluded(ord) => ord + 1,
                    Bound::Unbounded => u64::MAX,
                };
                Some((key.quality, key.time, ord))
            }
            _ => None,
        };
        Ok(Self { limit: top.limit, after, heap: BinaryHeap::with_capacity(top.limit + 1) })
    }

    /// The worst of a full page.
    pub fn worst(&self) -> Option<SegmentKey> {
        self.heap.peek().filter(|_| self.heap.len() >= self.limit).map(|Reverse((worst, _))| *worst)
    }

    pub fn offer(&mut self, key: SegmentKey, doc: DocId) {
        if self.after.is_some_and(|after| key >= after) || self.worst().is_some_and(|worst| key <= worst) {
            return;
        }
        self.heap.push(Reverse((key, doc)));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }
}

/// How many match, counted up to `bound`: one more than it stands for "more".
pub(super) fn count(view: &View, query: &dyn Query, bound: usize) -> tantivy::Result<usize> {
    let mut total = 0;
    if bound >= WHOLE && sieve::is_plain(query) {
        for segment in &view.segments {
            let bits = sieve::matching(view, segment, query)?;
            total += sieve::size(&sieve::without_deleted(view, segment, bits));
            if total > bound {
                return Ok(bound + 1);
            }
        }
        return Ok(total);
    }
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let mut buffer = [0; COLLECT_BLOCK_BUFFER_LEN];
    for segment in &view.segments {
        let reader = view.reader(segment);
        let mut docs = weight.scorer(reader, 1.0)?;
        loop {
            let filled = docs.fill_buffer(&mut buffer);
            total += match reader.alive_bitset() {
                None => filled,
                Some(alive) => buffer[..filled].iter().filter(|doc| alive.is_alive(**doc)).count(),
            };
            if total > bound {
                return Ok(bound + 1);
            }
            if filled < buffer.len() {
                break;
            }
        }
    }
    Ok(total)
}
