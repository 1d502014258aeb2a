//! Cards really seen: at least half visible for a second, each once; and nobody is counted who asks not to be.

use super::house::{House, numbered};
use crate::support::browser::Browser;

/// Takes what the page would report instead of sending it.
const LISTEN: &str = "(window.sent = [], navigator.sendBeacon = (to, body) => window.sent.push([to, JSON.parse(body)]) > 0, true)";
/// What was reported so far, added up.
const TOLD: &str = "(window.dispatchEvent(new Event('pagehide')), window.sent.reduce((sum, [, report]) => { \
     for (const [kind, count] of Object.entries(report.seen)) sum[kind] = (sum[kind] ?? 0) + count; \
     return sum; }, {}))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_counts_once_it_was_half_visible_for_a_second() {
    let house = House::open().await;
    house.shown((1..=30).map(numbered)).await;
    let visitor = house.visitor("/?q=opslag").await;
    visitor.eval(LISTEN).await;
    // Of a page of thirty, a window shows a few.
    visitor.until("cards in view are counted", &format!("{TOLD}.card > 0")).await;
    let at_first = visitor.eval(TOLD).await;
    let first = at_first["card"].as_u64().unwrap();
    let shown = visitor.eval("document.querySelectorAll('.card').length").await.as_u64().unwrap();
    assert_eq!((at_first["load"].as_u64(), at_first["search"].as_u64()), (Some(1), Some(1)));
    assert!(first < shown, "{first} of {shown} can be in view");
    visitor.eval("(window.scrollTo(0, document.body.scrollHeight), true)").await;
    visitor.until("more are counted", &format!("{TOLD}.card > {first}")).await;
    visitor.eval("(window.scrollTo(0, 0), true)").await;
    visitor.eval("new Promise(done => setTimeout(done, 1500))").await;
    let all = visitor.eval(TOLD).await["card"].as_u64().unwrap();
    assert!(all <= shown, "none counts twice: {all} of {shown}");
    let told = visitor.eval("window.sent.every(([to, report]) => to === '/maal' && report.surface === 'wall' && report.host === '')");
    assert_eq!(told.await, true);
    let said = visitor.eval("JSON.stringify(window.sent)").await;
    assert!(!said.as_str().unwrap().contains("019"), "no post is named: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_who_asks_not_to_be_counted_sends_nothing() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let visitor = Browser::open().await;
    visitor.goto(&house.at("/om")).await;
    // As a browser with Global Privacy Control says it.
    let counted = visitor
        .eval(
            "(async () => { \
               Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true }); \
               window.sent = 0; navigator.sendBeacon = () => { window.sent += 1; return true; }; \
               const home = [...document.querySelectorAll('link[rel=stylesheet]')][0].href; \
               const { watch } = await import(new URL('seen.js', home).href); \
               watch({ surface: 'wall' }); window.dispatchEvent(new Event('pagehide')); \
               const quiet = window.sent; \
               Object.defineProperty(navigator, 'globalPrivacyControl', { value: false, configurable: true }); \
               watch({ surface: 'wall' }); window.dispatchEvent(new Event('pagehide')); \
               return [quiet, window.sent]; })()",
        )
        .await;
    assert_eq!(counted, serde_json::json!([0, 1]), "silent when asked, and not otherwise");
}
