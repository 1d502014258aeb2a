//! The first hits after a cursor, in either order, reading no more of the index than that takes.
//!
//! Newest first: segments are sorted by time, so reading ends with the page; a segment that is older as a whole is not
//! touched. Best first: tantivy skips blocks of documents whose best score cannot reach the page any more; equal scores
//! are told apart by time, and as documents come newest first, a later equal is no better and is skipped too.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Bound;

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, TERMINATED};

use super::cursor::Key;
use super::view::{Known, Segment, View};

/// Rules that leave less than one document in so many are followed; others are only asked.
const SELECTIVE: u32 = 16;

/// Sort key inside a segment: quality, time, the id as its place in the segment's sorted ids.
type SegmentKey = (i64, i64, u64);

/// Score → [`Key::quality`].
pub(super) fn quality(score: Score) -> i64 {
    // Saturates at the ends; a BM25 score is far from both.
    (f64::from(score) * 1_000.0).round() as i64
}

/// Scores above this have at least this quality.
fn least_score(quality: i64) -> Score {
    ((quality as f64 - 0.501) / 1_000.0) as Score
}

/// Up to `limit` hits, in order.
pub(super) struct Top {
    limit: usize,
    after: Option<Key>,
    found: Vec<(Key, DocAddress)>,
}

impl Top {
    pub fn new(limit: usize, after: Option<Key>) -> Self {
        Self { limit, after, found: Vec::with_capacity(limit + 1) }
    }

    pub fn into_found(self) -> Vec<(Key, DocAddress)> {
        self.found
    }

    fn last(&self) -> Option<&Key> {
        self.found.get(self.limit.checked_sub(1)?).map(|(key, _)| key)
    }

    /// Newest first.
    pub fn newest(&mut self, view: &View, query: &dyn Query) -> tantivy::Result<()> {
        if self.limit == 0 {
            return Ok(());
        }
        let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
        for segment in &view.segments {
            let (reader, known) = (view.reader(segment), &segment.known);
            let start = self.after.as_ref().map_or(0, |key| known.first_not_newer_than(key.time));
            let floor = self.last().map(|key| key.time);
            if start == reader.max_doc() || floor.is_some_and(|floor| known.newest < floor) {
                continue;
            }
            let mut best = Best::new(self, known)?;
            let mut docs = weight.scorer(reader, 1.0)?;
            let mut doc = docs.doc();
            if doc < start {
                doc = docs.seek(start);
            }
            while doc != TERMINATED {
                let time = known.times.first(doc).unwrap_or(i64::MIN);
                if floor.is_some_and(|floor| time < floor)
                    || best.worst().is_some_and(|(_, worst, _)| time < worst)
                {
                    break;
                }
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    best.offer((0, time, known.id(doc)), doc);
                }
                doc = docs.advance();
            }
            let heap = best.heap;
            self.merge(segment, heap)?;
        }
        Ok(())
    }

    /// Best first, then newest.
    pub fn best(&mut self, view: &View, words: &dyn Query, rules: Option<&dyn Query>) -> tantivy::Result<()> {
        if self.limit == 0 {
            return Ok(());
        }
        let weight = words.weight(EnableScoring::enabled_from_searcher(&view.searcher))?;
        let rules = rules.map(|rules| rules.weight(EnableScoring::disabled_from_searcher(&view.searcher)));
        let rules = rules.transpose()?;
        for segment in &view.segments {
            let heap = self.best_of(view, segment, weight.as_ref(), rules.as_deref())?;
            self.merge(segment, heap)?;
        }
        Ok(())
    }

    fn best_of(
        &self,
        view: &View,
        segment: &Segment,
        weight: &dyn Weight,
        rules: Option<&dyn Weight>,
    ) -> tantivy::Result<Heap> {
        let (reader, known) = (view.reader(segment), &segment.known);
        let floor = self.last().map(|key| (key.quality, key.time));
        let mut best = Best::new(self, known)?;
        let mut rules = rules.map(|rules| rules.scorer(reader, 1.0)).transpose()?;
        // What scores above this may still reach the page, given the time of the last document that was looked at.
        let bar = |best: &Best, time: i64| {
            let places = [floor, best.worst().map(|(quality, time, _)| (quality, time))];
            let bars = places.into_iter().flatten().map(|(quality, placed)| {
                least_score(if time < placed { quality.saturating_add(1) } else { quality })
            });
            bars.fold(Score::MIN, Score::max)
        };
        let offer = |best: &mut Best, doc: DocId, score: Score| {
            let time = known.times.first(doc).unwrap_or(i64::MIN);
            let quality = quality(score);
            let is_alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            if is_alive && floor.is_none_or(|floor| (quality, time) >= floor) {
                best.offer((quality, time, known.id(doc)), doc);
            }
            time
        };
        if let Some(rules) = rules.as_mut().filter(|rules| rules.size_hint() < reader.max_doc() / SELECTIVE) {
            let mut words = weight.scorer(reader, 1.0)?;
            let mut doc = rules.doc();
            while doc != TERMINATED {
                let at = if words.doc() < doc { words.seek(doc) } else { words.doc() };
                if at == doc {
                    offer(&mut best, doc, words.score());
                    doc = rules.advance();
                } else if at == TERMINATED {
                    break;
                } else {
                    doc = rules.seek(at);
                }
            }
            return Ok(best.heap);
        }
        let threshold = bar(&best, known.newest);
        let mut last = threshold;
        weight.for_each_pruning(threshold, reader, &mut |doc, score| {
            if let Some(rules) = &mut rules {
                let at = if rules.doc() < doc { rules.seek(doc) } else { rules.doc() };
                if at != doc {
                    return last;
                }
            }
            let time = offer(&mut best, doc, score);
            last = bar(&best, time).max(last);
            last
        })?;
        Ok(best.heap)
    }

    fn merge(&mut self, segment: &Segment, heap: Heap) -> tantivy::Result<()> {
        for Reverse(((quality, time, ord), doc)) in heap {
            let mut id = String::new();
            if let Some(ids) = &segment.known.ids {
                ids.ord_to_str(ord, &mut id)?;
            }
            self.found.push((Key { quality, time, id }, DocAddress::new(segment.ord, doc)));
        }
        self.found.sort_unstable_by(|left, right| right.0.cmp(&left.0));
        self.found.truncate(self.limit);
        Ok(())
    }
}

/// The worst on top.
type Heap = BinaryHeap<Reverse<(SegmentKey, DocId)>>;

/// The best of one segment.
struct Best {
    limit: usize,
    after: Option<SegmentKey>,
    heap: Heap,
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
    fn worst(&self) -> Option<SegmentKey> {
        self.heap.peek().filter(|_| self.heap.len() >= self.limit).map(|Reverse((worst, _))| *worst)
    }

    fn offer(&mut self, key: SegmentKey, doc: DocId) {
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
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let mut total = 0;
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
