//! Twelve hours of a screen in a hall, as fast as it can turn: as many posts turned over, arrived and withdrawn as a long
//! day has, thirty minutes' worth of turns of them without a server, and what that costs the browser in memory.
//!
//! `cargo bench --bench display` (a quarter of an hour). Needs chromium and chromedriver. Prints the page's heap after a
//! forced collection and the resident memory of its process, once warm and at the end. It is no clock test: a leak by the
//! hour rather than by the turn would not show.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints
#![allow(dead_code, unused_imports, reason = "the tests' support, of which this uses a part")]

#[path = "../tests/it/browser/house.rs"]
mod house;
#[path = "../tests/it/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use hashwall::domain::post::{Attachment, Draft, PostId, State};
use serde_json::json;

use house::House;
use support::browser::Browser;

/// Turns of a day: 12 hours, two columns, 14 seconds a post.
const DAY: usize = 12 * 3600 * 2 / 14;
/// Turns of half an hour without a server.
const AWAY: usize = DAY / 24;
/// Posts of the week's busiest day.
const POSTS: usize = 1_500;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // `cargo test --benches` asks only whether it runs at all.
    let scale = if std::env::args().any(|arg| arg == "--test") { 100 } else { 1 };
    runtime.block_on(bench(scale));
}

async fn bench(scale: usize) {
    let mut house = House::open().await;
    let mut shown = arrive(&house, 0, 60).await;
    let screen = Browser::open().await;
    screen.client.set_window_size(1920, 1080).await.unwrap();
    screen.goto(&house.at("/display?visning=mosaik&sekunder=1")).await;
    screen
        .eval(
            "(window.turns = 0, new MutationObserver((changes) => changes.forEach((change) => \
             window.turns += change.addedNodes.length)).observe(document.getElementById('stage'), \
             { childList: true, subtree: true }), 1)",
        )
        .await;
    let (turns, posts) = (DAY / scale, POSTS / scale);
    let every = (turns / posts.max(1)).max(1);
    let mut warm = None;
    let (mut arrived, mut away) = (60, false);
    let started = Instant::now();
    println!("{:>8} {:>8} {:>10} {:>12} {:>8}", "turns", "posts", "heap MB", "resident MB", "nodes");
    let mut told = 0;
    loop {
        let done = usize::try_from(screen.eval("window.turns").await.as_u64().unwrap()).unwrap();
        if done >= told {
            let now = cost(&screen).await;
            println!("{done:>8} {arrived:>8} {:>10.1} {:>12.1} {:>8}", now.heap, now.resident, now.nodes);
            told += turns / 12;
        }
        if warm.is_none() && done > turns / 12 {
            warm = Some(cost(&screen).await);
        }
        if done >= turns {
            break;
        }
        if !away && done > turns / 2 {
            away = true;
            let before = done;
            house.stop().await;
            let enough = format!("window.turns >= {}", before + AWAY / scale);
            let most = Duration::from_secs(1_200);
            support::process::until("it turns on without a server", most, async || {
                screen.holds(&enough).await
            })
            .await;
            house = house.restart().await;
            println!("{:>8} turned over without a server", AWAY / scale);
        }
        if arrived < done / every {
            shown.extend(arrive(&house, arrived, arrived + 5).await);
            arrived += 5;
            // A tenth is withdrawn again.
            if arrived % 50 == 0 {
                for post in shown.drain(..5) {
                    house.decide(&post, State::Rejected).await;
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let (warm, end) = (warm.unwrap(), cost(&screen).await);
    println!(
        "{turns} turns and {arrived} posts in {:?}: heap {:+.1} MB, resident {:+.1} MB since it was warm",
        started.elapsed(),
        end.heap - warm.heap,
        end.resident - warm.resident
    );
    assert_eq!(screen.eval("document.querySelectorAll('.stage .card').length").await, json!(6));
}

struct Cost {
    heap: f64,
    resident: f64,
    nodes: u64,
}

async fn cost(screen: &Browser) -> Cost {
    screen.devtools("HeapProfiler.collectGarbage", json!({})).await;
    screen.devtools("Performance.enable", json!({})).await;
    let metrics = screen.devtools("Performance.getMetrics", json!({})).await;
    let metric = |name: &str| {
        let all = metrics["metrics"].as_array().unwrap();
        all.iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64()).unwrap()
    };
    Cost { heap: metric("JSHeapUsedSize") / 1e6, resident: renderers(), nodes: metric("Nodes") as u64 }
}

/// Resident memory of the largest page process of our own browser, in MB.
fn renderers() -> f64 {
    let mut largest = 0.0_f64;
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let file = |name: &str| std::fs::read_to_string(process.path().join(name)).unwrap_or_default();
        if !file("cmdline").contains("--type=renderer") || !is_ours(&file("status")) {
            continue;
        }
        let kilobytes = file("status")
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
        largest = largest.max(kilobytes.unwrap_or_default() / 1e3);
    }
    largest
}

/// True if this program is among a process's parents: other browsers on the machine are nobody's business.
fn is_ours(status: &str) -> bool {
    let parent = |status: &str| {
        status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok()).unwrap_or(0)
    };
    let mut at = parent(status);
    while at > 1 {
        if at == std::process::id() {
            return true;
        }
        at = parent(&std::fs::read_to_string(format!("/proc/{at}/status")).unwrap_or_default());
    }
    false
}

/// Approved posts `from..to`, each with a picture and of one of forty voices.
async fn arrive(house: &House, from: usize, to: usize) -> Vec<PostId> {
    let drafts: Vec<Draft> = (from..to)
        .map(|number| {
            let mut draft = house::numbered(u32::try_from(number).unwrap());
            draft.organisation = Some(format!("Kommune {}", number % 40));
            draft.attachments = vec![Attachment {
                url: format!("{}/feeds/pictures/{number}.png", house.standin.base),
                alt: "Et billede".to_owned(),
                ..Attachment::default()
            }];
            draft
        })
        .collect();
    let posts = house.stored(drafts).await;
    let new: Vec<PostId> =
        posts.into_iter().filter(|post| post.state == State::Pending).map(|post| post.id).collect();
    for post in &new {
        house.decide(post, State::Approved).await;
    }
    new
}
