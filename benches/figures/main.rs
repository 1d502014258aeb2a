//! Figures of a wall with five editions: how long a changed filter takes, beside the same sums in PostgreSQL, and that both
//! say the same. Nothing but the ratios travels from machine to machine.
//!
//! `cargo bench --bench figures -- [--posts N] [--postgres URL]`. Without an address in `--postgres` or
//! `HASHWALL_TEST_POSTGRES` PostgreSQL is left out, and the table says so.

#![allow(clippy::print_stdout, clippy::print_stderr)] // the table is what it is for

mod generator;
mod peer;

use std::hint::black_box;
use std::time::{Duration, Instant};

use hashwall_index::{Doc, Engine, Figured, Figuring, Filter, Op};

use generator::{HOUR, MONDAYS, NETWORKS, SECTORS, post};
use peer::{Peer, Question, Truth};

/// Posts in one commit.
const COMMIT: u64 = 5_000;
const DAY: i64 = 24 * HOUR;

fn main() {
    let posts: u64 = option("--posts").map_or(1_000_000, |posts| posts.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    println!("{posts} posts in five editions; load {}", load());
    let started = Instant::now();
    let engine = Engine::open(folder.path()).expect("an index");
    let mut number = 0;
    while number < posts {
        let end = (number + COMMIT).min(posts);
        let ops = (number..end).map(|number| Op::Put(Box::new(document(number, posts)))).collect();
        engine.apply(ops, end).expect("a commit");
        number = end;
    }
    println!("index filled in {:.0} s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    black_box(
        engine.figures(&Figuring { since: Some(0), until: Some(0), ..Figuring::default() }).expect("columns"),
    );
    println!("columns decoded in {:.2} s, once after a start", started.elapsed().as_secs_f64());

    let questions = questions();
    let mut times = Vec::new();
    for round in 0..5 {
        for question in &questions {
            // Every time another question: nothing is remembered between them.
            let shifted = Question { from: question.from + round, ..question.clone() };
            let started = Instant::now();
            black_box(engine.figures(&asked(&shifted)).expect("figures"));
            times.push(started.elapsed());
        }
    }
    let ours = line("ours: every figure, a changed filter", &mut times);
    let mut times = Vec::new();
    for theme in ["trivsel", "tillid OR retning", "samarbejde -kvalitet", "#emne7"] {
        for question in questions.iter().take(5) {
            let asked = Figuring { text: theme.to_owned(), ..asked(question) };
            let started = Instant::now();
            black_box(engine.figures(&asked).expect("figures"));
            times.push(started.elapsed());
        }
    }
    line("ours: the same with a theme", &mut times);

    let address = option("--postgres").or_else(|| std::env::var("HASHWALL_TEST_POSTGRES").ok());
    let Some(address) = address else {
        println!("PostgreSQL: left out, no address was given");
        return;
    };
    let started = Instant::now();
    let peer = Peer::fill(&address, posts);
    println!("PostgreSQL filled in {:.0} s", started.elapsed().as_secs_f64());
    let mut times = Vec::new();
    let mut wrong = 0;
    for question in &questions {
        let started = Instant::now();
        let truth = peer.ask(question);
        times.push(started.elapsed());
        let ours = told(&engine.figures(&asked(question)).expect("figures"));
        if truth != ours {
            wrong += 1;
            println!("NOT THE SAME {question:?}\n  SQL  {truth:?}\n  ours {ours:?}");
        }
    }
    let theirs = line("PostgreSQL: a part of the same figures (five statements)", &mut times);
    println!("p95 of PostgreSQL / ours: {:.1}", theirs.as_secs_f64() / ours.as_secs_f64());
    println!("{} of {} questions were answered alike", questions.len() - wrong, questions.len());
    drop(peer);
    assert_eq!(wrong, 0, "figures differ from SQL");
}

fn document(number: u64, posts: u64) -> Doc {
    let made = post(number, posts);
    let mut keywords = vec![
        ("network", made.network.to_owned()),
        ("sector", made.sector.to_owned()),
        ("kind", "post".to_owned()),
    ];
    keywords.extend(made.writer.map(|writer| ("writer", writer)));
    keywords.extend(made.organisation.map(|name| ("organisation", name)));
    keywords.extend(made.media.map(|media| ("media", media.to_owned())));
    if !made.language.is_empty() {
        keywords.push(("language", made.language.to_owned()));
    }
    let names = ["reactions", "comments", "shares", "views"];
    let mut numbers: Vec<(&'static str, i64)> =
        names.into_iter().zip(made.counts).filter_map(|(name, count)| Some((name, count?))).collect();
    numbers.push(("fetched", made.time + HOUR));
    numbers.extend(made.followers.map(|followers| ("followers", followers)));
    Doc {
        id: format!("{number:012}"),
        time: made.time,
        text: made.text,
        keywords,
        numbers,
        tags: made.tags,
        ..Doc::default()
    }
}

/// What people choose: whole editions, weeks, days, all years; with a network, a sector, or both.
fn questions() -> Vec<Question> {
    let mut questions = Vec::new();
    let plain = |from, until| Question { from, until, network: None, sector: None };
    for monday in MONDAYS {
        questions.push(plain(monday - 14 * DAY, monday + 21 * DAY));
        questions.push(plain(monday, monday + 7 * DAY));
        questions.push(plain(monday + 2 * DAY, monday + 3 * DAY));
    }
    questions.push(plain(MONDAYS[0] - 14 * DAY, MONDAYS[4] + 21 * DAY));
    let chosen: Vec<Question> = questions.clone();
    for (at, question) in chosen.into_iter().enumerate() {
        questions.push(Question { network: Some(NETWORKS[at % 4]), ..question.clone() });
        questions.push(Question { sector: Some(SECTORS[at % 4]), ..question.clone() });
        questions.push(Question {
            network: Some(NETWORKS[(at + 1) % 4]),
            sector: Some(SECTORS[at % 4]),
            ..question
        });
    }
    questions
}

fn asked(question: &Question) -> Figuring {
    let filter =
        |field, value: Option<&str>| value.map(|value| Filter { field, any_of: vec![value.to_owned()] });
    let filters = [filter("network", question.network), filter("sector", question.sector)];
    let days = (question.until - question.from + DAY - 1) / DAY;
    Figuring {
        since: Some(question.from),
        until: Some(question.until),
        filters: filters.into_iter().flatten().collect(),
        bounds: (0..=days).map(|day| (question.from + day * DAY).min(question.until)).collect(),
        around: Some((HOUR, 3 * HOUR)),
        cap: 3,
        tops: 25,
        ..Figuring::default()
    }
}

/// Our answer as the peer gives it.
fn told(figured: &Figured) -> Truth {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut networks: Vec<_> = figured
        .networks
        .iter()
        .map(|(name, cell, authors)| {
            (
                name.clone(),
                count(cell.documents),
                count(*authors),
                cell.counts.map(|sum| (sum.sum, count(sum.told))),
            )
        })
        .collect();
    networks.sort();
    let organised = figured.top_organisations.iter().filter(|group| !group.value.is_empty()).take(10);
    Truth {
        posts: count(figured.documents),
        authors: count(figured.writers),
        organisations: count(figured.organisations),
        followers: figured.followers.sum,
        covered: count(figured.covered),
        networks,
        organised: organised
            .map(|group| {
                let voices = group.voices;
                (group.value.clone(), count(group.documents), count(voices.writers), count(voices.capped))
            })
            .collect(),
        tags: figured.top_tags.iter().take(10).map(|tag| (tag.value.clone(), count(tag.documents))).collect(),
        days: figured
            .points
            .iter()
            .map(|cells| cells.iter().map(|(_, cell)| count(cell.documents)).sum())
            .collect(),
    }
}

/// Prints median and p95; gives p95.
fn line(what: &str, times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    let (middle, late) = (at(0.5), at(0.95));
    println!("{what}: median {:.1} ms, p95 {:.1} ms, {} times", ms(middle), ms(late), times.len());
    late
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args();
    arguments.find(|argument| argument == name)?;
    arguments.next()
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
