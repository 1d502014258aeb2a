//! How long a feed asks to be left alone, and how far we listen.
//!
//! Two voices: `Cache-Control: max-age` (RFC 9111, 5.2.2.1) is the server's word about this answer and is obeyed up to
//! six hours. `ttl` and `sy:updatePeriod` are often a template's boilerplate ("daily" on a blog that is live all week),
//! so they hold for one hour at most and the source's own schedule decides beyond that: a campaign week stays live.

use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::http::Response;

/// Longest wait that a server's `max-age` can ask for.
pub const MAX_AGE: Duration = Duration::from_secs(6 * 3_600);
/// Longest wait that a feed's own hint can ask for.
pub const MAX_HINT: Duration = Duration::from_secs(3_600);

/// When the feed may be asked again; `None` if it does not say.
pub fn not_before(response: &Response, hint_secs: Option<u64>, now: Timestamp) -> Option<Timestamp> {
    let fresh = response.header("cache-control").and_then(max_age).map(|age| {
        // What stood in a cache on the way has used up some of its time.
        let used = response.header("age").and_then(|age| age.trim().parse::<u64>().ok()).unwrap_or(0);
        Duration::from_secs(age.saturating_sub(used)).min(MAX_AGE)
    });
    let hint = hint_secs.map(|secs| Duration::from_secs(secs).min(MAX_HINT));
    fresh.max(hint).filter(|wait| !wait.is_zero()).map(|wait| now.plus(wait))
}

fn max_age(header: &str) -> Option<u64> {
    let directives: Vec<String> = header.split(',').map(|d| d.trim().to_ascii_lowercase()).collect();
    if directives.iter().any(|d| d == "no-cache" || d == "no-store") {
        return None;
    }
    directives.iter().find_map(|d| d.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}
