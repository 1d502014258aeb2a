//! Our own index, as the projection fills it.

use std::path::Path;
use std::time::{Duration, Instant};

use hashwall_index::{DAY, Engine, Filter, Op, Search};

use super::document::document;
use super::generator::Generator;
use super::measure::Question;

/// What a visitor's wall counts.
pub const FACETS: [(&str, usize); 8] = [
    ("network", 20),
    ("sector", 20),
    ("organisation", 20),
    ("tag", 20),
    ("language", 20),
    ("kind", 20),
    ("media", 20),
    (DAY, 60),
];

/// Fills an index, with commits as small as a busy day's; with the time that took, without making up the posts.
pub fn fill(folder: &Path, words: &Generator, posts: u64, commit: u64) -> (Engine, Duration) {
    let engine = Engine::open(folder).expect("a new index");
    let (mut start, mut took) = (0, Duration::ZERO);
    while start < posts {
        let end = (start + commit).min(posts);
        let ops =
            (start..end).map(|number| Op::Put(Box::new(document(words.sample(number, posts))))).collect();
        let begun = Instant::now();
        engine.apply(ops, end).expect("a writable folder");
        took += begun.elapsed();
        start = end;
    }
    // Closing waits for merges.
    let begun = Instant::now();
    drop(engine);
    took += begun.elapsed();
    (Engine::open(folder).expect("the index that was made"), took)
}

/// A question as a search.
pub fn search(question: &Question, by_relevance: bool) -> Search {
    let filter =
        |field, value: Option<&str>| value.map(|value| Filter { field, any_of: vec![value.to_owned()] });
    let filters = [
        filter("network", question.network),
        filter("sector", question.sector),
        filter("kind", question.kind),
        filter("tag", question.tag),
    ];
    Search {
        text: question.words.clone(),
        filters: filters.into_iter().flatten().collect(),
        since: question.since,
        by_relevance,
        limit: 20,
        ..Search::default()
    }
}
