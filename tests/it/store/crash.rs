//! Runs that are cut off anywhere: a dropped future, and a process killed with signal 9.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use futures_util::FutureExt as _;
use hashwall::domain::log::Action;
use hashwall::store::db::Db;
use hashwall::store::log;

use crate::support::build::{self, MONDAY, batch, draft};
use crate::support::database::{TestDb, both};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

#[tokio::test]
async fn a_run_cut_off_anywhere_leaves_nothing_half_done() {
    for db in both().await {
        build::stored(&db, []).await;
        for cut in 0..60_usize {
            let drafts: Vec<_> = (0..3).map(|n| draft(&format!("{cut}-{n}"), "x")).collect();
            let mut run =
                Box::pin(build::run(&db, "masto", batch(drafts), MONDAY.plus(MINUTE * 2 * cut as u32)));
            for _ in 0..cut {
                if (&mut run).now_or_never().is_some() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(run);
        }
        whole(&db, &[]).await;
    }
}

/// Rows and log agree, runs are whole, and what was acknowledged is there.
async fn whole(db: &Db, acknowledged: &[String]) {
    let posts = build::all(db).await;
    let entries = log::read_after(db, 0, 100_000).await.unwrap();
    assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.seq == seq), "gap-free");
    let collected: BTreeSet<_> =
        entries.iter().filter(|entry| entry.action == Action::Collected).map(|entry| &entry.post).collect();
    assert_eq!(
        collected,
        posts.iter().map(|post| &post.id).collect(),
        "a row for each entry and the reverse"
    );
    assert_eq!(posts.len() % 3, 0, "a run of three is stored whole");
    for native_id in acknowledged {
        assert!(posts.iter().any(|post| post.draft.native_id == *native_id), "{native_id} was acknowledged");
    }
}

const VICTIM: &str = "HASHWALL_TEST_VICTIM";

/// Does nothing by itself: [`what_was_committed_survives_kill_9`] runs it as a process of its own.
#[tokio::test]
async fn victim() {
    let Ok(told) = std::env::var(VICTIM) else {
        return;
    };
    let (round, url) = told.split_once(' ').unwrap();
    let db = Db::open(url).await.unwrap();
    for run in 0_u32.. {
        let drafts: Vec<_> = (0..3).map(|n| draft(&format!("{round}-{run}-{n}"), "x")).collect();
        // A lease that was held when the last victim died has run out by the next day.
        let later = MONDAY.plus(DAY * round.parse().unwrap()).plus(MINUTE * (run + 1));
        build::run(&db, "masto", batch(drafts), later).await;
        writeln!(std::io::stdout(), "stored {round}-{run}-0").unwrap();
    }
}

#[tokio::test]
async fn what_was_committed_survives_kill_9() {
    for db in both().await {
        let mut acknowledged = Vec::new();
        for (round, lines) in [1, 2, 3, 5, 8].into_iter().enumerate() {
            acknowledged.extend(kill_after(&db, round, lines));
        }
        assert!(acknowledged.len() >= 19);
        whole(&db.again().await, &acknowledged).await;
    }
}

fn kill_after(db: &TestDb, round: usize, lines: usize) -> Vec<String> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::crash::victim", "--nocapture"])
        .env(VICTIM, format!("{round} {}", db.url))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut stored = output.filter_map(|line| Some(line.split_once("stored ")?.1.to_owned()));
    let mut acknowledged: Vec<String> = stored.by_ref().take(lines).collect();
    victim.kill().unwrap();
    victim.wait().unwrap();
    acknowledged.extend(stored);
    acknowledged
}
