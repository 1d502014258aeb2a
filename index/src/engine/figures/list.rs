//! The documents a sum comes from, newest first, each with what it adds.

use std::collections::HashMap;
use std::sync::PoisonError;

use tantivy::{DocAddress, DocId};

use super::ask::{Adds, Figuring};
use super::columns::{Columns, UNTOLD};
use super::names::NONE;
use super::pick::{Picked, pick};
use super::writers::writers;
use crate::engine::error::IndexError;
use crate::engine::open::Engine;
use crate::engine::request::Hit;
use crate::schema::NUMBERS;

/// Documents of a list given at once.
const MOST_LISTED: usize = 1_000;

/// A page of such a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// The sum over the whole list: the number it stands behind.
    pub sum: i64,
    /// Documents on the whole list.
    pub documents: u64,
    /// The page, each with what it adds.
    pub hits: Vec<(Hit, i64)>,
}

impl Engine {
    /// Lists what `adds` to a sum over what matches, newest first, `limit` (at most 1 000) after the first `offset`.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn figures_list(
        &self,
        figuring: &Figuring,
        adds: Adds,
        offset: usize,
        limit: usize,
    ) -> Result<Listed, IndexError> {
        let view = self.view();
        let (picked, size) = {
            let mut cache = self.inner.columns.lock().unwrap_or_else(PoisonError::into_inner);
            let columns = cache.of(&view)?;
            let picked = pick(&view, &self.inner.fields, &columns, &cache.names, figuring)?;
            (picked, cache.names.single[4].len())
        };
        let mut rows = rows(&picked, adds, size);
        // Newest first; the place in the index decides between those of one instant, and does not change with the page.
        rows.sort_by_key(|(time, segment, doc, _)| (std::cmp::Reverse(*time), *segment, *doc));
        let sum = rows.iter().fold(0_i64, |sum, (.., adds)| sum.saturating_add(*adds));
        let documents = rows.len() as u64;
        let mut hits = Vec::new();
        for (_, segment, doc, adds) in rows.into_iter().skip(offset).take(limit.min(MOST_LISTED)) {
            let Some(segment) = view.segments.get(segment) else { continue };
            hits.push((self.hit(&view.searcher, DocAddress::new(segment.ord, doc), None)?, adds));
        }
        Ok(Listed { sum, documents, hits })
    }
}

/// Time, segment, document, what it adds.
type Row = (i64, usize, DocId, i64);

fn rows(picked: &[Picked], adds: Adds, size: usize) -> Vec<Row> {
    match adds {
        Adds::One => each(picked, |_, _| Some(1)),
        Adds::Count(name) => match NUMBERS[..4].iter().position(|known| *known == name) {
            Some(at) => {
                each(picked, |columns, doc| Some(columns.numbers[at][doc]).filter(|count| *count != UNTOLD))
            }
            None => Vec::new(),
        },
        Adds::Writers | Adds::Followers => {
            let writers = writers(picked, size);
            let row = |(segment, doc): (usize, DocId), adds| {
                let found = picked.iter().find(|picked| picked.segment == segment)?;
                Some((found.columns.times[doc as usize], segment, doc, adds))
            };
            let wrote = writers.into_iter().filter(|writer| writer.documents > 0);
            match adds {
                Adds::Writers => wrote.filter_map(|writer| row(writer.opening, 1)).collect(),
                _ => wrote
                    .filter(|writer| writer.followers != UNTOLD)
                    .filter_map(|writer| row(writer.telling, writer.followers))
                    .collect(),
            }
        }
        Adds::Organisations => {
            let mut first: HashMap<u32, Row> = HashMap::new();
            for segment in picked {
                let names = segment.columns.single(3);
                for doc in &segment.docs {
                    let (name, time) = (names[*doc as usize], segment.columns.times[*doc as usize]);
                    let row = (time, segment.segment, *doc, 1);
                    if name != NONE {
                        let known = first.entry(name).or_insert(row);
                        if time <= known.0 {
                            *known = row;
                        }
                    }
                }
            }
            first.into_values().collect()
        }
    }
}

fn each(picked: &[Picked], adds: impl Fn(&Columns, usize) -> Option<i64>) -> Vec<Row> {
    let mut rows = Vec::new();
    for segment in picked {
        for doc in &segment.docs {
            let at = *doc as usize;
            if let Some(adds) = adds(&segment.columns, at) {
                rows.push((segment.columns.times[at], segment.segment, *doc, adds));
            }
        }
    }
    rows
}
