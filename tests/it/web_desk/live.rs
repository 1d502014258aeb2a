//! The stream of an open queue: for moderators alone, with what others do, and without a word of content.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures_util::StreamExt;
use hashwall::domain::post::State;
use hashwall::store::{leases, log, moderation};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::support::{Desk, Person};
use crate::support::build::{draft, stored};

/// The events of a stream, as a browser reads them.
struct Events {
    body: axum::body::BodyDataStream,
    text: String,
}

impl Events {
    async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
                    line.unwrap_or_default().to_owned()
                };
                let (name, id, data) = (field("event"), field("id"), field("data"));
                self.text = rest.to_owned();
                if !name.is_empty() {
                    return Some((name, id, serde_json::from_str(&data).unwrap()));
                }
            }
            self.text.push_str(std::str::from_utf8(&self.body.next().await?.unwrap()).unwrap());
        }
    }

    /// The next of one kind.
    async fn next_of(&mut self, wanted: &str) -> (String, Value) {
        loop {
            let (name, id, data) = self.next().await.expect("the stream goes on");
            if name == wanted {
                return (id, data);
            }
        }
    }
}

async fn ask(person: &Person<'_>, path: &str, last: Option<&str>) -> axum::http::Response<Body> {
    let mut request = Request::get(path).header(header::HOST, "wall.example");
    if let Some(cookie) = &person.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let app = &person.desk.app;
    app.app.router(&app.wall).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn open(person: &Person<'_>, path: &str, last: Option<&str>) -> Events {
    let answer = ask(person, path, last).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    Events { body: answer.into_body().into_data_stream(), text: String::new() }
}

#[tokio::test]
async fn an_open_queue_is_told_what_others_do_and_no_word_of_any_post() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let mut events = open(&mette, "/moderation/live", None).await;
        let (_, counts) = events.next_of("counts").await;
        assert_eq!(counts["pending"], 0);
        let db = &desk.app.app.db;
        let post = stored(db, [draft("1", "hemmeligheden")]).await.remove(0);
        let (_, told) = events.next_of("posts").await;
        assert_eq!((&told[0]["post"], &told[0]["to"]), (&json!(post.id), &json!("pending")));
        assert!(!told.to_string().contains("hemmeligheden"));
        assert_eq!(events.next_of("counts").await.1["pending"], 1);
        leases::take(db, "maja", "p", std::slice::from_ref(&post.id), desk.app.now()).await.unwrap();
        moderation::decide(
            db,
            std::slice::from_ref(&post.id),
            State::Held,
            "user:maja",
            None,
            desk.app.now(),
        )
        .await
        .unwrap();
        let (id, told) = events.next_of("posts").await;
        assert_eq!((&told[0]["who"], &told[0]["to"]), (&json!("maja"), &json!("held")));
        assert_eq!(id, log::head(db).await.unwrap().to_string());

        let mut again = open(&mette, "/moderation/live?efter=0", Some("1")).await;
        let (_, missed) = again.next_of("posts").await;
        assert_eq!(missed.as_array().unwrap().len(), 1, "what came after the first entry, once");
        leases::take(db, "maja", "p", std::slice::from_ref(&post.id), desk.app.now()).await.unwrap();
        let mut fresh = open(&mette, "/moderation/live", None).await;
        assert_eq!(fresh.next_of("here").await.1["held"][&post.id.0], "maja");
    }
}

#[tokio::test]
async fn the_stream_is_for_moderators_and_ends_with_their_session() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    assert_eq!(ask(&karen, "/moderation/live", None).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(ask(&desk.stranger(), "/moderation/live", None).await.status(), StatusCode::SEE_OTHER);
    let mette = desk.signed_in("mette").await;
    let mut events = open(&mette, "/moderation/live", None).await;
    events.next_of("counts").await;
    mette.post("/log-ud", &[]).await;
    stored(&desk.app.app.db, [draft("1", "kø")]).await;
    while let Some((name, _, _)) = events.next().await {
        assert_ne!(name, "posts", "told after signing out");
    }
}

#[tokio::test]
async fn a_page_that_was_away_for_more_than_it_can_be_told_loads_anew() {
    let desk = Desk::start().await;
    stored(&desk.app.app.db, (0..1_000).map(|n| draft(&n.to_string(), "kø"))).await;
    let mette = desk.signed_in("mette").await;
    let mut events = open(&mette, "/moderation/live?efter=0", None).await;
    assert_eq!(events.next().await.unwrap().0, "reload");
    assert!(events.next().await.is_none(), "and nothing follows");
}
