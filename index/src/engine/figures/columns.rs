//! The columns of a segment, decoded once: a packed column of tantivy costs some nanoseconds a look, and a dashboard looks
//! at a dozen of them for every document. About 100 bytes a document are kept, and only once figures were asked for.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;

use super::names::{NONE, Names};
use crate::engine::view::{Known, View};
use crate::schema::NUMBERS;

/// Stands for "not told" in a column of counts.
pub(super) const UNTOLD: i64 = i64::MIN;

/// Columns of numbers that every document may have.
const DECODED: usize = 6;

/// Fields that have one value a document at most.
pub(super) const SINGLE: [&str; 5] = ["network", "sector", "language", "organisation", "writer"];
/// Fields that may have several.
pub(super) const SEVERAL: [&str; 2] = ["media", "tag"];

/// One segment.
pub(super) struct Columns {
    /// µs; newest first.
    pub times: Vec<i64>,
    single: [Vec<u32>; SINGLE.len()],
    several: [Several; SEVERAL.len()],
    /// The first of [`NUMBERS`]: reactions, comments, shares, views, followers, fetched.
    pub numbers: [Vec<i64>; DECODED],
    /// True of a happening.
    pub happening: Vec<bool>,
    /// Happenings: document, start, end.
    pub dated: Vec<(u32, i64, i64)>,
}

/// The values of each document, one after the other.
#[derive(Default)]
pub(super) struct Several {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Several {
    pub fn of(&self, doc: usize) -> &[u32] {
        &self.values[self.starts[doc] as usize..self.starts[doc + 1] as usize]
    }
}

impl Columns {
    fn new(reader: &SegmentReader, known: &Known, names: &mut AllNames) -> tantivy::Result<Self> {
        let size = reader.max_doc();
        let mut single: [Vec<u32>; SINGLE.len()] = Default::default();
        for (place, field) in SINGLE.into_iter().enumerate() {
            let mut values = vec![NONE; size as usize];
            if let Some(column) = known.keyword(field) {
                let numbers = numbers_of(column, &mut names.single[place])?;
                for (doc, value) in (0..).zip(&mut values) {
                    if let Some(ord) = column.ords().first(doc) {
                        *value = numbers.get(ord as usize).copied().unwrap_or(NONE);
                    }
                }
            }
            single[place] = values;
        }
        let mut several: [Several; SEVERAL.len()] = Default::default();
        for (place, field) in SEVERAL.into_iter().enumerate() {
            let made = &mut several[place];
            made.starts.push(0);
            let column = known.keyword(field);
            let numbers = column.map(|column| numbers_of(column, &mut names.several[place])).transpose()?;
            for doc in 0..size {
                if let (Some(column), Some(numbers)) = (column, &numbers) {
                    let ords = column.ords().values_for_doc(doc);
                    made.values.extend(ords.filter_map(|ord| numbers.get(ord as usize)));
                }
                made.starts.push(u32::try_from(made.values.len()).unwrap_or(u32::MAX));
            }
        }
        let mut numbers: [Vec<i64>; DECODED] = Default::default();
        for (place, name) in NUMBERS.into_iter().take(DECODED).enumerate() {
            let column = reader.fast_fields().i64(name)?;
            numbers[place] = (0..size).map(|doc| column.first(doc).unwrap_or(UNTOLD)).collect();
        }
        let mut happening = vec![false; size as usize];
        if let Some(column) = known.keyword("kind")
            && let Some(wanted) = column.dictionary().term_ord(b"happening")?
        {
            for (doc, is) in (0..).zip(&mut happening) {
                *is = column.ords().first(doc) == Some(wanted);
            }
        }
        let (starts, ends) = (reader.fast_fields().i64(NUMBERS[6])?, reader.fast_fields().i64(NUMBERS[7])?);
        let dated = (0..size).filter_map(|doc| Some((doc, starts.first(doc)?, ends.first(doc)?))).collect();
        let times = (0..size).map(|doc| known.times.first(doc).unwrap_or(i64::MIN)).collect();
        Ok(Self { times, single, several, numbers, happening, dated })
    }

    /// One of [`SINGLE`].
    pub fn single(&self, field: usize) -> &[u32] {
        &self.single[field]
    }

    /// One of [`SEVERAL`].
    pub fn several(&self, field: usize) -> &Several {
        &self.several[field]
    }

    /// Reactions, comments and shares together; `None` if none of them is told.
    pub fn engagement(&self, doc: usize) -> Option<i64> {
        let told = self.numbers[..3].iter().map(|column| column[doc]).filter(|count| *count != UNTOLD);
        told.reduce(i64::saturating_add)
    }
}

/// The number of each value of a segment, by its place in the segment's dictionary.
fn numbers_of(column: &StrColumn, names: &mut Names) -> tantivy::Result<Vec<u32>> {
    let mut numbers = Vec::with_capacity(column.dictionary().num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        numbers.push(names.number(&String::from_utf8_lossy(stream.key())));
    }
    Ok(numbers)
}

/// The values of all fields.
#[derive(Default)]
pub(super) struct AllNames {
    pub single: [Names; SINGLE.len()],
    pub several: [Names; SEVERAL.len()],
}

/// What is decoded. A segment never changes but for its deletions, so what is known of it stays.
#[derive(Default)]
pub(in crate::engine) struct Cache {
    segments: HashMap<SegmentId, Arc<Columns>>,
    pub(super) names: AllNames,
    /// Segments decoded since the names were begun.
    decoded: usize,
}

/// Names are begun anew when so many segments were decoded for each that is left: values that no document has any more,
/// those of erased ones among them, are not kept for ever.
const RENAMED: usize = 64;

impl Cache {
    /// The columns of a state's segments, in its order; what is gone from the state is forgotten.
    pub(super) fn of(&mut self, view: &View) -> tantivy::Result<Vec<Arc<Columns>>> {
        if self.decoded > RENAMED * (view.segments.len() + 1) {
            *self = Self::default();
        }
        let mut kept = HashMap::with_capacity(view.segments.len());
        let mut columns = Vec::with_capacity(view.segments.len());
        for segment in &view.segments {
            let reader = view.reader(segment);
            let id = reader.segment_id();
            let decoded = match self.segments.remove(&id) {
                Some(decoded) => decoded,
                None => {
                    self.decoded += 1;
                    Arc::new(Columns::new(reader, &segment.known, &mut self.names)?)
                }
            };
            kept.insert(id, Arc::clone(&decoded));
            columns.push(decoded);
        }
        self.segments = kept;
        Ok(columns)
    }
}
