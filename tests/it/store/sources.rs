//! Sources: configuration, lease, status, what is due for a check.

use std::time::Duration;

use hashwall::domain::network::Network;
use hashwall::domain::post::State;
use hashwall::domain::time::Timestamp;
use hashwall::store::db::StoreError;
use hashwall::store::ingest::{self, Batch};
use hashwall::store::moderation;
use hashwall::store::sources::{self, Enlisted, Outcome, Status};

use crate::support::build::{self, MONDAY, batch, draft, enlisted};
use crate::support::database::{TestDb, both};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

async fn status(db: &TestDb, id: &str) -> Status {
    sources::statuses(db, MONDAY).await.unwrap().into_iter().find(|status| status.id == id).unwrap()
}

async fn end(db: &TestDb, id: &str, outcome: Outcome) {
    let claimed = sources::claim_one(db, "w", id, MONDAY, HOUR).await.unwrap().unwrap();
    ingest::write(db, id, &claimed.lease, Batch::default(), &outcome, MONDAY).await.unwrap();
}

#[tokio::test]
async fn the_most_overdue_active_source_is_claimed_once() {
    for db in both().await {
        let at = |id: &str, run: Timestamp| Enlisted { first_run: run, ..enlisted(id, Network::Feed) };
        let late = MONDAY.minus(HOUR);
        sources::enlist(&db, &[at("b", MONDAY), at("a", late), at("c", MONDAY.plus(HOUR))], MONDAY)
            .await
            .unwrap();
        let among = ["a", "b", "c"].map(str::to_owned);
        let claim = async |now| sources::claim(&db, "w", &among, now, MINUTE).await.unwrap();
        let first = claim(MONDAY).await.unwrap();
        assert_eq!((first.id.as_str(), first.due, first.failures), ("a", late, 0));
        assert!(status(&db, "a").await.running);
        assert_eq!(claim(MONDAY).await.unwrap().id, "b");
        assert!(claim(MONDAY).await.is_none(), "c is not due");
        assert!(sources::claim_one(&db, "w", "a", MONDAY, MINUTE).await.unwrap().is_none(), "held");
        // A worker that died gives it back by the clock, and the new lease is another one.
        let again = claim(MONDAY.plus(MINUTE)).await.unwrap();
        assert_eq!(again.id, "a");
        assert_ne!(again.lease, first.lease);
        assert!(
            sources::claim_one(&db, "w", "c", MONDAY, MINUTE).await.unwrap().is_some(),
            "now, due or not"
        );
        assert!(sources::claim_one(&db, "w", "unknown", MONDAY, MINUTE).await.unwrap().is_none());
        assert!(sources::claim(&db, "w", &[], MONDAY.plus(HOUR), MINUTE).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn what_is_configured_no_more_is_not_run_but_stays() {
    for db in both().await {
        let both = [enlisted("a", Network::Feed), enlisted("b", Network::Feed)];
        sources::enlist(&db, &both, MONDAY).await.unwrap();
        build::run(&db, "a", batch([draft("1", "x")]), MONDAY).await;
        sources::enlist(&db, &both[1..], MONDAY).await.unwrap();
        assert!(!status(&db, "a").await.active);
        assert_eq!(build::all(&db).await.len(), 1, "its posts stay");
        let among = ["a", "b"].map(str::to_owned);
        assert_eq!(sources::claim(&db, "w", &among, MONDAY, HOUR).await.unwrap().unwrap().id, "b");
        assert!(sources::claim(&db, "w", &among, MONDAY, HOUR).await.unwrap().is_none());
        sources::enlist(&db, &both, MONDAY).await.unwrap();
        assert_eq!(sources::claim(&db, "w", &among, MONDAY, HOUR).await.unwrap().unwrap().id, "a");
    }
}

#[tokio::test]
async fn a_changed_configuration_wakes_a_paused_source() {
    for db in both().await {
        let source = enlisted("a", Network::Feed);
        sources::enlist(&db, std::slice::from_ref(&source), MONDAY).await.unwrap();
        let paused = Outcome {
            next_run: MONDAY.plus(24 * HOUR),
            failures: 3,
            paused: Some("410".to_owned()),
            error: Some("410".to_owned()),
            moved_to: Some("https://ny.example/".to_owned()),
            ..Outcome::default()
        };
        end(&db, "a", paused).await;
        // The same configuration again, as at every start, wakes nothing.
        let renamed = Enlisted { title: "Ny titel".to_owned(), ..source.clone() };
        sources::enlist(&db, &[renamed], MONDAY).await.unwrap();
        let before = status(&db, "a").await;
        assert_eq!((before.paused.as_deref(), before.title.as_str()), (Some("410"), "Ny titel"));
        assert_eq!((before.failures, before.next_run), (3, MONDAY.plus(24 * HOUR)));
        let changed = Enlisted { fingerprint: "2".to_owned(), ..source };
        sources::enlist(&db, &[changed], MONDAY).await.unwrap();
        let after = status(&db, "a").await;
        assert_eq!((after.paused, after.failures, after.next_run, after.moved_to), (None, 0, MONDAY, None));
        assert_eq!(after.runs, 1);
    }
}

#[tokio::test]
async fn a_status_remembers_the_last_failure_until_a_good_run() {
    for db in both().await {
        sources::enlist(&db, &[enlisted("a", Network::Feed)], MONDAY).await.unwrap();
        let notes: Vec<String> = (0..30).map(|n| n.to_string()).collect();
        let failed = Outcome {
            error: Some("502".to_owned()),
            failures: 1,
            next_run: MONDAY.plus(MINUTE),
            moved_to: Some("https://ny.example/".to_owned()),
            notes,
            ..Outcome::default()
        };
        end(&db, "a", failed).await;
        let bad = status(&db, "a").await;
        assert_eq!((bad.error.as_deref(), bad.failures, bad.failed_runs), (Some("502"), 1, 1));
        assert_eq!((bad.last_run, bad.last_success), (Some(MONDAY), None));
        assert_eq!(bad.notes.len(), 20);
        let claimed = sources::claim_one(&db, "w", "a", MONDAY, HOUR).await.unwrap().unwrap();
        assert_eq!((claimed.failures, claimed.moved_to.as_deref()), (1, Some("https://ny.example/")));
        let good = Outcome { next_run: MONDAY.plus(HOUR), ..Outcome::default() };
        ingest::write(&db, "a", &claimed.lease, Batch::default(), &good, MONDAY.plus(MINUTE)).await.unwrap();
        let good = status(&db, "a").await;
        assert_eq!((good.error, good.failures, good.failed_runs, good.runs), (None, 0, 1, 2));
        assert_eq!(good.last_success, Some(MONDAY.plus(MINUTE)));
        assert_eq!(good.moved_to.as_deref(), Some("https://ny.example/"), "moved for good");
    }
}

#[tokio::test]
async fn run_now_lifts_pause_and_backoff() {
    for db in both().await {
        sources::enlist(&db, &[enlisted("a", Network::Feed), enlisted("b", Network::Feed)], MONDAY)
            .await
            .unwrap();
        let later = MONDAY.plus(HOUR);
        for id in ["a", "b"] {
            let paused = Some("token".to_owned());
            end(&db, id, Outcome { next_run: later, failures: 9, paused, ..Outcome::default() }).await;
        }
        sources::run_now(&db, "a", MONDAY).await.unwrap();
        let woken = status(&db, "a").await;
        assert_eq!((woken.next_run, woken.paused, woken.failures), (MONDAY, None, 0));
        assert_eq!(status(&db, "b").await.failures, 9);
        let unknown = sources::run_now(&db, "unknown", MONDAY).await;
        assert!(matches!(unknown, Err(StoreError::Conflict(_))), "{unknown:?}");
    }
}

#[tokio::test]
async fn statuses_stand_by_network_and_title() {
    for db in both().await {
        let titled =
            |id: &str, network, title: &str| Enlisted { title: title.to_owned(), ..enlisted(id, network) };
        let all = [
            titled("1", Network::Feed, "Aarhus"),
            titled("2", Network::LinkedIn, "Ålborg"),
            titled("3", Network::LinkedIn, "Odense"),
        ];
        sources::enlist(&db, &all, MONDAY).await.unwrap();
        let ids: Vec<_> = sources::statuses(&db, MONDAY).await.unwrap().into_iter().map(|s| s.id).collect();
        assert_eq!(ids, ["3", "2", "1"], "{}", db.engine);
    }
}

#[tokio::test]
async fn posts_are_checked_by_age_approved_first() {
    for db in both().await {
        let aged = |id: &str, hours: u32| {
            let mut draft = draft(id, "x");
            draft.published_at = MONDAY.minus(HOUR * hours);
            draft
        };
        let drafts =
            [aged("fresh", 1), aged("day", 24), aged("week", 200), aged("old", 1_000), aged("approved", 2)];
        let stored = build::stored(&db, drafts).await;
        moderation::decide(
            &db,
            std::slice::from_ref(&stored[0].id),
            State::Approved,
            "user:eva",
            None,
            MONDAY,
        )
        .await
        .unwrap();
        let due = async |after: Duration, limit| {
            let known =
                sources::recheck_due(&db, "masto", 15 * MINUTE, MONDAY.plus(after), limit).await.unwrap();
            known.into_iter().map(|known| known.native_id).collect::<Vec<_>>()
        };
        assert!(due(14 * MINUTE, 9).await.is_empty());
        let mut soon = due(15 * MINUTE, 9).await;
        assert_eq!(soon.remove(0), "approved");
        assert_eq!(soon, ["fresh"]);
        assert_eq!(due(HOUR, 9).await.len(), 3);
        assert_eq!(due(12 * HOUR, 9).await.len(), 4);
        assert_eq!(due(24 * HOUR, 9).await.len(), 5);
        assert_eq!(due(7 * 24 * HOUR, 1).await, ["approved"]);
        assert!(
            sources::recheck_due(&db, "other", 15 * MINUTE, MONDAY.plus(24 * HOUR), 9)
                .await
                .unwrap()
                .is_empty()
        );
        // What was seen, or said to be there, is not due again at once.
        let run = Batch { checked: vec!["approved".to_owned()], ..batch([aged("fresh", 1)]) };
        build::run(&db, "masto", run, MONDAY.plus(15 * MINUTE)).await;
        assert!(due(16 * MINUTE, 9).await.is_empty());
    }
}
