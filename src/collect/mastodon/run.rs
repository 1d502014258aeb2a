//! One run of one hashtag: the timeline, then the posts that are due for a check.

use std::collections::BTreeSet;

use serde_json::Value;

use super::api::Api;
use super::cursor::Cursor;
use super::posts::{self, Read};
use super::{recheck, timeline};
use crate::collect::collector::{Failure, Harvest, Job, KeptOut};
use crate::domain::source::{MastodonSettings, Settings};

/// What the parts of a run share.
pub struct Run<'a> {
    /// Settings of the source.
    pub settings: &'a MastodonSettings,
    /// The job as given.
    pub job: &'a Job<'a>,
    /// The line to the server.
    pub api: Api<'a>,
    /// What this run leaves for the next.
    pub cursor: Cursor,
    /// What this run brings.
    pub harvest: Harvest,
    /// `uri`s that were read in this run.
    pub read: BTreeSet<String>,
}

/// Collects one source once.
pub async fn run(job: Job<'_>) -> Harvest {
    let failed = |failure| Harvest { failure: Some(failure), ..Harvest::default() };
    let Settings::Mastodon(settings) = &job.source.settings else {
        return failed(Failure::Misconfigured("this source is not a Mastodon hashtag".to_owned()));
    };
    let api = match Api::new(settings, job.http, job.now) {
        Ok(api) => api,
        Err(failure) => return failed(failure),
    };
    let before = Cursor::read(job.cursor);
    let mut run = Run {
        settings,
        job: &job,
        api,
        cursor: before.clone(),
        harvest: Harvest::default(),
        read: BTreeSet::new(),
    };
    run.harvest.failure = run.steps().await.err();
    if run.harvest.failure.is_none() && run.api.spent().is_some() {
        // All was read with the last call of the window: the next run waits, this one did not fail.
        run.harvest.not_before = run.api.reset;
    }
    if run.cursor != before || job.cursor.is_null() && run.harvest.failure.is_none() {
        // Strings and numbers under text keys: always JSON. Without a cursor the old one would simply stay.
        run.harvest.cursor = serde_json::to_value(&run.cursor).ok();
    }
    run.harvest
}

impl Run<'_> {
    async fn steps(&mut self) -> Result<(), Failure> {
        timeline::read(self).await?;
        recheck::recheck(self).await
    }

    /// Takes one status into the harvest.
    pub fn take(&mut self, item: &Value, position: usize) {
        match posts::read(item, &self.api.server, self.job.now) {
            Read::Post { local_id, post } => {
                if recheck::id_in_address(&self.api.server, &post.native_id, &post.url).is_none() {
                    self.cursor.remember(&post.native_id, &local_id);
                }
                if self.read.insert(post.native_id.clone()) {
                    if let Some(counts) = &post.engagement
                        && self.is_known(&post.native_id)
                    {
                        self.harvest.engagement.push((post.native_id.clone(), counts.clone()));
                        self.harvest.checked.push(post.native_id.clone());
                    }
                    self.harvest.posts.push(*post);
                }
            }
            // Only what we hold is gone: what never came in has nothing to be taken away.
            Read::Withheld { uri, .. } if self.is_known(&uri) => self.gone(uri),
            Read::Withheld { uri, why } => self.keep_out(uri, why),
            Read::Boost => self.keep_out(posts::name_of(item, position), "a boost"),
            Read::Broken(why) => self.keep_out(posts::name_of(item, position), why),
        }
    }

    /// Names a post that is no longer shown on its server.
    pub fn gone(&mut self, uri: String) {
        self.cursor.forget(&uri);
        if !self.harvest.gone.contains(&uri) {
            self.harvest.gone.push(uri);
        }
    }

    fn is_known(&self, uri: &str) -> bool {
        self.job.recheck.iter().any(|known| known.native_id == uri)
    }

    fn keep_out(&mut self, what: String, why: &str) {
        let kept_out = KeptOut { what, why: why.to_owned() };
        if !self.harvest.kept_out.contains(&kept_out) {
            self.harvest.kept_out.push(kept_out);
        }
    }
}
