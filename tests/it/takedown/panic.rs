//! The panic button: nothing of any post is shown to visitors, and everything comes back.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt;
use hashwall::domain::post::State;
use hashwall::store::{audit, panic};

use crate::leaks::routes;
use crate::support::build::{MONDAY, draft};
use crate::support::database::{TestDb, both};
use crate::web_desk::support::{Desk, header_of, hides, shows};
use tower::ServiceExt;

const WORDS: &str = "om tillid og ansvar";

async fn with_a_post(desk: &Desk) -> String {
    let post = desk.stored([draft("1", WORDS)]).await.remove(0);
    desk.app.decide(&post.id, State::Approved).await;
    post.id.0
}

#[tokio::test]
async fn it_is_pressed_and_released_once_however_many_press() {
    for db in both().await {
        let other = db.again().await;
        assert_eq!(panic::switch(&db).await.unwrap().moves, 0);
        let (a, b) =
            tokio::join!(panic::press(&db, "user:mette", MONDAY), panic::press(&other, "user:ali", MONDAY));
        assert_eq!((a.unwrap().moves, b.unwrap().moves), (1, 1), "{}", db.engine);
        let pause = panic::switch(&other).await.unwrap().pause.unwrap();
        assert_eq!(pause.since, MONDAY);
        let (a, b) = tokio::join!(
            panic::release(&db, "user:mette", MONDAY),
            panic::release(&other, "user:ali", MONDAY)
        );
        assert_eq!((a.unwrap(), b.unwrap().moves), (panic::switch(&db).await.unwrap(), 2));
        assert_eq!(panic::press(&db, "user:mette", MONDAY).await.unwrap().moves, 3);
        let trail: Vec<_> =
            audit::page(&db, None, 9).await.unwrap().into_iter().map(|line| line.action).collect();
        assert_eq!(trail, ["panic.on", "panic.off", "panic.on"]);
    }
}

#[tokio::test]
async fn no_public_address_shows_anything_while_it_is_pressed() {
    for desk in Desk::both().await {
        let id = with_a_post(&desk).await;
        let stranger = desk.stranger();
        shows(&stranger.get("/").await, WORDS);
        let mette = desk.signed_in("mette").await;
        let pressed = mette.post("/panik", &[("til", "sluk"), ("tilbage", "/log")]).await;
        assert_eq!((pressed.status, header_of(&pressed, "location")), (StatusCode::SEE_OTHER, "/log"));

        for route in routes::public() {
            if route == "/live" {
                continue; // ends never; the next test reads it
            }
            let path = route
                .replace("{id}", &id)
                .replace("{post}", &id)
                .replace("{number}", "0")
                .replace("{version}", "x")
                .replace("{year}", "2026")
                .replace("{name}", "wall.js");
            let answer = stranger.get(&path).await;
            hides(&answer, WORDS);
            hides(&answer, "Lone Kj");
            if route == "/" || route == "/opslag/{id}" {
                assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
                shows(&answer, "holder pause");
                assert_eq!(header_of(&answer, "cache-control"), "no-store", "{path}");
                assert_eq!(header_of(&answer, "retry-after"), "30");
            }
            if route.starts_with("/media/") {
                assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, ""));
            }
        }
        let widget = stranger.get("/embed").await;
        assert_eq!(widget.status, StatusCode::OK);
        assert!(header_of(&widget, "content-security-policy").contains("frame-ancestors *"));
        let head = Request::builder().method(Method::HEAD).uri("/").body(Body::empty()).unwrap();
        assert_eq!(stranger.send(head).await.body, "");

        // The desk works on, and says why the walls are dark.
        let log = mette.get("/log").await;
        shows(&log, "mette trykkede på nødstop");
        shows(&mette.get("/moderation?tilstand=approved").await, WORDS);
        // Another process of the house, and this one started anew, know it too.
        let moved = panic::switch(&desk.app.app.db).await.unwrap();
        assert!(moved.pause.is_some());

        let karen = desk.signed_in("karen").await;
        assert_eq!(karen.post("/panik", &[("til", "taend")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(mette.post("/panik", &[("til", "måske")]).await.status, StatusCode::BAD_REQUEST);
        shows(&stranger.get("/").await, "holder pause");
        let (status, told) = mette.post_json("/panik", &[("til", "taend")]).await;
        assert_eq!((status, told["paused"].as_bool()), (StatusCode::OK, Some(false)));
        shows(&stranger.get("/").await, WORDS);
        shows(&stranger.get(&format!("/opslag/{id}")).await, WORDS);
    }
}

#[tokio::test]
async fn a_press_in_another_process_is_heeded_and_an_old_reading_is_not() {
    let desk = Desk::start().await;
    with_a_post(&desk).await;
    let db = &desk.app.app.db;
    let before = panic::switch(db).await.unwrap();
    panic::press(db, "user:ali", desk.app.now()).await.unwrap();
    desk.app.project().await;
    shows(&desk.stranger().get("/").await, "holder pause");
    // Read before the press, told after it.
    desk.app.wall.live.switch(before);
    shows(&desk.stranger().get("/").await, "holder pause");
}

#[tokio::test]
async fn an_open_stream_is_told_and_carries_no_post_meanwhile() {
    let desk = Desk::start().await;
    let id = with_a_post(&desk).await;
    let request = Request::get("/live").header(header::HOST, "wall.example").body(Body::empty()).unwrap();
    let answer = desk.app.app.router(&desk.app.wall).oneshot(request).await.unwrap();
    let mut stream = answer.into_body().into_data_stream();
    let mut heard = String::new();
    let mut hear = async |until: &str| {
        while !heard.contains(until) {
            let more = tokio::time::timeout(std::time::Duration::from_secs(5), stream.next()).await;
            let more = more.unwrap_or_else(|_| panic!("{until:?} never came; heard {heard}"));
            heard.push_str(&String::from_utf8_lossy(&more.unwrap().unwrap()));
        }
        std::mem::take(&mut heard)
    };
    hear("event: resume").await;
    let mette = desk.signed_in("mette").await;
    mette.post("/panik", &[("til", "sluk")]).await;
    assert!(hear("event: pause").await.contains("holder pause"));
    // Approved while it is dark: told to nobody.
    let late = desk.stored([draft("2", "skrevet imens")]).await;
    let late = late.iter().find(|post| post.id.0 != id).unwrap();
    desk.app.decide(&late.id, State::Approved).await;
    mette.post("/panik", &[("til", "taend")]).await;
    let meanwhile = hear("event: resume").await;
    assert!(!meanwhile.contains("skrevet imens"), "{meanwhile}");
    desk.app.decide(&late.id, State::Rejected).await;
    hear("event: remove").await;
}

/// Runs a statement behind the house's back.
async fn meddle(url: &str, sql: &'static str) -> sqlx::SqlitePool {
    let pool = sqlx::SqlitePool::connect(url).await.unwrap();
    sqlx::query(sql).execute(&pool).await.unwrap();
    pool
}

#[tokio::test]
async fn it_is_dark_here_before_the_database_has_answered_and_stays_so_if_it_never_does() {
    let database = TestDb::sqlite().await;
    let url = database.url.clone();
    let desk = Desk::on(database).await;
    with_a_post(&desk).await;
    let mette = desk.signed_in("mette").await;
    let writer = meddle(&url, "SELECT 1").await;
    let busy = writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let mut switches = desk.app.wall.live.switches();
    switches.borrow_and_update();
    let mut pressing = Box::pin(mette.post("/panik", &[("til", "sluk")]));
    tokio::select! {
        _ = &mut pressing => panic!("another process writes: it cannot be stored yet"),
        changed = switches.changed() => changed.unwrap(),
    }
    shows(&desk.stranger().get("/").await, "holder pause");
    desk.app.wall.heed_panic(&desk.app.app.db).await.unwrap();
    shows(&desk.stranger().get("/").await, "holder pause");
    busy.rollback().await.unwrap();
    assert_eq!(pressing.await.status, StatusCode::SEE_OTHER);
    assert!(panic::switch(&desk.app.app.db).await.unwrap().pause.is_some(), "now the others know, too");
    mette.post("/panik", &[("til", "taend")]).await;
    shows(&desk.stranger().get("/").await, WORDS);

    // Nothing can be stored: said so, and dark all the same.
    meddle(
        &url,
        "CREATE TRIGGER disk_full BEFORE INSERT ON pauses BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .await;
    let failed = mette.post("/panik", &[("til", "sluk")]).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE);
    shows(&failed, "Væggene er slukket her");
    desk.app.wall.heed_panic(&desk.app.app.db).await.unwrap();
    shows(&desk.stranger().get("/").await, "holder pause");
    meddle(&url, "DROP TRIGGER disk_full").await;
    mette.post("/panik", &[("til", "taend")]).await;
    shows(&desk.stranger().get("/").await, WORDS);
}
