//! Our own counting: what a page may report, what is kept of it, and who is left out.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hashwall::domain::figures::{Measured, Seen, Surface, Window};
use hashwall::domain::time::Timestamp;
use hashwall::store::db::Db;
use hashwall::store::views::{self, ViewHour};

use crate::support::app::TestApp;
use crate::support::build::MONDAY;
use crate::support::database::{TestDb, both};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const DAY: i64 = 86_400_000_000;

async fn report(app: &TestApp, body: &str, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = Request::post("/maal")
        .header(header::HOST, "wall.example")
        .header(header::CONTENT_TYPE, "text/plain;charset=UTF-8")
        .header(header::ORIGIN, "http://wall.example")
        .header(header::USER_AGENT, FIREFOX);
    for (name, value) in headers {
        request
            .headers_mut()
            .unwrap()
            .insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
    }
    let answer = app.send(request.body(Body::from(body.to_owned())).unwrap()).await;
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    assert!(answer.status != StatusCode::NO_CONTENT || answer.body.is_empty());
    answer.status
}

async fn counted(app: &TestApp) -> Measured {
    app.wall.tally.flush(&app.app.db).await.unwrap();
    measured(&app.app.db).await
}

async fn measured(db: &Db) -> Measured {
    let window = Window::between(Timestamp(MONDAY.0 - DAY), Timestamp(MONDAY.0 + DAY));
    views::measured(db, window).await.unwrap()
}

#[tokio::test]
async fn what_pages_report_is_added_up_by_the_hour_and_nothing_else_is_kept() {
    let app = TestApp::start(TestDb::sqlite().await, "").await;
    let ok = StatusCode::NO_CONTENT;
    assert_eq!(report(&app, r#"{"surface":"wall","seen":{"load":1,"search":1}}"#, &[]).await, ok);
    assert_eq!(report(&app, r#"{"surface":"wall","seen":{"card":7,"click-out":2}}"#, &[]).await, ok);
    let framed = r#"{"surface":"widget","host":"Kommune.example","seen":{"load":1,"card":3}}"#;
    assert_eq!(report(&app, framed, &[]).await, ok);
    let elsewhere = [("origin", "https://region.example")];
    assert_eq!(report(&app, r#"{"surface":"widget","seen":{"load":1}}"#, &elsewhere).await, ok);
    assert_eq!(report(&app, r#"{"surface":"display","seen":{"load":1}}"#, &[]).await, ok);
    let measured = counted(&app).await;
    assert_eq!(measured.on(Surface::Wall, Seen::Card), 7);
    assert_eq!((measured.of(Seen::Load), measured.of(Seen::Card)), (4, 10));
    assert_eq!((measured.of(Seen::Search), measured.of(Seen::ClickOut)), (1, 2));
    let hosts = [("kommune.example".to_owned(), 1), ("region.example".to_owned(), 1)];
    assert_eq!(measured.hosts, hosts);
    assert_eq!(measured.points.len(), 1);
    assert_eq!(measured.points[0].at, MONDAY, "the hour, which begins with the clock of this test");
    assert_eq!(measured.counting_since, Some(MONDAY));
    assert_eq!(counted(&app).await, measured, "what was written is not written again");
}

#[tokio::test]
async fn who_asks_not_to_be_counted_is_not_nor_is_a_robot_nor_what_no_page_can_say() {
    let app = TestApp::start(TestDb::sqlite().await, "").await;
    let wall = r#"{"surface":"wall","seen":{"load":1}}"#;
    for left_out in [
        ("dnt", "1"),
        ("sec-gpc", "1"),
        ("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
        ("user-agent", "curl/8.5.0"),
    ] {
        assert_eq!(report(&app, wall, &[left_out]).await, StatusCode::NO_CONTENT, "{left_out:?}");
    }
    for absurd in [
        r#"{"surface":"wall","seen":{"card":99999999999}}"#,
        r#"{"surface":"wall","seen":{"load":7}}"#,
        "x",
        "",
    ] {
        assert_eq!(report(&app, absurd, &[]).await, StatusCode::BAD_REQUEST, "{absurd}");
    }
    assert_eq!(report(&app, wall, &[("origin", "https://elsewhere.example")]).await, StatusCode::BAD_REQUEST);
    let measured = counted(&app).await;
    assert_eq!((measured.of(Seen::Load), measured.of(Seen::Card), measured.counting_since), (0, 0, None));
}

#[tokio::test]
async fn sums_of_several_processes_add_up() {
    for db in both().await {
        let of = |count| ViewHour {
            hour: MONDAY,
            surface: Surface::Widget,
            kind: Seen::Load,
            host: "kommune.example".to_owned(),
            count,
        };
        views::add(&db, &[of(3)]).await.unwrap();
        views::add(&db, &[of(4), ViewHour { hour: Timestamp(MONDAY.0 - 2 * DAY), ..of(100) }]).await.unwrap();
        let measured = measured(&db).await;
        assert_eq!(measured.hosts, [("kommune.example".to_owned(), 7)]);
        assert_eq!(measured.of(Seen::Load), 7, "an hour outside of the window is not in it");
        assert_eq!(measured.counting_since, Some(Timestamp(MONDAY.0 - 2 * DAY)));
    }
}

#[tokio::test]
async fn hosts_keep_their_names_however_often_the_sums_are_written() {
    let app = TestApp::start(TestDb::sqlite().await, "").await;
    for _ in 0..6 {
        for number in 0..100 {
            let host = format!("kommune{number}.example");
            app.wall.tally.add(Surface::Widget, &host, [(Seen::Load, 1)], MONDAY).unwrap();
        }
        app.wall.tally.flush(&app.app.db).await.unwrap();
    }
    let measured = measured(&app.app.db).await;
    assert!(
        measured.hosts.iter().all(|(host, loads)| !host.is_empty() && *loads == 6),
        "{:?}",
        measured.hosts
    );
}
