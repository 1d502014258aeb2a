//! The collector against a server that behaves, and one that does not.

use std::time::Duration;

use hashwall::collect::collector::{Collector, Failure, Harvest, Job};
use hashwall::collect::feed::Feed;
use hashwall::domain::source::{FeedSettings, Matching, Right, Schedule, Settings, Source};
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpPolicy};
use hashwall_standin::Standin;
use hashwall_standin::feeds::{Feeds, Format};
use serde_json::Value;

use crate::support::build::MONDAY;

struct Run {
    standin: Standin,
    http: Http,
    source: Source,
    cursor: Value,
    now: Timestamp,
}

impl Run {
    /// A feed `blog` with three stories, read from the address `url` gives.
    async fn start(url: impl Fn(&Feeds) -> String) -> Self {
        let standin = Standin::start(MONDAY.0).await.unwrap();
        let host = standin.base.trim_start_matches("http://").to_owned();
        let http = Http::new(HttpPolicy {
            user_agent: "Hashwall test".to_owned(),
            allow_private: vec![host],
            timeout: Duration::from_secs(20),
            max_body: 60 << 20,
            min_gap: Duration::ZERO,
            extra_ca: None,
        })
        .unwrap();
        standin.feeds.open("blog", "Ledelsesbloggen", Format::Rss);
        for number in 0..3 {
            standin.feeds.publish("blog", standin.feeds.story("blog", number));
        }
        let source = Source {
            id: "blog".to_owned(),
            title: "Bloggen".to_owned(),
            right: Right::OwnPage,
            right_note: "vores egen".to_owned(),
            matching: Matching::All,
            schedule: Schedule { quiet: "0 0 * * * *".to_owned(), campaign: "0 * * * * *".to_owned() },
            trusted: false,
            organisation: None,
            sector: None,
            settings: Settings::Feed(FeedSettings { url: url(&standin.feeds), full_text: true }),
        };
        Self { standin, http, source, cursor: Value::Null, now: MONDAY }
    }

    /// Collects once, a minute after the last time.
    async fn step(&mut self) -> Harvest {
        self.now = self.now.plus(Duration::from_secs(60));
        self.standin.clock.set(self.now.0);
        let job =
            Job { source: &self.source, cursor: &self.cursor, recheck: &[], now: self.now, http: &self.http };
        let harvest = Feed.collect(job).await;
        if let Some(cursor) = &harvest.cursor {
            self.cursor.clone_from(cursor);
        }
        harvest
    }

    /// Collects once and expects no failure: the titles.
    async fn titles(&mut self) -> Vec<String> {
        let harvest = self.step().await;
        assert_eq!(harvest.failure, None, "{:?}", harvest.notes);
        harvest.posts.into_iter().filter_map(|post| post.title).collect()
    }
}

#[tokio::test]
async fn every_format_brings_the_same_posts_and_then_nothing_until_something_changes() {
    let mut seen = Vec::new();
    for end in ["", ".rss", ".atom", ".rdf", ".json"] {
        let mut run = Run::start(|feeds| feeds.url(&format!("blog{end}"))).await;
        let mut titles = run.titles().await;
        titles.sort();
        seen.push(titles);
        assert!(run.titles().await.is_empty(), "{end}: 304 was not understood");
        run.standin.feeds.publish("blog", run.standin.feeds.story("blog", 3));
        assert_eq!(run.titles().await.len(), 4, "{end}");
        assert!(run.standin.feeds.edit("blog", "blog-3", |item| item.title.push_str(" (rettet)")));
        let edited = run.step().await;
        let post = edited.posts.iter().find(|post| post.native_id == "blog:blog-3").unwrap();
        assert!(post.title.as_deref().is_some_and(|title| title.ends_with("(rettet)")));
        assert!(run.standin.feeds.withdraw("blog", "blog-3"));
        let harvest = run.step().await;
        assert!(harvest.gone.is_empty(), "a feed that drops an item has not deleted it");
    }
    assert_eq!(seen[0].len(), 3);
    assert!(seen.iter().all(|titles| *titles == seen[0]), "{seen:?}");
}

#[tokio::test]
async fn bad_manners_cost_nothing() {
    let mut run = Run::start(|feeds| feeds.url("blog")).await;
    let good = run.titles().await;
    let ids = |harvest: &Harvest| harvest.posts.iter().map(|post| post.native_id.clone()).collect::<Vec<_>>();
    run.cursor = Value::Null;
    let first = ids(&run.step().await);
    for turn in 0..7 {
        run.standin.feeds.manners("blog", |manners| {
            *manners = Default::default();
            match turn {
                0 => manners.wrong_charset = true,
                1 => manners.broken_xml = true,
                2 => manners.html_type = true,
                3 => manners.changing_etag = true,
                4 => manners.redated = true,
                5 => manners.unsorted = true,
                _ => manners.changing_guids = true,
            }
        });
        // As if the content had changed: otherwise a good server says 304.
        (run.cursor["etag"], run.cursor["modified"]) = (Value::Null, Value::Null);
        let harvest = run.step().await;
        assert_eq!(harvest.failure, None, "turn {turn}");
        let mut have = ids(&harvest);
        have.sort();
        let mut want = first.clone();
        want.sort();
        assert_eq!(have, want, "turn {turn}");
        let mut titles: Vec<String> = harvest.posts.into_iter().filter_map(|post| post.title).collect();
        titles.sort();
        let mut expected = good.clone();
        expected.sort();
        assert_eq!(titles, expected, "turn {turn}");
    }
}

#[tokio::test]
async fn a_page_leads_to_its_feed_and_the_feed_is_remembered() {
    let mut run = Run::start(|feeds| feeds.page("blog")).await;
    let harvest = run.step().await;
    assert_eq!(harvest.posts.len(), 3, "{:?} {:?}", harvest.failure, harvest.notes);
    assert!(harvest.notes.iter().any(|note| note.contains("is a web page")), "{:?}", harvest.notes);
    run.titles().await;
    let asked = run.standin.faults.requests();
    assert!(asked.last().is_some_and(|(_, path)| path == "/feeds/blog"), "{asked:?}");
    run.standin.feeds.manners("blog", |manners| manners.status = Some(404));
    assert!(matches!(run.step().await.failure, Some(Failure::Transient(_))));
    run.standin.feeds.manners("blog", |manners| manners.status = None);
    assert_eq!(run.titles().await.len(), 3, "a feed that vanished is looked for again");
}

#[tokio::test]
async fn moves_are_followed_and_only_permanent_ones_remembered() {
    for (status, remembered) in [(302, false), (307, false), (301, true), (308, true)] {
        let mut run = Run::start(|feeds| feeds.url("gammel")).await;
        let to = run.standin.feeds.url("blog");
        run.standin.feeds.manners("gammel", |manners| manners.redirect = Some((status, to)));
        assert_eq!(run.titles().await.len(), 3, "{status}");
        run.titles().await;
        let old = run.standin.faults.requests().iter().filter(|(_, path)| path == "/feeds/gammel").count();
        assert_eq!(old, if remembered { 1 } else { 2 }, "{status}");
    }
}

#[tokio::test]
async fn failures_are_told_apart_and_got_over() {
    let mut run = Run::start(|feeds| feeds.url("blog")).await;
    assert_eq!(run.titles().await.len(), 3);
    let kind = |harvest: Harvest| match harvest.failure {
        Some(Failure::Transient(_)) => "transient",
        Some(Failure::Throttled { .. }) => "throttled",
        Some(Failure::Refused(_)) => "refused",
        Some(Failure::Gone(_)) => "gone",
        Some(Failure::Misconfigured(_)) => "misconfigured",
        None => "none",
    };
    for (status, expected) in
        [(410, "gone"), (404, "transient"), (500, "transient"), (403, "refused"), (401, "refused")]
    {
        run.standin.feeds.manners("blog", |manners| manners.status = Some(status));
        assert_eq!(kind(run.step().await), expected, "{status}");
    }
    run.standin.feeds.manners("blog", |manners| (manners.status, manners.html_page) = (None, true));
    assert_eq!(kind(run.step().await), "transient", "a web page where a feed was");
    run.standin.feeds.manners("blog", |manners| (manners.html_page, manners.truncated) = (false, true));
    run.standin.feeds.publish("blog", run.standin.feeds.story("blog", 7));
    let cut = run.step().await;
    assert!(cut.posts.len() < 4 && cut.failure.is_none());
    run.standin.feeds.manners("blog", |manners| manners.truncated = false);
    assert_eq!(run.titles().await.len(), 4, "what was cut off is there after all");
    run.standin.feeds.manners("blog", |manners| manners.retry_after = Some(90));
    assert_eq!(kind(run.step().await), "throttled");
}

#[tokio::test]
async fn older_pages_are_read_once_and_never_for_ever() {
    let mut run = Run::start(|feeds| feeds.url("blog.json")).await;
    for number in 3..12 {
        run.standin.feeds.publish("blog", run.standin.feeds.story("blog", number));
    }
    run.standin.feeds.manners("blog", |manners| (manners.page_size, manners.endless) = (Some(3), true));
    let first = run.step().await;
    assert_eq!(first.posts.len(), 12, "{:?}", first.notes);
    let requests = run.standin.faults.requests().len();
    assert!(requests <= 6, "{requests} requests");
    run.standin.feeds.publish("blog", run.standin.feeds.story("blog", 12));
    assert_eq!(run.step().await.posts.len(), 3);
    assert_eq!(run.standin.faults.requests().len(), requests + 1, "older pages only on the first run");
}
