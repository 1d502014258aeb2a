//! The widget on a page that is not ours, on another origin, with a strict policy and a style sheet that shouts.

use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use hashwall::domain::post::State;
use tokio::net::TcpListener;

use super::house::{House, following, numbered};
use crate::support::browser::Browser;

const FRAME: &str = "document.querySelector('hash-wall')?.shadowRoot?.querySelector('iframe')";

const LOUD: &str =
    "* { font: 60px fantasy !important; color: hotpink !important; letter-spacing: 1em !important; }
    iframe, article, main { display: none !important; } body { background: black; }";

/// A municipality's page with `line` in it: nothing is allowed but what the wall itself needs.
async fn foreign_page(wall: &str, line: &str) -> String {
    let policy = format!("default-src 'none'; script-src {wall}; frame-src {wall}; style-src 'self'");
    let html = format!(
        "<!DOCTYPE html><html lang=\"da\"><head><title>Nordby Kommune</title><link rel=\"stylesheet\" href=\"/loud.css\">\
         </head><body><p>Velkommen</p>{line}<p>Bunden</p></body></html>"
    );
    let page = move || async move {
        (
            [("content-security-policy", policy), ("cross-origin-embedder-policy", "unsafe-none".to_owned())],
            Html(html),
        )
            .into_response()
    };
    let style = || async { ([("content-type", "text/css")], LOUD).into_response() };
    let router = Router::new()
        .route("/", get(|| async move { page().await as Response }))
        .route("/loud.css", get(style));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// What the partner page tells a partner to copy.
async fn documented(house: &House, browser: &Browser, id: &str) -> String {
    browser.goto(&house.at("/indlejr")).await;
    browser.eval(&format!("document.getElementById('{id}').textContent")).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_line_shows_posts_fits_its_height_and_stays_live() {
    let house = House::open().await;
    let posts = house.shown((1..=2).map(numbered)).await;
    let waiting = house.waiting(3..=4).await;
    let browser = Browser::open().await;
    let line = documented(&house, &browser, "kit-line").await;
    let page = foreign_page(&house.address, &line).await;

    browser.goto(&page).await;
    browser.until("the frame is drawn", FRAME).await;
    let height = async || browser.eval(&format!("{FRAME}.offsetHeight")).await.as_f64().unwrap();
    browser.enter(FRAME).await;
    browser.sees("Opslag 2 ").await;
    following(&browser).await;
    let ink = browser.eval("getComputedStyle(document.querySelector('.card-text')).fontSize").await;
    assert_eq!(ink, "17px", "the page around shouts into the widget");
    let fits = "Math.abs(innerHeight - document.documentElement.getBoundingClientRect().height) <= 1";
    browser.until("the frame is as tall as its content", fits).await;
    browser.client.enter_parent_frame().await.unwrap();
    let before = height().await;
    assert!(before > 200.0, "{before}");

    for post in waiting.iter().filter(|post| post.state == State::Pending) {
        house.decide(&post.id, State::Approved).await;
    }
    browser.enter(FRAME).await;
    let arrived = browser.sees("Opslag 4 ").await;
    eprintln!("in the widget after {arrived:?}");
    browser.until("the frame fits again", fits).await;
    browser.client.enter_parent_frame().await.unwrap();
    let grown = height().await;
    assert!(grown > before + 100.0, "the frame did not grow: {before} to {grown}");

    for post in &posts {
        house.decide(&post.id, State::Rejected).await;
    }
    browser.enter(FRAME).await;
    browser.loses("Opslag 2 ").await;
    browser.until("the frame shrinks", fits).await;
    browser.client.enter_parent_frame().await.unwrap();
    assert!(height().await < grown, "the frame did not shrink");
    assert_eq!(browser.eval("document.cookie + localStorage.length").await, "0");
    assert_eq!(browser.complaints().await, Vec::<String>::new(), "a policy had to step in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_plain_frame_shows_posts_and_stays_live() {
    let house = House::open().await;
    house.shown((1..=2).map(numbered)).await;
    let waiting = house.waiting(3..=3).await;
    let browser = Browser::open().await;
    let line = documented(&house, &browser, "kit-frame").await;
    // The loud page hides frames; a partner with a plain frame has to want it.
    let line = line.replace("<iframe ", "<iframe id=\"frame\" ");
    let page = foreign_page(&house.address, &line).await;
    browser.goto(&page).await;
    browser.eval("document.styleSheets[0].disabled = true").await;
    browser.enter("document.getElementById('frame')").await;
    browser.sees("Opslag 1 ").await;
    following(&browser).await;
    house.decide(&waiting[2].id, State::Approved).await;
    browser.sees("Opslag 3 ").await;
}
