//! A post's counts over time.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::log::Action;
use hashwall::domain::post::State;
use hashwall::domain::time::Timestamp;
use hashwall::store::db::Db;
use hashwall::store::ingest::Batch;
use hashwall::store::{expiry, log, snapshots};

use crate::support::build::{self, MONDAY, counts, draft, verdict};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

async fn measured(db: &Db, told: Engagement) {
    let at = told.fetched_at;
    let engagement = vec![("1".to_owned(), told)];
    build::run(db, "masto", Batch { engagement, ..Batch::default() }, at).await;
}

async fn shown(db: &Db, told: Option<Engagement>) -> hashwall::domain::post::PostId {
    let mut post = draft("1", "opslag");
    post.engagement = told;
    let posts = vec![(post, Some(verdict(State::Approved, "trusted")))];
    build::run(db, "masto", Batch { posts, ..Batch::default() }, MONDAY).await;
    build::all(db).await.remove(0).id
}

#[tokio::test]
async fn only_what_is_new_is_kept_and_a_drop_is_kept_as_told() {
    for db in both().await {
        let post = shown(&db, Some(counts(5, MONDAY))).await;
        let kinds = [("LIKE".to_owned(), 8), ("PRAISE".to_owned(), 1)].into();
        measured(&db, Engagement { comments: Some(2), kinds, ..counts(9, MONDAY.plus(HOUR)) }).await;
        let kinds = [("LIKE".to_owned(), 8), ("PRAISE".to_owned(), 1)].into();
        measured(&db, Engagement { comments: Some(2), kinds, ..counts(9, MONDAY.plus(HOUR * 2)) }).await;
        measured(&db, counts(-3, MONDAY.plus(HOUR * 3))).await;
        let kept = snapshots::of_post(&db, &post).await.unwrap();
        let told: Vec<_> = kept.iter().map(|kept| (kept.fetched_at, kept.reactions, kept.comments)).collect();
        let at = |hours| MONDAY.plus(HOUR * hours);
        let expected = vec![
            (at(0), Some(5), None),
            (at(1), Some(9), Some(2)),
            (at(3), Some(-3), None), // fewer than none, and comments are told no more: neither is made up for
        ];
        assert_eq!(told, expected);
        assert_eq!(kept[1].kinds.get("PRAISE"), Some(&1), "reactions by type");
    }
}

#[tokio::test]
async fn counts_that_stand_still_are_logged_a_few_times_a_day_and_every_stored_time_is_in_the_log() {
    for db in both().await {
        shown(&db, Some(counts(5, MONDAY))).await;
        for quarter in 1..=28_u32 {
            measured(&db, counts(5, MONDAY.plus(HOUR / 4 * quarter))).await;
        }
        let entries = log::read_after(&db, 0, 1_000).await.unwrap();
        assert_eq!(
            entries.iter().filter(|entry| entry.action == Action::Measured).count(),
            1,
            "after six hours"
        );
        let post = build::all(&db).await.remove(0);
        assert_eq!(post.draft.engagement.unwrap().fetched_at, MONDAY.plus(HOUR * 6));
    }
}

#[tokio::test]
async fn a_storage_rule_ends_each_snapshot_in_its_own_time() {
    for db in both().await {
        let told = |reactions, hours: u32| {
            let at = MONDAY.plus(HOUR * hours);
            Engagement { expires_at: Some(at.plus(HOUR * 48)), ..counts(reactions, at) }
        };
        let post = shown(&db, Some(told(5, 0))).await;
        measured(&db, told(7, 24)).await;
        measured(&db, told(7, 25)).await; // the same: it may be kept an hour longer
        let purge = async |at: Timestamp| while expiry::purge(&db, at, 100).await.unwrap().counts > 0 {};
        purge(MONDAY.plus(HOUR * 49)).await;
        let left = snapshots::of_post(&db, &post).await.unwrap();
        assert_eq!(left.iter().map(|kept| kept.reactions).collect::<Vec<_>>(), [Some(7)]);
        assert!(build::all(&db).await[0].draft.engagement.is_some());
        purge(MONDAY.plus(HOUR * 73)).await;
        assert!(snapshots::of_post(&db, &post).await.unwrap().is_empty());
        assert_eq!(build::all(&db).await[0].draft.engagement, None, "so do the counts");
    }
}
