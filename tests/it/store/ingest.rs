//! A run's transaction: all or nothing, the lease, tombstones, counts, what the log says of it.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::log::Action;
use hashwall::domain::network::Network;
use hashwall::domain::post::State;
use hashwall::store::db::StoreError;
use hashwall::store::ingest::{self, Batch, Written};
use hashwall::store::sources::{self, Outcome};
use hashwall::store::{log, posts};
use serde_json::json;

use crate::support::build::{self, MONDAY, batch, counts, draft, verdict};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_post_comes_back_as_it_was_stored() {
    for db in both().await {
        let mut draft = draft("1", "Blåbær grød 🫐 #Ledelsesugen");
        draft.engagement = Some(Engagement { expires_at: Some(MONDAY.plus(HOUR)), ..counts(3, MONDAY) });
        draft.keep.content_until = Some(MONDAY.plus(HOUR));
        draft.author.followers = Some(7);
        let said = verdict(State::Held, "words");
        let written = build::run(
            &db,
            "masto",
            Batch { posts: vec![(draft.clone(), Some(said))], ..Batch::default() },
            MONDAY,
        )
        .await;
        assert_eq!(written, Written { added: 1, ..Written::default() });
        let [post] = &build::all(&db).await[..] else { panic!("one post") };
        assert_eq!(post.draft, draft);
        assert_eq!(post.state, State::Held);
        assert_eq!((post.rule.as_deref(), post.reason.as_deref()), (Some("words"), Some("because of words")));
        assert_eq!(post.collected_at, MONDAY);
        assert!(!post.changed);
        let loaded = posts::load(&db, &[post.id.clone(), post.id.clone()]).await.unwrap();
        assert_eq!(loaded, vec![post.clone()]);
        let [entry] = &log::of_post(&db, &post.id).await.unwrap()[..] else { panic!("one entry") };
        assert_eq!((entry.seq, entry.action, entry.at), (1, Action::Collected, MONDAY));
        assert_eq!(
            (entry.actor.as_str(), entry.to, entry.rule.as_deref()),
            ("source:masto", Some(State::Held), Some("words"))
        );
        assert_eq!(entry.reason, None, "the log never carries content, nor words that tell of it");
    }
}

#[tokio::test]
async fn a_run_whose_lease_is_lost_writes_nothing() {
    for db in both().await {
        sources::enlist(&db, &[build::enlisted("masto", Network::Mastodon)], MONDAY).await.unwrap();
        let slow = sources::claim_one(&db, "slow", "masto", MONDAY, HOUR).await.unwrap().unwrap();
        let later = MONDAY.plus(HOUR);
        let quick = sources::claim_one(&db, "quick", "masto", later, HOUR).await.unwrap().unwrap();
        let late = Batch { cursor: Some(json!({"at": "late"})), ..batch([draft("late", "for sent")]) };
        let outcome = Outcome::default();
        let refused = ingest::write(&db, "masto", &slow.lease, late, &outcome, later).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
        assert!(build::all(&db).await.is_empty());
        assert_eq!(log::head(&db).await.unwrap(), 0);
        let mine = batch([draft("mine", "i tide")]);
        ingest::write(&db, "masto", &quick.lease, mine, &outcome, later).await.unwrap();
        let again = ingest::write(&db, "masto", &quick.lease, Batch::default(), &outcome, later).await;
        assert!(matches!(again, Err(StoreError::Conflict(_))), "a lease serves one run");
        let next = sources::claim_one(&db, "next", "masto", later, HOUR).await.unwrap().unwrap();
        assert!(next.cursor.is_null(), "the cursor of the refused run was not kept");
        assert_eq!(build::all(&db).await.len(), 1);
    }
}

#[tokio::test]
async fn posts_cursor_and_status_come_in_one_transaction() {
    for db in both().await {
        sources::enlist(&db, &[build::enlisted("masto", Network::Mastodon)], MONDAY).await.unwrap();
        let claimed = sources::claim_one(&db, "w", "masto", MONDAY, HOUR).await.unwrap().unwrap();
        let run = Batch { cursor: Some(json!({"min_id": "7"})), ..batch([draft("1", "a"), draft("2", "b")]) };
        let outcome = Outcome {
            next_run: MONDAY.plus(HOUR),
            notes: vec!["flyttet".to_owned()],
            kept_out: 2,
            unmatched: 5,
            ..Outcome::default()
        };
        ingest::write(&db, "masto", &claimed.lease, run, &outcome, MONDAY).await.unwrap();
        let [status] = &sources::statuses(&db, MONDAY).await.unwrap()[..] else { panic!("one source") };
        assert_eq!((status.posts, status.runs, status.failed_runs), (2, 1, 0));
        assert_eq!((status.kept_out, status.unmatched), (2, 5));
        assert_eq!(status.next_run, MONDAY.plus(HOUR));
        assert_eq!((status.last_run, status.last_success), (Some(MONDAY), Some(MONDAY)));
        assert_eq!(status.notes, ["flyttet"]);
        assert!(!status.running);
        let again = sources::claim_one(&db, "w", "masto", MONDAY, HOUR).await.unwrap().unwrap();
        assert_eq!(again.cursor, json!({"min_id": "7"}));
        // No new cursor keeps the old one.
        ingest::write(&db, "masto", &again.lease, Batch::default(), &outcome, MONDAY).await.unwrap();
        let again = sources::claim_one(&db, "w", "masto", MONDAY, HOUR).await.unwrap().unwrap();
        assert_eq!(again.cursor, json!({"min_id": "7"}));
    }
}

#[tokio::test]
async fn a_post_gone_at_its_source_is_gone_for_good() {
    for db in both().await {
        let mut first = draft("1", "farvel");
        first.engagement = Some(counts(3, MONDAY));
        let [post] = &build::stored(&db, [first.clone()]).await[..] else { panic!("one post") };
        let gone = Batch { gone: vec!["1".to_owned(), "never-seen".to_owned()], ..Batch::default() };
        let written = build::run(&db, "masto", gone, MONDAY).await;
        assert_eq!(written, Written { deleted: 1, ..Written::default() });
        assert!(posts::load(&db, std::slice::from_ref(&post.id)).await.unwrap().is_empty());
        let last = log::of_post(&db, &post.id).await.unwrap().pop().unwrap();
        assert_eq!((last.action, last.from, last.to), (Action::Deleted, Some(State::Pending), None));
        let written = build::run(&db, "masto", batch([first]), MONDAY).await;
        assert_eq!(written, Written { tombstoned: 1, ..Written::default() });
        let written = build::run(&db, "masto", batch([draft("never-seen", "ny")]), MONDAY).await;
        assert_eq!(written.added, 1, "what was never here leaves no tombstone");
    }
}

#[tokio::test]
async fn one_batch_may_name_a_post_many_times() {
    for db in both().await {
        let run = Batch {
            posts: vec![
                (draft("1", "en"), None),
                (draft("1", "en"), None),
                (draft("1", "to"), None),
                (draft("2", "x"), None),
            ],
            engagement: vec![("1".to_owned(), counts(1, MONDAY)), ("1".to_owned(), counts(1, MONDAY))],
            gone: vec!["2".to_owned(), "2".to_owned()],
            ..Batch::default()
        };
        let written = build::run(&db, "masto", run, MONDAY).await;
        assert_eq!(
            written,
            Written { added: 2, edited: 1, unchanged: 1, deleted: 1, measured: 1, tombstoned: 0 }
        );
        let [post] = &build::all(&db).await[..] else { panic!("one post") };
        assert_eq!(post.draft.text, "to");
        let seqs: Vec<u64> =
            log::read_after(&db, 0, 100).await.unwrap().iter().map(|entry| entry.seq).collect();
        assert_eq!(seqs, [1, 2, 3, 4, 5]);
    }
}

#[tokio::test]
async fn counts_are_logged_only_when_they_change() {
    for db in both().await {
        build::stored(&db, [draft("1", "tæl")]).await;
        let later = MONDAY.plus(HOUR);
        let measure = |number, at| Batch {
            engagement: vec![("1".to_owned(), counts(number, at)), ("unknown".to_owned(), counts(9, at))],
            ..Batch::default()
        };
        assert_eq!(build::run(&db, "masto", measure(5, MONDAY), MONDAY).await.measured, 1);
        assert_eq!(build::run(&db, "masto", measure(5, later), later).await.measured, 0);
        assert_eq!(build::all(&db).await[0].draft.engagement, Some(counts(5, MONDAY)), "as the log told it");
        assert_eq!(
            build::run(&db, "masto", measure(4, MONDAY.minus(HOUR)), later).await.measured,
            0,
            "older counts are no news"
        );
        assert_eq!(
            build::run(&db, "masto", measure(-1, later), later).await.measured,
            1,
            "LinkedIn's can be negative"
        );
        let mut along = draft("1", "tæl");
        along.engagement = Some(counts(8, later));
        let written = build::run(&db, "masto", batch([along]), later).await;
        assert_eq!(written, Written { unchanged: 1, measured: 1, ..Written::default() });
        let last = log::read_after(&db, 0, 100).await.unwrap().pop().unwrap();
        assert_eq!(
            (last.action, last.from, last.to),
            (Action::Measured, Some(State::Pending), Some(State::Pending))
        );
    }
}

#[tokio::test]
async fn hostile_values_are_stored_and_lose_nothing_beside_them() {
    for db in both().await {
        let long = "x".repeat(100_000);
        let mut hostile = draft(&format!("nul\0{long}"), &format!("nul \0 {long}"));
        hostile.url = format!("https://norden.example/{long}");
        hostile.author.native_id = format!("a\0{long}");
        hostile.author.followers = Some(u64::MAX);
        hostile.engagement = Some(counts(i64::MAX, MONDAY));
        let said = hashwall::domain::verdict::Verdict::new(State::Held, "words", "a\0b");
        let run = Batch { posts: vec![(hostile, Some(said)), (draft("2", "god"), None)], ..Batch::default() };
        assert_eq!(build::run(&db, "masto", run, MONDAY).await.added, 2);
        let all = build::all(&db).await;
        assert_eq!(all.len(), 2, "{}", db.engine);
        assert_eq!(all[1].reason.as_deref(), Some("a\u{fffd}b"));
        assert!(all[1].draft.native_id.starts_with("nul\0"), "the id is what the network said");
    }
}

#[tokio::test]
async fn both_engines_store_the_same() {
    let mut shapes = Vec::new();
    for db in both().await {
        let posts = build::stored(&db, [draft("1", "æ"), draft("2", "ø"), draft("1", "å")]).await;
        let entries = log::read_after(&db, 0, 100).await.unwrap();
        let posts: Vec<_> = posts.into_iter().map(|post| (post.draft, post.state, post.changed)).collect();
        let entries: Vec<_> =
            entries.into_iter().map(|e| (e.seq, e.at, e.action, e.actor, e.from, e.to)).collect();
        shapes.push((posts, entries));
    }
    assert_eq!(shapes[0], shapes[1]);
}
