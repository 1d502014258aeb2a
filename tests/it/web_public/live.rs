//! The stream of open pages: no gap, no duplicate, an end at shutdown.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use futures_util::{Stream, StreamExt};
use tower::ServiceExt;

use super::house::{House, post};

/// The events of a stream, one at a time, as a browser reads them.
struct Events<S> {
    body: S,
    text: String,
}

#[derive(Debug, PartialEq)]
struct Event {
    name: String,
    id: String,
    data: String,
}

impl<S: Stream<Item = Result<axum::body::Bytes, axum::Error>> + Unpin> Events<S> {
    /// The next event, comments left out; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let prefix = format!("{name}: ");
                    let lines: Vec<_> = block.lines().filter_map(|line| line.strip_prefix(&prefix)).collect();
                    lines.join("\n")
                };
                let event = Event { name: field("event"), id: field("id"), data: field("data") };
                self.text = rest.to_owned();
                // Where the panic button stands is told first: tests/it/takedown/panic.rs.
                if !event.name.is_empty() && event.name != "resume" {
                    return Some(event);
                }
            }
            let bytes = self.body.next().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

async fn answer(house: &House, path: &str, last: Option<&str>) -> Response<Body> {
    let mut request = Request::get(path);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn open(
    house: &House,
    path: &str,
    last: Option<&str>,
) -> Events<impl Stream<Item = Result<axum::body::Bytes, axum::Error>> + Unpin + use<>> {
    let answer = answer(house, path, last).await;
    assert_eq!(answer.status(), StatusCode::OK);
    Events { body: answer.into_body().into_data_stream(), text: String::new() }
}

#[tokio::test]
async fn is_an_event_stream_that_proxies_leave_alone() {
    let house = House::new();
    let answer = answer(&house, "/live", None).await;
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
    assert_eq!(header("content-encoding"), None, "a compressed stream arrives in lumps");
}

#[tokio::test]
async fn a_page_gets_what_came_between_its_making_and_its_stream_then_the_rest() {
    let house = House::with_posts(2);
    house.get("/").await.shows("/live?efter=2");
    house.show(&post(3, |_| {}));
    let mut events = open(&house, "/live?efter=2", None).await;
    house.show(&post(4, |draft| draft.html = "<p>linje\nto</p>".to_owned()));
    house.take_away(&post(3, |_| {}));
    let third = events.next().await.unwrap();
    assert_eq!((third.name.as_str(), third.id.as_str()), ("put", "3"));
    let card: serde_json::Value = serde_json::from_str(&third.data).unwrap();
    assert_eq!(card["id"], post(3, |_| {}).id.0);
    assert_eq!(card["published"], post(3, |_| {}).draft.published_at.0);
    let wall = house.get("/?netvaerk=mastodon").await;
    let fourth = events.next().await.unwrap();
    assert_eq!(fourth.id, "4");
    let card: serde_json::Value = serde_json::from_str(&fourth.data).unwrap();
    assert!(wall.body.contains(card["html"].as_str().unwrap()), "stream and page show the same card");
    let removed = events.next().await.unwrap();
    assert_eq!(removed, Event { name: "remove".into(), id: "5".into(), data: post(3, |_| {}).id.0 });
}

#[tokio::test]
async fn a_reconnecting_page_misses_nothing_and_gets_nothing_twice() {
    let house = House::with_posts(6);
    // The address still says where the page began; the browser's own header is newer and wins.
    let mut events = open(&house, "/live?efter=1", Some("4")).await;
    house.show(&post(7, |_| {}));
    let ids =
        [events.next().await.unwrap().id, events.next().await.unwrap().id, events.next().await.unwrap().id];
    assert_eq!(ids, ["5", "6", "7"]);
}

#[tokio::test]
async fn a_page_that_was_away_too_long_or_speaks_nonsense_is_told_to_load_anew() {
    let house = House::new();
    for n in 1..=2_100 {
        house.live.publish(
            vec![hashwall::projections::live::LiveEvent {
                seq: n,
                change: hashwall::projections::live::Change::Remove(hashwall::domain::post::PostId(
                    n.to_string(),
                )),
            }],
            n,
        );
    }
    for (path, last) in
        [("/live?efter=3", None), ("/live", Some("3")), ("/live", Some("x")), ("/live?efter=9999999", None)]
    {
        let mut events = open(&house, path, last).await;
        assert_eq!(events.next().await.unwrap().name, "reload", "{path} {last:?}");
        assert_eq!(events.next().await, None, "nothing follows a reload");
    }
}

#[tokio::test]
async fn ends_when_the_house_closes() {
    let house = House::with_posts(1);
    let mut events = open(&house, "/live?efter=0", None).await;
    assert_eq!(events.next().await.unwrap().id, "1");
    house.closing.cancel();
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_house_that_is_full_says_when_to_come_again_and_has_room_once_somebody_leaves() {
    let house = House::with_posts(1);
    let mut open: Vec<_> = (0..5_000).map(|_| house.live.resume(None)).collect();
    let full = answer(&house, "/live", None).await;
    assert_eq!(full.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(full.headers()["retry-after"], "30");
    assert_eq!(full.headers()["cache-control"], "no-store");
    assert_eq!(house.get("/").await.status, StatusCode::OK, "the wall itself is there for everybody");
    open.pop();
    assert_eq!(answer(&house, "/live", None).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn speaks_the_pages_language() {
    let house = House::with_posts(1);
    let mut events = open(&house, "/live?efter=0&lang=en", None).await;
    assert!(events.next().await.unwrap().data.contains("Read on norden.example"));
}
