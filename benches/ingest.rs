//! How many posts a second travel the whole path (HTTP from the stand-in, collect, normalise, judge, store, log, both
//! indexes), beside the bare SQLite insert rate of the same rows in the same minute, which is the limit.
//!
//! `cargo bench --bench ingest`. Rounds of the two alternate, so that a noisy machine slows both; the ratio is what
//! counts. Each post's draft is inserted bare as one JSON column, in transactions of as many rows as a run writes.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use hashwall::app::{App, Wall, system_clock};
use hashwall::config;
use hashwall::domain::post::PostId;
use hashwall::store::posts;
use hashwall_standin::Standin;
use hashwall_standin::feeds::{Format, Item};
use sqlx::Executor;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};

/// Feeds, and items in each: what a run writes in one transaction.
const FEEDS: usize = 10;
const ITEMS: usize = 200;
const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` asks only whether it runs at all.
    let rounds = if std::env::args().any(|arg| arg == "--test") { 1 } else { ROUNDS };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(bench(rounds));
}

async fn bench(rounds: usize) {
    let posts = (FEEDS * ITEMS) as f64;
    let mut ratios = Vec::new();
    println!("{posts} posts a round, {FEEDS} runs of {ITEMS}");
    println!("{:>12} {:>12} {:>8}", "path/s", "insert/s", "ratio");
    for _ in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let (path, rows) = whole_path(folder.path()).await;
        let insert = bare_inserts(folder.path(), &rows).await;
        let ratio = insert.as_secs_f64() / path.as_secs_f64();
        println!(
            "{:>12.0} {:>12.0} {:>8.3}",
            posts / path.as_secs_f64(),
            posts / insert.as_secs_f64(),
            ratio
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.3}", ratios[ratios.len() / 2]);
}

/// The time from the first claim to the last index commit, and the drafts that were stored.
async fn whole_path(folder: &Path) -> (Duration, Vec<String>) {
    let clock = system_clock();
    let standin = Standin::start(clock().0).await.unwrap();
    for feed in 0..FEEDS {
        furnish(&standin, &format!("feed{feed}"));
    }
    let app = App::open(settings(folder, &standin.base), clock.clone()).await.unwrap();
    app.enlist().await.unwrap();
    let wall = Wall::open(&app).await.unwrap();
    let worker = app.worker(0);

    let start = Instant::now();
    for feed in 0..FEEDS {
        let run = worker.run_one(&format!("feed{feed}"), clock(), 0).await.unwrap().unwrap();
        assert_eq!(run.written.added, ITEMS as u64, "{run:?}");
    }
    wall.catch_up(&app.db).await.unwrap();
    let time = start.elapsed();

    assert_eq!(wall.public.len(), FEEDS * ITEMS);
    (time, drafts(&app).await)
}

async fn drafts(app: &App) -> Vec<String> {
    let mut rows = Vec::new();
    let mut after: Option<PostId> = None;
    loop {
        let page = posts::page(&app.db, after.as_ref(), 500).await.unwrap();
        let Some(last) = page.last() else { return rows };
        after = Some(last.id.clone());
        rows.extend(page.iter().map(|post| serde_json::to_string(&post.draft).unwrap()));
    }
}

async fn bare_inserts(folder: &Path, rows: &[String]) -> Duration {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    pool.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, draft TEXT NOT NULL)").await.unwrap();
    let start = Instant::now();
    for run in rows.chunks(ITEMS) {
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        for row in run {
            let insert = sqlx::query("INSERT INTO bare (draft) VALUES ($1)").bind(row);
            insert.execute(&mut *transaction).await.unwrap();
        }
        transaction.commit().await.unwrap();
    }
    start.elapsed()
}

fn furnish(standin: &Standin, feed: &str) {
    standin.feeds.open(feed, feed, Format::Rss);
    for number in 0..ITEMS {
        let text = format!(
            "Opslag {number} i {feed}: Ledelse er et fag, der skal læres, øves og have lov at tage tid. Vores 210 ledere \
             har brugt formiddagen på at øve den svære samtale, og det blev både stille og lattermildt."
        );
        standin.feeds.publish(
            feed,
            Item {
                id: format!("{feed}-{number}"),
                link: standin.feeds.article(feed, &format!("nr-{number}")),
                title: format!("Når målingen bliver målet, del {number}"),
                summary: text.clone(),
                html: format!(
                    "<p>{text}</p><p>Læs mere om <a href=\"https://eksempel.dk/{number}\">trivsel</a>.</p>"
                ),
                tags: vec!["Ledelsesugen".to_owned(), "Trivsel".to_owned()],
                ..Item::default()
            },
        );
    }
}

fn settings(folder: &Path, base: &str) -> config::Settings {
    let host = base.trim_start_matches("http://");
    let mut text = format!(
        "data_dir = {folder:?}\n[http]\nallow_private = [{host:?}]\nmin_gap = \"0s\"\n[worker]\njitter = \"0s\"\n"
    );
    for feed in 0..FEEDS {
        text += &format!(
            "[[source]]\nid = \"feed{feed}\"\nnetwork = \"feed\"\ntitle = \"Feed {feed}\"\nright = \"licence\"\n\
             right_note = \"benchmark\"\ntrusted = true\nfull_text = true\nurl = \"{base}/feeds/feed{feed}\"\n"
        );
    }
    config::from_toml_texts(&[&text], &BTreeMap::new()).unwrap()
}
