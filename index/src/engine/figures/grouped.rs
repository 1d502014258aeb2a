//! Documents by one value of a field, with how many writers are behind them and whether one of them dominates.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::answer::{Counted, Sum, Voices};
use super::names::NONE;
use super::pick::Picked;

const WRITER: usize = 4;

/// Sums of groups, by number of the value; the last place for documents that have none.
pub(super) struct Groups {
    documents: Vec<u64>,
    engagement: Vec<Sum>,
    unknown: Vec<u64>,
    by: By,
}

/// Documents of a writer in a group. Nearly every writer writes in one group alone: that one has a place, the others a map.
struct By {
    first: Vec<u32>,
    count: Vec<u32>,
    more: HashMap<u64, u32, BuildHasherDefault<Mixed>>,
}

impl Groups {
    /// Of so many values and writers.
    pub fn new(values: usize, writers: usize) -> Self {
        Self {
            documents: vec![0; values + 1],
            engagement: vec![Sum::default(); values + 1],
            unknown: vec![0; values + 1],
            by: By { first: vec![NONE; writers], count: vec![0; writers], more: HashMap::default() },
        }
    }

    /// A document of one value ([`NONE`] = it has none).
    pub fn add(&mut self, value: u32, segment: &Picked, doc: usize) {
        let none = self.documents.len() - 1;
        let group = if value == NONE { none } else { (value as usize).min(none) };
        self.documents[group] += 1;
        if let Some(engagement) = segment.columns.engagement(doc) {
            self.engagement[group].add(engagement);
        }
        let writer = segment.columns.single(WRITER)[doc];
        let place = writer as usize;
        // Numbers of values are less than 2^32, or they would not be here.
        let group_number = group as u32;
        if writer == NONE || place >= self.by.first.len() {
            self.unknown[group] += 1;
        } else if self.by.first[place] == group_number || self.by.first[place] == NONE {
            self.by.first[place] = group_number;
            self.by.count[place] += 1;
        } else {
            *self.by.more.entry(u64::from(group_number) << 32 | u64::from(writer)).or_default() += 1;
        }
    }

    /// The groups that have documents, most first, then by value. At most `limit`.
    pub fn finish(self, cap: u32, limit: usize, name: impl Fn(u32) -> String) -> Vec<Counted> {
        let mut voices = vec![Voices::default(); self.documents.len()];
        let mut add = |group: usize, count: u32| {
            let voices = &mut voices[group];
            voices.writers += 1;
            voices.capped += u64::from(count.min(cap));
            voices.largest = voices.largest.max(u64::from(count));
        };
        for (group, count) in self.by.first.iter().zip(&self.by.count).filter(|(_, count)| **count > 0) {
            add(*group as usize, *count);
        }
        for (key, count) in &self.by.more {
            add((key >> 32) as usize, *count);
        }
        let none = self.documents.len() - 1;
        let mut groups: Vec<usize> = (0..=none).filter(|group| self.documents[*group] > 0).collect();
        let of = |group: usize| {
            let mut voices = voices[group];
            voices.capped += self.unknown[group];
            voices.largest = voices.largest.max(u64::from(self.unknown[group] > 0));
            Counted {
                value: if group == none { String::new() } else { name(group as u32) },
                documents: self.documents[group],
                voices,
                engagement: self.engagement[group],
            }
        };
        groups.sort_by_key(|group| std::cmp::Reverse(self.documents[*group]));
        // Values are only looked up where the order or the list needs them.
        let floor = groups.get(limit.saturating_sub(1)).map(|group| self.documents[*group]);
        groups.retain(|group| floor.is_none_or(|floor| self.documents[*group] >= floor));
        let mut counted: Vec<Counted> = groups.into_iter().map(of).collect();
        counted.sort_by(|left, right| {
            right.documents.cmp(&left.documents).then_with(|| left.value.cmp(&right.value))
        });
        counted.truncate(limit);
        counted
    }

    /// How many values have documents.
    pub fn distinct(&self) -> usize {
        let none = self.documents.len() - 1;
        self.documents[..none].iter().filter(|documents| **documents > 0).count()
    }

    /// Documents that have no value.
    pub fn without(&self) -> u64 {
        self.documents.last().copied().unwrap_or(0)
    }
}

/// Groups by a field of one value a document.
pub(super) fn by_single(picked: &[Picked], field: usize, values: usize, writers: usize) -> Groups {
    let mut groups = Groups::new(values, writers);
    for segment in picked {
        let column = segment.columns.single(field);
        segment.places().for_each(|doc| groups.add(column[doc], segment, doc));
    }
    groups
}

/// Groups by a field of several values: a document is in each of its own.
pub(super) fn by_several(picked: &[Picked], field: usize, values: usize, writers: usize) -> Groups {
    let mut groups = Groups::new(values, writers);
    for segment in picked {
        let column = segment.columns.several(field);
        for doc in segment.places() {
            match column.of(doc) {
                [] => groups.add(NONE, segment, doc),
                own => own.iter().for_each(|value| groups.add(*value, segment, doc)),
            }
        }
    }
    groups
}

/// Mixes a number that is already well spread (Fibonacci hashing). Keys are our own numbers: nobody can choose them.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}
