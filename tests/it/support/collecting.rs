//! Running a collector against the stand-in, run after run, with the cursor passed on as the store would.

use std::time::Duration;

use hashwall::collect::collector;
use hashwall::collect::collector::{Harvest, Job};
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::NewPost;
use hashwall::domain::source::{Known, Matching, Right, Schedule, Settings, Source};
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpPolicy};
use hashwall_standin::Standin;
use serde_json::Value;

use super::build::MONDAY;

/// One source beside the stand-in.
pub struct Bench {
    pub standin: Standin,
    pub http: Http,
    pub source: Source,
    pub cursor: Value,
}

impl Bench {
    /// Starts the stand-in on [`MONDAY`]; `settings` makes the source's settings for it.
    pub async fn start(settings: impl FnOnce(&Standin) -> Settings) -> Self {
        let standin = Standin::start(MONDAY.0).await.unwrap();
        let source = source(settings(&standin));
        Self { http: client(&standin), standin, source, cursor: Value::Null }
    }

    /// The stand-in's time.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.standin.clock.now())
    }

    /// Moves the time.
    pub fn pass(&self, secs: u64) {
        self.standin.clock.advance(Duration::from_secs(secs));
    }

    /// One run without posts due for a check.
    pub async fn run(&mut self) -> Harvest {
        self.run_checking(&[]).await
    }

    /// One run; keeps its cursor.
    pub async fn run_checking(&mut self, recheck: &[Known]) -> Harvest {
        let job =
            Job { source: &self.source, cursor: &self.cursor, recheck, now: self.now(), http: &self.http };
        let harvest = collector_of(&self.source).collect(job).await;
        if let Some(cursor) = &harvest.cursor {
            self.cursor = cursor.clone();
        }
        no_secret_in(&harvest);
        harvest
    }

    /// Runs until the collector says there is no more; all posts. At most 50 runs.
    pub async fn run_out(&mut self) -> Vec<NewPost> {
        let mut posts = Vec::new();
        for _ in 0..50 {
            let harvest = self.run().await;
            assert_eq!(harvest.failure, None);
            posts.extend(harvest.posts);
            if !harvest.more {
                return posts;
            }
        }
        panic!("the collector never says that it is done");
    }
}

/// Every secret of these tests starts with this.
pub const SECRET: &str = "sEcReT";

/// Nothing that is stored, logged or shown may hold a secret.
fn no_secret_in(harvest: &Harvest) {
    let shown = format!("{:?}{:?}{:?}", harvest.failure, harvest.notes, harvest.kept_out);
    let stored = harvest.cursor.as_ref().map(Value::to_string).unwrap_or_default();
    assert!(!shown.contains(SECRET), "a secret is shown: {shown}");
    assert!(!stored.contains(SECRET), "a secret is stored: {stored}");
}

fn collector_of(source: &Source) -> &'static dyn collector::Collector {
    hashwall::collect::collector(&source.settings)
}

/// A client that may call the stand-in.
pub fn client(standin: &Standin) -> Http {
    Http::new(HttpPolicy {
        user_agent: "hashwall-test".to_owned(),
        allow_private: vec![standin.base.trim_start_matches("http://").to_owned()],
        timeout: Duration::from_secs(5),
        max_body: 2_000_000,
        min_gap: Duration::ZERO,
        extra_ca: None,
    })
    .unwrap()
}

/// A source of any network.
pub fn source(settings: Settings) -> Source {
    Source {
        id: "kilden".to_owned(),
        title: "Kilden".to_owned(),
        right: Right::OwnPage,
        right_note: "egen side".to_owned(),
        matching: Matching::Tag(Hashtag::new("ledelsesugen").into_iter().collect()),
        schedule: Schedule { quiet: "0 0 * * * *".to_owned(), campaign: "0 */5 * * * *".to_owned() },
        trusted: false,
        organisation: None,
        sector: None,
        settings,
    }
}

/// A stored post that is due for a check.
pub fn known(native_id: &str, url: &str) -> Known {
    Known { native_id: native_id.to_owned(), url: url.to_owned(), published_at: MONDAY }
}

/// Native ids of posts, sorted.
pub fn ids(posts: &[NewPost]) -> Vec<String> {
    let mut ids: Vec<String> = posts.iter().map(|post| post.native_id.clone()).collect();
    ids.sort();
    ids
}

/// What the store would hold after the runs so far: native id → (text, reactions).
#[derive(Debug, Default)]
pub struct Held {
    pub posts: std::collections::BTreeMap<String, (String, Option<i64>)>,
    turn: usize,
}

impl Held {
    /// Writes a harvest as the store does.
    pub fn take(&mut self, harvest: &Harvest) {
        for post in &harvest.posts {
            let text = match &post.body {
                hashwall::domain::post::Body::Html(text) | hashwall::domain::post::Body::Text(text) => text,
            };
            let counts = post.engagement.as_ref().and_then(|counts| counts.reactions);
            self.posts.insert(post.native_id.clone(), (text.clone(), counts));
        }
        for (id, counts) in &harvest.engagement {
            if let Some(held) = self.posts.get_mut(id) {
                held.1 = counts.reactions;
            }
        }
        for id in &harvest.gone {
            self.posts.remove(id);
        }
    }

    /// The next posts to check, a few at a time.
    pub fn due(&mut self, most: usize) -> Vec<Known> {
        let all: Vec<&String> = self.posts.keys().collect();
        let due = (0..most.min(all.len())).map(|n| known(all[(self.turn + n) % all.len()], "")).collect();
        self.turn += most;
        due
    }
}

/// Numbers that look random and are the same in every run of a test.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One of the ways a network fails that a test need not wait for.
pub fn some_fault(dice: &mut Dice) -> hashwall_standin::faults::Fault {
    use hashwall_standin::faults::Fault;
    match dice.roll(8) {
        0 => Fault::Status(429, Some(600)),
        1 => Fault::Status(503, None),
        2 => Fault::Status(500, None),
        3 => Fault::Truncate,
        4 => Fault::Garbage,
        5 => Fault::HtmlPage,
        6 => Fault::Break,
        _ => Fault::Huge(2_500_000),
    }
}
