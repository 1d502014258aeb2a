//! No endless body, no endless wait, no broken answer taken for a whole one.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use hashwall::http::{Http, HttpError, HttpPolicy, Request};
use tower_http::compression::CompressionLayer;

use super::{NOW, Server, client, policy};

const MAX: usize = 100_000;

fn zeros(length: usize) -> Body {
    let chunk = vec![b'0'; 10_000];
    let chunks = (0..length / chunk.len()).map(move |_| Ok::<_, std::io::Error>(chunk.clone()));
    Body::from_stream(futures_util::stream::iter(chunks))
}

#[tokio::test]
async fn a_body_of_the_allowed_size_arrives_and_a_larger_one_does_not() {
    let server = Server::start(
        Router::new()
            .route("/fits", any(|| async { vec![b'x'; MAX] }))
            .route("/told", any(|| async { vec![b'x'; MAX + 1] }))
            .route("/untold", any(|| async { zeros(50 * MAX) })),
    )
    .await;
    let http = client(&[&server.authority()]);
    assert_eq!(http.send(NOW, Request::get(server.url("/fits"))).await.unwrap().body.len(), MAX);
    for path in ["/told", "/untold"] {
        let refused = http.send(NOW, Request::get(server.url(path))).await.unwrap_err();
        assert_eq!(refused, HttpError::TooLarge(MAX), "{path}");
    }
}

#[tokio::test]
async fn bodies_are_unpacked_and_a_bomb_is_measured_unpacked() {
    let server = Server::start(
        Router::new()
            .route("/small", any(|| async { zeros(50_000) }))
            .route("/bomb", any(|| async { zeros(30_000_000) }))
            .layer(CompressionLayer::new()),
    )
    .await;
    let http = client(&[&server.authority()]);
    let small = http.send(NOW, Request::get(server.url("/small"))).await.unwrap();
    assert_eq!(small.body, vec![b'0'; 50_000]);
    assert!(server.seen()[0].header("accept-encoding").unwrap().contains("gzip"));
    let refused = http.send(NOW, Request::get(server.url("/bomb"))).await.unwrap_err();
    assert_eq!(refused, HttpError::TooLarge(MAX));
}

#[tokio::test]
async fn silence_and_trickling_end_in_time() {
    let trickle = || {
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>(b"one".to_vec())]);
        Body::from_stream(futures_util::StreamExt::chain(first, futures_util::stream::pending()))
    };
    let server = Server::start(
        Router::new()
            .route("/silent", any(|| async { std::future::pending::<&'static str>().await }))
            .route("/trickle", any(move || async move { trickle() })),
    )
    .await;
    let hasty = HttpPolicy { timeout: Duration::from_millis(200), ..policy(&[&server.authority()]) };
    let http = Http::new(hasty).unwrap();
    for path in ["/silent", "/trickle"] {
        let mut url = server.url(path);
        url.set_query(Some("access_token=hush"));
        let late = http.send(NOW, Request::get(url)).await.unwrap_err();
        assert_eq!(late, HttpError::Timeout(format!("{}{path}", server.authority())));
    }
}

#[tokio::test]
async fn who_must_be_done_is_not_kept_waiting() {
    let server = Server::start(
        Router::new()
            .route("/silent", any(|| async { std::future::pending::<&'static str>().await }))
            .route("/quick", any(|| async { "quick" })),
    )
    .await;
    let patient = HttpPolicy {
        timeout: Duration::from_secs(60),
        min_gap: Duration::from_secs(60),
        ..policy(&[&server.authority()])
    };
    let http = Http::new(patient).unwrap();
    let hasty = http.until(tokio::time::Instant::now() + Duration::from_millis(200));
    let expected = |path: &str| HttpError::OutOfTime(format!("{}{path}", server.authority()));
    let late = hasty.send(NOW, Request::get(server.url("/silent"))).await.unwrap_err();
    assert_eq!(late, expected("/silent"));
    let queued = hasty.send(NOW, Request::get(server.url("/quick"))).await.unwrap_err();
    assert_eq!(queued, expected("/quick"), "waiting for a turn counts as well");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_failure_without_secrets() {
    let broken = || {
        Body::from_stream(futures_util::stream::iter([
            Ok(b"{\"data\":[".to_vec()),
            Err(std::io::Error::other("broken on purpose")),
        ]))
    };
    let server = Server::start(Router::new().route("/", any(move || async move { broken() }))).await;
    let http = client(&[&server.authority()]);
    let mut url = server.url("/");
    url.set_query(Some("access_token=hush"));
    let failed = http.send(NOW, Request::get(url.clone())).await.unwrap_err();
    assert!(matches!(failed, HttpError::Failed(_)), "{failed}");
    assert!(!failed.to_string().contains("hush"), "{failed}");
    drop(server);
    let failed = http.send(NOW, Request::get(url).with_bearer("new\nline".into())).await.unwrap_err();
    assert!(matches!(&failed, HttpError::Failed(why) if why.contains("authorization")), "{failed}");
}

#[tokio::test]
async fn nobody_listening_is_a_failure_that_names_the_place() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = format!("{}/feed", listener.local_addr().unwrap());
    drop(listener);
    let url = format!("http://{place}?key=hush").parse().unwrap();
    let failed = client(&["127.0.0.1"]).send(NOW, Request::get(url)).await.unwrap_err();
    assert!(matches!(&failed, HttpError::Failed(why) if why.contains(&place)), "{failed}");
    assert!(!failed.to_string().contains("hush"), "{failed}");
}

#[tokio::test]
async fn an_answer_tells_its_headers_in_lower_case_and_its_json_or_why_not() {
    let server = Server::start(
        Router::new()
            .route("/", any(|| async { ([("ETag", "\"a\""), ("X-Odd", "æ")], "{\"secret\": hush}") })),
    )
    .await;
    let answer = client(&[&server.authority()]).send(NOW, Request::get(server.url("/"))).await.unwrap();
    assert_eq!(answer.header("etag"), Some("\"a\""));
    assert_eq!(answer.header("x-odd"), Some("æ"));
    let broken = answer.json::<serde_json::Value>().unwrap_err();
    assert!(broken.contains("line 1") && !broken.contains("hush"), "{broken}");
    assert!(!format!("{answer:?}").contains("hush"), "{answer:?}");
}

#[test]
fn an_unreadable_authority_file_is_said_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("ca.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    for path in [empty, folder.path().join("absent.pem")] {
        let refused = Http::new(HttpPolicy { extra_ca: Some(path), ..policy(&[]) }).err().unwrap();
        assert!(matches!(&refused, HttpError::Failed(why) if why.contains("http.extra_ca")), "{refused}");
    }
}
