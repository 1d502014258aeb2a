//! Limits: told in headers, kept by address behind proxies, never in the way of a hall.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hashwall::config;

use crate::support::app::{Answer, TestApp};
use crate::support::database::TestDb;

async fn ask(house: &TestApp, path: &str, peer: &str, forwarded: Option<&str>) -> Answer {
    let mut request = Request::get(path).header("host", "wall.example");
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    house.send(request).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

const SMALL: &str = "[limits]\nper_address = 6\n[server]\ntrusted_proxies = [\"10.0.0.0/8\"]\n";

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_when_to_come_again() {
    let house = TestApp::start(TestDb::sqlite().await, SMALL).await;
    let one = "203.0.113.1";
    for left in (0..6).rev() {
        let answer = ask(&house, "/opslag.rss", one, None).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(header(&answer, "ratelimit-policy"), "\"address\";q=6;w=60");
        assert!(header(&answer, "ratelimit").starts_with(&format!("\"address\";r={left};t=")), "{left}");
    }
    for (path, words) in
        [("/opslag.rss", "Prøv igen om 10 sekunder"), ("/?lang=en", "Try again in 10 seconds")]
    {
        let full = ask(&house, path, one, None).await;
        assert_eq!(full.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(header(&full, "retry-after"), "10");
        assert!(full.body.contains(words), "{}", full.body);
    }
    let full = ask(&house, "/api/v1/posts", one, None).await;
    assert_eq!(header(&full, "content-type"), "application/problem+json");
    // Style and scripts are free, the desk is another matter, and other addresses have buckets of their own.
    for path in ["/favicon.ico", "/embed.js", "/log-ind"] {
        assert_eq!(ask(&house, path, one, None).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(ask(&house, "/", "203.0.113.2", None).await.status, StatusCode::OK);
    house.advance(Duration::from_secs(10));
    assert_eq!(ask(&house, "/", one, None).await.status, StatusCode::OK);
    assert_eq!(ask(&house, "/", one, None).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_proxy_it_is_the_caller_who_counts_and_nobody_names_another() {
    let house = TestApp::start(TestDb::sqlite().await, SMALL).await;
    for _ in 0..6 {
        assert_eq!(ask(&house, "/", "10.0.0.1", Some("198.51.100.1")).await.status, StatusCode::OK);
    }
    assert_eq!(
        ask(&house, "/", "10.0.0.1", Some("198.51.100.1")).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(ask(&house, "/", "10.0.0.1", Some("198.51.100.2")).await.status, StatusCode::OK);
    // A stranger's claim is not believed: their own bucket empties.
    let claims: Vec<String> = (1..=7).map(|n| format!("198.51.100.{n}")).collect();
    let mut last = StatusCode::OK;
    for claim in &claims {
        last = ask(&house, "/", "203.0.113.5", Some(claim)).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

/// A hall of 500 opens the wall at once, then each reads on for a minute, with the limits as they are delivered. A tenth of
/// the people with a tenth of the quota: as many tokens each.
#[tokio::test]
async fn five_hundred_people_behind_one_address_are_never_in_the_way() {
    let delivered =
        config::from_toml_texts(&[], &std::collections::BTreeMap::new()).unwrap().limits.per_address;
    let limits = format!("[limits]\nper_address = {}\n", delivered / 10);
    let house = TestApp::start(TestDb::sqlite().await, &limits).await;
    let router = house.app.router(&house.wall);
    for second in 0..60 {
        // All of them in the first second: page, calendar, stream and what a card's pictures take; then each clicks or
        // types something every five seconds. What it is does not matter, as every request counts one.
        let times = if second == 0 { 50 * 9 } else { 10 };
        for _ in 0..times {
            let mut request = Request::get("/om").body(Body::empty()).unwrap();
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 1))));
            let answer = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "in second {second}");
        }
        house.advance(Duration::from_secs(1));
    }
}
