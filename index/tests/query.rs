//! What people type, and what it finds.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use std::time::{Duration, Instant};

use common::{ask, doc, engine, found, put};
use hashwall_index::{Doc, Engine, explain, explain_at};
use proptest::prelude::*;

#[test]
fn queries_are_understood_as_written_down() {
    let mut wrong = Vec::new();
    for line in
        include_str!("golden/explain.txt").lines().filter(|line| !line.starts_with("# ") && !line.is_empty())
    {
        let (typed, expected) = line.split_once("→ ").unwrap();
        let typed = typed.strip_suffix(' ').unwrap_or(typed).replace('␣', " ");
        let got = explain(&typed);
        if got != expected {
            wrong.push(format!("{typed} → {got}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Saturday, 24 October 2026, noon in Denmark, µs.
const SATURDAY: i64 = 1_792_836_000_000_000;

#[test]
fn dates_are_understood_as_seen_from_today() {
    for (typed, expected) in [
        ("siden:mandag", "since:2026-10-19"),
        ("siden:i går trivsel", "since:2026-10-23 AND trivsel"),
        ("siden:uge 44 -stress", "since:2026-10-26 AND -stress"),
        ("siden:26/10 til:30. oktober", "since:2026-10-26 AND until:2026-10-30"),
        ("dato:26.10", "since:2026-10-26 AND until:2026-10-26"),
        ("til:\"last week\"", "until:2026-10-18"),
        ("stress OR siden:i dag", "stress OR since:2026-10-24"),
        ("siden:i fjor", "siden AND i AND fjor"),
    ] {
        assert_eq!(explain_at(typed, Some(SATURDAY)), expected, "{typed}");
    }
}

/// What the table of help says is understood, and the same in both languages: an example that is read as plain words, or as
/// something else than its neighbour, is a lie.
#[test]
fn the_table_of_help_is_true() {
    let meant = [
        "god AND ledelse",
        "\"god ledelse\"",
        "ledelse AND -stress",
        "trivsel OR arbejdsglæde",
        "ledelse AND (trivsel OR stress)",
        "ledelses*",
        "#ledelsesugen",
        "@odense",
        "from:odense",
        "org:\"Odense Kommune\"",
        "source:mastodon",
        "sector:kommune sector:municipality",
        "lang:dansk lang:danish",
        "type:artikel type:article",
        "has:billede has:image",
        "is:fremhævet is:featured",
        "since:2026-10-19",
        "until:2026-10-26",
        "since:2026-10-26 AND until:2026-11-01",
    ];
    assert_eq!(meant.len(), hashwall_index::HELP.len());
    for (row, meant) in hashwall_index::HELP.iter().zip(meant) {
        let (danish, english) =
            (explain_at(row.danish, Some(SATURDAY)), explain_at(row.english, Some(SATURDAY)));
        let told = if danish == english { danish } else { format!("{danish} {english}") };
        assert_eq!(told, meant, "{}", row.key);
    }
}

/// Times are days of October 2026, at noon UTC.
fn october(day: i64) -> i64 {
    (1_790_812_800 + (day - 1) * 86_400 + 43_200) * 1_000_000
}

fn library() -> (tempfile::TempDir, Engine) {
    let (folder, engine) = engine();
    let kim = Doc {
        title: "God ledelse i kommunen".to_owned(),
        names: "Kim Bo kim@social.dk".to_owned(),
        tags: vec!["ledelsesugen".to_owned()],
        keywords: vec![
            ("author", "Kim Bo".to_owned()),
            ("organisation", "Odense Kommune".to_owned()),
            ("network", "linkedin".to_owned()),
            ("source", "odense-rss".to_owned()),
            ("mark", "featured".to_owned()),
            ("sector", "kommune".to_owned()),
            ("language", "da".to_owned()),
            ("kind", "article".to_owned()),
            ("state", "approved".to_owned()),
        ],
        ..doc("kim", october(26), "Vi holder møder om trivsel. #Ledelsesugen")
    };
    let ann = Doc {
        names: "Ann Ås ann".to_owned(),
        tags: vec!["ledelsesugen".to_owned(), "ledelseidetoffentlige".to_owned()],
        keywords: vec![
            ("author", "Ann Ås".to_owned()),
            ("network", "mastodon".to_owned()),
            ("media", "image".to_owned()),
            ("sector", "stat".to_owned()),
            ("language", "en".to_owned()),
            ("kind", "post".to_owned()),
            ("state", "pending".to_owned()),
        ],
        ..doc(
            "ann",
            october(28),
            "Tak @kim@social.dk 👍 om stress og ledelse #LedelseIDetOffentlige, se odense.dk",
        )
    };
    engine.apply(put([kim, ann]), 2).unwrap();
    (folder, engine)
}

#[test]
fn the_query_language_finds() {
    let (_folder, engine) = library();
    let mut wrong = Vec::new();
    for (typed, expected) in [
        ("", "ann kim"),
        ("ledelse", "ann kim"),
        ("ledelse trivsel", "kim"),
        ("stress OR trivsel", "ann kim"),
        ("ledelse -stress", "kim"),
        ("-stress", "kim"),
        ("-stress -trivsel", ""),
        ("ledelse (stress OR trivsel) -møde", "ann"),
        ("\"god ledelse\"", "kim"),
        ("\"ledelse god\"", ""),
        ("\"stress og ledelse\"", "ann"),
        ("\"ledelse i det offentlige\"", "ann"),
        ("#ledelsesugen", "ann kim"),
        ("#LedelseIDetOffentlige", "ann"),
        ("#ledelsei*", "ann"),
        ("offentlig", "ann"),
        ("@kim", "ann kim"),
        ("@kim@social.dk", "ann kim"),
        ("triv*", "kim"),
        ("ledelsesu*", "ann kim"),
        ("fra:kim", "kim"),
        ("fra:\"kim bo\"", "kim"),
        ("fra:ås", "ann"),
        ("fra:@kim@social.dk", "kim"),
        ("fra:@ann", "ann"),
        ("org:odense", "kim"),
        ("kilde:LinkedIn", "kim"),
        ("kilde:odense-rss", "kim"),
        ("har:billede", "ann"),
        ("ledelse -has:image", "kim"),
        ("er:fremhævet", "kim"),
        ("dato:26/10", ""),
        ("dato:2026-10-26", "kim"),
        ("kilde:mastodon stress", "ann"),
        ("-kilde:mastodon", "kim"),
        ("sektor:kommune", "kim"),
        ("sprog:engelsk", "ann"),
        ("type:artikel", "kim"),
        ("tilstand:pending", "ann"),
        ("siden:27-10-2026", "ann"),
        ("til:2026-10-26", "kim"),
        ("siden:26/10 2026 til:28/10 2026", "ann kim"),
        ("til:25.10.2026", ""),
        ("👍", "ann"),
        ("odense.dk", "ann"),
        ("hvad er trivsel", "kim"),
        ("og", "ann"),
        ("findesikke", ""),
        ("foo:bar (", ""),
        ("*", ""),
        ("()", ""),
        ("OR", ""),
        ("\u{200b}\u{202e}", "ann kim"),
        ("tri\u{200b}vsel", "kim"),
    ] {
        let got = found(&engine, typed);
        if got != expected {
            wrong.push(format!("{typed:?} = {} finds {got:?}, expected {expected:?}", explain(typed)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn danish_words_meet_their_other_forms() {
    let (_folder, engine) = engine();
    let texts = [
        ("a", "Mødet blev holdt i Aarhus"),
        ("b", "De bedste ledelser for børnene"),
        ("c", "Håb og følelse"),
        ("d", "hab og e-mail til SharePoint"),
        ("e", "Lea\u{301} har 1.000 idéer paa Ma\u{308}lmo\u{308}n"),
        ("f", "A\u{30a}rets chef: lede\u{ad}lsesudvikling"),
    ];
    engine.apply(put((0..).zip(texts).map(|(time, (id, text))| doc(id, -time, text))), 1).unwrap();
    let mut wrong = Vec::new();
    for (typed, expected) in [
        ("møder", "a"),
        ("moede", "a"),
        ("århus", "a"),
        ("Århus", "a"),
        ("aarhus", "a"),
        ("ledelse", "b f"),
        ("boernene", "b"),
        ("håb", "c"),
        ("hab", "d"),
        ("email", "d"),
        ("e-mail", "d"),
        ("share point", "d"),
        ("sharepoint", "d"),
        ("lea 1000 idé på", "e"),
        ("årets", "f"),
        ("ledelsesudviklinger", "f"),
    ] {
        let got = found(&engine, typed);
        if got != expected {
            wrong.push(format!("{typed} finds {got:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn snippets_show_what_matched() {
    let (_folder, engine) = library();
    let snippet = |typed: &str| ask(&engine, typed).hits[0].snippet.clone();
    assert_eq!(snippet("mødet"), "Vi holder <mark>møder</mark> om trivsel. #Ledelsesugen");
    assert_eq!(snippet("kommune"), "God ledelse i <mark>kommunen</mark>");
    assert_eq!(snippet(""), "");
    assert!(snippet("#LedelseIDetOffentlige").contains("<mark>#LedelseIDetOffentlige</mark>"));
    assert!(snippet("stress -ledelse OR stress").contains("og ledelse"), "what is excluded is not marked");
}

#[test]
fn hostile_queries_are_answered_quickly() {
    let (_folder, engine) = library();
    let hostile = [
        "(".repeat(10_000),
        "a* ".repeat(5_000),
        "\"a\" OR ".repeat(3_000),
        "-".repeat(10_000),
        "-(".repeat(19) + "a" + &")".repeat(19),
        "((a OR b) ".repeat(2_000),
        "a-".repeat(5_000),
        "#".repeat(10_000),
        "fra:".repeat(2_500),
        "\u{202e}\u{200b}å\u{301}".repeat(2_000),
        "👨‍👩‍👧‍👦".repeat(400),
        "(a+)+$ .*.*.*".repeat(800),
        "x".repeat(1_000_000),
    ];
    for typed in hostile {
        let start = Instant::now();
        let page = ask(&engine, &typed);
        // Bounded work; the figure is far above what a slow machine needs.
        assert!(start.elapsed() < Duration::from_secs(5), "{} took {:?}", &typed[..20], start.elapsed());
        assert!(page.total <= 2);
    }
}

/// A word of social text.
fn social() -> impl Strategy<Value = String> {
    "[#@]?[A-Za-zæøåÆØÅ0-9é]{1,8}([-_.][A-Za-zæøå0-9]{1,5})?[,.!]?|👍|🇩🇰"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_word_of_a_text_finds_it(words in prop::collection::vec(social(), 1..12)) {
        let (_folder, engine) = engine();
        let tag = |word: &String| {
            let tag = word.strip_prefix('#')?;
            Some(tag.split(['-', '.', ',', '!']).next()?.to_owned())
        };
        let tags = words.iter().filter_map(tag).collect();
        engine.apply(put([Doc { tags, ..doc("it", 1, &words.join(" ")) }]), 1).unwrap();
        for word in &words {
            prop_assert_eq!(found(&engine, &word.to_lowercase()), "it", "{} = {}", word, explain(word));
            prop_assert_eq!(found(&engine, &format!("-{}", word.to_lowercase())), "", "{}", word);
        }
        prop_assert_eq!(found(&engine, &words.join(" ").to_lowercase()), "it");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_is_an_error(
        typed in prop_oneof![
            any::<String>(),
            "([()\"*:|#@ -]|OR|AND|NOT|fra:|siden:|til:|ledelse|møde|1/2){0,40}",
        ],
        by_relevance: bool,
    ) {
        thread_local!(static LIBRARY: (tempfile::TempDir, Engine) = library());
        LIBRARY.with(|(_, engine)| {
            let search = hashwall_index::Search { text: typed, by_relevance, limit: 10, ..Default::default() };
            assert!(engine.search(&search).unwrap().total <= 2);
        });
    }
}
