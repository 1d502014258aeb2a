//! Whether a flood of new authors is under way: a campaign against the wall, or a hashtag taken over by strangers. Pure:
//! counts in, decision out.

/// A flood is this many times what is usual …
const TENFOLD: u64 = 10;
/// … and this many new authors at least: three instead of none is no flood.
const FEWEST: u64 = 20;
/// Calm is what this many quiet measures in a row show.
const QUIET: usize = 3;

/// New authors in the ten minutes up to now, and in the spans of ten minutes before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// In the last ten minutes.
    pub now: u64,
    /// In each span before, newest first: a day's worth.
    pub before: Vec<u64>,
}

/// The usual number: the median of the spans before. A flood that began a span or two ago does not move it.
pub fn usual(before: &[u64]) -> u64 {
    let mut sorted = before.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// From how many new authors in ten minutes on it is a flood.
pub fn limit(usual: u64) -> u64 {
    (usual.max(1) * TENFOLD).max(FEWEST)
}

/// What to do now: `Some(true)` puts new authors on hold, `Some(false)` lifts it by itself when it has been calm for half
/// an hour, `None` leaves things as they are.
pub fn decide(arrivals: &Arrivals, holding: bool) -> Option<bool> {
    let limit = limit(usual(&arrivals.before));
    if !holding {
        return (arrivals.now >= limit).then_some(true);
    }
    let recent = arrivals.before.iter().take(QUIET - 1).chain([&arrivals.now]);
    recent.copied().all(|count| count < limit / 2).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(usual: u64) -> Vec<u64> {
        vec![usual; 144]
    }

    #[test]
    fn tenfold_is_a_flood_and_less_is_a_good_week() {
        let said = |now, usual| decide(&Arrivals { now, before: day(usual) }, false);
        assert_eq!(said(50, 5), Some(true));
        assert_eq!(said(49, 5), None);
        assert_eq!(said(19, 0), None, "a new wall's first guests are no flood");
        assert_eq!(said(20, 0), Some(true));
        assert_eq!(decide(&Arrivals { now: 19, before: Vec::new() }, false), None);
    }

    #[test]
    fn it_lasts_until_half_an_hour_is_calm() {
        let holding = |now, recent: &[u64]| {
            let before = recent.iter().copied().chain(day(2)).collect();
            decide(&Arrivals { now, before }, true)
        };
        assert_eq!(holding(80, &[90, 2]), None);
        assert_eq!(holding(1, &[90, 2]), None);
        assert_eq!(holding(1, &[15, 2]), None);
        assert_eq!(holding(1, &[2, 9]), Some(false));
    }
}
