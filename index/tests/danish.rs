//! How words are read: what finds what, the terms of words, the floor of relevance, and words nobody should have to read.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;
#[path = "common/grading.rs"]
#[allow(dead_code)] // the example `relevance` uses the rest
mod grading;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use common::{ask, doc, engine, found, put};
use hashwall_index::{Search, fold_word, index_terms};
use proptest::prelude::*;

#[test]
fn what_finds_what() {
    let spaced = |word: &str| word.replace('_', " ");
    let lines =
        include_str!("golden/pairs.txt").lines().filter(|line| !line.starts_with("# ") && !line.is_empty());
    let mut cases: Vec<(String, bool, String)> = Vec::new();
    for line in lines {
        let mut wanted = true;
        let (typed, posts) = line.split_once(' ').unwrap();
        for post in posts.split(' ') {
            match post {
                "+" => wanted = true,
                "-" => wanted = false,
                post => cases.push((spaced(typed), wanted, spaced(post))),
            }
        }
    }
    assert!(cases.len() >= 150, "{}", cases.len());
    let posts: BTreeSet<&String> = cases.iter().map(|(_, _, post)| post).collect();
    let (_folder, engine) = engine();
    engine.apply(put(posts.iter().map(|post| doc(post, 1, post))), 1).unwrap();
    let mut wrong = String::new();
    for (typed, wanted, post) in &cases {
        let search = Search { text: typed.clone(), by_relevance: true, limit: 1_000, ..Search::default() };
        let is_found = engine.search(&search).unwrap().hits.iter().any(|hit| hit.id == *post);
        if is_found != *wanted {
            writeln!(
                wrong,
                "{typed} {} {post}: {:?}",
                if *wanted { "misses" } else { "finds" },
                index_terms(post)
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "of {} pairs:\n{wrong}", cases.len());
}

#[test]
fn words_have_the_terms_written_down() {
    let mut wrong = String::new();
    for line in
        include_str!("golden/terms.txt").lines().filter(|line| !line.starts_with("# ") && !line.is_empty())
    {
        let (word, expected) = line.split_once('\t').unwrap();
        let got = index_terms(word).join(" ");
        if got != expected {
            writeln!(wrong, "{word}\t{got}\n  expected {expected}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn relevance_does_not_fall() {
    for (name, text, floor) in [
        ("dev", include_str!("../data/relevance-dev.json"), 0.93),
        ("own", include_str!("../data/relevance-own.json"), 0.95),
    ] {
        let set: grading::Set = serde_json::from_str(text).unwrap();
        let (_folder, engine) = engine();
        grading::index(&engine, set.docs.iter().map(|post| (post.id.to_string(), post.text.clone())))
            .unwrap();
        let scores = grading::run(&engine, &set).unwrap();
        let ndcg = grading::mean(&scores, |score| score.ndcg);
        let precision = grading::mean(&scores, |score| score.precision[0]);
        assert!(ndcg >= floor, "{name}: nDCG@10 {ndcg:.3}, floor {floor}");
        assert!(precision >= 0.8, "{name}: P@10 {precision:.3}");
    }
}

#[test]
fn the_whole_word_ranks_first() {
    let (_folder, engine) = engine();
    let posts = [
        "om ledelsesevaluering i dag",
        "om ledelse i dag",
        "om medarbejderledelse i dag",
        "om ledelserne i dag",
    ];
    engine.apply(put(posts.iter().map(|post| doc(post, 1, post))), 1).unwrap();
    let search = Search { text: "ledelse".to_owned(), by_relevance: true, limit: 9, ..Search::default() };
    let hits = engine.search(&search).unwrap().hits;
    let order: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(order[..2], ["om ledelse i dag", "om ledelserne i dag"]);
    assert_eq!(order.len(), 4);
}

#[test]
fn matches_are_marked_where_they_stand() {
    let (_folder, engine) = engine();
    engine.apply(put([doc("it", 1, "Nye Ledelsesevalueringer og børnehaver, sagde lederne")]), 1).unwrap();
    // Whole words, also where a part of one was looked for.
    for (typed, marked) in [
        ("evaluering", "Nye <mark>Ledelsesevalueringer</mark> og"),
        ("ledelse", "Nye <mark>Ledelsesevalueringer</mark> og"),
        ("barn", "og <mark>børnehaver</mark>,"),
        ("leder", "sagde <mark>lederne</mark>"),
    ] {
        let snippet = ask(&engine, typed).hits[0].snippet.clone();
        assert!(snippet.contains(marked) && snippet.matches("<mark>").count() == 1, "{typed}: {snippet}");
    }
}

#[test]
fn newest_first_is_not_filled_with_what_is_only_nearly_meant() {
    let (_folder, engine) = engine();
    let posts = ["sygefravær", "fravær", "komunikation", "kommunikation"];
    engine.apply(put((0..).zip(posts).map(|(time, post)| doc(post, time, post))), 1).unwrap();
    assert_eq!(found(&engine, "komunikation"), "komunikation");
    assert_eq!(found(&engine, "kommunikatoin"), "kommunikation");
    assert_eq!(found(&engine, "-fravær kommunikation"), "kommunikation");
}

#[test]
fn long_and_many_words_are_bounded() {
    let (_folder, engine) = engine();
    engine
        .apply(put((0..200).map(|n| doc(&n.to_string(), n, &format!("ledelse og udvikling nummer{n}")))), 1)
        .unwrap();
    let hostile = [
        "ledelses".repeat(1_250),
        "medarbejderudviklingssamtale ".repeat(350),
        (0..2_000).map(|n| format!("ledlse{n} ")).collect(),
        "børnehavepædagogmedhjælperuddannelsesbevis".repeat(4),
        "å".repeat(199),
    ];
    for typed in hostile {
        for by_relevance in [false, true] {
            let start = Instant::now();
            let search = Search { text: typed.clone(), by_relevance, limit: 20, ..Search::default() };
            engine.search(&search).unwrap();
            // Bounded work; the figure is far above what a slow machine needs unoptimised.
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{:?} took {:?}",
                &typed[..30],
                start.elapsed()
            );
        }
    }
    let word = "ledelses".repeat(20);
    assert!(index_terms(&word).len() < 100);
}

/// A word as people write it, with everything that can go wrong in it.
fn written() -> impl Strategy<Value = String> {
    "[A-Za-zæøåÆØÅéüöä]{1,14}|ledelse(s|r|n)?(udvikling|evaluering|børn)(er|en|s)?|(skole|børne|Aar|oe)[a-zæøå]{2,9}"
}

/// The same word as another keyboard, phone or system would write it.
fn otherwise(word: &str) -> [String; 4] {
    use unicode_normalization::UnicodeNormalization;
    let lower: String = word.to_lowercase().nfc().collect();
    // *aæ* without its letters is *aae*, and that is read as *åe*: no Danish word has it.
    let is_clear = !lower.contains("aæ") && !lower.contains("aå") && !lower.contains("aä");
    let written = lower.replace('å', "aa").replace('æ', "ae").replace('ø', "oe");
    let digraphs = if is_clear { written } else { lower };
    [word.to_lowercase(), word.to_uppercase(), word.nfd().collect(), digraphs]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn every_word_finds_itself_however_it_is_written(word in written()) {
        let (_folder, engine) = engine();
        engine.apply(put([doc("it", 1, &word)]), 1).unwrap();
        for typed in otherwise(&word) {
            // What looks like an operator is one.
            if !matches!(typed.as_str(), "OR" | "AND" | "NOT" | "ELLER" | "OG" | "IKKE") {
                prop_assert_eq!(found(&engine, &typed), "it", "{} typed as {}", &word, typed);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_terms(text in any::<String>()) {
        for term in index_terms(&text) {
            prop_assert!(!term.is_empty() && !term.contains(char::is_whitespace));
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let folded = fold_word(&text);
        prop_assert_eq!(fold_word(&folded), folded);
    }

    #[test]
    fn a_word_has_few_terms(word in "([a-zæøå]{1,9}s?){1,6}") {
        prop_assert!(index_terms(&word).len() <= 40, "{:?}", index_terms(&word));
    }
}
