//! How many matches have which value: for the filters beside a list.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::error::IndexError;
use super::open::Engine;
use super::request::Search;
use super::search::ask;

impl Engine {
    /// Values of a keyword field (or `tag`) among everything a search matches, the most frequent first, then by value; at
    /// most `limit`. Exact: nothing is estimated. Order, limit and cursor of the search do not matter. A field that the
    /// index does not have has no values.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn counts(
        &self,
        search: &Search,
        field: &'static str,
        limit: usize,
    ) -> Result<Vec<(String, usize)>, IndexError> {
        if self.inner.fields.exact(field).is_none() {
            tracing::warn!(field, "values of a field that the index does not have were asked for");
            return Ok(Vec::new());
        }
        let searcher = self.inner.reader.searcher();
        let asked = ask(&searcher, &self.inner.fields, search)?;
        let counted = searcher.search(asked.query.as_ref(), &Values { field })?;
        let mut counted: Vec<(String, usize)> = counted.into_iter().collect();
        counted.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        counted.truncate(limit);
        Ok(counted)
    }
}

struct Values {
    field: &'static str,
}

struct SegmentValues {
    /// `None` if no document of the segment has the field.
    column: Option<StrColumn>,
    /// By the value's place in the segment's dictionary.
    counts: Vec<usize>,
}

impl SegmentCollector for SegmentValues {
    type Fruit = std::io::Result<HashMap<String, usize>>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        let Some(column) = &self.column else { return };
        for ord in column.ords().values_for_doc(doc) {
            if let Some(count) = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord)) {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let mut values = HashMap::new();
        let Some(column) = self.column else { return Ok(values) };
        for (ord, count) in (0..).zip(self.counts).filter(|(_, count)| *count > 0) {
            let mut value = String::new();
            column.ord_to_str(ord, &mut value)?;
            values.insert(value, count);
        }
        Ok(values)
    }
}

impl Collector for Values {
    type Fruit = HashMap<String, usize>;
    type Child = SegmentValues;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentValues> {
        let column = reader.fast_fields().str(self.field)?;
        let size = column.as_ref().map_or(0, |column| column.dictionary().num_terms());
        Ok(SegmentValues { column, counts: vec![0; size] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        fruits: Vec<std::io::Result<HashMap<String, usize>>>,
    ) -> tantivy::Result<Self::Fruit> {
        let mut merged = HashMap::new();
        for fruit in fruits {
            for (value, count) in fruit? {
                *merged.entry(value).or_insert(0) += count;
            }
        }
        Ok(merged)
    }
}
