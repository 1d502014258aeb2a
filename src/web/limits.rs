//! How much one caller may ask of the public addresses: a bucket of tokens for each address and each key, refilled as time
//! goes on. Told in the headers of every answer as the IETF draft "RateLimit header fields for HTTP" writes them. Memory is
//! bounded; a bucket that is forgotten was full, or its caller is lucky.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use ipnet::IpNet;
use moka::future::Cache;

use super::caller::caller;
use super::page::Page;
use super::public::api::problem::Problem;
use super::state::PublicState;
use crate::config::settings::Limits as Quotas;
use crate::domain::key::ApiKey;
use crate::domain::time::Timestamp;
use crate::projections::tally::MOST_REPORTS;

/// Seconds in which a whole quota comes back.
const WINDOW: u32 = 60;
/// Callers remembered; a bucket is some 200 bytes.
const REMEMBERED: u64 = 50_000;

/// Where pages report what was seen of them.
const MEASURED: &str = "/maal";
/// Reports of one address in a window: a hall of people looking at the wall at once.
const REPORTS: u32 = 3_000;
/// Reports of one address in an hour: a quarter of all that are taken, so that nobody alone makes up the figures, or uses up
/// what the others' would need.
const SHARE: u32 = MOST_REPORTS / 4;
/// Addresses whose reports are counted; who comes after that many is told apart by the bucket alone.
const COUNTED: usize = 50_000;
const HOUR: i64 = 3_600_000_000;

/// Addresses that cost next to nothing, and those that machines of the house ask.
const FREE: [&str; 5] = ["/assets/", "/health/", "/metrics", "/favicon.ico", "/embed.js"];

/// First parts of the addresses behind a sign-in, and the door itself, which counts for itself.
const DESK: [&str; 16] = [
    "moderation",
    "log",
    "regler",
    "panik",
    "anmodninger",
    "kvittering",
    "kilder",
    "raekkevidde",
    "konto",
    "brugere",
    "begrundelser",
    "log-ind",
    "log-ud",
    "adgang",
    "noegler",
    "webhooks",
];

/// The buckets of one process. Cheap to clone.
#[derive(Clone)]
pub struct Limits {
    inner: Arc<Inner>,
}

struct Inner {
    quotas: Quotas,
    trusted: Vec<IpNet>,
    buckets: Cache<Who, Arc<Mutex<Bucket>>>,
    shares: Mutex<Shares>,
}

/// Reports of each address in this hour. In memory alone, and forgotten with the hour.
#[derive(Default)]
struct Shares {
    hour: i64,
    reports: HashMap<IpAddr, u32>,
}

impl Shares {
    /// Zero, or the seconds until the hour is over.
    fn take(&mut self, address: IpAddr, now: Timestamp) -> u32 {
        let hour = now.0.div_euclid(HOUR);
        if self.hour != hour {
            *self = Self { hour, reports: HashMap::new() };
        }
        if self.reports.len() >= COUNTED && !self.reports.contains_key(&address) {
            return 0;
        }
        let reports = self.reports.entry(address).or_default();
        if *reports >= SHARE {
            return u32::try_from((HOUR - now.0.rem_euclid(HOUR)) / 1_000_000).unwrap_or(u32::MAX).max(1);
        }
        *reports += 1;
        0
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Address(IpAddr),
    /// The same address, as a page that reports.
    Reporter(IpAddr),
    Key(String),
}

/// Tokens left at a moment.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

/// What a request found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Taken {
    allowed: bool,
    /// Whole tokens left.
    left: u32,
    /// Seconds until the bucket is full; of a refusal, until the next token.
    wait: u32,
}

impl Bucket {
    fn take(&mut self, quota: u32, now: Timestamp) -> Taken {
        let (most, rate) = (f64::from(quota), f64::from(quota) / f64::from(WINDOW));
        self.tokens = (self.tokens + now.since(self.at).as_secs_f64() * rate).min(most);
        self.at = self.at.max(now);
        let allowed = self.tokens >= 1.0;
        if allowed {
            self.tokens -= 1.0;
        }
        let missing = if allowed { most - self.tokens } else { 1.0 - self.tokens };
        // Both are within the quota, which is a u32.
        Taken { allowed, left: self.tokens as u32, wait: (missing / rate).ceil() as u32 }
    }
}

impl Limits {
    /// With these quotas; `trusted` are the proxies whose `X-Forwarded-For` is believed.
    pub fn new(quotas: Quotas, trusted: Vec<IpNet>) -> Self {
        let buckets = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_idle(std::time::Duration::from_secs(u64::from(WINDOW) * 2))
            .build();
        Self { inner: Arc::new(Inner { quotas, trusted, buckets, shares: Mutex::default() }) }
    }

    /// None: for a router that nobody but a test asks.
    pub fn none() -> Self {
        Self::new(Quotas { per_address: 0, per_key: 0 }, Vec::new())
    }

    async fn take(&self, who: Who, quota: u32, now: Timestamp) -> Taken {
        let full = async { Arc::new(Mutex::new(Bucket { tokens: f64::from(quota), at: now })) };
        let bucket = self.inner.buckets.get_with(who, full).await;
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(quota, now)
    }
}

/// Addresses that cost next to nothing: neither counted, nor is a key looked up for them.
pub fn is_free(path: &str) -> bool {
    FREE.iter().any(|free| path.starts_with(free))
}

/// What an answer says of its caller's quota.
#[derive(Debug)]
pub struct Told {
    name: &'static str,
    quota: u32,
    taken: Taken,
}

impl Told {
    /// As headers.
    pub fn write(&self, headers: &mut HeaderMap) {
        let policy = format!("\"{}\";q={};w={WINDOW}", self.name, self.quota);
        let limit = format!("\"{}\";r={};t={}", self.name, self.taken.left, self.taken.wait);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", limit)] {
            // Digits and names of ours: always a header.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

/// Counts a request without a key for a page that is kept ready. The outer `None` is for who has no bucket yet or may have
/// no more, which [`count`] sees to; the inner one for whose requests are not counted.
pub fn at_once(state: &PublicState, request: &Request) -> Option<Option<Told>> {
    let inner = &state.limits.inner;
    let quota = inner.quotas.per_address;
    if quota == 0 {
        return Some(None);
    }
    let Some(address) = address(request, &inner.trusted) else { return Some(None) };
    let bucket = inner.buckets.get(&Who::Address(address)).now_or_never().flatten()?;
    let taken = bucket.lock().unwrap_or_else(PoisonError::into_inner).take(quota, (state.clock)());
    taken.allowed.then_some(Some(Told { name: "address", quota, taken }))
}

/// The middleware around everything: also pages that are kept ready are counted.
pub async fn count(State(state): State<PublicState>, request: Request, next: Next) -> Response {
    let inner = &state.limits.inner;
    let path = request.uri().path();
    let first = path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default();
    if DESK.contains(&first) || is_free(path) {
        return next.run(request).await;
    }
    if path == MEASURED
        && let Some(reporter) = address(&request, &inner.trusted)
    {
        let now = (state.clock)();
        let taken = state.limits.take(Who::Reporter(reporter), REPORTS, now).await;
        let wait = if taken.allowed {
            inner.shares.lock().unwrap_or_else(PoisonError::into_inner).take(reporter, now)
        } else {
            taken.wait
        };
        if wait > 0 {
            return refused(&state, &request, wait);
        }
    }
    let (who, name, quota) = match request.extensions().get::<Arc<ApiKey>>() {
        Some(key) => (Some(Who::Key(key.id.clone())), "key", inner.quotas.per_key),
        None => (address(&request, &inner.trusted).map(Who::Address), "address", inner.quotas.per_address),
    };
    // Without a listener nobody knows who asks.
    let Some(who) = who.filter(|_| quota > 0) else { return next.run(request).await };
    let taken = state.limits.take(who, quota, (state.clock)()).await;
    let mut response =
        if taken.allowed { next.run(request).await } else { refused(&state, &request, taken.wait) };
    Told { name, quota, taken }.write(response.headers_mut());
    response
}

fn address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    Some(network_of(caller(peer, request.headers(), trusted)))
}

/// One household has a whole /64 of IPv6.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) >> 64 << 64).into()),
    }
}

fn refused(state: &PublicState, request: &Request, wait: u32) -> Response {
    let page = Page::new(state.site.clone(), (state.clock)(), request.uri());
    let wait = wait.max(1).to_string();
    let mut response = if page.path().starts_with("/api/") {
        Problem::too_many(&wait).into_response()
    } else {
        let words = format!("{}\n", page.text_with("limits-too-many", "seconds", &wait));
        (StatusCode::TOO_MANY_REQUESTS, words).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(wait) = HeaderValue::from_str(&wait) {
        headers.insert(header::RETRY_AFTER, wait);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_with_time() {
        let now = Timestamp::from_secs(1_000);
        let mut bucket = Bucket { tokens: 60.0, at: now };
        for left in (0..60).rev() {
            assert_eq!(bucket.take(60, now), Taken { allowed: true, left, wait: 60 - left });
        }
        assert_eq!(bucket.take(60, now), Taken { allowed: false, left: 0, wait: 1 });
        // A clock that goes back fills nothing.
        assert!(!bucket.take(60, now.minus(Duration::from_secs(100))).allowed);
        assert!(bucket.take(60, now.plus(Duration::from_secs(1))).allowed);
        assert!(!bucket.take(60, now.plus(Duration::from_secs(1))).allowed);
        assert_eq!(bucket.take(60, now.plus(Duration::from_secs(900))).left, 59);
    }

    #[test]
    fn one_address_has_its_share_of_an_hours_reports_and_no_more() {
        let (mut shares, now) = (Shares::default(), Timestamp::from_secs(3_600 * 1_000 + 600));
        let (one, other) = (IpAddr::from([203, 0, 113, 1]), IpAddr::from([203, 0, 113, 2]));
        assert!((0..SHARE).all(|_| shares.take(one, now) == 0));
        assert_eq!(shares.take(one, now), 3_000);
        assert_eq!(shares.take(other, now), 0);
        assert_eq!(shares.take(one, now.plus(Duration::from_secs(3_000))), 0, "another hour");
    }

    #[tokio::test]
    async fn each_has_a_bucket_of_its_own() {
        let limits = Limits::new(Quotas { per_address: 1, per_key: 1 }, Vec::new());
        let now = Timestamp::from_secs(1_000);
        let four = |last| Who::Address(IpAddr::from([203, 0, 113, last]));
        assert!(limits.take(four(1), 1, now).await.allowed);
        assert!(!limits.take(four(1), 1, now).await.allowed);
        assert!(limits.take(four(2), 1, now).await.allowed);
        assert!(limits.take(Who::Key("1".to_owned()), 1, now).await.allowed);
        let six = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(six("2001:db8::1"), six("2001:db8::ffff:2"));
        assert_ne!(six("2001:db8::1"), six("2001:db8:0:1::1"));
    }
}
