//! One run of one Page: the Page itself, its posts, posts that tag it, then the posts that are due for a check.

use std::collections::BTreeSet;

use serde_json::Value;

use super::api::Graph;
use super::cursor::Cursor;
use super::edge;
use super::errors::Trouble;
use super::posts::{self, Context, Read};
use super::{insights, measures, page, recheck};
use crate::collect::collector::{Failure, Harvest, Job, KeptOut};
use crate::domain::source::{FacebookSettings, Settings};
use crate::domain::time::Timestamp;

/// Pages of an answer one run reads; the rest is left to the next run.
const PAGE_BUDGET: u32 = 20;

/// What the parts of a run share.
pub struct Run<'a> {
    /// Settings of the source.
    pub settings: &'a FacebookSettings,
    /// The job as given.
    pub job: &'a Job<'a>,
    /// The line to the API.
    pub graph: Graph<'a>,
    /// What this run leaves for the next.
    pub cursor: Cursor,
    /// What this run brings.
    pub harvest: Harvest,
    /// Posts that were seen alive in this run.
    pub alive: BTreeSet<String>,
    /// Pages of an answer this run may still read.
    pub budget: u32,
    /// True if the budget ended while there was more, and another run would get further.
    pub more: bool,
}

/// Collects one source once.
pub async fn run(job: Job<'_>) -> Harvest {
    let failed = |failure| Harvest { failure: Some(failure), ..Harvest::default() };
    let Settings::Facebook(settings) = &job.source.settings else {
        return failed(Failure::Misconfigured("this source is not a Facebook Page".to_owned()));
    };
    let graph = match Graph::new(settings, job.http, job.now) {
        Ok(graph) => graph,
        Err(failure) => return failed(failure),
    };
    let before = Cursor::read(job.cursor);
    let mut run = Run {
        settings,
        job: &job,
        graph,
        cursor: before.clone(),
        harvest: Harvest::default(),
        alive: BTreeSet::new(),
        budget: PAGE_BUDGET,
        more: false,
    };
    let ended = run.steps().await;
    run.harvest.failure = ended.err();
    if let Some(version) = &run.graph.other_version {
        run.harvest.notes.push(format!(
            "Facebook answered as {version}, not as {}: the configured version is retired",
            settings.version
        ));
    }
    if run.cursor != before || job.cursor.is_null() && run.harvest.failure.is_none() {
        // Strings and numbers under text keys: always JSON. Without a cursor the old one would simply stay.
        run.harvest.cursor = serde_json::to_value(&run.cursor).ok();
    }
    run.harvest
}

impl Run<'_> {
    async fn steps(&mut self) -> Result<(), Failure> {
        page::refresh(self).await?;
        let mut published = std::mem::take(&mut self.cursor.published);
        let read = edge::read(self, edge::OWN, &mut published).await;
        self.cursor.published = published;
        read.map_err(Failure::from)?;
        if self.settings.tagged && !self.resting()? {
            let mut tagged = std::mem::take(&mut self.cursor.tagged);
            let read = edge::read(self, edge::TAGGED, &mut tagged).await;
            self.cursor.tagged = tagged;
            match read {
                // The Page's own posts are read all the same: a missing permission for the rest pauses nothing.
                Err(Trouble::Forbidden(why)) => {
                    self.harvest.notes.push(format!("posts that tag the Page are not read: {why}"));
                }
                read => read.map_err(Failure::from)?,
            }
        }
        if !self.resting()? {
            recheck::recheck(self).await?;
        }
        // Last: posts that are gone matter more than a number of the Page.
        if !self.resting()? {
            insights::read(self).await?;
        }
        if !self.resting()? {
            measures::read(self).await?;
        }
        // All was read: a limit that was reached with the last call puts the next run off, but this one did not fail.
        self.slow_down();
        self.harvest.more = self.more && self.harvest.not_before.is_none();
        Ok(())
    }

    /// True if this run should make no more calls, because a limit is nearly spent; says so once.
    ///
    /// # Errors
    /// [`Failure::Throttled`] if it is spent altogether.
    pub fn resting(&mut self) -> Result<bool, Failure> {
        self.slow_down().map_or_else(|| Ok(self.harvest.not_before.is_some()), Err)
    }

    /// Puts off the next run if a limit is nearly spent; the failure it would be to make another call now.
    fn slow_down(&mut self) -> Option<Failure> {
        if !self.graph.should_rest() {
            return None;
        }
        let (until, why, failure) = self.graph.rest();
        if self.harvest.not_before.is_none() {
            self.harvest.notes.push(format!("slowed down: {why}"));
        }
        self.harvest.not_before = self.harvest.not_before.max(Some(until));
        failure
    }

    /// Takes one element of an answer into the harvest; `own` as in [`Context`].
    pub fn take(&mut self, item: &Value, position: usize, own: bool) {
        let context = Context { page: &self.settings.page, info: &self.cursor.page, own, now: self.job.now };
        match posts::read(item, &context) {
            Read::Post(post) => {
                self.cursor.missed.remove(&post.native_id);
                if self.alive.insert(post.native_id.clone()) {
                    if let Some(counts) = &post.engagement
                        && self.is_known(&post.native_id)
                    {
                        self.harvest.engagement.push((post.native_id.clone(), counts.clone()));
                        self.harvest.checked.push(post.native_id.clone());
                    }
                    self.harvest.posts.push(*post);
                }
            }
            // Only what we hold is gone: a scheduled post that is named gone could never come in when it is published.
            Read::Withdrawn { id, .. } if self.is_known(&id) => self.gone(id),
            Read::Withdrawn { id, why } => self.keep_out(id, why),
            Read::Broken(why) => self.keep_out(posts::name_of(item, position), why),
        }
    }

    /// Names a post that is no longer shown on Facebook.
    pub fn gone(&mut self, id: String) {
        self.cursor.missed.remove(&id);
        if !self.harvest.gone.contains(&id) {
            self.harvest.gone.push(id);
        }
    }

    /// The moment of collecting.
    pub fn now(&self) -> Timestamp {
        self.job.now
    }

    fn is_known(&self, id: &str) -> bool {
        self.job.recheck.iter().any(|known| known.native_id == id)
    }

    fn keep_out(&mut self, what: String, why: &str) {
        let kept_out = KeptOut { what, why: why.to_owned() };
        if !self.harvest.kept_out.contains(&kept_out) {
            self.harvest.kept_out.push(kept_out);
        }
    }
}
