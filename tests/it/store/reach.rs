//! The reach read model: days follow the log, and a replay gives the same.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::reach::{PotentialReach, ReachDay};
use hashwall::domain::time::Timestamp;
use hashwall::store::db::Db;
use hashwall::store::ingest::Batch;
use hashwall::store::{log, moderation, reach};

use crate::support::build::{self, MONDAY, batch, counts, draft, verdict};
use crate::support::database::both;

const DAY: Duration = Duration::from_secs(86_400);

/// What the projection does: follows from where it stands.
async fn follow(db: &Db) {
    let entries = log::read_after(db, reach::position(db).await.unwrap(), 1_000).await.unwrap();
    reach::recompute(db, &entries).await.unwrap();
}

async fn days(db: &Db) -> Vec<ReachDay> {
    reach::days(db, "2026-10-01", "2026-11-30").await.unwrap()
}

async fn approved(db: &Db, drafts: Vec<Draft>, at: Timestamp) {
    let posts = drafts.into_iter().map(|draft| (draft, Some(verdict(State::Approved, "trusted")))).collect();
    build::run(db, "masto", Batch { posts, ..Batch::default() }, at).await;
}

fn by(author: &str, id: &str, followers: Option<u64>, at: Timestamp) -> Draft {
    let mut draft = draft(id, "x");
    draft.author.native_id = author.to_owned();
    draft.author.followers = followers;
    draft.published_at = at;
    draft
}

#[tokio::test]
async fn a_day_counts_approved_posts_alone_and_unknown_is_not_zero() {
    for db in both().await {
        let late = Timestamp::parse_rfc3339("2026-10-26T23:30:00Z").unwrap(); // 27 October in Copenhagen
        let mut one = by("a", "1", None, MONDAY);
        one.engagement = Some(Engagement { shares: Some(2), ..counts(5, MONDAY) });
        let mut two = by("a", "2", None, MONDAY);
        two.engagement = Some(counts(7, MONDAY.plus(DAY)));
        approved(&db, vec![one, two, by("b", "3", None, late)], MONDAY).await;
        build::run(&db, "masto", batch([by("c", "4", None, MONDAY)]), MONDAY).await; // pending
        follow(&db).await;
        let found = days(&db).await;
        let first = ReachDay {
            day: "2026-10-26".to_owned(),
            network: Network::Mastodon,
            posts: 2,
            authors: 1,
            reactions: Some(12),
            comments: None,
            shares: Some(2),
            views: None,
            oldest_fetch: Some(MONDAY),
            newest_fetch: Some(MONDAY.plus(DAY)),
        };
        assert_eq!(found[0], first);
        assert_eq!((found[1].day.as_str(), found[1].posts, found[1].reactions), ("2026-10-27", 1, None));
        assert_eq!(found.len(), 2);
        assert_eq!(reach::days(&db, "2026-10-27", "2026-10-27").await.unwrap(), found[1..]);
        assert_eq!(reach::position(&db).await.unwrap(), 4);
    }
}

#[tokio::test]
async fn days_follow_decisions_edits_and_deletions_and_a_replay_is_equal() {
    for db in both().await {
        let tuesday = MONDAY.plus(DAY);
        approved(
            &db,
            vec![by("a", "1", None, tuesday), by("b", "2", None, MONDAY), by("c", "3", None, MONDAY)],
            tuesday,
        )
        .await;
        follow(&db).await;
        let posts =
            |days: &[ReachDay]| days.iter().map(|day| (day.day.clone(), day.posts)).collect::<Vec<_>>();
        assert_eq!(posts(&days(&db).await), [("2026-10-26".to_owned(), 2), ("2026-10-27".to_owned(), 1)]);
        // A corrected date moves a post to another day; its old day is counted anew.
        approved(&db, vec![by("a", "1", None, MONDAY)], tuesday).await;
        follow(&db).await;
        assert_eq!(posts(&days(&db).await), [("2026-10-26".to_owned(), 3)]);
        let stored = build::all(&db).await;
        moderation::erase(&db, &stored[0].id, "user:eva", "ønske", tuesday).await.unwrap();
        moderation::decide(
            &db,
            std::slice::from_ref(&stored[1].id),
            State::Rejected,
            "user:eva",
            None,
            tuesday,
        )
        .await
        .unwrap();
        follow(&db).await;
        assert_eq!(posts(&days(&db).await), [("2026-10-26".to_owned(), 1)]);
        let gone = Batch { gone: vec!["3".to_owned()], ..Batch::default() };
        build::run(&db, "masto", gone, tuesday).await;
        follow(&db).await;
        assert!(days(&db).await.is_empty());
        approved(&db, vec![by("d", "4", None, MONDAY)], tuesday).await;
        follow(&db).await;
        let followed = days(&db).await;
        let position = reach::position(&db).await.unwrap();
        let everything = log::read_after(&db, 0, 1_000).await.unwrap();
        reach::recompute(&db, &everything[..3]).await.unwrap();
        assert_eq!(reach::position(&db).await.unwrap(), position, "it never goes back");
        reach::reset(&db).await.unwrap();
        assert_eq!(reach::position(&db).await.unwrap(), 0);
        assert!(days(&db).await.is_empty());
        follow(&db).await;
        assert_eq!(days(&db).await, followed);
        assert_eq!(reach::position(&db).await.unwrap(), position);
    }
}

#[tokio::test]
async fn potential_reach_counts_each_author_once_and_says_what_it_covers() {
    for db in both().await {
        let hour = |n: u64| MONDAY.plus(Duration::from_secs(3_600 * n));
        let drafts = vec![
            by("a", "1", Some(100), hour(1)),
            by("a", "2", Some(900), hour(2)),
            by("b", "3", None, hour(1)),
            by("b", "4", Some(50), hour(3)), // the first post that tells
            by("c", "5", None, hour(1)),
            by("", "6", Some(7), hour(1)),            // nobody knows who
            by("a", "0", Some(1), MONDAY.minus(DAY)), // before the window
        ];
        approved(&db, drafts, MONDAY.plus(DAY)).await;
        let found = reach::potential(&db, MONDAY, MONDAY.plus(DAY)).await.unwrap();
        let expected =
            PotentialReach { followers: 150, posts: 6, covered_posts: 4, authors: 3, covered_authors: 2 };
        assert_eq!(found, expected, "{}", db.engine);
        let none = reach::potential(&db, MONDAY, MONDAY).await.unwrap();
        assert_eq!(none, PotentialReach::default());
    }
}

#[tokio::test]
async fn hostile_numbers_overflow_no_sum() {
    for db in both().await {
        let drafts = (0..20).map(|n| {
            let mut hostile = by(&format!("a{n}"), &n.to_string(), Some(u64::MAX), MONDAY);
            hostile.engagement = Some(Engagement { views: Some(i64::MIN), ..counts(i64::MAX, MONDAY) });
            hostile
        });
        approved(&db, drafts.collect(), MONDAY).await;
        follow(&db).await;
        assert_eq!(days(&db).await[0].reactions, Some(20_000_000_000_000));
        let potential = reach::potential(&db, MONDAY, MONDAY.plus(DAY)).await.unwrap();
        assert_eq!(potential.followers, 200_000_000_000);
    }
}
