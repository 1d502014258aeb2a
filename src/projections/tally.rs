//! What visitors' pages report, added up in memory until it is written: sums by the hour. Knows no visitor, no post and no
//! address, so that there is nothing to lose but the last seconds of a process that is killed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::figures::{Seen, Surface};
use crate::domain::time::Timestamp;
use crate::store::db::Db;
use crate::store::views::{self, ViewHour};

const HOUR: i64 = 3_600_000_000;
/// Reports taken in one hour by one process: more than a whole town sends. Beyond it somebody makes them up.
pub const MOST_REPORTS: u32 = 400_000;
/// Hosts told apart in one hour; a widget stands on some hundreds of pages, not on thousands.
const MOST_HOSTS: usize = 500;

/// Adds up. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct Tally(Arc<Mutex<Sums>>);

#[derive(Default)]
struct Sums {
    counts: HashMap<(i64, Surface, Seen, String), u64>,
    hour: i64,
    reports: u32,
    /// Those told apart in this hour: kept when sums are written, or the same hosts would use up the room again and again.
    hosts: HashSet<String>,
}

/// Why a report was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There were too many in this hour.
    Flood,
}

impl Tally {
    /// Counts a report: how often what was seen. `host` is that of the page around a widget.
    ///
    /// # Errors
    /// [`Refused::Flood`] if there were too many in this hour; nothing is counted then.
    pub fn add(
        &self,
        surface: Surface,
        host: &str,
        seen: impl IntoIterator<Item = (Seen, u64)>,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let hour = now.0.div_euclid(HOUR);
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sums.hour != hour {
            (sums.hour, sums.reports) = (hour, 0);
            sums.hosts.clear();
        }
        if sums.reports >= MOST_REPORTS {
            return Err(Refused::Flood);
        }
        sums.reports += 1;
        let host = if host.is_empty() || sums.hosts.contains(host) {
            host
        } else if sums.hosts.len() < MOST_HOSTS {
            sums.hosts.insert(host.to_owned());
            host
        } else {
            ""
        };
        for (kind, count) in seen.into_iter().filter(|(_, count)| *count > 0) {
            let sum = sums.counts.entry((hour, surface, kind, host.to_owned())).or_default();
            *sum = sum.saturating_add(count);
        }
        Ok(())
    }

    /// Writes what was added up. What cannot be written waits for the next time.
    ///
    /// # Errors
    /// Database.
    pub async fn flush(&self, db: &Db) -> anyhow::Result<()> {
        let taken = std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).counts);
        let hours: Vec<ViewHour> = taken
            .iter()
            .map(|((hour, surface, kind, host), count)| ViewHour {
                hour: Timestamp(hour.saturating_mul(HOUR)),
                surface: *surface,
                kind: *kind,
                host: host.clone(),
                count: *count,
            })
            .collect();
        let written = views::add(db, &hours).await;
        if written.is_err() {
            let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, count) in taken {
                *sums.counts.entry(key).or_default() += count;
            }
        }
        Ok(written?)
    }
}
