//! A million made-up Danish posts in our index, and the same posts in tantivy as one finds it, SQLite FTS5 and PostgreSQL:
//! the same questions to all of them in one run. Nothing but the ratios travels from machine to machine.
//!
//! `cargo bench -p hashwall-index --bench million -- [--posts N] [--postgres URL] [--keep FOLDER] [--only ours]`. Without
//! an address in `--postgres` or `HASHWALL_TEST_POSTGRES` PostgreSQL is left out, and the table says so.
//!
//! Each question is asked once to warm up, then in rounds. p99 is given three ways: of all answers; of the quietest round,
//! which is its slowest question where nothing else wants the machine; and of the processor's time that the asking thread
//! took, which others cannot add to. Ratios are of medians, and of p99 in the quietest round.

#![allow(clippy::print_stdout)] // the table is what it is for

mod databases;
mod document;
mod generator;
mod measure;
mod ours;
mod raw;

use std::hint::black_box;
use std::time::{Duration, Instant};

use hashwall_index::{DAY, Engine, Search};

use generator::Generator;
use measure::{Times, best, line, newest, size};

/// Posts in one commit: a busy hour's.
const COMMIT: u64 = 5_000;

fn main() {
    let posts: u64 = option("--posts").map_or(1_000_000, |posts| posts.parse().expect("a number"));
    let words = Generator::new();
    let folder = tempfile::tempdir().expect("a folder");
    let kept = option("--keep").map(std::path::PathBuf::from);
    let home = kept.as_deref().unwrap_or(folder.path());
    println!("{posts} posts, commits of {COMMIT}, one thread each; load {}", load());

    let is_there = home.join("ours").exists();
    let (engine, took) = if is_there {
        timed(|| Engine::open(&home.join("ours")).expect("the index that was kept"))
    } else {
        ours::fill(&home.join("ours"), &words, posts, COMMIT)
    };
    if is_there {
        println!("ours: opened in {:.1} s", took.as_secs_f64());
    } else {
        built("ours", posts, took, size(&home.join("ours")));
    }
    let ours_took = took;
    let middle = words.sample(posts / 2, posts).time;
    let (best, newest) = (best(&words), newest(&words, middle));
    println!();
    let searches: Vec<Search> = newest.iter().map(|question| ours::search(question, false)).collect();
    let ours_newest =
        Times::of(&searches, 200, |search| drop(black_box(engine.search(search).expect("an answer"))));
    line("ours: newest 20, filtered, counted to 10 000", &ours_newest);
    let uncounted: Vec<Search> =
        searches.iter().map(|search| Search { count_to: Some(0), ..search.clone() }).collect();
    let times =
        Times::of(&uncounted, 200, |search| drop(black_box(engine.search(search).expect("an answer"))));
    line("ours: newest 20, filtered, not counted", &times);
    let searches: Vec<Search> = best.iter().map(|question| ours::search(question, true)).collect();
    let ours_best =
        Times::of(&searches, 100, |search| drop(black_box(engine.search(search).expect("an answer"))));
    line("ours: best 20, counted to 10 000", &ours_best);
    let uncounted: Vec<Search> =
        searches.iter().map(|search| Search { count_to: Some(0), ..search.clone() }).collect();
    line(
        "ours: best 20, not counted",
        &Times::of(&uncounted, 100, |search| drop(black_box(engine.search(search).expect("an answer")))),
    );
    if option("--each").is_some() {
        for search in searches.iter().chain(&uncounted) {
            let times = Times::of(std::slice::from_ref(search), 20, |search| {
                drop(black_box(engine.search(search).expect("an answer")))
            });
            line(&format!("  {} {:?} {:?}", search.text, search.filters.len(), search.count_to), &times);
        }
    }
    counts(&engine, &newest);
    let typed = typed(&words);
    line(
        "ours: suggestions, letter by letter",
        &Times::of(&typed, 10, |text| drop(black_box(engine.suggest(text, 8).expect("an answer")))),
    );
    if option("--each").is_some() {
        for text in &typed {
            line(
                &format!("  {text}"),
                &Times::of(std::slice::from_ref(text), 10, |text| {
                    drop(black_box(engine.suggest(text, 8).expect("an answer")))
                }),
            );
        }
    }
    let slips: Vec<String> = (50..90).map(|rank| slip(words.word(rank))).collect();
    let misspelt =
        |text: &String| Search { text: text.clone(), by_relevance: true, limit: 20, ..Search::default() };
    let misspelt: Vec<Search> = slips.iter().map(misspelt).collect();
    line(
        "ours: best 20 of misspelt words",
        &Times::of(&misspelt, 3, |search| drop(black_box(engine.search(search).expect("an answer")))),
    );
    line(
        "ours: did you mean",
        &Times::of(&slips, 5, |text| drop(black_box(engine.did_you_mean(text).expect("an answer")))),
    );
    drop(engine);
    if option("--only").is_some() {
        return;
    }

    println!();
    let file = home.join("raw");
    std::fs::create_dir_all(&file).expect("a folder");
    let (mut raw, raw_took) = raw::Raw::fill(&file, &words, posts, COMMIT);
    built("raw tantivy", posts, raw_took, size(&file));
    let raw_newest = Times::of(&newest, 20, |question| raw.newest(question));
    let raw_best = Times::of(&best, 50, |question| raw.best(question));
    line("raw tantivy: newest 20, filtered", &raw_newest);
    line("raw tantivy: best 20", &raw_best);
    drop(raw);

    println!();
    let file = folder.path().join("posts.db");
    let (sqlite, took) = timed(|| databases::Sqlite::fill(&file, &words, posts));
    built("SQLite FTS5", posts, took, std::fs::metadata(&file).map_or(0, |data| data.len()));
    let sqlite_newest = Times::of(&newest, 2, |question| sqlite.newest(question));
    let sqlite_best = Times::of(&best, 3, |question| sqlite.best(question));
    line("SQLite FTS5: newest 20, filtered", &sqlite_newest);
    line("SQLite FTS5: best 20", &sqlite_best);
    drop(sqlite);

    println!();
    let address = option("--postgres").or_else(|| std::env::var("HASHWALL_TEST_POSTGRES").ok());
    let Some(address) = address else {
        println!("PostgreSQL: left out, no address was given");
        return;
    };
    let (postgres, took) = timed(|| databases::Postgres::fill(&address, &words, posts));
    built("PostgreSQL", posts, took, postgres.size());
    let postgres_newest = Times::of(&newest, 2, |question| postgres.newest(question));
    let postgres_best = Times::of(&best, 2, |question| postgres.best(question));
    line("PostgreSQL: newest 20, filtered", &postgres_newest);
    line("PostgreSQL: best 20", &postgres_best);
    postgres.drop_database();

    println!();
    for (name, theirs_newest, theirs_best) in [
        ("raw tantivy", &raw_newest, &raw_best),
        ("SQLite FTS5", &sqlite_newest, &sqlite_best),
        ("PostgreSQL", &postgres_newest, &postgres_best),
    ] {
        let ratios = |theirs: &Times, ours: &Times| {
            let middle = theirs.at(0.5) / ours.at(0.5);
            (middle, theirs.quiet(0.99) / ours.quiet(0.99))
        };
        let ((a, b), (c, d)) = (ratios(theirs_newest, &ours_newest), ratios(theirs_best, &ours_best));
        println!("{name} / ours: newest p50 {a:.1}× p99 {b:.1}×, best p50 {c:.1}× p99 {d:.1}×");
    }
    if !is_there {
        println!(
            "indexing rate, ours / raw tantivy: {:.2}",
            raw_took.as_secs_f64() / ours_took.as_secs_f64()
        );
    }
    println!("load {}", load());
}

/// Facets of the wall as it is and with filters, and days alone; none of them from memory.
fn counts(engine: &Engine, newest: &[measure::Question]) {
    let mut asked = 0;
    // A time that nothing is older than makes every question a new one.
    let mut new = |question: &measure::Question| {
        asked += 1;
        Search { until: Some(i64::MAX - asked), ..ours::search(question, false) }
    };
    let all = [measure::Question::default()];
    let plain = |fields: &[(&'static str, usize)]| {
        Times::of(&all, 1, |_| drop(black_box(engine.facets(&Search::default(), fields).expect("an answer"))))
    };
    line("ours: 8 facets of everything, once warm", &plain(&ours::FACETS));
    line(
        "ours: 8 facets, filtered, anew",
        &Times::of(newest, 3, |question| {
            drop(black_box(engine.facets(&new(question), &ours::FACETS).expect("an answer")))
        }),
    );
    line(
        "ours: posts per day, filtered, anew",
        &Times::of(newest, 3, |question| {
            drop(black_box(engine.facets(&new(question), &[(DAY, 5_000)]).expect("an answer")))
        }),
    );
}

/// Every beginning of words of all frequencies, a name, and a word after another.
fn typed(words: &Generator) -> Vec<String> {
    let mut typed = Vec::new();
    let texts = [42, 50, 77, 150, 400, 3_000, 12_000].map(|rank| words.word(rank).to_owned());
    let texts =
        texts.into_iter().chain(["odense kommune", "#ledelsesugen", "god ledelse"].map(str::to_owned));
    for text in texts {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        typed.extend(ends.map(|end| text[..end].to_owned()));
    }
    typed
}

/// Two letters changed places.
fn slip(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle, middle - 1);
    }
    letters.into_iter().collect()
}

fn timed<T>(make: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (make(), start.elapsed())
}

fn built(name: &str, posts: u64, took: Duration, bytes: u64) {
    let rate = posts as f64 / took.as_secs_f64();
    println!("{name}: built in {:.0} s, {rate:.0} posts/s, {:.0} MB", took.as_secs_f64(), bytes as f64 / 1e6);
}

/// What follows a name on the command line.
fn option(name: &str) -> Option<String> {
    let mut given = std::env::args().skip_while(|word| word != name);
    given.next().and_then(|_| given.next())
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
