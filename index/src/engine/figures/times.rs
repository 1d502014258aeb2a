//! When: points of a timeline, weekday and hour on a Danish clock, and spans around something. Documents come newest first,
//! so each is found a step from the last.

use super::pick::Picked;
use crate::query::danish_weekday_hour;

const HOUR: i64 = 3_600_000_000;

/// Remembers the hour it was last asked of: Danish time is whole hours from UTC.
pub(super) struct Calendar {
    hour: i64,
    slot: (usize, usize),
}

impl Default for Calendar {
    fn default() -> Self {
        Self { hour: i64::MIN, slot: (0, 0) }
    }
}

impl Calendar {
    /// Weekday (0 = Monday) and hour.
    pub fn slot(&mut self, time: i64) -> (usize, usize) {
        let hour = time.div_euclid(HOUR);
        if hour != self.hour {
            (self.hour, self.slot) = (hour, danish_weekday_hour(time));
        }
        self.slot
    }
}

/// Documents by weekday and hour.
pub(super) fn heat(picked: &[Picked]) -> [[u64; 24]; 7] {
    let mut heat = [[0; 24]; 7];
    for segment in picked {
        let mut calendar = Calendar::default();
        for doc in segment.places() {
            let (weekday, hour) = calendar.slot(segment.columns.times[doc]);
            heat[weekday][hour] += 1;
        }
    }
    heat
}

/// A happening: segment, document, start, end, documents around it.
pub(super) type Dated = (usize, u32, i64, i64, u64);

/// Happenings that begin in `[since, until)`, each with the documents from `before` µs before it begins until `after` µs
/// after it ends. By start; of more than `limit` those with the most documents around.
pub(super) fn around(
    picked: &[Picked],
    alive: &[Dated],
    (before, after): (i64, i64),
    limit: usize,
) -> Vec<Dated> {
    let mut dated = alive.to_vec();
    for segment in picked {
        let times = &segment.columns.times;
        let docs: Vec<usize> = segment.places().filter(|doc| !segment.columns.happening[*doc]).collect();
        for (.., starts, ends, count) in &mut dated {
            let (from, until) = (starts.saturating_sub(before), ends.saturating_add(after));
            let first = docs.partition_point(|doc| times[*doc] >= until);
            let end = docs.partition_point(|doc| times[*doc] >= from);
            *count += end.saturating_sub(first) as u64;
        }
    }
    dated.sort_unstable_by_key(|(segment, doc, starts, _, count)| {
        (std::cmp::Reverse(*count), *starts, *segment, *doc)
    });
    dated.truncate(limit);
    dated.sort_unstable_by_key(|(segment, doc, starts, ends, _)| (*starts, *ends, *segment, *doc));
    dated
}

/// Finds the point of a time among ascending bounds, from the newest to the oldest.
pub(super) struct Points<'a> {
    bounds: &'a [i64],
    /// The point the last time was in.
    at: usize,
}

impl<'a> Points<'a> {
    pub fn new(bounds: &'a [i64]) -> Self {
        Self { bounds, at: bounds.len().saturating_sub(1) }
    }

    /// The point of a time that is not newer than the one asked before; `None` outside of the bounds.
    pub fn of(&mut self, time: i64) -> Option<usize> {
        while self.at > 0 && self.bounds[self.at - 1] > time {
            self.at -= 1;
        }
        // `at` bounds stand at or before the time; the last bound ends the last point.
        let point = self.at.checked_sub(1)?;
        let is_in = self.bounds.get(point).is_some_and(|from| *from <= time)
            && self.bounds.get(point + 1).is_some_and(|until| time < *until);
        is_in.then_some(point)
    }
}
