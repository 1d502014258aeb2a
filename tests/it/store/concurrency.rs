//! Many at once: leases without doubles, a gap-free log nobody misses a row of, state and log in agreement.

use std::time::Duration;

use futures_util::FutureExt as _;
use hashwall::domain::network::Network;
use hashwall::domain::post::State;
use hashwall::store::db::Db;
use hashwall::store::{log, moderation, sources};

use crate::support::build::{self, MONDAY, batch, draft};
use crate::support::database::both;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_workers_never_hold_the_same_source() {
    for db in both().await {
        let ids: Vec<String> = (0..60).map(|n| format!("source-{n:02}")).collect();
        let enlisted: Vec<_> = ids.iter().map(|id| build::enlisted(id, Network::Feed)).collect();
        sources::enlist(&db, &enlisted, MONDAY).await.unwrap();
        let other = db.again().await;
        let workers: Vec<_> = (0..16)
            .map(|n| {
                let db: Db = if n % 2 == 0 { Db::clone(&db) } else { other.clone() };
                let ids = ids.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    while let Some(claimed) =
                        sources::claim(&db, &n.to_string(), &ids, MONDAY, MINUTE).await.unwrap()
                    {
                        mine.push(claimed.id);
                    }
                    mine
                })
            })
            .collect();
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        claimed.sort();
        assert_eq!(claimed, ids, "{}", db.engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_that_follows_misses_nothing_of_what_many_write() {
    const WRITERS: usize = 8;
    const RUNS: usize = 12;
    for db in both().await {
        let enlisted: Vec<_> =
            (0..WRITERS).map(|n| build::enlisted(&n.to_string(), Network::Mastodon)).collect();
        sources::enlist(&db, &enlisted, MONDAY).await.unwrap();
        let other = db.again().await;
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let db: Db = if n % 2 == 0 { Db::clone(&db) } else { other.clone() };
                tokio::spawn(async move {
                    for run in 0..RUNS {
                        // One of the three is every writer's: they also race for the same row.
                        let drafts =
                            [format!("{n}-{run}-a"), format!("{n}-{run}-b"), format!("shared-{run}")];
                        build::run(&db, &n.to_string(), batch(drafts.map(|id| draft(&id, "x"))), MONDAY)
                            .await;
                    }
                })
            })
            .collect();
        let total = (WRITERS * RUNS * 2 + RUNS) as u64;
        let reader = db.again().await;
        let mut position = 0;
        loop {
            // Asked before reading: what the last writer wrote is read once more after it ended.
            let ended = writers.iter().all(tokio::task::JoinHandle::is_finished);
            for entry in log::read_after(&reader, position, 7).await.unwrap() {
                assert_eq!(entry.seq, position + 1, "a gap on {}", db.engine);
                position = entry.seq;
            }
            if ended && log::head(&reader).await.unwrap() == position {
                break;
            }
            tokio::task::yield_now().await;
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(position, total);
        assert_eq!(log::head(&reader).await.unwrap(), total);
        assert_eq!(build::all(&db).await.len() as u64, total);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moderators_and_workers_at_once_leave_state_and_log_in_agreement() {
    for db in both().await {
        let posts = build::stored(&db, (0..10).map(|n| draft(&n.to_string(), "x"))).await;
        let other = db.again().await;
        let mut tasks = Vec::new();
        for (n, to) in
            [State::Approved, State::Rejected, State::Held, State::Approved].into_iter().enumerate()
        {
            let db: Db = if n % 2 == 0 { Db::clone(&db) } else { other.clone() };
            let ids: Vec<_> = posts.iter().map(|post| post.id.clone()).collect();
            tasks.push(tokio::spawn(async move {
                for id in ids {
                    moderation::decide(&db, &[id], to, "user:eva", None, MONDAY).await.unwrap();
                }
            }));
        }
        let worker = Db::clone(&db);
        tasks.push(tokio::spawn(async move {
            for edit in 0..10 {
                let edited = (0..10).map(|n| draft(&n.to_string(), &format!("rettelse {edit}")));
                build::run(&worker, "masto", batch(edited), MONDAY).await;
            }
        }));
        for task in tasks {
            task.await.unwrap();
        }
        for post in build::all(&db).await {
            let history = log::of_post(&db, &post.id).await.unwrap();
            let mut state = None;
            for entry in history {
                assert_eq!(entry.from, state, "each entry begins where the last one ended ({})", db.engine);
                state = entry.to;
            }
            assert_eq!(state, Some(post.state));
        }
    }
}

#[tokio::test]
async fn followers_are_woken_by_what_is_logged_alone() {
    for db in both().await {
        let mut woken = Box::pin(db.committed.notified());
        assert!(woken.as_mut().now_or_never().is_none());
        sources::enlist(&db, &[build::enlisted("masto", Network::Mastodon)], MONDAY).await.unwrap();
        build::run(&db, "masto", batch([]), MONDAY).await;
        assert!(woken.as_mut().now_or_never().is_none(), "nothing was logged");
        build::run(&db, "masto", batch([draft("1", "x")]), MONDAY).await;
        assert!(woken.as_mut().now_or_never().is_some());
    }
}
