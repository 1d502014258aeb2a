//! Order, pages, filters and counts.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use std::collections::BTreeMap;

use common::{doc, engine, ids, put};
use hashwall_index::{Doc, Engine, Filter, Op, Search};
use proptest::prelude::*;

/// Follows the cursors to the end; `between` runs after each page.
fn all_pages(engine: &Engine, search: &Search, mut between: impl FnMut(usize)) -> Vec<String> {
    let mut seen = Vec::new();
    let mut search = search.clone();
    for round in 0.. {
        let page = engine.search(&search).unwrap();
        assert!(page.hits.len() <= search.limit);
        seen.extend(page.hits.into_iter().map(|hit| hit.id));
        let Some(next) = page.next else { break };
        search.cursor = Some(next);
        between(round);
    }
    seen
}

#[test]
fn newest_first_cursors_stay_true_while_documents_arrive() {
    for text in ["", "ord"] {
        let (_folder, engine) = engine();
        // Three of each time, so that pages end between equals.
        engine.apply(put((0..60).map(|n| doc(&format!("{n:02}"), n / 3, "et ord"))), 1).unwrap();
        let mut expected: Vec<(i64, String)> = (0..60).map(|n| (n / 3, format!("{n:02}"))).collect();
        expected.sort_by(|left, right| right.cmp(left));
        let search = Search { text: text.to_owned(), limit: 7, ..Search::default() };
        let seen = all_pages(&engine, &search, |round| {
            let newer = doc(&format!("new{round}"), 1_000, "et ord");
            engine.apply(put([newer]), 2).unwrap();
        });
        let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
        assert_eq!(seen, expected, "{text:?}");
    }
}

#[test]
fn relevance_pages_repeat_nothing_while_documents_arrive() {
    let (_folder, engine) = engine();
    let text =
        |n: i64| format!("{} {}", "ledelse ".repeat(usize::try_from(n % 5).unwrap() + 1), "andet ".repeat(9));
    engine.apply(put((0..50).map(|n| doc(&format!("{n:02}"), n, &text(n)))), 1).unwrap();
    let search = Search { text: "ledelse".to_owned(), by_relevance: true, limit: 6, ..Search::default() };
    let mut seen = all_pages(&engine, &search, |round| {
        engine.apply(put([doc(&format!("z{round}"), 9_000, "noget helt andet")]), 2).unwrap();
    });
    assert_eq!(seen[0], "49", "best first, and the newest of equals");
    seen.sort();
    assert_eq!(seen, (0..50).map(|n| format!("{n:02}")).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// A page that skips what cannot reach it is the beginning of the list of all.
    #[test]
    fn best_pages_equal_the_whole_list(
        texts in prop::collection::vec(
            prop::collection::vec(prop::sample::select(vec!["ledelse", "trivsel", "stress", "god"]), 1..9), 1..60),
        limit in 1_usize..5,
        text in prop::sample::select(vec!["ledelse", "ledelse trivsel", "ledelse OR stress", "god -stress", "trivsel kilde:feed"]),
    ) {
        let (_folder, engine) = engine();
        for (position, (batch, texts)) in (1..).zip(texts.chunks(13).enumerate()) {
            let docs = texts.iter().enumerate().map(|(n, words)| {
                let network = if n % 3 == 0 { "feed" } else { "mastodon" };
                // Times of all segments mixed, with equals among them.
                let time = i64::try_from(n * 7 % 10).unwrap();
                Doc { keywords: vec![("network", network.to_owned())], ..doc(&format!("{batch}-{n:02}"), time, &words.join(" ")) }
            });
            engine.apply(put(docs), position).unwrap();
        }
        engine.apply(vec![Op::Remove("0-00".to_owned())], 99).unwrap();
        let search = Search { text: text.to_owned(), by_relevance: true, limit: 1_000, ..Search::default() };
        let whole = engine.search(&search).unwrap();
        let whole: Vec<String> = whole.hits.into_iter().map(|hit| hit.id).collect();
        let pages = all_pages(&engine, &Search { limit, ..search }, |_| ());
        prop_assert_eq!(pages, whole);
    }
}

#[test]
fn counting_ends_where_it_is_told_to() {
    let (_folder, engine) = engine();
    engine.apply(put((0..50).map(|n| doc(&n.to_string(), n, "ord"))), 1).unwrap();
    let total = |text: &str, count_to| {
        let page = engine
            .search(&Search { text: text.to_owned(), limit: 5, count_to, ..Search::default() })
            .unwrap();
        (page.total, page.total_is_exact)
    };
    assert_eq!(total("ord", None), (50, true));
    assert_eq!(total("ord", Some(50)), (50, true));
    assert_eq!(total("ord", Some(49)), (49, false));
    assert_eq!(total("ord", Some(0)), (5, false), "at least those on the page");
    assert_eq!(total("", Some(3)), (50, true), "all of them cost nothing to count");
}

#[test]
fn the_title_and_the_exact_word_rank_first() {
    let (_folder, engine) = engine();
    let titled = Doc { title: "Ledelse".to_owned(), ..doc("title", 1, "noget om noget andet end det") };
    let docs =
        [titled, doc("exact", 2, "noget om ledelse og det"), doc("form", 3, "noget om ledelser og det")];
    engine.apply(put(docs), 1).unwrap();
    let search = Search { text: "ledelse".to_owned(), by_relevance: true, limit: 9, ..Search::default() };
    assert_eq!(ids(&engine.search(&search).unwrap()), "title exact form");
}

#[test]
fn broken_cursors_are_the_first_page() {
    let (_folder, engine) = engine();
    engine.apply(put((0..5).map(|n| doc(&n.to_string(), n, "ord"))), 1).unwrap();
    for cursor in ["", "n", "n.x.y", "n.5.zz", "n.5.æ", "r.1.2.30", "n.99999999999999999999.30", "💥"] {
        let search = Search { limit: 2, cursor: Some(cursor.to_owned()), ..Search::default() };
        assert_eq!(ids(&engine.search(&search).unwrap()), "4 3", "{cursor}");
    }
}

fn with(id: &str, time: i64, network: &str, tags: &[&str]) -> Doc {
    Doc {
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        keywords: vec![("network", network.to_owned())],
        ..doc(id, time, "ord")
    }
}

#[test]
fn filters_times_and_counts() {
    let (_folder, engine) = engine();
    let docs =
        [with("a", 1, "feed", &["x", "X", "y"]), with("b", 2, "linkedin", &["x"]), with("c", 3, "feed", &[])];
    engine.apply(put(docs), 1).unwrap();
    let filter =
        |field, values: &[&str]| Filter { field, any_of: values.iter().map(|&v| v.to_owned()).collect() };
    let search = |filters| Search { filters, limit: 9, ..Search::default() };
    for (filters, expected) in [
        (vec![], "c b a"),
        (vec![filter("network", &["feed"])], "c a"),
        (vec![filter("network", &["feed", "linkedin", "nowhere"])], "c b a"),
        (vec![filter("network", &["feed"]), filter("tag", &["X"])], "a"),
        (vec![filter("tag", &["x"])], "b a"),
        (vec![filter("network", &[])], ""),
        (vec![filter("nonsense", &["feed"])], ""),
    ] {
        let page = engine.search(&search(filters.clone())).unwrap();
        assert_eq!(ids(&page), expected, "{filters:?}");
        assert_eq!(page.total, page.hits.len());
    }
    let between = Search { since: Some(2), until: Some(3), limit: 9, ..Search::default() };
    assert_eq!(ids(&engine.search(&between).unwrap()), "b");
    for (since, until, expected) in [
        (Some(i64::MAX), None, ""),
        (Some(i64::MIN), None, "c b a"),
        (None, Some(i64::MIN), ""),
        (None, Some(i64::MAX), "c b a"),
        (Some(3), Some(1), ""),
    ] {
        let search = Search { since, until, limit: 9, ..Search::default() };
        assert_eq!(ids(&engine.search(&search).unwrap()), expected, "{since:?} {until:?}");
    }

    let count = |search: &Search, field, limit| engine.counts(search, field, limit).unwrap();
    let pair = |value: &str, count| (value.to_owned(), count);
    let all = Search::default();
    assert_eq!(count(&all, "network", 9), [pair("feed", 2), pair("linkedin", 1)]);
    assert_eq!(count(&all, "network", 1), [pair("feed", 2)]);
    assert_eq!(count(&all, "tag", 9), [pair("x", 2), pair("y", 1)], "a tag counts once a document");
    assert_eq!(count(&search(vec![filter("tag", &["y"])]), "network", 9), [pair("feed", 1)]);
    assert_eq!(count(&all, "nonsense", 9), []);
    assert_eq!(count(&all, "sector", 9), []);
    engine.apply(vec![Op::Remove("a".to_owned())], 2).unwrap();
    assert_eq!(count(&all, "tag", 9), [pair("x", 1)], "what is removed does not count");
}

#[test]
fn a_page_says_how_many_there_are_and_no_limit_is_too_much() {
    let (_folder, engine) = engine();
    engine.apply(put((0..1_100).map(|n| doc(&n.to_string(), n, "ord"))), 1).unwrap();
    for text in ["", "ord"] {
        let page =
            |limit| engine.search(&Search { text: text.to_owned(), limit, ..Search::default() }).unwrap();
        let none = page(0);
        assert_eq!((none.total, none.hits.len(), none.next), (1_100, 0, None));
        assert_eq!(page(usize::MAX).hits.len(), 1_000);
    }
}

#[test]
fn a_search_sees_a_commit_whole_or_not_at_all() {
    let (_folder, engine) = engine();
    let writer = engine.clone();
    let writing = std::thread::spawn(move || {
        for batch in 0..20 {
            let ids = (0..10).map(|n| doc(&format!("{batch}-{n}"), batch, &format!("batch{batch}")));
            writer.apply(put(ids), batch.unsigned_abs()).unwrap();
        }
    });
    let search = Search { text: "-andet".to_owned(), limit: 500, ..Search::default() };
    let mut before = 0;
    while before < 200 {
        let page = engine.search(&search).unwrap();
        assert_eq!((page.total % 10, page.hits.len()), (0, page.total));
        assert!(page.total >= before);
        before = page.total;
    }
    writing.join().unwrap();
}

/// What was done, in batches.
fn batches() -> impl Strategy<Value = Vec<Vec<(u8, Option<i64>)>>> {
    prop::collection::vec(
        prop::collection::vec((0_u8..30, prop::option::weighted(0.8, -5_i64..5)), 0..20),
        0..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn pages_equal_a_sorted_list(batches in batches(), limit in 1_usize..9) {
        let (_folder, engine) = engine();
        let mut model: BTreeMap<String, i64> = BTreeMap::new();
        for batch in batches {
            let mut ops = Vec::new();
            for (id, time) in batch {
                let id = format!("{id:02}");
                match time {
                    Some(time) => {
                        ops.push(Op::Put(Box::new(doc(&id, time, "ord"))));
                        model.insert(id, time);
                    }
                    None => {
                        ops.push(Op::Remove(id.clone()));
                        model.remove(&id);
                    }
                }
            }
            engine.apply(ops, 1).unwrap();
        }
        let mut expected: Vec<(i64, String)> = model.into_iter().map(|(id, time)| (time, id)).collect();
        expected.sort_by(|left, right| right.cmp(left));
        let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
        for text in ["", "ord"] {
            let search = Search { text: text.to_owned(), limit, ..Search::default() };
            prop_assert_eq!(engine.search(&search).unwrap().total, expected.len());
            prop_assert_eq!(&all_pages(&engine, &search, |_| ()), &expected);
        }
    }
}
