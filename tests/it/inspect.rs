//! `hashwall inspect`: documents and JSON lines in, JSON out, and one bad line never costs the next.

use hashwall::cli::inspect::{InspectArgs, What, run};
use serde_json::{Value, json};

fn inspect(what: What, input: &[u8]) -> Vec<Value> {
    let mut output = Vec::new();
    run(&InspectArgs { what }, input, &mut output).unwrap();
    output
        .split(|&b| b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

fn feed() -> What {
    What::Feed { content_type: None, url: Some("https://blog.example/feed".to_owned()) }
}

fn tags() -> What {
    What::Tags { tag: "Ledelsesugen".to_owned() }
}

const FEED: &str = "<rss version='2.0'><channel><title>Bloggen</title><item><title>Fem r&aring;d</title><link>/a</link>\
    <guid isPermaLink='false'>g</guid><category>Ledelsesugen</category><pubDate>Mon, 26 Oct 2026 08:00 CET</pubDate>\
    <author>m@blog.dk (Mette Holm)</author><enclosure url='a.mp3' type='audio/mpeg' length='9'/></item></channel>";

#[test]
fn a_feed_is_shown_in_the_words_of_the_universal_feed_parser() {
    let shown = inspect(feed(), FEED.as_bytes()).remove(0);
    assert_eq!(shown["format"], "rss20");
    assert_eq!(shown["feed"]["title"], "Bloggen");
    let entry = &shown["entries"][0];
    assert_eq!(entry["title"], "Fem råd");
    assert_eq!(entry["link"], "https://blog.example/a");
    assert_eq!(entry["id"], "g");
    assert_eq!(entry["published"], "2026-10-26T07:00:00Z");
    assert_eq!(entry["author"], "Mette Holm");
    assert_eq!(entry["tags"][0]["term"], "Ledelsesugen");
    assert_eq!(entry["enclosures"][0]["href"], "https://blog.example/a.mp3");
    assert!(shown["problems"].as_array().is_some_and(|problems| !problems.is_empty()), "it lacks its end");
}

#[test]
fn raw_bytes_of_another_charset_are_a_document() {
    let mut latin = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>bl\xe5b\xe6r".to_vec();
    assert_eq!(inspect(feed(), &latin)[0]["feed"]["title"], "blåbær");
    latin.insert(0, b'\n');
    assert_eq!(inspect(feed(), &latin)[0]["feed"]["title"], "blåbær");
    let json = br#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"content_text":"x"}]}"#;
    assert_eq!(inspect(feed(), json)[0]["entries"][0]["id"], "7");
}

#[test]
fn lines_are_answered_one_by_one_and_bad_ones_say_so() {
    let input = "{\"id\":1,\"text\":\"hej #ledelsesugen og #Ledelse\"}\n\n{\"id\":\"b\"}\nnot json\n{\"id\":2,\"text\":3}\n[1]\n{\"id\":null,\"text\":\"intet\"}";
    let answers = inspect(tags(), input.as_bytes());
    assert_eq!(answers.len(), 6);
    assert_eq!(
        answers[0],
        json!({"id": 1, "tags": ["ledelsesugen", "ledelse"], "written": ["ledelsesugen", "Ledelse"], "matches": true})
    );
    assert_eq!(answers[1]["id"], "b");
    for broken in &answers[1..5] {
        assert!(broken["error"].is_string(), "{broken}");
    }
    assert_eq!(answers[5]["matches"], false);
}

#[test]
fn a_first_line_that_is_broken_does_not_turn_the_rest_into_a_document() {
    let answers = inspect(tags(), b"{\"id\":1,\"text\":\"#a\n{\"id\":2,\"text\":\"#b\"}\n");
    assert_eq!(answers.len(), 2);
    assert!(answers[0]["error"].is_string());
    assert_eq!(answers[1]["tags"][0], "b");
}

#[test]
fn feeds_come_in_lines_too() {
    let line = json!({"id": "x", "text": FEED}).to_string();
    let answers = inspect(feed(), format!("{line}\n{line}\n").as_bytes());
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["id"], "x");
    assert_eq!(answers[1]["entries"][0]["title"], "Fem råd");
}

#[test]
fn one_document_of_text_gives_one_answer() {
    assert_eq!(inspect(tags(), "＃LEDELSESUGEN\nto linjer".as_bytes())[0]["matches"], true);
    assert_eq!(inspect(tags(), b"").len(), 1);
    let text = inspect(What::Text, "Hej @Mette, se #Ledelsesugen".as_bytes()).remove(0);
    for key in ["text", "html", "language", "tags", "mentions", "links"] {
        assert!(text.get(key).is_some(), "{key}");
    }
    assert!(inspect(What::Url, b"https://a.example/?utm_source=x \n")[0].get("url").is_some());
    let html = inspect(What::Html { url: None }, b"<p>hej<script>x</script>").remove(0);
    assert!(html["html"].is_string() && html["text"].is_string() && html["links"].is_array());
}
