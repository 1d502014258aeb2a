//! The flood guard's step: counts new authors and puts them on hold, or lifts the hold when it is calm. The loop around
//! it is dumb and lives in `app`.

use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::moderate::flood::{Arrivals, decide, usual};
use crate::store::db::{Db, StoreError};
use crate::store::{flood, rules};

/// How often it looks: a flood is met well within a minute.
pub const EVERY: Duration = Duration::from_secs(15);

/// Looks once. `Some(true)` if it put new authors on hold, `Some(false)` if it lifted the hold, `None` if all stays as it
/// is. Any number of processes may look; one of them acts.
///
/// # Errors
/// Database.
pub async fn step(db: &Db, now: Timestamp) -> Result<Option<bool>, StoreError> {
    let Some(stored) = rules::load(db).await? else { return Ok(None) };
    let holding = stored.flooded_since.is_some();
    if !stored.house.flood_guard || flood::is_spared(db, now).await? {
        return Ok(None);
    }
    let mut before = flood::arrivals(db, now).await?;
    let arrivals = Arrivals { now: before.remove(0), before };
    let acted = match decide(&arrivals, holding) {
        Some(true) => flood::hold(db, arrivals.now, usual(&arrivals.before), now).await?,
        Some(false) => flood::lift(db, "system", now).await?,
        None => return Ok(None),
    };
    if acted {
        tracing::warn!(new_authors = arrivals.now, held = !holding, "the flood guard acted");
    }
    Ok(acted.then_some(!holding))
}
