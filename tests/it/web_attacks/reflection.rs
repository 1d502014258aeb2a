//! Words of an address come back as words: whatever stands in a query, no page makes markup or a script of it.

use std::path::Path;

use axum::http::StatusCode;
use scraper::{Html, Selector};

use super::desk_routes;
use crate::leaks::routes;
use crate::support::app::Answer;
use crate::support::build::draft;
use crate::web_desk::support::Desk;

/// Each would make an element, an attribute or an address that begins with `zqx`, or run.
const PAYLOADS: [&str; 7] = [
    "<zqx-a onzqx=1>zqx</zqx-a><script>zqx()</script>",
    "\"><zqx-a><script src=//zqx.example></script>",
    "\" onzqx=\"zqx()\" autofocus x=\"",
    "' onzqx='zqx()' x='",
    "javascript:zqx()",
    "</title></textarea></style></script><zqx-a>",
    "//zqx.example/%22%3E%3Czqx-a%3E",
];

/// Every query parameter a page reads, by the source text.
fn parameters() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")];
    let mut found = vec!["lang".to_owned(), "none".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let names = text.split("parameter(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
                found.extend(names.map(str::to_owned));
            }
        }
    }
    found.extend(["fra", "til"].map(str::to_owned));
    found.sort();
    found.dedup();
    assert!(found.len() > 12, "{found:?}");
    found
}

#[track_caller]
fn assert_words_alone(what: &str, answer: &Answer) {
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).to_lowercase();
        let elsewhere =
            value.starts_with("javascript:") || value.starts_with("//") || value.contains("http://zqx");
        assert!(!(name == "location" && elsewhere), "{what}: {name}: {value}");
    }
    // A file of figures repeats what it was asked for as data: no browser reads it as a page, and none may guess.
    let header =
        |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = header("content-type");
    if !["html", "xml", "svg"].iter().any(|markup| media.contains(markup)) {
        assert!(answer.body.is_empty() || !media.is_empty(), "{what}: says nothing of what it is");
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}: {media}");
        return;
    }
    let document = Html::parse_document(&answer.body);
    for element in document.select(&Selector::parse("*").unwrap()) {
        let name = element.value().name();
        assert!(!name.starts_with("zqx"), "{what}: <{name}>");
        let text: String = element.text().collect();
        assert!(!(["script", "style"].contains(&name) && text.contains("zqx")), "{what}: {text}");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{what}: {attribute}={value}");
            if ["href", "src", "action", "formaction"].contains(&attribute) {
                let address = value.trim().to_lowercase();
                let leaves = ["javascript:", "data:", "//zqx", "http://zqx", "https://zqx"];
                assert!(
                    !leaves.iter().any(|start| address.starts_with(start)),
                    "{what}: {attribute}={value}"
                );
            }
        }
    }
}

#[tokio::test]
async fn nothing_in_a_query_becomes_markup_on_any_page() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
    desk.app.decide(&post.id, hashwall::domain::post::State::Approved).await;
    let admin = desk.signed_in("admin").await;
    let public = routes::public().into_iter().filter(|route| *route != "/live" && !route.contains('{'));
    let inside =
        desk_routes("get").into_iter().filter(|route| !route.ends_with("/live") && !route.contains('{'));
    let mut paths: Vec<String> = public.chain(inside).map(str::to_owned).collect();
    paths.extend([
        format!("/opslag/{}", post.id),
        "/no-such-page".to_owned(),
        "/moderation/afgoer".to_owned(),
    ]);
    let mut reflected = 0;
    for path in paths {
        let names: Vec<String> = parameters().into_iter().collect();
        for (turn, payload) in PAYLOADS.into_iter().enumerate() {
            // All parameters at once, and then a share of them alone, another with each payload: every pair on every page
            // would be some fifty thousand requests.
            let alone = names.iter().skip(turn).step_by(PAYLOADS.len()).map(std::slice::from_ref);
            for asked in std::iter::once(&names[..]).chain(alone) {
                let pairs = asked.iter().map(|name| (name, payload));
                let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
                let address = format!("{path}?{query}");
                for person in [&admin, &desk.stranger()] {
                    let answer = person.get(&address).await;
                    // The one that says so by its standard: oEmbed answers 501 to a `format` it does not know.
                    let unknown_format = path == "/oembed" && answer.status == StatusCode::NOT_IMPLEMENTED;
                    assert!(
                        unknown_format || !answer.status.is_server_error(),
                        "{address}: {}",
                        answer.status
                    );
                    assert_words_alone(&address, &answer);
                    reflected += usize::from(answer.body.contains("zqx"));
                }
            }
        }
        for payload in PAYLOADS {
            let encoded: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
            let encoded = encoded.replace('+', "%20");
            for address in
                [format!("{path}?{encoded}=1"), format!("/opslag/{encoded}"), format!("/{encoded}")]
            {
                assert_words_alone(&address, &desk.stranger().get(&address).await);
            }
        }
    }
    assert!(reflected > 100, "pages do repeat what was asked: {reflected}");
}

#[tokio::test]
async fn nothing_in_a_form_becomes_markup_on_the_page_that_refuses_it() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    for payload in PAYLOADS {
        for route in
            desk_routes("post").into_iter().filter(|route| !route.contains('{') && *route != "/log-ud")
        {
            for name in ["id", "til", "seq", "grund", "tilbage"] {
                assert_words_alone(route, &admin.post(route, &[(name, payload)]).await);
            }
        }
    }
    // An empty password is refused before it costs a hash; the name comes back on the page.
    for payload in PAYLOADS.into_iter().take(4) {
        let answer =
            desk.stranger().post("/log-ind", &[("navn", payload), ("kode", "x"), ("videre", payload)]).await;
        assert_words_alone("/log-ind", &answer);
    }
}
