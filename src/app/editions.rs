//! Archives frozen editions on their day: posts go, figures stay.

use crate::domain::edition::Campaign;
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;
use crate::store::db::{Db, StoreError};
use crate::store::editions::{self, Move};

/// Posts taken away in one transaction.
const AT_ONCE: u32 = 200;

/// Archives what is due, wholly. An edition is archived once its last post is gone, so that a crash in between is gone on
/// with by the next step.
///
/// # Errors
/// Database.
pub async fn archive_due(db: &Db, campaign: Campaign, now: Timestamp) -> Result<u64, StoreError> {
    let today = now.to_copenhagen().date_naive().to_string();
    let mut gone = 0;
    for edition in editions::all(db).await? {
        let due = edition.archive_on.as_deref().is_some_and(|day| day <= today.as_str());
        let Some(window) = campaign.window_of(edition.year).filter(|_| due && edition.stage == Stage::Frozen)
        else {
            continue;
        };
        loop {
            let taken = editions::clear(db, window, AT_ONCE, now).await?;
            gone += taken;
            if taken == 0 {
                break;
            }
        }
        let step = Move {
            year: edition.year,
            from: Stage::Frozen,
            to: Stage::Archived,
            actor: "system",
            files: &[],
            now,
        };
        editions::step(db, &step).await?;
        tracing::info!(year = edition.year, gone, "the edition was archived: its figures stay");
    }
    Ok(gone)
}
