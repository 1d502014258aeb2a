//! A host that asked for quiet gets it.

use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::any;
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpError, Request, gate_key};
use secrecy::SecretString;

use super::{NOW, Server, client};

async fn server() -> Server {
    let answer = |Path((status, wait)): Path<(u16, String)>| async move {
        (StatusCode::from_u16(status).unwrap(), [("retry-after", wait)], "")
    };
    Server::start(Router::new().route("/{status}/{wait}", any(answer)).route("/", any(|| async { "" }))).await
}

async fn call(http: &Http, now: Timestamp, server: &Server, path: &str) -> Result<u16, HttpError> {
    http.send(now, Request::get(server.url(path))).await.map(|answer| answer.status)
}

fn later(secs: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(secs))
}

#[tokio::test]
async fn retry_after_closes_the_host_until_it_says() {
    let server = server().await;
    for status in [429, 503] {
        let http = client(&[&server.authority()]);
        assert_eq!(call(&http, NOW, &server, &format!("/{status}/120")).await, Ok(status));
        let before = server.seen().len();
        let closed = HttpError::GateClosed { host: server.authority(), until: later(120) };
        assert_eq!(call(&http, later(119), &server, "/").await, Err(closed));
        assert_eq!(server.seen().len(), before, "a closed gate sends nothing");
        assert_eq!(call(&http, later(120), &server, "/").await, Ok(200));
    }
}

#[tokio::test]
async fn other_statuses_and_unreadable_waits_close_nothing() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    for path in ["/500/120", "/404/120", "/200/120", "/429/soon", "/429/-5", "/429/"] {
        assert!(call(&http, NOW, &server, path).await.is_ok());
        assert!(call(&http, NOW, &server, "/").await.is_ok(), "{path}");
    }
}

#[tokio::test]
async fn a_throttled_token_leaves_others_alone() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    let with = |path: &str, token: &str| {
        http.send(NOW, Request::get(server.url(path)).with_bearer(SecretString::from(token)))
    };
    with("/429/60", "one").await.unwrap();
    assert!(matches!(with("/", "one").await, Err(HttpError::GateClosed { .. })));
    assert!(with("/", "two").await.is_ok());
    assert!(call(&http, NOW, &server, "/").await.is_ok());
}

#[tokio::test]
async fn a_gate_can_be_closed_by_name() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    let token = SecretString::from("EAAB-demo");
    http.close_gate(&gate_key("127.0.0.1", &token), later(10));
    assert!(call(&http, NOW, &server, "/").await.is_ok());
    let request = Request::get(server.url("/")).with_bearer(token);
    assert!(matches!(http.send(NOW, request).await, Err(HttpError::GateClosed { .. })));
    http.clone().close_gate("127.0.0.1", later(10));
    assert!(matches!(call(&http, NOW, &server, "/").await, Err(HttpError::GateClosed { .. })));
    assert!(call(&http, later(10), &server, "/").await.is_ok());
}

#[test]
fn a_gate_key_does_not_hold_the_token() {
    let key = gate_key("api.linkedin.com", &SecretString::from("hush"));
    assert_eq!(key, "api.linkedin.com#dc8331bcb2283e89");
}

#[tokio::test]
async fn a_wait_is_read_as_seconds_or_date_and_never_longer_than_a_week() {
    let server = server().await;
    let week = later(7 * 86_400);
    for (wait, until) in [
        ("30", later(30)),
        ("Mon, 26 Oct 2026 07:01:00 GMT", later(60)),
        ("Mon, 26 Oct 2020 07:01:00 GMT", NOW),
        ("Fri, 31 Dec 9999 23:59:59 GMT", week),
        ("99999999999999999999999999", week),
    ] {
        let http = client(&[&server.authority()]);
        let path = format!("/429/{}", wait.replace(' ', "%20"));
        let answer = http.send(NOW, Request::get(server.url(&path))).await.unwrap();
        assert_eq!(answer.retry_after(NOW), Some(until), "{wait}");
    }
}
