//! Figures follow the log: what is approved, corrected, taken away and made anew, on small walls whose sums one does by head.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::figures::{Estimate, Figures, Filters, PointNetwork, Window};
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::time::Timestamp;
use hashwall::projections::figures;
use hashwall::projections::projection;
use hashwall::projections::search::{Audience, SearchProjection};
use hashwall::store::ingest::Batch;
use hashwall::store::moderation;
use hashwall_index::Engine;

use crate::support::build::{self, MONDAY, batch, counts, draft, verdict};
use crate::support::database::{TestDb, both};

const DAY: Duration = Duration::from_secs(86_400);

/// A database and the figures of it.
struct Measured {
    db: TestDb,
    index: Engine,
    folder: tempfile::TempDir,
}

impl Measured {
    async fn both() -> Vec<Self> {
        both().await.into_iter().map(Self::of).collect()
    }

    fn of(db: TestDb) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { db, index: Engine::open(&folder.path().join("index")).unwrap(), folder }
    }

    /// The figures of a window, once the index stands where the log ends.
    async fn of_window(&self, window: Window) -> Figures {
        told(&self.db, &self.index, window).await
    }

    /// Ten Danish days: 20 to 29 October.
    async fn told(&self) -> Figures {
        self.of_window(autumn()).await
    }

    /// The days of them that have posts, and how many.
    async fn days(&self) -> Vec<(String, i64)> {
        days(&self.told().await)
    }

    async fn approved(&self, drafts: impl IntoIterator<Item = Draft>) {
        let trusted = || Some(verdict(State::Approved, "trusted"));
        let posts = drafts.into_iter().map(|draft| (draft, trusted())).collect();
        build::run(&self.db, "masto", Batch { posts, ..Batch::default() }, MONDAY.plus(DAY)).await;
    }
}

fn autumn() -> Window {
    let at = |text| Timestamp::parse_rfc3339(text).unwrap();
    Window::between(at("2026-10-19T22:00:00Z"), at("2026-10-29T23:00:00Z"))
}

async fn told(db: &TestDb, index: &Engine, window: Window) -> Figures {
    let search = SearchProjection::new(index.clone(), Audience::Public);
    while projection::step(db, &[&search]).await.unwrap() {}
    let estimate = Estimate { v_low: 0.06, v_high: 0.15, source: "a test".to_owned() };
    figures::of(index, &window, &Filters::default(), &estimate, MONDAY).await.unwrap()
}

fn days(told: &Figures) -> Vec<(String, i64)> {
    let points = told.timeline.points.iter();
    points
        .map(|point| (point.at.to_copenhagen().format("%d %b").to_string(), point.posts.value.unwrap()))
        .filter(|(_, posts)| *posts > 0)
        .collect()
}

fn on<const N: usize>(days: [(&str, i64); N]) -> Vec<(String, i64)> {
    days.map(|(day, posts)| (day.to_owned(), posts)).to_vec()
}

fn by(author: &str, id: &str, followers: Option<u64>, at: Timestamp) -> Draft {
    let mut draft = draft(id, "x");
    draft.author.native_id = author.to_owned();
    draft.author.followers = followers;
    draft.published_at = at;
    draft
}

#[tokio::test]
async fn approved_posts_alone_are_counted_on_danish_days_and_what_nobody_told_is_not_zero() {
    for wall in Measured::both().await {
        let late = Timestamp::parse_rfc3339("2026-10-26T23:30:00Z").unwrap(); // 27 October in Copenhagen
        let mut one = by("a", "1", None, MONDAY);
        one.engagement = Some(Engagement { shares: Some(2), ..counts(5, MONDAY) });
        let mut two = by("a", "2", None, MONDAY);
        two.engagement = Some(counts(7, MONDAY.plus(DAY)));
        wall.approved([one, two, by("b", "3", None, late)]).await;
        build::run(&wall.db, "masto", batch([by("c", "4", None, MONDAY)]), MONDAY).await; // pending
        let told = wall.told().await;
        assert_eq!(days(&told), on([("26 Oct", 2), ("27 Oct", 1)]), "{}", wall.db.engine);
        let with_posts = told.timeline.points.iter().flat_map(|point| &point.networks);
        let line = |posts, reactions, shares| PointNetwork {
            network: Network::Mastodon,
            posts,
            reactions,
            comments: None,
            shares,
            views: None,
        };
        let expected = [line(2, Some(12), Some(2)), line(1, None, None)];
        assert_eq!(with_posts.copied().collect::<Vec<_>>(), expected);
        let [network] = &told.networks[..] else { panic!("one network") };
        assert_eq!((network.posts.value, network.authors.value), (Some(3), Some(2)));
        assert_eq!((network.reactions.value, network.reactions.coverage.told), (Some(12), 2));
        assert_eq!((network.views.value, network.views.coverage.told), (None, 0));
        let fetched = (network.reactions.oldest_fetch, network.reactions.newest_fetch);
        assert_eq!(fetched, (Some(MONDAY), Some(MONDAY.plus(DAY))));
    }
}

#[tokio::test]
async fn figures_follow_decisions_edits_and_deletions_and_made_anew_they_are_the_same() {
    for wall in Measured::both().await {
        let tuesday = MONDAY.plus(DAY);
        wall.approved([by("a", "1", None, tuesday), by("b", "2", None, MONDAY), by("c", "3", None, MONDAY)])
            .await;
        assert_eq!(wall.days().await, on([("26 Oct", 2), ("27 Oct", 1)]));
        wall.approved([by("a", "1", None, MONDAY)]).await;
        assert_eq!(wall.days().await, on([("26 Oct", 3)]), "a corrected date moves a post to another day");
        let stored = build::all(&wall.db).await;
        moderation::erase(&wall.db, &stored[0].id, "user:eva", "ønske", tuesday).await.unwrap();
        let second = std::slice::from_ref(&stored[1].id);
        moderation::decide(&wall.db, second, State::Rejected, "user:eva", None, tuesday).await.unwrap();
        assert_eq!(wall.days().await, on([("26 Oct", 1)]));
        let gone = Batch { gone: vec!["3".to_owned()], ..Batch::default() };
        build::run(&wall.db, "masto", gone, tuesday).await;
        assert_eq!(wall.days().await, on([]));
        wall.approved([by("d", "4", Some(9), MONDAY)]).await;
        let followed = wall.told().await;
        assert_eq!((days(&followed), followed.potential.value), (on([("26 Oct", 1)]), Some(9)));
        let anew = Engine::open(&wall.folder.path().join("anew")).unwrap();
        assert_eq!(told(&wall.db, &anew, autumn()).await, followed, "{}", wall.db.engine);
    }
}

#[tokio::test]
async fn potential_reach_counts_each_author_once_and_says_what_it_covers() {
    for wall in Measured::both().await {
        let hour = |n: u64| MONDAY.plus(Duration::from_secs(3_600 * n));
        wall.approved([
            by("a", "1", Some(100), hour(1)),
            by("a", "2", Some(900), hour(2)),
            by("b", "3", None, hour(1)),
            by("b", "4", Some(50), hour(3)), // the first post that tells
            by("c", "5", None, hour(1)),
            by("", "6", Some(7), hour(1)),            // nobody knows who
            by("a", "0", Some(1), MONDAY.minus(DAY)), // before the window
        ])
        .await;
        let told = wall.of_window(Window::between(MONDAY, MONDAY.plus(DAY))).await;
        assert_eq!(told.potential.value, Some(150), "{}", wall.db.engine);
        assert_eq!((told.potential.coverage.told, told.potential.coverage.of), (4, 6));
        assert_eq!((told.authors.value, told.covered_authors), (Some(3), 2));
    }
}

#[tokio::test]
async fn hostile_numbers_overflow_no_sum() {
    for wall in Measured::both().await {
        wall.approved((0..20).map(|n| {
            let mut hostile = by(&format!("a{n}"), &n.to_string(), Some(u64::MAX), MONDAY);
            hostile.engagement = Some(Engagement { views: Some(i64::MIN), ..counts(i64::MAX, MONDAY) });
            hostile
        }))
        .await;
        let told = wall.told().await;
        let [network] = &told.networks[..] else { panic!("one network") };
        assert_eq!(network.reactions.value, Some(20_000_000_000_000), "{}", wall.db.engine);
        assert_eq!(network.views.value, Some(-20_000_000_000_000));
        assert_eq!(told.potential.value, Some(200_000_000_000));
    }
}
