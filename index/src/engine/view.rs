//! What searches look at: one committed state of the index, its segments newest first, their columns opened once.
//! A segment never changes but for its deletions, so what is known of it is carried over from state to state.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use super::facets::Remembered;
use super::heads::Heads;
use super::lists::Kept;
use super::sieve::KeptBits;
use crate::query::{Day, Endings, first_not_newer_than};
use crate::schema::{Fields, ID, KEYWORDS, TAG, TIME};

/// One committed state.
pub(super) struct View {
    pub searcher: Searcher,
    /// The one with the newest document first.
    pub segments: Vec<Segment>,
    /// Its words by how they end.
    pub endings: Endings,
    /// Answers about this state that many ask for.
    pub facets: Mutex<Remembered>,
}

/// A segment of the state.
pub(super) struct Segment {
    pub ord: SegmentOrdinal,
    pub known: Arc<Known>,
    deleted: OnceLock<Vec<DocId>>,
}

/// What is known of a segment, deleted documents included.
pub(super) struct Known {
    pub times: Column<i64>,
    pub ids: Option<StrColumn>,
    /// µs; of its first document, for the segment is sorted.
    pub newest: i64,
    /// By field: [`KEYWORDS`], then `tag`.
    keywords: Vec<Option<StrColumn>>,
    /// The most frequent suggestions by how they begin.
    pub heads: Heads,
    /// Its frequent words, as they were searched for.
    pub kept: Kept,
    /// What many of its documents have.
    pub bits: KeptBits,
    days: OnceLock<Vec<(Day, Range<DocId>)>>,
    counts: Vec<OnceLock<Vec<u32>>>,
}

impl View {
    /// Of what the searcher sees; `before` is the state before it.
    pub fn new(searcher: Searcher, fields: &Fields, before: Option<&Self>) -> tantivy::Result<Self> {
        let mut old: HashMap<SegmentId, Arc<Known>> = HashMap::new();
        for segment in before.iter().flat_map(|view| &view.segments) {
            if let Some(view) = before {
                old.insert(view.reader(segment).segment_id(), Arc::clone(&segment.known));
            }
        }
        let mut segments = Vec::with_capacity(searcher.segment_readers().len());
        for (ord, reader) in (0..).zip(searcher.segment_readers()) {
            let known = match old.remove(&reader.segment_id()) {
                Some(known) => known,
                None => Arc::new(Known::new(reader, fields)?),
            };
            segments.push(Segment { ord, known, deleted: OnceLock::new() });
        }
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.known.newest));
        let endings = before.map_or_else(Endings::default, |view| view.endings.clone());
        endings.keep(&searcher);
        Ok(Self { searcher, segments, endings, facets: Mutex::default() })
    }

    /// The reader of one of its segments.
    pub fn reader(&self, segment: &Segment) -> &SegmentReader {
        self.searcher.segment_reader(segment.ord)
    }

    /// The documents that were removed from it.
    pub fn deleted<'a>(&self, segment: &'a Segment) -> &'a [DocId] {
        segment.deleted.get_or_init(|| {
            let reader = self.reader(segment);
            let Some(alive) = reader.alive_bitset() else { return Vec::new() };
            (0..reader.max_doc()).filter(|doc| alive.is_deleted(*doc)).collect()
        })
    }
}

impl Known {
    fn new(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let times = columns.i64(TIME)?;
        let names = KEYWORDS.into_iter().chain([TAG]);
        let keywords = names.map(|name| columns.str(name)).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Self {
            newest: times.first(0).unwrap_or(i64::MIN),
            ids: columns.str(ID)?,
            times,
            counts: keywords.iter().map(|_| OnceLock::new()).collect(),
            keywords,
            heads: Heads::new(&*reader.inverted_index(fields.suggest)?)?,
            kept: Kept::default(),
            bits: KeptBits::default(),
            days: OnceLock::new(),
        })
    }

    /// The column of a keyword field or `tag`; `None` if no document of the segment has the field.
    pub fn keyword(&self, field: &str) -> Option<&StrColumn> {
        self.keywords.get(place(field)?)?.as_ref()
    }

    /// How many documents have each value of the field, by the value's place in the segment's dictionary.
    pub fn counts(&self, field: &str) -> &[u32] {
        let Some(place) = place(field) else { return &[] };
        let (Some(counts), Some(Some(column))) = (self.counts.get(place), self.keywords.get(place)) else {
            return &[];
        };
        counts.get_or_init(|| {
            let mut counts = vec![0; column.dictionary().num_terms()];
            for row in 0..column.ords().values.num_vals() {
                let ord = usize::try_from(column.ords().values.get_val(row)).ok();
                if let Some(count) = ord.and_then(|ord| counts.get_mut(ord)) {
                    *count += 1;
                }
            }
            counts
        })
    }

    /// The days of the segment in Denmark, newest first, with the documents of each.
    pub fn days(&self) -> &[(Day, Range<DocId>)] {
        self.days.get_or_init(|| {
            let end = self.times.num_docs();
            let mut days: Vec<(Day, Range<DocId>)> = Vec::new();
            let mut at = 0;
            while at < end {
                let day = Day::of(self.times.first(at).unwrap_or(i64::MIN));
                let next = self.first_not_newer_than(day.begins() - 1).max(at + 1);
                match days.last_mut() {
                    // Beyond the calendar that we know, days are not told apart.
                    Some((last, docs)) if *last == day => docs.end = next,
                    _ => days.push((day, at..next)),
                }
                at = next;
            }
            days
        })
    }

    /// The first document that is of this time or older.
    pub fn first_not_newer_than(&self, time: i64) -> DocId {
        first_not_newer_than(&self.times, time)
    }

    /// The place of a document's id among the segment's sorted ids.
    pub fn id(&self, doc: DocId) -> u64 {
        self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(0)
    }
}

fn place(field: &str) -> Option<usize> {
    KEYWORDS.iter().chain([&TAG]).position(|name| *name == field)
}
