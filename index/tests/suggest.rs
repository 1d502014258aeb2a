//! Suggestions while one types, and what was perhaps meant.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use common::{doc, engine, put};
use hashwall_index::{Doc, Engine, Op};
use proptest::prelude::*;

fn post(id: &str, author: &str, organisation: &str, tags: &[&str], text: &str) -> Doc {
    Doc {
        author: author.to_owned(),
        names: format!("{author}\n{organisation}"),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        keywords: vec![("organisation", organisation.to_owned()), ("author", author.to_lowercase())],
        ..doc(id, id.bytes().map(i64::from).sum(), text)
    }
}

fn library() -> (tempfile::TempDir, Engine) {
    let (folder, engine) = engine();
    let docs = [
        post(
            "a",
            "Lene Ås",
            "Odense Kommune",
            &["ledelsesugen"],
            "God ledelse og ledelsesevaluering #LedelsesUgen",
        ),
        post(
            "b",
            "Lene Ås",
            "Odense Kommune",
            &["ledelsesugen"],
            "Ledelse er ikke det samme som styring #LedelsesUgen",
        ),
        post("c", "Bo Holm", "Kommunernes Landsforening", &[], "Læring og trivsel i Århus, ledelsen var med"),
        post("d", "Eva Lund", "Region Nord", &["trivsel"], "Vi øver os på læring"),
    ];
    engine.apply(put(docs), 1).unwrap();
    (folder, engine)
}

/// `text query count` of each suggestion.
fn offered(engine: &Engine, typed: &str) -> Vec<String> {
    let offered = engine.suggest(typed, 10).unwrap();
    offered.iter().map(|one| format!("{} | {} | {}", one.text, one.query, one.count)).collect()
}

#[test]
fn tags_organisations_authors_and_words_in_the_form_that_people_read() {
    let (_folder, engine) = library();
    assert_eq!(
        offered(&engine, "led"),
        [
            "LedelsesUgen | #LedelsesUgen | 2",
            "ledelse | ledelse | 2",
            "ledelsen | ledelsen | 1",
            "ledelsesevaluering | ledelsesevaluering | 1"
        ]
    );
    assert_eq!(
        offered(&engine, "kommune"),
        [
            "Odense Kommune | organisation:\"Odense Kommune\" | 2",
            "Kommunernes Landsforening | organisation:\"Kommunernes Landsforening\" | 1"
        ]
    );
    assert_eq!(offered(&engine, "lene å"), ["Lene Ås | fra:\"Lene Ås\" | 2"], "a name of two words");
    assert_eq!(offered(&engine, "laer"), ["læring | læring | 2"], "typed without Danish letters");
    assert_eq!(offered(&engine, "ÅRH"), ["Århus | Århus | 1"]);
    assert_eq!(offered(&engine, "#"), ["LedelsesUgen | #LedelsesUgen | 2", "trivsel | #trivsel | 1"]);
    assert_eq!(offered(&engine, "fra:bo"), ["Bo Holm | fra:\"Bo Holm\" | 1"]);
    assert_eq!(offered(&engine, "@eva"), ["Eva Lund | fra:\"Eva Lund\" | 1"]);
    assert_eq!(offered(&engine, "ikk"), Vec::<String>::new(), "a stop word is no suggestion");
}

#[test]
fn the_rest_of_the_text_is_kept_and_leads_somewhere() {
    let (_folder, engine) = library();
    assert_eq!(
        offered(&engine, "god ledelses"),
        ["LedelsesUgen | god #LedelsesUgen | 2", "ledelsesevaluering | god ledelsesevaluering | 1"]
    );
    assert_eq!(
        offered(&engine, "styring ledelsese"),
        Vec::<String>::new(),
        "the two are in no post together"
    );
    assert_eq!(offered(&engine, "ledelse -sty"), ["styring | ledelse -styring | 1"]);
    for chosen in engine.suggest("l", 20).unwrap() {
        assert!(!common::found(&engine, &chosen.query).is_empty(), "{chosen:?}");
    }
}

#[test]
fn what_is_removed_is_not_suggested() {
    let (_folder, engine) = library();
    engine.apply(vec![Op::Remove("a".to_owned())], 2).unwrap();
    assert_eq!(offered(&engine, "ledelsese"), Vec::<String>::new());
    assert_eq!(offered(&engine, "#led"), ["LedelsesUgen | #LedelsesUgen | 1"]);
    assert_eq!(offered(&engine, "led")[1], "Ledelse | Ledelse | 1", "as those write it who still do");
    engine.apply(vec![Op::Remove("b".to_owned())], 3).unwrap();
    assert_eq!(offered(&engine, "odense"), Vec::<String>::new());
    assert_eq!(engine.did_you_mean("ledelsesevalvering").unwrap(), None, "nor meant");
}

#[test]
fn nothing_is_suggested_where_nothing_can_be_completed() {
    let (_folder, engine) = library();
    for typed in
        ["", " ", "led ", "\"led", "sektor:led", "-", "#.", "!!", "\u{202e}", "(", &"l".repeat(2_000)]
    {
        assert_eq!(offered(&engine, typed), Vec::<String>::new(), "{typed:?}");
    }
    assert_eq!(engine.suggest("l", 0).unwrap(), []);
    assert_eq!(engine.suggest("l", 2).unwrap().len(), 2);
}

#[test]
fn long_and_short_beginnings_are_answered_alike() {
    let (_folder, engine) = engine();
    // More words with one beginning than are remembered for it, over several segments.
    for batch in 0..4_i64 {
        let docs = (0..60_i64).map(|n| {
            let word = format!(
                "prøve{}{}",
                ["a", "b", "c"][usize::try_from(n % 3).unwrap()],
                "x".repeat(usize::try_from(n).unwrap() / 3)
            );
            doc(&format!("{batch}-{n}"), n, &format!("{word} prøvesten"))
        });
        engine.apply(put(docs), batch.unsigned_abs() + 1).unwrap();
    }
    for typed in ["p", "pr", "prø", "prøv", "prøve", "prøves", "prøvesten"] {
        let best = &engine.suggest(typed, 5).unwrap()[0];
        assert_eq!((best.text.as_str(), best.count), ("prøvesten", 240), "{typed}");
    }
}

#[test]
fn a_word_that_nobody_wrote_is_put_right() {
    let (_folder, engine) = library();
    for (typed, meant) in [
        ("ledelsesevalvering", Some("ledelsesevaluering")),
        ("god ledelsesevalvering", Some("god ledelsesevaluering")),
        ("trivsle -stress", Some("trivsel -stress")),
        ("#ledelsesuegn", Some("#LedelsesUgen")),
        ("xyzxyzxyz", None),
        ("", None),
        ("fra:bøh", None),
    ] {
        assert_eq!(engine.did_you_mean(typed).unwrap().as_deref(), meant, "{typed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_is_an_error(
        typed in prop_oneof![any::<String>(), "([#@\":()|* -]|fra:|tag:|led|æ|l|OR|\u{200b}|👍){0,30}"],
    ) {
        thread_local!(static LIBRARY: (tempfile::TempDir, Engine) = library());
        LIBRARY.with(|(_, engine)| {
            assert!(engine.suggest(&typed, 7).unwrap().len() <= 7);
            engine.did_you_mean(&typed).unwrap();
        });
    }
}
