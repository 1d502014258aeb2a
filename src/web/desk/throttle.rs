//! Slows down whoever tries passwords: one check at a time, few may wait, and an address that keeps failing must rest.
//! Failures per name are kept in the store; those per address here, as they need not survive a restart. Knows no password.
//!
//! Who knows a name cannot keep its owner out: failures count for the name *and* the place they come from, a browser the
//! owner has signed in with has tries of its own, and only a name that is tried from many places at once rests for
//! everybody else.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::domain::time::Timestamp;
use crate::store::sessions::Failures;

/// Failures are counted over this long.
pub const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failures of one name from one place in [`WINDOW`] after which it must rest there.
pub const FAILURES_HERE: u64 = 5;
/// Failures of one name from anywhere in [`WINDOW`] after which it must rest for all but known browsers.
const FAILURES_ANYWHERE: u64 = 40;
/// Failures from one address in [`WINDOW`] after which it must rest: a whole office may share one.
const FAILURES_OF_AN_ADDRESS: usize = 30;
/// Sign-ins that may wait for their turn; a hash takes tens of milliseconds.
const WAITING: usize = 40;
/// Of those, from one address: who sends many at once waits for himself, and the places of others stay free.
const WAITING_OF_AN_ADDRESS: usize = 3;
/// Ways out to the identity provider from one address in [`WINDOW`]: a whole office may share one.
const STARTS_OF_AN_ADDRESS: usize = 120;
/// Addresses remembered; beyond it those whose failures are old are forgotten, then all.
const REMEMBERED: usize = 20_000;

/// The door people sign in at.
pub struct Door {
    waiting: Semaphore,
    turn: Semaphore,
    /// How many stand at the door, by network.
    here: Mutex<HashMap<IpAddr, usize>>,
    failures: Times,
    starts: Times,
}

/// When something happened, by network; forgotten after [`WINDOW`].
#[derive(Default)]
struct Times(Mutex<HashMap<IpAddr, Vec<Timestamp>>>);

/// The right to check one password; the next waits until it is dropped.
pub struct Turn<'a> {
    _turn: SemaphorePermit<'a>,
    _waiting: SemaphorePermit<'a>,
    _place: Option<Place<'a>>,
}

/// One of the places an address has at the door.
struct Place<'a> {
    door: &'a Door,
    network: IpAddr,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut here = self.door.here.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = here.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                here.remove(&self.network);
            }
        }
    }
}

impl Default for Door {
    fn default() -> Self {
        Self {
            waiting: Semaphore::new(WAITING),
            // One: the other core answers visitors, and failures are counted before the next try.
            turn: Semaphore::new(1),
            here: Mutex::default(),
            failures: Times::default(),
            starts: Times::default(),
        }
    }
}

/// True if a name must rest where these failures were counted.
pub fn name_must_rest(failures: Failures, known_browser: bool) -> bool {
    failures.here >= FAILURES_HERE || (!known_browser && failures.anywhere >= FAILURES_ANYWHERE)
}

impl Door {
    /// Waits for the turn; `None` if too many wait already, or too many of this address. Ask [`Door::must_rest`] first: who
    /// must rest takes no place.
    pub async fn turn(&self, address: Option<IpAddr>) -> Option<Turn<'_>> {
        let place = match address {
            Some(address) => Some(self.place(network_of(address))?),
            None => None,
        };
        let waiting = self.waiting.try_acquire().ok()?;
        let turn = self.turn.acquire().await.ok()?;
        Some(Turn { _turn: turn, _waiting: waiting, _place: place })
    }

    fn place(&self, network: IpAddr) -> Option<Place<'_>> {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let count = here.entry(network).or_default();
        if *count >= WAITING_OF_AN_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Place { door: self, network })
    }

    /// Notes a way out to the identity provider; false if this address went too often.
    pub fn may_start(&self, address: Option<IpAddr>, now: Timestamp) -> bool {
        let may = self.starts.recent(address, now) < STARTS_OF_AN_ADDRESS;
        if may {
            self.starts.note(address, now);
        }
        may
    }

    /// True if this address failed too often.
    pub fn must_rest(&self, address: Option<IpAddr>, now: Timestamp) -> bool {
        self.failures.recent(address, now) >= FAILURES_OF_AN_ADDRESS
    }

    /// Notes a failure.
    pub fn failed(&self, address: Option<IpAddr>, now: Timestamp) {
        self.failures.note(address, now);
    }
}

impl Times {
    fn recent(&self, address: Option<IpAddr>, now: Timestamp) -> usize {
        let times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = address.and_then(|address| times.get(&network_of(address)));
        of_address.map_or(0, |times| recent(times, now))
    }

    fn note(&self, address: Option<IpAddr>, now: Timestamp) {
        let Some(address) = address else { return };
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if times.len() >= REMEMBERED {
            times.retain(|_, times| recent(times, now) > 0);
            if times.len() >= REMEMBERED {
                times.clear();
            }
        }
        let of_address = times.entry(network_of(address)).or_default();
        of_address.retain(|at| now.since(*at) < WINDOW);
        of_address.push(now);
    }
}

fn recent(failures: &[Timestamp], now: Timestamp) -> usize {
    failures.iter().filter(|at| now.since(**at) < WINDOW).count()
}

/// The caller's network as a person may see it and the store may keep it: never the whole address.
pub fn place_of(address: Option<IpAddr>) -> String {
    match address {
        None => String::new(),
        Some(IpAddr::V4(four)) => {
            let [a, b, c, _] = four.octets();
            format!("{a}.{b}.{c}.x")
        }
        Some(six @ IpAddr::V6(_)) => format!("{}/64", network_of(six)),
    }
}

/// One household has a whole /64 of IPv6.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_rests_and_comes_back() {
        let door = Door::default();
        let now = Timestamp::from_secs(1_000_000);
        let (one, neighbour) =
            ("2001:db8::1".parse::<IpAddr>().unwrap(), "2001:db8::2".parse::<IpAddr>().unwrap());
        for _ in 0..FAILURES_OF_AN_ADDRESS {
            assert!(!door.must_rest(Some(one), now));
            door.failed(Some(one), now);
        }
        assert!(door.must_rest(Some(neighbour), now), "the same /64");
        assert!(!door.must_rest(Some("203.0.113.1".parse().unwrap()), now));
        assert!(!door.must_rest(Some(one), now.plus(WINDOW)));
        assert!(!door.must_rest(None, now));
    }

    #[tokio::test]
    async fn a_flood_is_turned_away_and_leaves_no_trace() {
        let door = Door::default();
        let held = door.turn(None).await.unwrap();
        let mut waiting: Vec<_> = Vec::new();
        for _ in 1..WAITING {
            let mut next = Box::pin(door.turn(None));
            assert!(futures_util::poll!(&mut next).is_pending());
            waiting.push(next);
        }
        assert!(door.turn(None).await.is_none());
        drop((held, waiting));
        assert!(door.turn(None).await.is_some());
    }

    #[tokio::test]
    async fn one_address_takes_few_of_the_places_and_gives_them_back() {
        let door = Door::default();
        let (one, other) = ("203.0.113.1".parse().ok(), "203.0.113.2".parse().ok());
        let held = door.turn(one).await.unwrap();
        let mut waiting = Vec::new();
        for _ in 1..WAITING_OF_AN_ADDRESS {
            let mut next = Box::pin(door.turn(one));
            assert!(futures_util::poll!(&mut next).is_pending());
            waiting.push(next);
        }
        assert!(door.turn(one).await.is_none(), "no fourth");
        let mut theirs = Box::pin(door.turn(other));
        assert!(futures_util::poll!(&mut theirs).is_pending(), "another's place is free");
        // Who gives up waiting gives the place back, too.
        drop((held, waiting));
        assert!(theirs.await.is_some());
        assert!(door.turn(one).await.is_some());
        assert!(door.here.lock().unwrap().is_empty());
    }

    #[test]
    fn an_address_goes_out_so_often_and_no_more() {
        let door = Door::default();
        let (one, now) = ("203.0.113.1".parse().ok(), Timestamp::from_secs(1_000_000));
        assert!((0..STARTS_OF_AN_ADDRESS).all(|_| door.may_start(one, now)));
        assert!(!door.may_start(one, now));
        assert!(door.may_start("203.0.113.2".parse().ok(), now) && door.may_start(one, now.plus(WINDOW)));
    }
}
