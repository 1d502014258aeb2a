//! What the desk's rules cost: a dry run over 1,000 posts, withdrawing trust from an author with 2,000 posts on the wall,
//! and the slowest expression a rule may hold over the longest text it looks at.
//!
//! `cargo bench --bench rules`. Each is set beside a peer measured in the same run, so that a noisy machine slows both: the
//! ratio is what counts, the seconds are this machine's.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints

#[path = "../tests/it/support/build.rs"]
mod build;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hashwall::app::{App, system_clock};
use hashwall::config;
use hashwall::domain::post::{Draft, PostId, State};
use hashwall::domain::rule::{Asked, Condition, Outcome, Rule, Together};
use hashwall::domain::verdict::Knowledge;
use hashwall::moderate::own::Own;
use hashwall::moderate::rulebook::Rulebook;
use hashwall::moderate::words::default_rulebook;
use hashwall::moderate::{judge, would_match};
use hashwall::store::undo::By;
use hashwall::store::{knowledge, moderation, trust};
use tokio::net::TcpListener;

const DRY: u32 = 1_000;
const LIVE: u32 = 2_000;
const ROUNDS: usize = 5;
/// Bytes of the longest text.
const LONGEST: usize = 20_000;

fn main() {
    // `cargo test --benches` asks only whether it runs at all.
    let short = std::env::args().any(|arg| arg == "--test");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(bench(short));
}

async fn bench(short: bool) {
    let (dry, live, rounds) = if short { (50, 50, 1) } else { (DRY, LIVE, ROUNDS) };
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ours = listener.local_addr().unwrap();
    let settings = format!("data_dir = {:?}\n[site]\nbase_url = \"http://{ours}\"\n", folder.path());
    let app = App::open(config::from_toml_texts(&[&settings], &BTreeMap::new()).unwrap(), system_clock())
        .await
        .unwrap();
    build::stored(&app.db, (0..live).map(post)).await;
    let wall = app.start_serving(listener).await.unwrap();

    println!("dry run over {dry} posts, beside judging them as they come");
    let own = Own::new(&rule(Asked::Words, "gratis iphone")).unwrap();
    let book = default_rulebook();
    for _ in 0..rounds {
        let begun = Instant::now();
        let posts = knowledge::newest(&app.db, dry).await.unwrap();
        let known = knowledge::then(&app.db, &posts).await.unwrap();
        let read = begun.elapsed();
        let mut matched = 0;
        for (post, known) in posts.iter().zip(&known) {
            if would_match(&own, &post.draft, known, &book) {
                judge(&post.draft, known, &book);
                matched += 1;
            }
        }
        let whole = begun.elapsed();
        let begun = Instant::now();
        for (post, known) in posts.iter().zip(&known) {
            judge(&post.draft, known, &book);
        }
        let peer = begun.elapsed();
        println!(
            "  {whole:>10.1?}, of it reading {read:.1?}; {matched} matched; ratio {:.2}",
            ratio(whole, peer)
        );
    }

    println!(
        "trust withdrawn from an author with {live} posts on the wall, until none is in the public index"
    );
    let all = build::all(&app.db).await;
    let ids: Vec<PostId> = all.iter().map(|post| post.id.clone()).collect();
    for _ in 0..rounds {
        // The peer: as many posts approved, until all of them are there.
        let begun = Instant::now();
        moderation::decide(&app.db, &ids, State::Approved, "user:ib", None, (app.clock)()).await.unwrap();
        let wrote = begun.elapsed();
        wall.catch_up(&app.db).await.unwrap();
        let peer = begun.elapsed();
        let begun = Instant::now();
        let by = By { actor: "user:mette", request: None, now: (app.clock)() };
        let done = trust::distrust(&app.db, &ids[0], by).await.unwrap();
        let queued = begun.elapsed();
        wall.catch_up(&app.db).await.unwrap();
        let gone = begun.elapsed();
        println!(
            "  {} re-queued in {queued:.1?}, gone after {gone:.1?}; approving them {wrote:.1?} and {peer:.1?}; ratio {:.2}",
            done.entries.len(),
            ratio(gone, peer)
        );
    }

    println!("expressions over {LONGEST} bytes, beside a plain word over the same text");
    let knowledge = Knowledge::default();
    let empty = Rulebook::default();
    for (text, expression) in [
        ("a", r"(a+)+$b"),
        ("a", r"(a|aa)+b"),
        ("a", r"(?:a?){40}a{40}b"),
        ("aæ ", r"(?:\w+\s+){30}x"),
        ("0", r"[0-9]{1,200}x"),
    ] {
        let mut draft = build::draft("1", &text.repeat(LONGEST / text.len()));
        draft.html.clear();
        let time = |kind: Asked, value: &str| {
            let own = match Own::new(&rule(kind, value)) {
                Ok(own) => own,
                Err(_mistakes) => return None,
            };
            let begun = Instant::now();
            would_match(&own, &draft, &knowledge, &empty);
            Some(begun.elapsed())
        };
        let Some(peer) = time(Asked::Words, "gratis iphone") else { continue };
        match time(Asked::Regex, expression) {
            Some(took) => println!("  {expression:<22} {took:>10.1?}; ratio {:.2}", ratio(took, peer)),
            None => println!("  {expression:<22} refused when it is saved: too large"),
        }
    }
    app.close().await;
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(1e-9)
}

/// A post of three hundred characters; one in fifty is what the rule looks for.
fn post(n: u32) -> Draft {
    let bait = if n.is_multiple_of(50) { "Vind en gratis iPhone nu. " } else { "" };
    let text = format!(
        "{bait}Dag {n} i ugen: vi har talt om tillid, faglighed og ro til at lede tæt på driften. Tak til alle, der \
         kom forbi, og til de {n} ledere, der delte deres bedste råd om at sige nej. Læs mere på vores side, og kom \
         med næste gang, når vi mødes om det, der virker. #Ledelsesugen #Tillid{n}"
    );
    build::draft(&n.to_string(), &text)
}

fn rule(kind: Asked, value: &str) -> Rule {
    Rule {
        name: "Måling".to_owned(),
        note: String::new(),
        enabled: true,
        when: Together::All,
        then: Some(Outcome::Hold),
        labels: Vec::new(),
        blur: false,
        conditions: vec![Condition { kind, not: false, values: vec![value.to_owned()] }],
    }
}
