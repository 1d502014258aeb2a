//! How many requests one address may hand in.

use std::net::IpAddr;

use super::by_address::ByAddress;
use crate::domain::time::Timestamp;

/// Requests of one address in an hour: a whole office may share one.
const ASKS: usize = 20;
/// Of them, those that may hide a post at once.
const HIDES: usize = 5;

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
    asked: ByAddress,
}

impl Counter {
    /// Counts one more, and says what it may do.
    pub fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Allowed {
        let before = self.asked.take(address, ASKS, now);
        Allowed { ask: before < ASKS, hide: before < HIDES }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::desk::by_address::WINDOW;

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
