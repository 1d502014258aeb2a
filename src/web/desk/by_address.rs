//! How often an address did something lately. Kept in memory and forgotten after an hour: no address is ever stored. Knows
//! nothing of what was done.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::time::Timestamp;

/// Counted over this long.
pub const WINDOW: Duration = Duration::from_secs(3_600);
/// Addresses remembered; beyond it those that did nothing lately are forgotten, then all.
const REMEMBERED: usize = 20_000;

/// Counts by address.
#[derive(Default)]
pub struct ByAddress {
    done: Mutex<HashMap<IpAddr, Vec<Timestamp>>>,
}

impl ByAddress {
    /// How often it was done before within [`WINDOW`]; counts this once more if that is fewer than `most`. Without an
    /// address (a router without a listener) never.
    pub fn take(&self, address: Option<IpAddr>, most: usize, now: Timestamp) -> usize {
        let Some(address) = address else { return 0 };
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.len() >= REMEMBERED {
            done.retain(|_, times| times.iter().any(|at| now.since(*at) < WINDOW));
            if done.len() >= REMEMBERED {
                done.clear();
            }
        }
        let times = done.entry(household(address)).or_default();
        times.retain(|at| now.since(*at) < WINDOW);
        let before = times.len();
        if before < most {
            times.push(now);
        }
        before
    }
}

/// One household has a whole /64 of IPv6.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
    }
}
