//! What a network's storage rule ends.

use std::time::Duration;

use hashwall::domain::author::Author;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::log::Action;
use hashwall::domain::post::{Draft, Keep, State};
use hashwall::domain::user::Role;
use hashwall::store::expiry::{Purged, purge};
use hashwall::store::ingest::Batch;
use hashwall::store::{log, sessions, users};

use crate::support::build::{self, MONDAY, batch, counts, draft};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

fn kept(id: &str, content: Option<u32>, author: Option<u32>) -> Draft {
    let until = |hours: u32| MONDAY.plus(HOUR * hours);
    Draft {
        keep: Keep { content_until: content.map(until), author_until: author.map(until) },
        ..draft(id, "x")
    }
}

#[tokio::test]
async fn a_post_whose_time_is_up_goes_without_a_tombstone() {
    for db in both().await {
        let mut first = kept("1", Some(2), None);
        first.engagement = Some(counts(1, MONDAY));
        let posts =
            build::stored(&db, [first.clone(), kept("2", Some(3), None), kept("3", None, None)]).await;
        assert_eq!(purge(&db, MONDAY.plus(HOUR), 10).await.unwrap(), Purged::default());
        let purged = purge(&db, MONDAY.plus(HOUR * 2), 10).await.unwrap();
        assert_eq!(purged, Purged { posts: 1, ..Purged::default() });
        let last = log::of_post(&db, &posts[0].id).await.unwrap().pop().unwrap();
        assert_eq!((last.action, last.from, last.to), (Action::Expired, Some(State::Pending), None));
        assert_eq!(last.actor, "system");
        assert_eq!(build::all(&db).await.len(), 2);
        assert_eq!(build::run(&db, "masto", batch([first]), MONDAY).await.added, 1, "handed out again");
    }
}

#[tokio::test]
async fn a_post_that_is_seen_or_checked_again_stays() {
    for db in both().await {
        build::stored(
            &db,
            [kept("seen", Some(2), None), kept("checked", Some(2), None), kept("lost", Some(2), None)],
        )
        .await;
        let later = MONDAY.plus(HOUR);
        let run = Batch { checked: vec!["checked".to_owned()], ..batch([kept("seen", Some(3), None)]) };
        build::run(&db, "masto", run, later).await;
        assert_eq!(purge(&db, MONDAY.plus(HOUR * 2), 10).await.unwrap().posts, 1);
        let left: Vec<_> = build::all(&db).await.into_iter().map(|post| post.draft.native_id).collect();
        assert_eq!(left, ["checked", "seen"]);
        assert_eq!(purge(&db, MONDAY.plus(HOUR * 3), 10).await.unwrap().posts, 2);
    }
}

#[tokio::test]
async fn a_profile_whose_time_is_up_is_blanked_and_comes_back_when_seen() {
    for db in both().await {
        let id = build::stored(&db, [kept("1", None, Some(2))]).await.remove(0).id;
        let later = MONDAY.plus(HOUR * 2);
        assert_eq!(purge(&db, later, 10).await.unwrap(), Purged { profiles: 1, ..Purged::default() });
        assert_eq!(purge(&db, later, 10).await.unwrap(), Purged::default());
        let post = build::all(&db).await.remove(0);
        let native_id = "https://norden.example/users/lone".to_owned();
        assert_eq!(post.draft.author, Author { native_id, ..Author::default() });
        assert_eq!(post.draft.text, "x");
        let last = log::of_post(&db, &id).await.unwrap().pop().unwrap();
        assert_eq!((last.action, last.to), (Action::Minimised, Some(State::Pending)));
        let written = build::run(&db, "masto", batch([kept("1", None, Some(4))]), later).await;
        assert_eq!((written.unchanged, written.edited), (1, 0));
        assert_eq!(build::all(&db).await[0].draft.author.name, "Lone Kjær");
        assert_eq!(
            log::of_post(&db, &id).await.unwrap().pop().unwrap().action,
            Action::Edited,
            "projections are told"
        );
    }
}

#[tokio::test]
async fn counts_whose_time_is_up_are_forgotten() {
    for db in both().await {
        let mut counted = draft("1", "x");
        counted.engagement = Some(Engagement { expires_at: Some(MONDAY.plus(HOUR)), ..counts(9, MONDAY) });
        build::stored(&db, [counted]).await;
        let purged = purge(&db, MONDAY.plus(HOUR), 10).await.unwrap();
        assert_eq!(purged, Purged { counts: 2, ..Purged::default() }, "as they stand, and the way they came");
        assert_eq!(build::all(&db).await[0].draft.engagement, None);
        assert_eq!(log::read_after(&db, 1, 9).await.unwrap()[0].action, Action::Measured);
    }
}

#[tokio::test]
async fn a_purge_takes_at_most_its_limit_of_each_kind() {
    for db in both().await {
        build::stored(&db, (0..5).map(|n| kept(&n.to_string(), Some(1), None))).await;
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        for token in ["a", "b", "c"] {
            let seat = build::session(token, "eva", MONDAY.plus(HOUR));
            sessions::start(&db, &seat, MONDAY).await.unwrap();
        }
        let later = MONDAY.plus(HOUR);
        assert_eq!(
            purge(&db, later, 2).await.unwrap(),
            Purged { posts: 2, sessions: 2, ..Purged::default() }
        );
        assert_eq!(
            purge(&db, later, 2).await.unwrap(),
            Purged { posts: 2, sessions: 1, ..Purged::default() }
        );
        assert_eq!(purge(&db, later, 2).await.unwrap(), Purged { posts: 1, ..Purged::default() });
        assert_eq!(purge(&db, later, 2).await.unwrap(), Purged::default());
    }
}
