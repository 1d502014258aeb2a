//! Tells the WebSub hub (<https://www.w3.org/TR/websub/>) that our feeds have changed: one call for all of them, not more
//! often than twice a minute, again after a failure.

use std::time::Duration;

use url::Url;

use crate::domain::time::Timestamp;
use crate::http::{Http, Request};
use crate::store::db::{Db, StoreError};
use crate::store::deliveries;
use crate::store::hub::{self, Told};

/// Between two calls: decisions come in bursts.
const GAP: Duration = Duration::from_secs(30);
/// Nobody else calls meanwhile.
const LEASE: Duration = Duration::from_secs(120);
/// Longest wait after failures.
const LONGEST: Duration = Duration::from_secs(3_600);
/// Failures after which the next change is waited for.
const MOST: u64 = 24;

/// Calls the hub if there is something to tell: `topics` are the addresses of our feeds, `walls` the version of the list of
/// named walls when they were made. True if it was called.
///
/// # Errors
/// Database.
pub async fn step(
    db: &Db,
    http: &Http,
    hub: &Url,
    topics: &[String],
    walls: u64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let known = hub::read(db, hub.as_str()).await?;
    let changed = deliveries::last_change(db).await?;
    // Feeds of before the first post have nobody who reads them: a hub that never was called is not called for a wall.
    let other_walls = known.seq > 0 && hub::walls(db, hub.as_str()).await? != Some(walls);
    if changed <= known.seq && !other_walls || now < known.due_at {
        return Ok(false);
    }
    // Taken first: of two processes, one calls.
    let taken = Told { due_at: now.plus(LEASE), ..known };
    if !hub::write(db, hub.as_str(), known, taken).await? {
        return Ok(false);
    }
    let mut fields = vec![("hub.mode", "publish")];
    fields.extend(topics.iter().map(|topic| ("hub.url", topic.as_str())));
    let answer = http.send(now, Request::post_form(hub.clone(), &fields)).await;
    let told = match answer {
        Ok(answer) if (200..300).contains(&answer.status) => {
            hub::told_walls(db, hub.as_str(), walls).await?;
            Told { seq: changed, tries: 0, due_at: now.plus(GAP) }
        }
        failed => {
            let why = failed
                .map_or_else(|broken| broken.to_string(), |answer| format!("answered {}", answer.status));
            tracing::warn!(why, tries = known.tries + 1, "the hub was not told of new posts");
            let tries = known.tries + 1;
            // 30 s, a minute, two … an hour; then it is left until something else happens.
            let wait = GAP.saturating_mul(1 << tries.min(8).saturating_sub(1)).min(LONGEST);
            let given_up = tries >= MOST;
            if given_up {
                hub::told_walls(db, hub.as_str(), walls).await?;
            }
            let seq = if given_up { changed } else { known.seq };
            Told { seq, tries: if given_up { 0 } else { tries }, due_at: now.plus(wait) }
        }
    };
    hub::write(db, hub.as_str(), taken, told).await?;
    Ok(true)
}
