//! Gates: how soon a host may be called again. Closed gates follow the `now` that is passed in; the gap between two
//! requests is real time. Knows nothing of requests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use url::Url;

use crate::domain::time::Timestamp;

/// The gate of one token at one host: `host#` and the first 16 hex digits of the token's SHA-256.
pub fn gate_key(host: &str, token: &SecretString) -> String {
    let digest = hex::encode(Sha256::digest(token.expose_secret().as_bytes()));
    format!("{host}#{}", &digest[..16])
}

/// `host`, or `host:port` where the port is not the scheme's own.
pub fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default(); // no host: refused before any gate is asked
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// All gates of one client.
#[derive(Debug, Default)]
pub struct Gates {
    closed: Mutex<HashMap<String, Timestamp>>,
    free_at: Mutex<HashMap<String, Instant>>,
}

impl Gates {
    /// Closes a gate; a gate that is closed for longer stays so.
    pub fn close(&self, key: &str, until: Timestamp) {
        let mut closed = lock(&self.closed);
        let at = closed.entry(key.to_owned()).or_insert(until);
        *at = until.max(*at);
    }

    /// Until when this URL (with this token) must not be called; `None` if it may.
    pub fn closed_until(&self, now: Timestamp, url: &Url, token: Option<&SecretString>) -> Option<Timestamp> {
        let mut closed = lock(&self.closed);
        closed.retain(|_, until| now < *until);
        let mut hosts = vec![authority(url)];
        hosts.extend(url.host_str().filter(|host| *host != hosts[0]).map(str::to_owned));
        let with_token =
            token.map(|token| hosts.iter().map(|host| gate_key(host, token)).collect::<Vec<_>>());
        hosts.iter().chain(with_token.iter().flatten()).filter_map(|key| closed.get(key)).max().copied()
    }

    /// Waits for this host's turn and takes it.
    pub async fn wait_for_turn(&self, url: &Url, gap: Duration) {
        if gap.is_zero() {
            return;
        }
        let turn = {
            let mut free_at = lock(&self.free_at);
            let now = Instant::now();
            free_at.retain(|_, at| now < *at);
            let turn = free_at.get(&authority(url)).copied().unwrap_or(now).max(now);
            free_at.insert(authority(url), turn + gap);
            turn
        };
        tokio::time::sleep_until(turn).await;
    }
}

/// A panic elsewhere leaves these maps whole: each is changed by single inserts.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    #[test]
    fn a_token_has_its_own_gate_and_the_host_has_one_for_all() {
        let gates = Gates::default();
        let url = Url::parse("https://graph.facebook.com/v26.0/1").unwrap();
        let (one, two) = (SecretString::from("one"), SecretString::from("two"));
        gates.close(&gate_key("graph.facebook.com", &one), at(100));
        assert_eq!(gates.closed_until(at(99), &url, Some(&one)), Some(at(100)));
        assert_eq!(gates.closed_until(at(99), &url, Some(&two)), None);
        assert_eq!(gates.closed_until(at(99), &url, None), None);
        gates.close("graph.facebook.com", at(90));
        assert_eq!(gates.closed_until(at(89), &url, Some(&two)), Some(at(90)));
        assert_eq!(gates.closed_until(at(89), &url, None), Some(at(90)));
        assert_eq!(gates.closed_until(at(89), &url, Some(&one)), Some(at(100)));
        assert_eq!(gates.closed_until(at(100), &url, Some(&one)), None);
    }

    #[test]
    fn a_later_close_never_opens_earlier() {
        let gates = Gates::default();
        let url = Url::parse("http://a.example:81/").unwrap();
        gates.close("a.example:81", at(100));
        gates.close("a.example:81", at(50));
        assert_eq!(gates.closed_until(at(60), &url, None), Some(at(100)));
        assert_eq!(gates.closed_until(at(60), &Url::parse("http://a.example/").unwrap(), None), None);
    }

    #[tokio::test]
    async fn requests_to_one_host_keep_their_distance() {
        let gates = Gates::default();
        let (a, b) = (Url::parse("http://a.example/").unwrap(), Url::parse("http://b.example/").unwrap());
        let start = Instant::now();
        let gap = Duration::from_millis(100);
        gates.wait_for_turn(&a, gap).await;
        gates.wait_for_turn(&b, gap).await;
        let other_host = start.elapsed();
        gates.wait_for_turn(&a, gap).await;
        gates.wait_for_turn(&a, gap).await;
        assert!(other_host < gap, "{other_host:?}");
        assert!(start.elapsed() >= 2 * gap, "{:?}", start.elapsed());
    }
}
