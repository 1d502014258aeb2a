//! One run of one source: claim → collect → normalise → judge → write. The loop around it is dumb and lives in `app`.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;

use crate::collect::collector;
use crate::collect::collector::{Failure, Harvest, Job, KeptOut};
use crate::collect::text::normalise::{Unwanted, normalise};
use crate::config::Settings;
use crate::domain::post::{Draft, NewPost, State};
use crate::domain::source::{Known, Matching, Source};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;
use crate::http::Http;
use crate::moderate;
use crate::schedule;
use crate::store::db::{Db, StoreError};
use crate::store::ingest::{Batch, Written};
use crate::store::sources::{Claimed, Outcome};
use crate::store::{ingest, posts, sources};

/// Known posts asked about in one run; each network's collector spends its calls on fewer if it must.
const RECHECK: u32 = 200;
/// How often a paused source (dead token, our own mistake) is tried all the same: no source ever stops for good.
const PROBE: Duration = Duration::from_secs(60 * 60);
/// The same for a source that answered 410.
const PROBE_GONE: Duration = Duration::from_secs(24 * 60 * 60);
/// Lines of remarks kept on a source's status.
const NOTES: usize = 20;

/// A worker: what it needs for a run.
#[derive(Clone)]
pub struct Worker {
    /// The store.
    pub db: Db,
    /// The outbound client.
    pub http: Http,
    /// Sources and rules.
    pub settings: Arc<Settings>,
    /// Its name in leases.
    pub name: String,
}

/// What a run did.
#[derive(Debug)]
pub struct Run {
    /// Which source.
    pub source: String,
    /// What was written.
    pub written: Written,
    /// Items kept out, with reasons.
    pub kept_out: Vec<KeptOut>,
    /// Posts that did not carry the hashtag.
    pub unmatched: u64,
    /// Why it ended early, if it did.
    pub failure: Option<Failure>,
    /// When the source runs next.
    pub next_run: Timestamp,
}

impl Worker {
    /// Runs the most overdue source, if one is due. `random` spreads retries and starts.
    ///
    /// # Errors
    /// The database; a source's own trouble is in [`Run::failure`].
    pub async fn step(&self, now: Timestamp, random: u64) -> Result<Option<Run>, StoreError> {
        let among: Vec<String> = self.settings.sources.iter().map(|source| source.id.clone()).collect();
        let lease = self.settings.worker.lease;
        match sources::claim(&self.db, &self.name, &among, now, lease).await? {
            Some(claimed) => self.run(claimed, now, random).await.map(Some),
            None => Ok(None),
        }
    }

    /// Runs one source now, due or not; `None` if it is not configured or another worker holds it.
    ///
    /// # Errors
    /// The database.
    pub async fn run_one(&self, id: &str, now: Timestamp, random: u64) -> Result<Option<Run>, StoreError> {
        let lease = self.settings.worker.lease;
        match sources::claim_one(&self.db, &self.name, id, now, lease).await? {
            Some(claimed) => self.run(claimed, now, random).await.map(Some),
            None => Ok(None),
        }
    }

    async fn run(&self, claimed: Claimed, now: Timestamp, random: u64) -> Result<Run, StoreError> {
        let Some(source) = self.settings.sources.iter().find(|source| source.id == claimed.id) else {
            return Err(StoreError::Conflict(format!("source {} is not configured", claimed.id)));
        };
        let recheck =
            sources::recheck_due(&self.db, &source.id, self.settings.worker.recheck, now, RECHECK).await?;
        let mut harvest = self.collect(source, &claimed, &recheck, now).await;
        let (batch, unmatched) = self.judged(source, &mut harvest, &recheck, now).await?;
        let outcome = self.outcome(source, &claimed, &harvest, unmatched, now, random);
        let written = ingest::write(&self.db, &source.id, &claimed.lease, batch, &outcome, now).await?;
        tracing::info!(
            source = source.id,
            added = written.added,
            edited = written.edited,
            deleted = written.deleted,
            unmatched,
            kept_out = harvest.kept_out.len(),
            failure = harvest.failure.as_ref().map(Failure::why),
            "collected"
        );
        Ok(Run {
            source: source.id.clone(),
            written,
            kept_out: harvest.kept_out,
            unmatched,
            failure: harvest.failure,
            next_run: outcome.next_run,
        })
    }

    /// Calls the collector under the lease's time, and survives its panics: one source never takes the others down.
    async fn collect(
        &self,
        source: &Source,
        claimed: &Claimed,
        recheck: &[Known],
        now: Timestamp,
    ) -> Harvest {
        let job = Job { source, cursor: &claimed.cursor, recheck, now, http: &self.http };
        let collecting = AssertUnwindSafe(collector(source.network()).collect(job)).catch_unwind();
        // The lease must outlive the run, or another worker would collect the same source meanwhile.
        let time = self.settings.worker.lease.mul_f32(0.8);
        let failure = match tokio::time::timeout(time, collecting).await {
            Ok(Ok(harvest)) => return harvest,
            Ok(Err(_panic)) => "the collector panicked; this is a defect of ours".to_owned(),
            Err(_elapsed) => format!("the run took longer than {} s", time.as_secs()),
        };
        tracing::error!(source = source.id, failure, "collector failed");
        Harvest { failure: Some(Failure::Transient(failure)), ..Harvest::default() }
    }

    /// Normalises and judges what was collected.
    async fn judged(
        &self,
        source: &Source,
        harvest: &mut Harvest,
        recheck: &[Known],
        now: Timestamp,
    ) -> Result<(Batch, u64), StoreError> {
        let posts = std::mem::take(&mut harvest.posts);
        let known: HashSet<String> = recheck.iter().map(|known| known.native_id.clone()).collect();
        let of = source.clone();
        // A page of hostile markup is seconds of work; the other sources, and on one machine the visitors, wait for none.
        let sifting = tokio::task::spawn_blocking(move || sift(posts, &of, &known, now));
        let Sifted { drafts, withdrawn, unmatched, kept_out } =
            sifting.await.map_err(|why| StoreError::Conflict(format!("source {}: {why}", source.id)))?;
        harvest.kept_out.extend(kept_out);
        let known = posts::knowledge(&self.db, &drafts, source.trusted, now).await?;
        let lists = &self.settings.moderation;
        let posts = drafts
            .into_iter()
            .zip(known)
            .map(|(draft, knowledge)| {
                let verdict = if withdrawn.contains(&draft.native_id) {
                    Some(hashtag_removed())
                } else {
                    moderate::judge(&draft, &knowledge, lists)
                };
                (draft, verdict)
            })
            .collect();
        let batch = Batch {
            posts,
            gone: std::mem::take(&mut harvest.gone),
            checked: std::mem::take(&mut harvest.checked),
            engagement: std::mem::take(&mut harvest.engagement),
            cursor: harvest.cursor.take(),
        };
        Ok((batch, unmatched))
    }

    /// When the source runs next and what its status says.
    fn outcome(
        &self,
        source: &Source,
        claimed: &Claimed,
        harvest: &Harvest,
        unmatched: u64,
        now: Timestamp,
        random: u64,
    ) -> Outcome {
        let worker = &self.settings.worker;
        let failures = if harvest.failure.is_some() { claimed.failures.saturating_add(1) } else { 0 };
        let retry = now.plus(schedule::backoff(failures, worker.max_backoff, random));
        let (next_run, paused) = match &harvest.failure {
            None if harvest.more => (now, None),
            None => {
                let planned = schedule::next_run(&source.schedule, self.settings.campaign, now);
                let planned = schedule::jitter(planned, worker.jitter, random);
                (harvest.not_before.map_or(planned, |not_before| planned.max(not_before)), None)
            }
            Some(Failure::Transient(_)) => (retry, None),
            Some(Failure::Throttled { until, .. }) => (until.map_or(retry, |until| until.max(now)), None),
            Some(Failure::Refused(why) | Failure::Misconfigured(why)) => (now.plus(PROBE), Some(why.clone())),
            Some(Failure::Gone(why)) => (now.plus(PROBE_GONE), Some(why.clone())),
        };
        let kept_out = harvest.kept_out.iter().map(|item| format!("{}: {}", item.what, item.why));
        Outcome {
            next_run,
            failures,
            paused,
            error: harvest.failure.as_ref().map(|failure| failure.why().to_owned()),
            moved_to: harvest.moved_to.clone(),
            notes: harvest.notes.iter().cloned().chain(kept_out).take(NOTES).collect(),
            kept_out: harvest.kept_out.len() as u64,
            unmatched,
        }
    }
}

/// What a harvest's posts became.
#[derive(Default)]
struct Sifted {
    drafts: Vec<Draft>,
    /// Ids of drafts that carried the hashtag when they were stored, and do not any more.
    withdrawn: HashSet<String>,
    unmatched: u64,
    kept_out: Vec<KeptOut>,
}

/// Normalises every post, whatever is in the one beside it. `known` are the ids of stored posts in question.
fn sift(posts: Vec<NewPost>, source: &Source, known: &HashSet<String>, now: Timestamp) -> Sifted {
    let any = Source { matching: Matching::All, ..source.clone() };
    let mut sifted = Sifted::default();
    for new in posts {
        let what = new.native_id.clone();
        let stored = known.contains(&what).then(|| new.clone());
        match (survive(new, source, now), stored) {
            (Ok(draft), _) => sifted.drafts.push(draft),
            // It carried the hashtag when it was stored: an edit that takes it out is for a person to judge.
            (Err(Unwanted::NoMatch), Some(edited)) => match survive(edited, &any, now) {
                Ok(draft) => {
                    sifted.withdrawn.insert(what);
                    sifted.drafts.push(draft);
                }
                Err(why) => sifted.kept_out.push(KeptOut { what, why: format!("{why:?}") }),
            },
            (Err(Unwanted::NoMatch), None) => sifted.unmatched += 1,
            (Err(Unwanted::Unusable(why)), _) => sifted.kept_out.push(KeptOut { what, why }),
        }
    }
    sifted
}

/// [`normalise`], whose panic costs that post.
fn survive(new: NewPost, source: &Source, now: Timestamp) -> Result<Draft, Unwanted> {
    std::panic::catch_unwind(AssertUnwindSafe(|| normalise(new, source, now))).unwrap_or_else(|_panic| {
        Err(Unwanted::Unusable("reading it panicked; this is a defect of ours".to_owned()))
    })
}

fn hashtag_removed() -> Verdict {
    Verdict {
        state: State::Held,
        rule: "hashtag-removed",
        reason: "an edit at the source took the hashtag out".to_owned(),
    }
}
