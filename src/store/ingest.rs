//! The transaction that ends a collecting run: posts + event-log rows + cursor + next run, all or nothing.

use std::time::Duration;

use serde_json::Value;

use super::db::{Db, StoreError, Tx};
use super::log::Happened;
use super::sighting::{Seen, Sight, Stored, bounded, put_counts, same_counts, still_there};
use super::sources::{self, Outcome};
use super::sql::args;
use super::{identity, moderation, own};
use crate::domain::engagement::Engagement;
use crate::domain::figures::OwnReading;
use crate::domain::log::Action;
use crate::domain::network::Network;
use crate::domain::post::Draft;
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// Everything one run wants to write.
#[derive(Debug, Default)]
pub struct Batch {
    /// Normalised and judged posts. `None` = no opinion = pending.
    pub posts: Vec<(Draft, Option<Verdict>)>,
    /// Native ids the network says are gone: rows deleted, tombstones set, log `deleted`.
    pub gone: Vec<String>,
    /// Native ids that were checked and are still there.
    pub checked: Vec<String>,
    /// Fresh counts of known posts, by native id.
    pub engagement: Vec<(String, Engagement)>,
    /// What the network measured of the page itself.
    pub own: Vec<OwnReading>,
    /// New cursor; `None` keeps the old one.
    pub cursor: Option<Value>,
}

/// Counts that stay the same are told to have been fetched anew this often.
const TOLD_EVERY: Duration = Duration::from_secs(6 * 3_600);

/// What the transaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Stored for the first time.
    pub added: u64,
    /// Content changed at the source. An approved post goes back to pending with `changed` set, unless its new
    /// verdict is approve by trust.
    pub edited: u64,
    /// Seen again, unchanged.
    pub unchanged: u64,
    /// Kept out by a tombstone.
    pub tombstoned: u64,
    /// Gone at the source.
    pub deleted: u64,
    /// Counts that changed, or of which it was said anew when they were fetched.
    pub measured: u64,
}

/// Writes a run of `source` held under `lease`, and releases the lease with `outcome`.
///
/// Posts are identified by (network, native id): the same one from two sources is one row, and the first source's word
/// counts while it is active. A post whose content (title, text, attachments' identity, warning) is the same is not an
/// edit, whatever else differs; its expiry and author are refreshed (with a log row `edited`, reason `refreshed`, if
/// that changes what is shown). Counts are bounded to ±10¹² and followers to 10¹⁰, so that no sum overflows.
///
/// # Errors
/// [`StoreError::Conflict`] if the lease is no longer held: nothing is written then.
pub async fn write(
    db: &Db,
    source: &str,
    lease: &str,
    batch: Batch,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Written, StoreError> {
    let mut tx = db.write().await?;
    // First of all: it holds the source's row to the end, so nobody can claim it between here and the commit.
    let network = sources::release(&mut tx, source, lease, batch.cursor.as_ref(), outcome, now).await?;
    let mut stored = Stored::load(&mut tx, &identities(&batch, network)).await?;
    let actor = format!("source:{source}");
    let mut run = Run { tx, sight: Sight { source, actor: &actor, now }, written: Written::default() };
    for (draft, verdict) in &batch.posts {
        run.post(&mut stored, draft, verdict.as_ref()).await?;
    }
    for (native_id, counts) in &batch.engagement {
        run.measure(&mut stored, &identity::post(network, native_id), counts).await?;
    }
    for native_id in &batch.checked {
        still_there(&mut run.tx, &identity::post(network, native_id), now).await?;
    }
    // Last: a post that was read and then found gone is gone.
    for native_id in &batch.gone {
        run.delete(&mut stored, &identity::post(network, native_id)).await?;
    }
    let Run { mut tx, written, .. } = run;
    own::write(&mut tx, source, network, &batch.own, now).await?;
    if written.added > 0 {
        let sql = "UPDATE sources SET posts = posts + $2 WHERE id = $1";
        tx.run(sql, args![source, written.added]).await?;
    }
    tx.commit().await?;
    Ok(written)
}

/// Of every post the batch speaks of.
fn identities(batch: &Batch, network: Network) -> Vec<String> {
    let posts = batch.posts.iter().map(|(draft, _)| identity::post(draft.network, &draft.native_id));
    let counts = batch.engagement.iter().map(|(native_id, _)| native_id);
    let others = batch.gone.iter().chain(counts).map(|native_id| identity::post(network, native_id));
    let mut all: Vec<String> = posts.chain(others).collect();
    all.sort_unstable();
    all.dedup();
    all
}

struct Run<'a> {
    tx: Tx,
    sight: Sight<'a>,
    written: Written,
}

impl Run<'_> {
    async fn post(
        &mut self,
        stored: &mut Stored,
        draft: &Draft,
        verdict: Option<&Verdict>,
    ) -> Result<(), StoreError> {
        let seen = stored.see(&mut self.tx, draft, verdict, self.sight).await?;
        let count = match seen {
            Seen::Added => &mut self.written.added,
            Seen::Edited => &mut self.written.edited,
            Seen::Unchanged => &mut self.written.unchanged,
            Seen::Tombstoned => &mut self.written.tombstoned,
        };
        *count += 1;
        match &draft.engagement {
            Some(counts) if !matches!(seen, Seen::Added | Seen::Tombstoned) => {
                self.measure(stored, &identity::post(draft.network, &draft.native_id), counts).await
            }
            _ => Ok(()),
        }
    }

    /// Counts that came along or were asked for. Older ones than those stored are no news.
    async fn measure(
        &mut self,
        stored: &mut Stored,
        identity: &str,
        counts: &Engagement,
    ) -> Result<(), StoreError> {
        let Some(known) = stored.get(identity)? else {
            return Ok(());
        };
        let mut counts = bounded(counts);
        let before = known.post.draft.engagement.clone();
        if known.post.draft.network.tells_apart()
            && let Some(before) = &before
        {
            counts.views = counts.views.or(before.views);
            if counts.kinds.is_empty() {
                counts.kinds.clone_from(&before.kinds);
            }
        }
        let stale = before.as_ref().is_some_and(|before| before.fetched_at > counts.fetched_at);
        if stale || !stored.owns(self.sight.source, &known) {
            return Ok(());
        }
        let id = known.post.id.clone();
        // Every time of fetch that is stored is in the log too, or an index that follows the log would differ from one made
        // anew; and the log is not written at each look at a post whose counts stand still.
        let is_old = |before: &Engagement| counts.fetched_at.since(before.fetched_at) >= TOLD_EVERY;
        if let Some(before) = before.as_ref().filter(|before| before.same_counts(&counts) && !is_old(before))
        {
            same_counts(&mut self.tx, &id, &counts).await?;
            counts.fetched_at = before.fetched_at;
        } else {
            put_counts(&mut self.tx, &id, &counts).await?;
            let state = Some(known.post.state);
            let entry =
                Happened { from: state, to: state, ..Happened::new(Action::Measured, &id, self.sight.actor) };
            self.tx.append(entry, self.sight.now).await?;
            self.written.measured += 1;
        }
        stored.set_counts(identity, known, counts);
        Ok(())
    }

    async fn delete(&mut self, stored: &mut Stored, identity: &str) -> Result<(), StoreError> {
        let Some(known) = stored.get(identity)? else {
            return Ok(());
        };
        let Sight { actor, now, .. } = self.sight;
        let entry = Happened {
            from: Some(known.post.state),
            ..Happened::new(Action::Deleted, &known.post.id, actor)
        };
        moderation::bury(&mut self.tx, entry, identity, now).await?;
        stored.bury(identity);
        self.written.deleted += 1;
        Ok(())
    }
}
