//! One run of one source: claim → collect → normalise → judge → write. The loop around it is dumb and lives in `app`.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::Instant;

use crate::collect::aside::aside;
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
use crate::rules::Rules;
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
    /// The rules in force.
    pub rules: Rules,
    /// Sources.
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
        let Some(claimed) = sources::claim(&self.db, &self.name, &among, now, lease).await? else {
            return Ok(None);
        };
        // Claimed among our own: it is there.
        let Some(source) = self.source(&claimed.id) else { return Ok(None) };
        self.run(source, claimed, now, random).await.map(Some)
    }

    /// Runs one source now, due or not; `None` if it is not configured or another worker holds it.
    ///
    /// # Errors
    /// The database.
    pub async fn run_one(&self, id: &str, now: Timestamp, random: u64) -> Result<Option<Run>, StoreError> {
        let Some(source) = self.source(id) else { return Ok(None) };
        let lease = self.settings.worker.lease;
        match sources::claim_one(&self.db, &self.name, id, now, lease).await? {
            Some(claimed) => self.run(source, claimed, now, random).await.map(Some),
            None => Ok(None),
        }
    }

    fn source(&self, id: &str) -> Option<&Source> {
        self.settings.sources.iter().find(|source| source.id == id)
    }

    async fn run(
        &self,
        source: &Source,
        claimed: Claimed,
        now: Timestamp,
        random: u64,
    ) -> Result<Run, StoreError> {
        let started = Instant::now();
        let recheck =
            sources::recheck_due(&self.db, &source.id, self.settings.worker.recheck, now, RECHECK).await?;
        let mut harvest = self.collect(source, &claimed, &recheck, now).await;
        let (batch, unmatched) = self.judged(source, &mut harvest, now).await?;
        // What a network said at the end of a long run was said then: waits are counted from there. Whole seconds, for
        // networks count in them.
        let took = Duration::from_secs(started.elapsed().as_secs());
        let next = Next { now, took, random, failures: claimed.failures };
        let outcome = self.outcome(source, &harvest, unmatched, &next);
        let written = ingest::write(&self.db, &source.id, &claimed.lease, batch, &outcome, now).await?;
        tracing::info!(
            source = source.id,
            added = written.added,
            edited = written.edited,
            deleted = written.deleted,
            unmatched,
            kept_out = harvest.kept_out.len(),
            "collected"
        );
        if let Some(failure) = &harvest.failure {
            let next = outcome.next_run.to_copenhagen().format("%Y-%m-%d %H:%M:%S").to_string();
            tracing::warn!(source = source.id, why = failure.why(), next, "the source failed");
        }
        Ok(Run {
            source: source.id.clone(),
            written,
            kept_out: harvest.kept_out,
            unmatched,
            failure: harvest.failure,
            next_run: outcome.next_run,
        })
    }

    /// Calls the collector under the lease's time, and survives its panics: one source never takes the others down. A run
    /// that is too slow is first refused further calls, so that what it has read is kept and the next one goes on from
    /// there; only one that does not end even then is cut off.
    async fn collect(
        &self,
        source: &Source,
        claimed: &Claimed,
        recheck: &[Known],
        now: Timestamp,
    ) -> Harvest {
        let lease = self.settings.worker.lease;
        let http = self.http.until(Instant::now() + lease.mul_f32(0.6));
        let job = Job { source, cursor: &claimed.cursor, recheck, now, http: &http };
        let collecting = AssertUnwindSafe(collector(&source.settings).collect(job)).catch_unwind();
        // The lease must outlive the run, or another worker would collect the same source meanwhile.
        let time = lease.mul_f32(0.8);
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
        now: Timestamp,
    ) -> Result<(Batch, u64), StoreError> {
        let known = posts::known(&self.db, &harvest.posts).await?;
        let Read { drafts, withdrawn, unmatched } = aside(|| read_all(source, harvest, &known, now));
        let known = posts::knowledge(&self.db, &drafts, source.trusted, now).await?;
        let book = self.rules.refresh(&self.db).await?;
        let posts = drafts
            .into_iter()
            .zip(known)
            .map(|(draft, mut knowledge)| {
                knowledge.organisation_vouched = speaks_for_itself(source, &draft);
                let verdict = if withdrawn.contains(&draft.native_id) {
                    Some(hashtag_removed())
                } else {
                    moderate::judge(&draft, &knowledge, &book)
                };
                (draft, verdict)
            })
            .collect();
        let batch = Batch {
            posts,
            gone: std::mem::take(&mut harvest.gone),
            checked: std::mem::take(&mut harvest.checked),
            engagement: std::mem::take(&mut harvest.engagement),
            own: std::mem::take(&mut harvest.own),
            cursor: harvest.cursor.take(),
        };
        Ok((batch, unmatched))
    }

    /// When the source runs next and what its status says.
    fn outcome(&self, source: &Source, harvest: &Harvest, unmatched: u64, next: &Next) -> Outcome {
        let worker = &self.settings.worker;
        let ended = next.now.plus(next.took);
        let failures = if harvest.failure.is_some() { next.failures.saturating_add(1) } else { 0 };
        let retry = ended.plus(schedule::backoff(failures, worker.max_backoff, next.random));
        let (planned, paused) = match &harvest.failure {
            // Due at once, but behind whatever was due before: a source that never ends holds up no other.
            None if harvest.more => (next.now, None),
            None => {
                let planned = schedule::next_run(&source.schedule, self.settings.campaign, next.now);
                (schedule::jitter(planned, worker.jitter, next.random), None)
            }
            Some(Failure::Transient(_)) => (retry, None),
            Some(Failure::Throttled { until, .. }) => {
                (until.map_or(retry, |until| until.plus(next.took).max(ended)), None)
            }
            Some(Failure::Refused(why) | Failure::Misconfigured(why)) => {
                (ended.plus(PROBE), Some(why.clone()))
            }
            Some(Failure::Gone(why)) => (ended.plus(PROBE_GONE), Some(why.clone())),
        };
        let next_run =
            harvest.not_before.map_or(planned, |not_before| planned.max(not_before.plus(next.took)));
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

/// What decides when a source runs next, beside its harvest.
struct Next {
    /// When it was claimed.
    now: Timestamp,
    /// How long the run took.
    took: Duration,
    /// Spreads retries and starts.
    random: u64,
    /// Failures in a row before this run.
    failures: u32,
}

/// What a harvest's posts became.
#[derive(Default)]
struct Read {
    drafts: Vec<Draft>,
    /// Native ids of stored posts that no longer carry the hashtag.
    withdrawn: HashSet<String>,
    /// How many never did.
    unmatched: u64,
}

/// Normalises the posts of a harvest; what cannot be shown joins those kept out.
fn read_all(source: &Source, harvest: &mut Harvest, known: &HashSet<String>, now: Timestamp) -> Read {
    let Read { mut drafts, mut withdrawn, mut unmatched } = Read::default();
    for new in std::mem::take(&mut harvest.posts) {
        let what = new.native_id.clone();
        let stored = known.contains(&what).then(|| new.clone());
        match (read(new, source, now), stored) {
            (Ok(draft), _) => drafts.push(draft),
            // It carried the hashtag when it was stored: an edit that takes it out is for a person to judge.
            (Err(Unwanted::NoMatch), Some(edited)) => {
                let any = Source { matching: Matching::All, ..source.clone() };
                match read(edited, &any, now) {
                    Ok(draft) => {
                        withdrawn.insert(draft.native_id.clone());
                        drafts.push(draft);
                    }
                    Err(why) => harvest.kept_out.push(KeptOut { what, why: format!("{why:?}") }),
                }
            }
            (Err(Unwanted::NoMatch), None) => unmatched += 1,
            (Err(Unwanted::Unusable(why)), _) => harvest.kept_out.push(KeptOut { what, why }),
        }
    }
    Read { drafts, withdrawn, unmatched }
}

/// Normalises one post. What makes our own reading panic is kept out, and the posts beside it come in.
fn read(new: NewPost, source: &Source, now: Timestamp) -> Result<Draft, Unwanted> {
    let read = std::panic::catch_unwind(AssertUnwindSafe(|| normalise(new, source, now)));
    read.unwrap_or_else(|_told_on_standard_error| {
        Err(Unwanted::Unusable("reading it panicked; this is a defect of ours".to_owned()))
    })
}

/// True if the source is configured as that of the organisation the post is of.
pub fn speaks_for_itself(source: &Source, draft: &Draft) -> bool {
    source.organisation.is_some() && source.organisation == draft.organisation
}

fn hashtag_removed() -> Verdict {
    Verdict::new(State::Held, moderate::HASHTAG_REMOVED, "an edit at the source took the hashtag out")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_792_998_000);

    fn next_run(worker: &Worker, harvest: &Harvest) -> Duration {
        let next = Next { now: NOW, took: Duration::from_secs(100), random: 0, failures: 0 };
        let source = worker.settings.sources.first().unwrap();
        worker.outcome(source, harvest, 0, &next).next_run.since(NOW)
    }

    #[tokio::test]
    async fn what_a_network_says_counts_from_the_end_of_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let settings = crate::config::from_toml_texts(&[], &std::collections::BTreeMap::new()).unwrap();
        let worker = Worker {
            db: Db::open(&format!("sqlite:{}", folder.path().join("a.db").display())).await.unwrap(),
            http: Http::new(settings.http.clone()).unwrap(),
            rules: Rules::default(),
            settings: Arc::new(settings),
            name: "test".to_owned(),
        };
        let secs = Duration::from_secs;
        let until = Some(NOW.plus(secs(120)));
        let throttled = Failure::Throttled { until, why: "429".to_owned() };
        let harvest = Harvest { failure: Some(throttled), ..Harvest::default() };
        assert_eq!(next_run(&worker, &harvest), secs(220), "120 s after the answer, not 20");
        let failed = Failure::Transient("503".to_owned());
        let harvest = Harvest { failure: Some(failed), ..Harvest::default() };
        assert!(next_run(&worker, &harvest) > secs(100), "a try is never due before the last one ended");
        let harvest = Harvest { more: true, ..Harvest::default() };
        assert_eq!(next_run(&worker, &harvest), Duration::ZERO);
        let harvest = Harvest { more: true, not_before: until, ..Harvest::default() };
        assert_eq!(next_run(&worker, &harvest), secs(220), "there is more, but the quota is spent");
    }
}
