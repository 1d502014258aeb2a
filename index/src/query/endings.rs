//! The words of each segment one after the other, for finding those that end alike: a dictionary is in order of beginnings, and
//! to walk through all of it takes a hundred times as long. Laid out when first wanted, and kept while the segment is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

/// Words of a segment that are laid out; those after in the alphabet are not found.
const MOST: usize = 400_000;

/// Of the segments of one state of the index, and of those of the next as far as they are the same.
#[derive(Clone, Default)]
pub(crate) struct Endings(Arc<Mutex<HashMap<SegmentId, Arc<Laid>>>>);

/// The words of a segment.
pub(super) struct Laid {
    words: String,
    /// Where each word ends, and how many documents have it.
    ends: Vec<(u32, u32)>,
}

impl Endings {
    /// Forgets segments that the searcher does not see any more.
    pub fn keep(&self, searcher: &Searcher) {
        let seen: Vec<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        let mut laid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        laid.retain(|segment, _| seen.contains(segment));
    }

    /// The words of a segment's field; always the same field.
    ///
    /// # Errors
    /// Disk.
    pub(super) fn of(&self, segment: &SegmentReader, field: Field) -> tantivy::Result<Arc<Laid>> {
        let id = segment.segment_id();
        if let Some(laid) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Arc::clone(laid));
        }
        let mut made = Laid { words: String::new(), ends: Vec::new() };
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while made.ends.len() < MOST && terms.advance() {
            if let Ok(word) = std::str::from_utf8(terms.key())
                && word.starts_with(char::is_alphabetic)
            {
                made.words.push_str(word);
                let Ok(end) = u32::try_from(made.words.len()) else { break };
                made.ends.push((end, terms.value().doc_freq));
            }
        }
        let made = Arc::new(made);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&made));
        Ok(made)
    }
}

impl Laid {
    /// Words that end so, themselves longer, with how many documents have them.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end as usize));
        starts.zip(&self.ends).filter_map(move |(start, &(stop, documents))| {
            let word = self.words.get(start..stop as usize)?;
            (word.len() > end.len() && word.as_bytes().ends_with(end.as_bytes())).then_some((word, documents))
        })
    }
}
