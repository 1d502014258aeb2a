//! Times as a query: because segments are sorted newest first, the documents of a span of time are one run of them, found
//! by halving. tantivy's own range query looks at every document's time.

use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::query::{AllQuery, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use crate::schema::TIME;

/// Documents of `since` (inclusive) to `until` (exclusive), µs; adds nothing to the score.
pub(crate) fn times(since: Option<i64>, until: Option<i64>) -> Box<dyn Query> {
    match (since, until) {
        (None, None) => Box::new(AllQuery),
        _ => Box::new(Times { since, until }),
    }
}

/// The first document that is of this time or older, of a column sorted newest first.
pub(crate) fn first_not_newer_than(times: &Column<i64>, time: i64) -> DocId {
    let (mut low, mut high) = (0, times.num_docs());
    while low < high {
        let middle = low + (high - low) / 2;
        if times.first(middle) > Some(time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The documents of `since` (inclusive) to `until` (exclusive).
pub(crate) fn run(times: &Column<i64>, since: Option<i64>, until: Option<i64>) -> Range<DocId> {
    let start = match until.map(|until| until.checked_sub(1)) {
        None => 0,
        Some(Some(last)) => first_not_newer_than(times, last),
        // Nothing is before the beginning of time.
        Some(None) => times.num_docs(),
    };
    let end = since.and_then(|since| since.checked_sub(1));
    let end = end.map_or(times.num_docs(), |before| first_not_newer_than(times, before));
    start..end.max(start)
}

/// Documents of a span of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    since: Option<i64>,
    until: Option<i64>,
}

impl Times {
    /// The documents, of a column sorted newest first.
    pub fn run(&self, times: &Column<i64>) -> Range<DocId> {
        run(times, self.since, self.until)
    }
}

impl Query for Times {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for Times {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let times = reader.fast_fields().i64(TIME)?;
        let run = self.run(&times);
        Ok(Box::new(ConstScorer::new(Run { at: run.start, end: run.end }, 0.0)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.scorer(reader, 1.0)?.seek(doc) == doc {
            return Ok(Explanation::new("a time in the span", 0.0));
        }
        Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
    }
}

/// Documents one after the other.
struct Run {
    at: DocId,
    end: DocId,
}

impl DocSet for Run {
    fn advance(&mut self) -> DocId {
        self.at = self.at.saturating_add(1);
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at = self.at.max(target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        if self.at < self.end { self.at } else { TERMINATED }
    }

    fn size_hint(&self) -> u32 {
        self.end.saturating_sub(self.at)
    }
}
