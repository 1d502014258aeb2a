//! Mastodon's request limits by the stand-in's clock: 300 in 5 minutes, and 300 in 15 minutes for requests that page.

const MINUTE: i64 = 60_000_000;

/// Requests per window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In five minutes, to anything.
    pub general: u64,
    /// In fifteen minutes, with `max_id`, `min_id`, `since_id` or `page`.
    pub paging: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { general: 300, paging: 300 }
    }
}

/// Counts requests.
#[derive(Debug, Default)]
pub(super) struct Meter {
    limits: Limits,
    general: (i64, u64),
    paging: (i64, u64),
}

/// What the headers of an answer say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub limit: u64,
    pub remaining: u64,
    /// µs since the epoch.
    pub reset: i64,
    /// True if this request is over the limit.
    pub over: bool,
}

impl Meter {
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Counts a request at `now`; the tightest limit that applies to it.
    pub fn count(&mut self, now: i64, pages: bool) -> Reading {
        let general = tick(&mut self.general, now, 5 * MINUTE, self.limits.general);
        if !pages {
            return general;
        }
        let paging = tick(&mut self.paging, now, 15 * MINUTE, self.limits.paging);
        if general.over || general.remaining < paging.remaining && !paging.over { general } else { paging }
    }
}

fn tick(window: &mut (i64, u64), now: i64, length: i64, limit: u64) -> Reading {
    let start = now - now.rem_euclid(length);
    if window.0 != start {
        *window = (start, 0);
    }
    window.1 += 1;
    Reading {
        limit,
        remaining: limit.saturating_sub(window.1),
        reset: start + length,
        over: window.1 > limit,
    }
}
