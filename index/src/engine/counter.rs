//! Values among the documents of one segment that are to be counted.

use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader, Term};

use super::facets::DAY;
use super::sieve::{self, Bits};
use super::view::{Known, Segment, View};
use crate::schema::Fields;

/// Of a field of no more values each value's documents are known, and none is looked at.
const FEW_VALUES: usize = 32;

/// Counts in one segment.
pub(super) struct Counter<'a> {
    pub known: &'a Known,
    pub total: usize,
    pub fields: Vec<FieldCounter<'a>>,
}

pub(super) struct FieldCounter<'a> {
    field: &'static str,
    pub column: Option<&'a StrColumn>,
    /// By the value's place in the dictionary, or by the place of the day.
    pub counts: Vec<u32>,
    /// The day that the last document was of; documents come newest first.
    day: usize,
}

impl<'a> Counter<'a> {
    pub fn new(known: &'a Known, wanted: &[(&'static str, usize)]) -> Self {
        let fields = wanted.iter().map(|&(field, _)| {
            let column = known.keyword(field);
            let size = match column {
                _ if field == DAY => known.days().len(),
                Some(column) => column.dictionary().num_terms(),
                None => 0,
            };
            FieldCounter { field, column, counts: vec![0; size], day: 0 }
        });
        Self { known, total: 0, fields: fields.collect() }
    }

    /// Counts what was found and passes the filters; for a filter's own field, what passes the others.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn read(
        &mut self,
        view: &View,
        segment: &Segment,
        fields: &Fields,
        found: &Arc<Bits>,
        passing: &[(&'static str, Arc<Bits>)],
    ) -> tantivy::Result<()> {
        let found = sieve::without_deleted(view, segment, Arc::clone(found));
        let without = |out: Option<&str>| {
            let others = passing.iter().filter(|(field, _)| out != Some(*field));
            others.fold(Arc::clone(&found), |found, (_, these)| {
                sieve::combined(found, these, |found, this| found & this)
            })
        };
        let all = without(None);
        self.total = sieve::size(&all);
        for field in &mut self.fields {
            let is_filtered = passing.iter().any(|(other, _)| *other == field.field);
            let docs = if is_filtered { without(Some(field.field)) } else { Arc::clone(&all) };
            field.read(view.reader(segment), self.known, fields, &docs)?;
        }
        Ok(())
    }
}

impl FieldCounter<'_> {
    fn read(
        &mut self,
        reader: &SegmentReader,
        known: &Known,
        fields: &Fields,
        docs: &[u64],
    ) -> tantivy::Result<()> {
        if self.field == DAY {
            for (count, (_, run)) in self.counts.iter_mut().zip(known.days()) {
                *count = size_within(docs, run);
            }
            return Ok(());
        }
        let (Some(column), Some(field)) = (self.column, fields.exact(self.field)) else { return Ok(()) };
        if column.dictionary().num_terms() <= FEW_VALUES {
            let mut value = String::new();
            for (ord, count) in (0..).zip(&mut self.counts) {
                value.clear();
                column.ord_to_str(ord, &mut value)?;
                let having = known.bits.of(reader, &Term::from_field_text(field, &value))?;
                *count = having.iter().zip(docs).map(|(having, docs)| (having & docs).count_ones()).sum();
            }
            return Ok(());
        }
        if sieve::size(docs) <= reader.max_doc() as usize / 2 {
            sieve::docs(docs).for_each(|doc| self.take(doc, known));
            return Ok(());
        }
        // Most of them: what is known of all, less the others.
        let mut others = sieve::every(reader);
        others.iter_mut().zip(docs).for_each(|(others, docs)| *others &= !docs);
        sieve::docs(&others).for_each(|doc| self.take(doc, known));
        for (count, all) in self.counts.iter_mut().zip(known.counts(self.field)) {
            *count = all.saturating_sub(*count);
        }
        Ok(())
    }

    /// Counts one document.
    #[inline]
    pub fn take(&mut self, doc: DocId, known: &Known) {
        if let Some(column) = self.column {
            for ord in column.ords().values_for_doc(doc) {
                if let Some(count) = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord)) {
                    *count += 1;
                }
            }
        } else if self.field == DAY {
            let days = known.days();
            while days.get(self.day).is_some_and(|(_, docs)| docs.end <= doc) {
                self.day += 1;
            }
            if let Some(count) = self.counts.get_mut(self.day) {
                *count += 1;
            }
        }
    }
}

/// How many of a run of documents there are.
fn size_within(docs: &[u64], run: &Range<DocId>) -> u32 {
    let (first, last) = (run.start as usize / 64, run.end as usize / 64);
    let below = |doc: DocId| (1_u64 << (doc % 64)) - 1;
    let word = |at: usize| docs.get(at).copied().unwrap_or(0);
    if first == last {
        return (word(first) & below(run.end) & !below(run.start)).count_ones();
    }
    let between: u32 =
        docs.get(first + 1..last).unwrap_or_default().iter().map(|word| word.count_ones()).sum();
    (word(first) & !below(run.start)).count_ones() + between + (word(last) & below(run.end)).count_ones()
}
