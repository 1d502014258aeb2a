//! Searches nobody types by hand: ten thousand characters, operators alone, letters that cannot be seen. Answered on every
//! address that takes one, within bounds, with what was meant and never with everything.

use std::time::{Duration, Instant};

use hashwall::domain::post::State;
use serde_json::Value;

use crate::support::build::draft;
use crate::web_desk::support::Desk;

const SEARCHED: [&str; 10] = [
    "/",
    "/opslag.json",
    "/opslag.rss",
    "/opslag.ics",
    "/api/v1/search",
    "/api/v1/posts",
    "/kort.json",
    "/forslag",
    "/embed",
    "/w/ledelsesugen",
];

async fn house() -> Desk {
    let desk = Desk::start().await;
    for (native, text) in [("1", "God ledelse i hverdagen"), ("2", "Noget helt andet")] {
        let posts = desk.stored([draft(native, text)]).await;
        let id = posts.iter().find(|post| post.draft.native_id == native).unwrap().id.clone();
        desk.app.decide(&id, State::Approved).await;
    }
    desk
}

fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

/// How many posts a search finds, and the words of the first.
async fn found(desk: &Desk, query: &str) -> (u64, String) {
    let answer = desk.app.get(&format!("/opslag.json?q={}", encoded(query))).await;
    assert_eq!(answer.status, 200, "{query:?}");
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    let first = told["posts"][0]["text"].as_str().unwrap_or_default().to_owned();
    (told["total"].as_u64().unwrap(), first)
}

#[tokio::test]
async fn ten_thousand_characters_are_answered_on_every_address() {
    let desk = house().await;
    let mette = desk.signed_in("mette").await;
    for typed in [
        "ledelse ".repeat(1_250),
        "(".repeat(10_000),
        "-".repeat(10_000),
        "\"".repeat(9_999),
        "(a OR -(b OR ".repeat(770),
        "#".repeat(10_000),
        "\u{202e}\u{200b}\u{2066}".repeat(1_100),
        "(a+)+$ .*[^x]{1,9}".repeat(550),
        "e\u{301}".repeat(3_300),
    ] {
        for path in SEARCHED.iter().chain(&["/moderation"]) {
            let began = Instant::now();
            let answer = mette.get(&format!("{path}?q={}", encoded(&typed))).await;
            let start: String = typed.chars().take(12).collect();
            assert!(!answer.status.is_server_error(), "{path} {start:?}: {}", answer.status);
            assert!(began.elapsed() < Duration::from_secs(10), "{path} {start:?} took {:?}", began.elapsed());
            if *path == "/" && answer.status == 200 {
                assert!(answer.body.contains("name=\"q\""), "the page stands around it");
            }
        }
    }
}

#[tokio::test]
async fn letters_that_cannot_be_seen_change_no_word_and_operators_alone_find_nothing() {
    let desk = house().await;
    for seen_alike in [
        "led\u{200b}else",
        "\u{202e}ledelse\u{202c}",
        "le\u{ad}del\u{2060}se\u{feff}",
        "\u{2067}ledelse\u{2069}",
        "\u{200f}LEDELSE",
    ] {
        let (total, first) = found(&desk, seen_alike).await;
        assert_eq!((total, first.as_str()), (1, "God ledelse i hverdagen"), "{seen_alike:?}");
    }
    for nothing in ["()", "-", "OR", "( - OR", "\"", "((((", "-()", "* ?", ")("] {
        let (total, _) = found(&desk, nothing).await;
        assert_eq!(total, 0, "{nothing:?} found everything");
    }
    // A field that looks empty is empty.
    assert_eq!(found(&desk, "\u{202e}\u{202c}").await.0, 2);
}
