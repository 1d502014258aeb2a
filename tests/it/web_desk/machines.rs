//! Readiness and metrics.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use hashwall::domain::post::State;
use serde_json::Value;

use super::support::Desk;
use crate::support::app::Answer;
use crate::support::build::{self, draft};

async fn metrics(desk: &Desk, peer: &str, forwarded: Option<&str>) -> Answer {
    let mut request = Request::get("/metrics").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
    if let Some(forwarded) = forwarded {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    desk.stranger().send(request).await
}

#[tokio::test]
async fn metrics_are_for_the_addresses_of_the_configuration() {
    let desk = Desk::start().await;
    assert_eq!(metrics(&desk, "127.0.0.1:9", None).await.status, StatusCode::OK);
    assert_eq!(metrics(&desk, "[::ffff:127.0.0.1]:9", None).await.status, StatusCode::OK);
    assert_eq!(metrics(&desk, "203.0.113.9:9", None).await.status, StatusCode::NOT_FOUND);
    let claimed = metrics(&desk, "203.0.113.9:9", Some("127.0.0.1")).await;
    assert_eq!(claimed.status, StatusCode::NOT_FOUND, "a claim of one who is no trusted proxy");
    assert_eq!(
        desk.stranger().get("/metrics").await.status,
        StatusCode::NOT_FOUND,
        "nobody knows from where"
    );
}

#[tokio::test]
async fn metrics_tell_posts_and_sources() {
    let desk = Desk::start().await;
    let posts = build::stored(&desk.app.app.db, [draft("1", "en"), draft("2", "to")]).await;
    desk.app.decide(&posts[0].id, State::Approved).await;
    let text = metrics(&desk, "127.0.0.1:9", None).await.body;
    for name in [
        "hashwall_posts{state=\"approved\"}",
        "hashwall_posts{state=\"pending\"}",
        "hashwall_source_failures{source=\"masto\",network=\"mastodon\"} 0",
        "hashwall_source_paused{source=\"masto\",network=\"mastodon\"} 0",
        "hashwall_source_last_success_age_seconds{source=\"masto\",network=\"mastodon\"}",
        "hashwall_database_up 1",
    ] {
        assert!(text.contains(name), "{name} is not in\n{text}");
    }
}

#[tokio::test]
async fn ready_says_where_everything_stands() {
    for desk in Desk::both().await {
        desk.stored([draft("1", "en")]).await;
        let answer = desk.stranger().get("/health/ready").await;
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, &body["ready"]), (StatusCode::OK, &true.into()), "{body}");
        assert_eq!((&body["log"], &body["positions"]["search-public"]), (&1.into(), &1.into()), "{body}");
    }
}

#[tokio::test]
async fn not_ready_when_what_is_shown_is_far_behind() {
    let desk = Desk::start().await;
    let drafts: Vec<_> = (0..5_001).map(|number| draft(&number.to_string(), "mange")).collect();
    build::run(&desk.app.app.db, "masto", build::batch(drafts), desk.app.now()).await;
    let answer = desk.stranger().get("/health/ready").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    desk.app.project().await;
    assert_eq!(desk.stranger().get("/health/ready").await.status, StatusCode::OK);
}
