//! Tests of the LinkedIn collector, beside the stand-in's LinkedIn and from recorded payloads.

mod beside;
mod endurance;
mod errors;
mod fixtures;
mod listing;
mod refusals;
mod standin;

use std::time::Duration;

use hashwall::collect::collector::{Collector, Harvest, Job};
use hashwall::collect::linkedin::LinkedIn;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::{Body, NewPost};
use hashwall::domain::source::{Known, LinkedInSettings, Matching, Right, Schedule, Settings, Source};
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpPolicy};
use hashwall_standin::Standin;
use hashwall_standin::linkedin::LinkedIn as World;
use serde_json::Value;

use crate::support::build::MONDAY;

/// The Page of these tests.
const PAGE: u64 = 90_211_455;

/// A source that reads `PAGE` at `api`.
fn source_at(api: &str) -> Source {
    Source {
        id: "li-ledelsesugen".to_owned(),
        title: "Ledelsesugen på LinkedIn".to_owned(),
        right: Right::OwnPage,
        right_note: "our own Page".to_owned(),
        matching: Matching::Tag(Hashtag::new("Ledelsesugen").into_iter().collect()),
        schedule: Schedule { quiet: "0 0 * * * *".to_owned(), campaign: "0 */5 * * * *".to_owned() },
        trusted: false,
        organisation: Some("Ledelsesugens sekretariat".to_owned()),
        sector: None,
        settings: Settings::LinkedIn(LinkedInSettings {
            api: api.to_owned(),
            organization: PAGE.to_string(),
            version: World::VERSION.to_owned(),
            token: World::TOKEN.to_owned().into(),
            keep_days: 180,
            activity_hours: 48,
            profile_hours: 24,
        }),
    }
}

/// The settings of a LinkedIn source.
fn settings(source: &mut Source) -> &mut LinkedInSettings {
    match &mut source.settings {
        Settings::LinkedIn(settings) => settings,
        _ => unreachable!("a LinkedIn source"),
    }
}

/// A stand-in with one Page, and what a worker would hold of its source.
struct Bench {
    standin: Standin,
    world: World,
    page: String,
    source: Source,
    http: Http,
    cursor: Value,
}

impl Bench {
    async fn new() -> Self {
        let standin = Standin::start(MONDAY.0).await.unwrap();
        let http = Http::new(HttpPolicy {
            user_agent: "Hashwall tests".to_owned(),
            allow_private: vec!["127.0.0.1".to_owned()],
            timeout: Duration::from_secs(5),
            max_body: 4 << 20,
            min_gap: Duration::ZERO,
            extra_ca: None,
        })
        .unwrap();
        let world = standin.linkedin.clone();
        let page = world.add_organisation(PAGE, "Ledelsesugen", "ledelsesugen", 2187);
        let source = source_at(&format!("{}/linkedin", standin.base));
        Self { standin, world, page, source, http, cursor: Value::Null }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.standin.clock.now())
    }

    fn later(&self, by: Duration) {
        self.standin.clock.advance(by);
    }

    /// One run; the cursor is kept for the next one, as the store does.
    async fn run(&mut self) -> Harvest {
        self.run_with(&[]).await
    }

    /// One run in which these posts are due for a check.
    async fn run_with(&mut self, due: &[&str]) -> Harvest {
        let recheck: Vec<Known> = due
            .iter()
            .map(|&id| Known { native_id: id.to_owned(), url: String::new(), published_at: MONDAY })
            .collect();
        let job = Job {
            source: &self.source,
            cursor: &self.cursor,
            recheck: &recheck,
            now: self.now(),
            http: &self.http,
        };
        let harvest = LinkedIn.collect(job).await;
        if let Some(cursor) = &harvest.cursor {
            self.cursor = cursor.clone();
        }
        harvest
    }

    /// Paths asked for since the last call of this, without their queries.
    fn calls(&self, from: usize) -> Vec<String> {
        let all = self.standin.faults.requests();
        let path = |(_, url): &(i64, String)| url.split('?').next().unwrap_or_default().to_owned();
        all.iter().skip(from).map(path).collect()
    }

    fn calls_so_far(&self) -> usize {
        self.standin.faults.requests().len()
    }
}

/// A minute.
const MINUTE: Duration = Duration::from_secs(60);

fn text(post: &NewPost) -> &str {
    match &post.body {
        Body::Text(text) | Body::Html(text) => text,
    }
}

/// Native ids, sorted.
fn ids(harvest: &Harvest) -> Vec<&str> {
    let mut ids: Vec<&str> = harvest.posts.iter().map(|post| post.native_id.as_str()).collect();
    ids.sort_unstable();
    ids
}
