//! How many matches have which value, in several fields at once: the choices beside a list, and posts per day.
//!
//! A field that is filtered by is counted as if its own filter were off, so that the other choices keep their numbers:
//! with `network = mastodon` on, the networks still say how many posts each would bring.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use tantivy::Term;
use tantivy::columnar::StrColumn;

use super::ask::ask;
use super::counter::Counter;
use super::error::IndexError;
use super::open::Engine;
use super::request::{Filter, Search};
use super::sieve::{self, Bits};
use super::view::{Known, Segment, View};
use crate::query::run;
use crate::schema::Fields;

/// The name under which days are counted. Their filter is the time of the search.
pub const DAY: &str = "day";

/// Answers kept for one state of the index; many people ask for the same.
const MOST_REMEMBERED: usize = 64;

/// The counts of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// As asked.
    pub field: &'static str,
    /// Value and how many documents have it: the most frequent first, then by value; days newest first, as `2026-10-26`
    /// in Denmark. A value that is filtered by is among them even where it would be too rare or has none.
    pub values: Vec<(String, usize)>,
    /// How many values there are in all, also those beyond the limit.
    pub distinct: usize,
}

/// What [`Engine::facets`] answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// How many match in all, exactly.
    pub total: usize,
    /// In the order asked for.
    pub fields: Vec<Facet>,
}

impl Facets {
    /// The values of a field; none if it was not asked for.
    pub fn values(&self, field: &str) -> &[(String, usize)] {
        self.fields.iter().find(|facet| facet.field == field).map_or(&[], |facet| &facet.values)
    }
}

/// Answers about one state, by what was asked.
#[derive(Default)]
pub(super) struct Remembered(Vec<(Asked, Arc<Facets>)>);

#[derive(Clone, PartialEq, Eq)]
struct Asked {
    search: Search,
    fields: Vec<(&'static str, usize)>,
}

impl Engine {
    /// Counts values of several fields among what a search matches, in one pass. `fields` are keyword fields, `tag` or
    /// [`DAY`], each with how many values are wanted. Exact: nothing is estimated. Limit and cursor of the search do
    /// not matter; its order only in that one by relevance is read more loosely where it finds little. Blocking: at a million documents a search without words takes microseconds, one with filters or
    /// frequent words some milliseconds; the same question about the same state is answered from memory.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn facets(
        &self,
        search: &Search,
        fields: &[(&'static str, usize)],
    ) -> Result<Arc<Facets>, IndexError> {
        let view = self.view();
        let asked = Asked {
            search: Search { limit: 0, cursor: None, count_to: None, ..search.clone() },
            fields: fields.to_vec(),
        };
        {
            let remembered = view.facets.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, facets)) = remembered.0.iter().find(|(before, _)| *before == asked) {
                return Ok(Arc::clone(facets));
            }
        }
        let facets = Arc::new(count(&view, &self.inner.fields, search, fields)?);
        let mut remembered = view.facets.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.0.len() == MOST_REMEMBERED {
            remembered.0.remove(0);
        }
        remembered.0.push((asked, Arc::clone(&facets)));
        Ok(facets)
    }

    /// Values of one field as [`Engine::facets`] counts them, but with every filter on; at most `limit`.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn counts(
        &self,
        search: &Search,
        field: &'static str,
        limit: usize,
    ) -> Result<Vec<(String, usize)>, IndexError> {
        let mut totals = Totals::new(&[(field, limit)]);
        let view = self.view();
        let asked = ask(&view, &self.inner.fields, search)?;
        let query = asked.unscored();
        for segment in &view.segments {
            let mut counter = Counter::new(&segment.known, &[(field, limit)]);
            let found = sieve::matching(&view, segment, query.as_ref())?;
            counter.read(&view, segment, &self.inner.fields, &found, &[])?;
            totals.add(counter)?;
        }
        Ok(totals.finish(&[]).fields.swap_remove(0).values)
    }
}

fn count(
    view: &View,
    fields: &Fields,
    search: &Search,
    wanted: &[(&'static str, usize)],
) -> Result<Facets, IndexError> {
    for (field, _) in wanted {
        if *field != DAY && fields.exact(field).is_none() {
            tracing::warn!(field, "values of a field that the index does not have were asked for");
        }
    }
    let filters = Chosen::of(fields, search);
    // Words and what they say about fields hold for every count; a filter does not hold for its own field.
    let Search { text, now, by_relevance, .. } = search.clone();
    let text = Search { text, now, by_relevance, ..Search::default() };
    let asked = ask(view, fields, &text)?;
    let query = asked.unscored();
    let mut totals = Totals::new(wanted);
    for segment in &view.segments {
        if asked.everything && filters.is_empty() {
            totals.add_all(view, segment, wanted)?;
            continue;
        }
        let mut passing = Vec::with_capacity(filters.len());
        for filter in &filters {
            passing.push((filter.field(), filter.passing(view, segment, fields)?));
        }
        let mut counter = Counter::new(&segment.known, wanted);
        let found = sieve::matching(view, segment, query.as_ref())?;
        counter.read(view, segment, fields, &found, &passing)?;
        totals.add(counter)?;
    }
    Ok(totals.finish(&filters))
}

/// A filter of the search, as it is checked.
enum Chosen {
    Values(Filter),
    Times(Option<i64>, Option<i64>),
}

impl Chosen {
    fn of(fields: &Fields, search: &Search) -> Vec<Self> {
        let mut chosen = Vec::new();
        for filter in &search.filters {
            let mut filter = filter.clone();
            filter.any_of =
                filter.any_of.iter().map(|value| fields.exact_value(filter.field, value)).collect();
            chosen.push(Self::Values(filter));
        }
        if search.since.is_some() || search.until.is_some() {
            chosen.push(Self::Times(search.since, search.until));
        }
        chosen
    }

    const fn field(&self) -> &'static str {
        match self {
            Self::Values(filter) => filter.field,
            Self::Times(..) => DAY,
        }
    }

    /// The documents of a segment that it lets pass.
    fn passing(&self, view: &View, segment: &Segment, fields: &Fields) -> tantivy::Result<Arc<Bits>> {
        let reader = view.reader(segment);
        match self {
            Self::Values(filter) => {
                let mut any = Arc::new(sieve::none(reader));
                let Some(field) = fields.exact(filter.field) else { return Ok(any) };
                for value in &filter.any_of {
                    let these = segment.known.bits.of(reader, &Term::from_field_text(field, value))?;
                    any = sieve::combined(any, &these, |any, this| any | this);
                }
                Ok(any)
            }
            Self::Times(since, until) => {
                let mut bits = sieve::none(reader);
                run(&segment.known.times, *since, *until).for_each(|doc| sieve::set(&mut bits, doc));
                Ok(Arc::new(bits))
            }
        }
    }
}

/// Adds up segments.
struct Totals {
    total: usize,
    fields: Vec<(&'static str, usize, HashMap<String, usize>)>,
}

impl Totals {
    fn new(wanted: &[(&'static str, usize)]) -> Self {
        let fields = wanted.iter().map(|&(field, limit)| (field, limit, HashMap::new())).collect();
        Self { total: 0, fields }
    }

    fn add(&mut self, counter: Counter<'_>) -> std::io::Result<()> {
        self.total += counter.total;
        for ((_, _, totals), counted) in self.fields.iter_mut().zip(counter.fields) {
            add_named(totals, counter.known, counted.column, &counted.counts)?;
        }
        Ok(())
    }

    /// All documents of a segment: what is known of it, less what was deleted from it.
    fn add_all(
        &mut self,
        view: &View,
        segment: &Segment,
        wanted: &[(&'static str, usize)],
    ) -> std::io::Result<()> {
        let (reader, known) = (view.reader(segment), &segment.known);
        let mut deleted = Counter::new(known, wanted);
        for &doc in view.deleted(segment) {
            deleted.fields.iter_mut().for_each(|field| field.take(doc, known));
        }
        self.total += reader.num_docs() as usize;
        for ((field, _, totals), mut counted) in self.fields.iter_mut().zip(deleted.fields) {
            if *field == DAY {
                for (count, (_, docs)) in counted.counts.iter_mut().zip(known.days()) {
                    *count = (docs.end - docs.start).saturating_sub(*count);
                }
            } else {
                for (count, all) in counted.counts.iter_mut().zip(known.counts(field)) {
                    *count = all.saturating_sub(*count);
                }
            }
            add_named(totals, known, counted.column, &counted.counts)?;
        }
        Ok(())
    }

    fn finish(self, filters: &[Chosen]) -> Facets {
        let fields = self.fields.into_iter().map(|(field, limit, totals)| {
            let distinct = totals.len();
            let mut values: Vec<(String, usize)> = totals.into_iter().collect();
            if field == DAY {
                values.sort_unstable_by(|left, right| right.0.cmp(&left.0));
            } else {
                values
                    .sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
            }
            let beyond = values.split_off(limit.min(values.len()));
            for filter in filters {
                let Chosen::Values(filter) = filter else { continue };
                for value in filter.any_of.iter().filter(|_| filter.field == field) {
                    if values.iter().all(|(listed, _)| listed != value) {
                        let count =
                            beyond.iter().find(|(other, _)| other == value).map_or(0, |(_, count)| *count);
                        values.push((value.clone(), count));
                    }
                }
            }
            Facet { field, values, distinct }
        });
        Facets { total: self.total, fields: fields.collect() }
    }
}

fn add_named(
    totals: &mut HashMap<String, usize>,
    known: &Known,
    column: Option<&StrColumn>,
    counts: &[u32],
) -> std::io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let Some(column) = column else {
        for ((day, _), count) in known.days().iter().zip(counts).filter(|(_, count)| **count > 0) {
            *totals.entry(day.to_string()).or_insert(0) += *count as usize;
        }
        return Ok(());
    };
    let ords: Vec<u64> = (0..).zip(counts).filter(|(_, count)| **count > 0).map(|(ord, _)| ord).collect();
    let mut counted = counts.iter().filter(|count| **count > 0);
    column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
        if let Some(count) = counted.next() {
            *totals.entry(String::from_utf8_lossy(value).into_owned()).or_insert(0) += *count as usize;
        }
    })?;
    Ok(())
}
