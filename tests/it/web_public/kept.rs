//! Pages kept ready: the same bytes again, never a post that was withdrawn, never somebody else's coding or moment.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use hashwall::domain::post::State;
use tower::ServiceExt;

use crate::support::app::TestApp;
use crate::support::build::{self, draft};
use crate::support::database::TestDb;

struct Raw {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn ask(house: &TestApp, path: &str, asked: &[(&str, &str)]) -> Raw {
    let mut request = Request::get(path).header(header::HOST, "wall.example");
    for (name, value) in asked {
        request = request.header(*name, *value);
    }
    let answer = house.app.router(&house.wall).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    Raw {
        status: parts.status,
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    }
}

async fn house() -> TestApp {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let posts = build::stored(
        &house.app.db,
        [draft("1", "Første opslag #Ledelsesugen"), draft("2", "Andet opslag #Ledelsesugen")],
    )
    .await;
    for post in posts {
        house.decide(&post.id, State::Approved).await;
    }
    house
}

fn shows(raw: &Raw, words: &str) -> bool {
    String::from_utf8_lossy(&raw.body).contains(words)
}

#[tokio::test]
async fn the_next_visitor_gets_the_same_bytes_and_every_header() {
    let house = house().await;
    for path in ["/", "/?q=opslag", "/opslag.json", "/embed", "/om"] {
        let first = ask(&house, path, &[]).await;
        let next = ask(&house, path, &[]).await;
        assert_eq!((first.status, next.status), (StatusCode::OK, StatusCode::OK), "{path}");
        assert_eq!(first.body, next.body, "{path}");
        let but_the_id = |headers: &HeaderMap| {
            let mut headers = headers.clone();
            assert!(headers.remove("x-request-id").is_some(), "{path}: every answer has an id of its own");
            headers
        };
        assert_eq!(but_the_id(&first.headers), but_the_id(&next.headers), "{path}");
        assert_ne!(first.headers["x-request-id"], next.headers["x-request-id"], "{path}");
        for name in ["content-security-policy", "x-content-type-options", "cache-control", "etag", "vary"] {
            assert!(next.headers.contains_key(name), "{path} lacks {name}: {:?}", next.headers);
        }
        assert!(!next.headers.contains_key("set-cookie"));
        let tag = next.headers["etag"].to_str().unwrap();
        let known = ask(&house, path, &[("if-none-match", tag)]).await;
        assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert!(known.headers.contains_key("content-security-policy"));
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_from_the_very_next_answer() {
    let house = house().await;
    let post = house.post("Første").await;
    let permalink = format!("/opslag/{}", post.id);
    let pages = ["/", "/?q=opslag", "/opslag.json", "/embed", "/display", &permalink];
    for path in pages {
        for coding in ["", "gzip", "gzip, br"] {
            ask(&house, path, &[("accept-encoding", coding)]).await;
        }
        assert!(shows(&ask(&house, path, &[]).await, "Første opslag"), "{path}");
    }
    house.decide(&post.id, State::Rejected).await;
    for path in pages {
        let answer = ask(&house, path, &[]).await;
        assert!(!shows(&answer, "Første opslag"), "{path} still shows it");
        assert_eq!(answer.status == StatusCode::NOT_FOUND, path == permalink, "{path}");
    }
    house.decide(&post.id, State::Approved).await;
    for path in pages {
        assert!(shows(&ask(&house, path, &[]).await, "Første opslag"), "{path} lacks it");
    }
}

#[tokio::test]
async fn a_visitor_gets_a_coding_she_can_read() {
    let house = house().await;
    for asked in ["gzip", "br", "identity", "gzip, deflate, br, zstd", "gzip;q=0, br;q=1", "*;q=0"] {
        for _ in 0..2 {
            let answer = ask(&house, "/", &[("accept-encoding", asked)]).await;
            let coding = answer.headers.get("content-encoding").map_or("", |value| value.to_str().unwrap());
            let fits = match asked {
                "gzip" => coding == "gzip",
                "identity" | "*;q=0" => coding.is_empty(),
                _ => coding == "br",
            };
            assert!(fits, "{asked}: {coding}");
            assert_eq!(coding.is_empty(), shows(&answer, "<!DOCTYPE html>"), "{asked}");
        }
    }
}

#[tokio::test]
async fn time_passes_on_a_page_nothing_happens_on() {
    let house = house().await;
    let before = ask(&house, "/", &[]).await;
    house.advance(Duration::from_secs(400 * 86_400));
    let after = ask(&house, "/", &[]).await;
    assert_ne!(before.body, after.body, "a year later the posts say their year");
}

#[tokio::test]
async fn what_is_for_nobody_else_is_not_kept() {
    let house = house().await;
    for path in ["/findes-ikke", "/opslag/nej", "/log-ind", "/moderation", "/assets/x/y.css"] {
        let answer = ask(&house, path, &[]).await;
        assert!(!answer.headers.contains_key("etag") || answer.status == StatusCode::OK, "{path}");
    }
    let long = format!("/?q={}", "a".repeat(2_000));
    assert_eq!(ask(&house, &long, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_wall_as_data_says_what_the_page_says() {
    let house = house().await;
    let data = |raw: &Raw| serde_json::from_slice::<serde_json::Value>(&raw.body).unwrap();
    let first = data(&ask(&house, "/opslag.json?antal=1", &[]).await);
    assert_eq!((first["total"].as_u64(), first["posts"].as_array().unwrap().len()), (Some(2), 1));
    let next = first["next"].as_str().unwrap().trim_start_matches("http://wall.example").to_owned();
    let second = data(&ask(&house, &next, &[]).await);
    assert_ne!(first["posts"][0]["id"], second["posts"][0]["id"]);
    assert!(second.get("next").is_none());
    let post = &first["posts"][0];
    assert!(post["text"].as_str().unwrap().contains("opslag"));
    assert_eq!(post["url"], format!("http://wall.example/opslag/{}", post["id"].as_str().unwrap()));
    for secret in ["state", "followers", "native_id", "rule"] {
        assert!(post.get(secret).is_none(), "{secret}");
    }
    assert_eq!((&post["warning"], &post["blurred"]), (&serde_json::Value::Null, &false.into()));
    let found = data(&ask(&house, "/opslag.json?q=f%C3%B8rste", &[]).await);
    assert_eq!(found["total"].as_u64(), Some(1));
}
