//! How many requests one address may hand in. Kept in memory and forgotten after an hour: no address is ever stored.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::time::Timestamp;

/// Requests are counted over this long.
const WINDOW: Duration = Duration::from_secs(3_600);
/// Requests of one address in [`WINDOW`]: a whole office may share one.
const ASKS: usize = 20;
/// Of them, those that may hide a post at once.
const HIDES: usize = 5;
/// Addresses remembered; beyond it those whose requests are old are forgotten, then all.
const REMEMBERED: usize = 20_000;

/// What one more request of an address may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Be taken at all.
    pub ask: bool,
    /// Hide the post at once.
    pub hide: bool,
}

/// Counts requests by address.
#[derive(Default)]
pub struct Counter {
    asked: Mutex<HashMap<IpAddr, Vec<Timestamp>>>,
}

impl Counter {
    /// Counts one more, and says what it may do. Without an address (a router without a listener) everything.
    pub fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Allowed {
        let Some(address) = address else { return Allowed { ask: true, hide: true } };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= REMEMBERED {
            asked.retain(|_, times| times.iter().any(|at| now.since(*at) < WINDOW));
            if asked.len() >= REMEMBERED {
                asked.clear();
            }
        }
        let times = asked.entry(household(address)).or_default();
        times.retain(|at| now.since(*at) < WINDOW);
        let allowed = Allowed { ask: times.len() < ASKS, hide: times.len() < HIDES };
        if allowed.ask {
            times.push(now);
        }
        allowed
    }
}

/// One household has a whole /64 of IPv6.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_bounded_and_its_neighbours_are_not() {
        let counter = Counter::default();
        let now = Timestamp::from_secs(1_000_000);
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        for n in 0..ASKS {
            assert_eq!(counter.take(Some(one), now), Allowed { ask: true, hide: n < HIDES });
        }
        let same_house: IpAddr = "2001:db8::ff".parse().unwrap();
        assert!(!counter.take(Some(same_house), now).ask);
        assert!(counter.take(Some("203.0.113.1".parse().unwrap()), now).hide);
        assert!(counter.take(None, now).ask);
        assert!(counter.take(Some(one), now.plus(WINDOW)).hide, "an hour later");
    }
}
