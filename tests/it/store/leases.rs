//! Who has which post in hand, and who is here: on a clock that is moved.

use std::time::Duration;

use hashwall::domain::post::{PostId, State};
use hashwall::domain::time::Timestamp;
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::marks::{self, Mark};
use hashwall::store::undo::By;
use hashwall::store::{leases, moderation, presence};

use crate::support::build::{self, MONDAY, draft};
use crate::support::database::{TestDb, both};

fn after(secs: u64) -> Timestamp {
    MONDAY.plus(Duration::from_secs(secs))
}

async fn three(db: &TestDb) -> Vec<PostId> {
    let posts = build::stored(db, ["1", "2", "3"].map(|id| draft(id, "kø"))).await;
    posts.into_iter().map(|post| post.id).collect()
}

#[tokio::test]
async fn a_post_is_in_one_hand_until_it_lets_go_or_a_minute_has_passed() {
    for db in both().await {
        let ids = three(&db).await;
        let take =
            async |who: &str, posts: &[PostId], at| leases::take(&db, who, "p", posts, at).await.unwrap();
        assert_eq!(take("mette", &ids[..2], after(0)).await, ids[..2]);
        assert_eq!(take("maja", &ids, after(1)).await, ids[2..], "two are mette's");
        assert_eq!(take("mette", &ids[..2], after(50)).await, ids[..2], "a sign of life renews");
        assert_eq!(take("maja", &ids, after(100)).await, ids[2..]);
        let held = leases::held(&db, after(109)).await.unwrap();
        assert_eq!(held.get(&ids[0]).map(String::as_str), Some("mette"));
        assert_eq!(leases::held(&db, after(110)).await.unwrap().get(&ids[0]), None, "nobody freed it");
        assert_eq!(take("maja", &ids, after(110)).await, ids);
        leases::free(&db, "maja", "p").await.unwrap();
        assert!(leases::held(&db, after(110)).await.unwrap().is_empty());
        assert!(take("maja", &[PostId("gone".to_owned())], after(111)).await.is_empty());
    }
}

#[tokio::test]
async fn laptop_and_phone_of_one_person_do_not_free_each_others() {
    for db in both().await {
        let ids = three(&db).await;
        leases::take(&db, "mette", "laptop", &ids[..1], MONDAY).await.unwrap();
        leases::take(&db, "mette", "phone", &ids[1..], MONDAY).await.unwrap();
        assert_eq!(leases::held(&db, MONDAY).await.unwrap().len(), 3);
        leases::take(&db, "mette", "phone", &ids[2..], MONDAY).await.unwrap();
        assert_eq!(leases::held(&db, MONDAY).await.unwrap().len(), 2, "the phone went on");
    }
}

#[tokio::test]
async fn of_many_who_reach_for_a_post_at_once_one_gets_it() {
    for db in both().await {
        let ids = three(&db).await;
        let others = [db.again().await, db.again().await, db.again().await];
        let names = ["a", "b", "c"];
        let takers =
            others.iter().zip(names).map(|(db, name)| leases::take(db, name, "p", &ids[..1], MONDAY));
        let taken = futures_util::future::join_all(takers).await;
        let won = taken.into_iter().filter(|taken| !taken.as_ref().unwrap().is_empty()).count();
        assert_eq!(won, 1, "{}", db.engine);
    }
}

#[tokio::test]
async fn what_another_has_in_hand_is_not_decided_marked_or_blocked() {
    for db in both().await {
        let ids = three(&db).await;
        leases::take(&db, "maja", "p", &ids[..1], MONDAY).await.unwrap();
        let by = By { actor: "user:mette", request: None, now: after(59) };
        let refused = |what: &str, result: Result<_, StoreError>| match result {
            Err(StoreError::Conflict(Conflict::HeldBy(name))) => assert_eq!(name, "maja", "{what}"),
            other => panic!("{what}: {other:?}"),
        };
        let decide = async |who: &str, at| {
            moderation::decide(&db, &ids[..2], State::Approved, who, None, at).await.map(|_| ())
        };
        refused("decision", decide("user:mette", after(59)).await);
        refused("block", moderation::block_author(&db, &ids[0], by).await.map(|_| ()));
        refused("pin", marks::mark(&db, &ids[..1], &Mark::Pinned(true), by).await.map(|_| ()));
        marks::mark(&db, &ids[..1], &Mark::Noted("ring til hende".to_owned()), by).await.unwrap();
        assert!(build::all(&db).await.iter().all(|post| post.state == State::Pending && !post.marks.pinned));
        decide("rule:late", after(59)).await.unwrap();
        moderation::decide(&db, &ids[..2], State::Held, "user:maja", None, after(59)).await.unwrap();
        assert!(leases::held(&db, after(59)).await.unwrap().is_empty(), "what is decided is let go of");
        decide("user:mette", after(60)).await.unwrap();
    }
}

#[tokio::test]
async fn somebody_is_here_for_a_minute_after_their_last_sign() {
    for db in both().await {
        presence::seen(&db, "mette", after(0)).await.unwrap();
        presence::seen(&db, "maja", after(30)).await.unwrap();
        assert_eq!(presence::here(&db, after(59)).await.unwrap(), ["maja", "mette"]);
        assert_eq!(presence::here(&db, after(60)).await.unwrap(), ["maja"]);
        presence::left(&db, "maja").await.unwrap();
        assert!(presence::here(&db, after(60)).await.unwrap().is_empty());
    }
}
