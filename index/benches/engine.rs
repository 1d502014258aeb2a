//! How fast the index takes documents and answers the wall's questions, at 100 000 documents.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use hashwall_index::{Doc, Engine, Filter, Op, Search};

const DOCUMENTS: u64 = 100_000;
/// Documents in one commit while filling.
const COMMIT: u64 = 10_000;
/// Documents in the commit whose rate is measured.
const BATCH: u64 = 500;

const WORDS: &str = "ledelse trivsel møde medarbejder kommune region stat borger udvikling faglig leder dialog samarbejde \
    tillid opgave velfærd skole hospital retning resultat læring forandring fællesskab innovation frivillig og i det på";
const NETWORKS: [&str; 4] = ["linkedin", "facebook", "mastodon", "feed"];

/// A document of some 40 words, always the same for the same number.
fn document(number: u64) -> Op {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        // xorshift64: no randomness is needed, only spread.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("below a usize")
    };
    // The square of a number falls on the first words more often, as in a language.
    let mut word = || words[next(words.len()) * next(words.len()) / words.len()];
    let mut text: Vec<String> = (0..40).map(|_| word().to_owned()).collect();
    text.push(format!("#Ledelsesugen nr{}", number % 5_000));
    Op::Put(Box::new(Doc {
        id: format!("{number:08}"),
        time: i64::try_from(number).expect("small") * 1_000_000,
        text: text.join(" "),
        names: format!("Forfatter {}", number % 900),
        tags: vec!["ledelsesugen".to_owned()],
        keywords: vec![
            ("network", NETWORKS[next(4)].to_owned()),
            ("author", format!("Forfatter {}", number % 900)),
        ],
        stored: vec![7; 600],
        ..Doc::default()
    }))
}

fn fill(engine: &Engine) {
    for start in (0..DOCUMENTS).step_by(COMMIT as usize) {
        engine.apply((start..start + COMMIT).map(document).collect(), start).expect("a writable folder");
    }
}

fn benches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::open(folder.path()).expect("a new index");
    fill(&engine);

    let newest = Search { limit: 20, ..Search::default() };
    let filter = Filter { field: "network", any_of: vec!["linkedin".to_owned()] };
    let filtered = Search { filters: vec![filter], ..newest.clone() };
    let words = Search { text: "ledelse trivsel".to_owned(), ..newest.clone() };
    let best = Search { by_relevance: true, ..words.clone() };
    let searches = [
        ("newest_20", &newest),
        ("newest_20_filtered", &filtered),
        ("newest_20_words", &words),
        ("best_20", &best),
    ];
    let mut group = criterion.benchmark_group("search_100k");
    for (name, search) in searches {
        group.bench_function(name, |bencher| {
            bencher.iter(|| engine.search(black_box(search)).expect("an answer"))
        });
    }
    group.bench_function("counts_author", |bencher| {
        bencher.iter(|| engine.counts(black_box(&newest), "author", 20).expect("an answer"));
    });
    group.finish();

    let mut group = criterion.benchmark_group("apply_at_100k");
    group.sample_size(10).throughput(Throughput::Elements(BATCH));
    let mut number = DOCUMENTS;
    group.bench_function("500_documents", |bencher| {
        bencher.iter_batched(
            || {
                number += BATCH;
                (number..number + BATCH).map(document).collect::<Vec<Op>>()
            },
            |ops| engine.apply(ops, DOCUMENTS).expect("a writable folder"),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(engine, benches);
criterion_main!(engine);
