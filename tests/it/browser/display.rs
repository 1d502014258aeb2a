//! The screen in a hall: it turns posts over by itself, gives everybody airtime, follows what is decided, and goes on when
//! the network does not.

use std::collections::HashMap;
use std::time::Duration;

use hashwall::domain::post::{Draft, Post, State};
use serde_json::json;

use super::house::{House, numbered};
use crate::support::browser::Browser;

async fn screen(house: &House, path: &str) -> Browser {
    let browser = Browser::open().await;
    browser.client.set_window_size(1920, 1080).await.unwrap();
    browser.goto(&house.at(path)).await;
    browser.until("the stage runs", "document.querySelector('.stage.running')").await;
    browser
}

fn by(voice: &str, n: u32) -> Draft {
    let mut draft = numbered(n);
    draft.organisation = Some(voice.to_owned());
    draft
}

async fn waiting(house: &House, draft: Draft) -> Post {
    let stored = house.stored([draft]).await;
    stored.into_iter().find(|post| post.state == State::Pending).unwrap()
}

/// Which posts were seen, by their number, while `count` of them came up.
async fn seen(screen: &Browser, count: usize) -> HashMap<String, usize> {
    screen
        .eval(
            "(window.seen = [], new MutationObserver((changes) => changes.forEach((change) => \
             change.addedNodes.forEach((card) => card.dataset && window.seen.push(change.target.dataset.voice)))) \
             .observe(document.getElementById('stage'), { childList: true, subtree: true }), 1)",
        )
        .await;
    screen.until("posts come up", &format!("window.seen.length >= {count}")).await;
    let mut counted = HashMap::new();
    for voice in screen.eval("window.seen").await.as_array().unwrap() {
        *counted.entry(voice.as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    counted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_much_does_not_fill_the_screen() {
    let house = House::open().await;
    let many = (1..=20).map(|n| by("Store Kommune", n));
    house.shown(many.chain([by("Lille Museum", 21), by("Havnen", 22), by("Skolen", 23)])).await;
    let screen = screen(&house, "/display?visning=enkelt&sekunder=1").await;
    let counted = seen(&screen, 12).await;
    assert_eq!(counted.len(), 4, "everybody comes up: {counted:?}");
    assert!(counted["Store Kommune"] <= 4, "and nobody much more often: {counted:?}");
    assert_eq!(screen.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_decided_shows_at_once_and_a_pause_holds_still() {
    let house = House::open().await;
    let posts = house.shown((1..=3).map(numbered)).await;
    let late = waiting(&house, numbered(4)).await;
    let screen = screen(&house, "/display?visning=mosaik&sekunder=600").await;
    for n in 1..=3 {
        screen.sees(&format!("Opslag {n} ")).await;
    }
    house.decide(&posts[1].id, State::Rejected).await;
    let gone = screen.loses("Opslag 2 ").await;
    assert!(gone < Duration::from_secs(2), "{gone:?}");
    house.decide(&late.id, State::Approved).await;
    house.stop().await;
    let house = house.restart().await;
    screen.until("it came in although the server was away", "document.getElementById('lost').hidden").await;
    screen.client.refresh().await.unwrap();
    screen.sees("Opslag 4 ").await;
    screen.strike([' ']).await;
    screen
        .until("it says that it holds still", "document.getElementById('pause').ariaPressed === 'true'")
        .await;
    drop(house);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_goes_on_turning_while_the_server_is_away_and_takes_in_what_it_missed() {
    let house = House::open().await;
    let posts = house.shown((1..=6).map(|n| by(&format!("Kommune {n}"), n))).await;
    let late = waiting(&house, by("Kommune 7", 7)).await;
    let screen = screen(&house, "/display?visning=enkelt&sekunder=1").await;
    screen.eval("window.sameLoad = true").await;
    house.stop().await;
    let counted = seen(&screen, 8).await;
    assert!(counted.len() >= 5, "{counted:?}");
    assert!(screen.holds("window.sameLoad").await, "it never leaves its page");
    house.decide(&posts[0].id, State::Rejected).await;
    house.decide(&late.id, State::Approved).await;
    let house = house.restart().await;
    screen.until("what was approved meanwhile comes up", "window.seen.includes('Kommune 7')").await;
    screen.eval("window.seen.length = 0").await;
    screen.until("a round passes", "window.seen.length >= 9").await;
    assert!(
        !screen.holds("window.seen.includes('Kommune 1')").await,
        "what was withdrawn does not come back"
    );
    drop(house);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_read_at_ten_metres_and_no_line_is_cut_in_half() {
    let house = House::open().await;
    let mut long = numbered(1);
    long.text = "Tillid er ikke en floskel. ".repeat(80);
    long.html = format!("<p>{}</p>", long.text);
    house.shown([long, numbered(2), numbered(3)]).await;
    for layout in ["kolonner", "enkelt", "mosaik", "ticker"] {
        let screen = screen(&house, &format!("/display?visning={layout}&sekunder=600")).await;
        let smallest = "Math.min(...[...document.querySelectorAll('.card-text')].map((text) => \
                        Number.parseFloat(getComputedStyle(text).fontSize)))";
        let size = screen.eval(smallest).await.as_f64().unwrap();
        // 40 px at 1080 lines; the window here is a little lower than the screen it stands for.
        let lines = screen.eval("innerHeight").await.as_f64().unwrap();
        assert!(size >= 40.0 * lines / 1080.0 - 0.5, "{layout}: {size} px at {lines} lines");
        let cut = "[...document.querySelectorAll('.card')].filter((card) => card.scrollHeight > card.clientHeight + 1).length";
        assert_eq!(screen.eval(cut).await, json!(0), "{layout}: a card is cut");
        let scrolls = "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth";
        assert!(!screen.holds(scrolls).await, "{layout}: the page scrolls");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_it_is_a_list_that_loads_itself_anew() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let screen = Browser::without_scripts().await;
    screen.goto(&house.at("/display")).await;
    let source = screen.client.source().await.unwrap();
    for n in 1..=3 {
        assert!(source.contains(&format!("Opslag {n} ")));
    }
    assert!(source.contains("http-equiv=\"refresh\"") && source.contains("<svg"));
}
