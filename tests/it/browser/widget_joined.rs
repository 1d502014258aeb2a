//! Several walls on one page that is not ours, while it changes: walls come, go and are led elsewhere, the line to the server
//! stays one, and the panic button reaches all of them.

use std::time::Instant;

use hashwall::domain::post::State;
use hashwall::domain::wall::{Layout, NamedWall, Theme};
use hashwall::store::{panic, walls};
use serde_json::json;

use super::house::{House, numbered};
use super::partner::{PLAIN, follows, line, page, sees};
use crate::support::browser::{Browser, PATIENCE};

/// What the walls of the page are, one after the other, as one reads them.
const EACH: &str = "[...document.querySelectorAll('hash-wall')].map(wall => wall.shadowRoot?.querySelector('.hw')?.innerText ?? '')";

/// Remembers the page's lines to the server, and lets a test hold back or replace an answer.
const WATCHED: &str = "window.lines = []; const Line = window.EventSource;
    window.EventSource = class extends Line { constructor(...all) { super(...all); window.lines.push(this); } };
    const real = window.fetch; window.answers = [];
    window.fetch = (...all) => window.answers.length ? window.answers.shift()(() => real(...all)) : real(...all);";

const OPEN: &str = "window.lines.filter(line => line.readyState !== 2).length";

async fn on_a_page(house: &House, body: &str) -> Browser {
    let browser = Browser::open().await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCHED })).await;
    browser.goto(&page(&house.address, body, PLAIN).await).await;
    browser
}

/// One more wall at the end of the page.
async fn add(browser: &Browser, house: &House, view: &str, layout: &str) {
    let src = format!("{}{view}", house.address);
    browser
        .eval(&format!(
            "document.querySelector('main').append(Object.assign(document.createElement('hash-wall'), \
             {{ id: 'late' }})) ?? (wall => (wall.setAttribute('layout', {layout:?}), wall.setAttribute('src', {src:?})))\
             (document.getElementById('late'))"
        ))
        .await;
}

/// Waits until all of so many walls are so; `shown` is what one of them shows.
async fn every(browser: &Browser, count: usize, what: &str, holds: &str) {
    let so = format!("(all => all.length === {count} && all.every(shown => {holds}))({EACH})");
    let began = Instant::now();
    while !browser.holds(&so).await {
        // Said with what they show instead.
        assert!(began.elapsed() < PATIENCE, "{what}: not before {}", browser.eval(EACH).await);
    }
}

async fn approve(house: &House, number: u32) {
    let fresh = house.waiting(number..=number).await;
    let native = number.to_string();
    let post = fresh.into_iter().find(|post| post.draft.native_id == native).unwrap();
    house.decide(&post.id, State::Approved).await;
}

async fn tillid(house: &House) {
    let wall = NamedWall {
        slug: "femte".to_owned(),
        title: "Det femte opslag".to_owned(),
        query: "q=femte".to_owned(),
        theme: Theme::Auto,
        layout: Layout::List,
        language: None,
    };
    walls::save(&house.app.db, &wall, true, "user:mette", house.now()).await.unwrap();
    let known = || house.wall.heed_panic(&house.app.db);
    known().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn walls_come_go_and_are_led_elsewhere_on_one_line() {
    let house = House::open().await;
    house.shown((1..=2).map(numbered)).await;
    let mut fifth = numbered(5);
    fifth.text.push_str(" femte");
    fifth.html = format!("<p>{}</p>", fifth.text);
    house.shown([fifth]).await;
    tillid(&house).await;
    let two =
        line(&house.address, "/w/ledelsesugen", "") + &line(&house.address, "/w/ledelsesugen", "lang=\"en\"");
    let browser = on_a_page(&house, &two).await;
    every(&browser, 2, "both show posts", "shown.includes('Opslag 2 ')").await;
    follows(&browser).await;

    // The first goes, and with it whose language the line spoke.
    browser.eval("document.querySelector('hash-wall').remove()").await;
    approve(&house, 3).await;
    every(&browser, 1, "the other goes on", "shown.includes('Opslag 3 ')").await;
    assert_eq!(browser.eval(OPEN).await, 1);

    // One more comes, and hears what comes after it.
    add(&browser, &house, "/w/ledelsesugen", "list").await;
    every(&browser, 2, "the new one shows posts", "shown.includes('Opslag 3 ')").await;
    let on = "document.getElementById('late').shadowRoot.querySelector('.hw').dataset.line === 'on'";
    browser.until("the new one follows", on).await;
    approve(&house, 4).await;
    every(&browser, 2, "both hear of it", "shown.includes('Opslag 4 ')").await;

    // It is led to another wall, with that one's title and posts alone.
    let elsewhere =
        format!("document.getElementById('late').setAttribute('src', '{}/w/femte')", house.address);
    browser.eval(&elsewhere).await;
    let late = "document.getElementById('late').shadowRoot.querySelector('.hw').innerText";
    let moved = format!(
        "(shown => shown.includes('Det femte opslag') && shown.includes('Opslag 5 ') && !shown.includes('Opslag 4 '))({late})"
    );
    browser.until("it shows the other wall", &moved).await;

    // An answer that comes late is of where it was led before, and not heard: not as posts, not as its title.
    let held =
        "(window.answers.push(go => new Promise(done => { window.release = () => done(go()); })), true)";
    browser.eval(held).await;
    browser.eval(&elsewhere.replace("/w/femte", "/w/ledelsesugen")).await;
    browser.until("it is asked for", "window.release !== undefined").await;
    browser.eval(&elsewhere).await;
    browser.until("it shows the other wall again", &moved).await;
    browser.eval("(window.release(), true)").await;
    browser.eval(held).await;
    browser
        .eval(
            "(window.release = undefined, document.getElementById('late').setAttribute('lang', 'en'), true)",
        )
        .await;
    browser.until("it is asked for in English", "window.release !== undefined").await;
    browser.eval("document.getElementById('late').setAttribute('src', 'https://evil.example/')").await;
    browser.eval("(window.release(), true)").await;
    let settled = "(async () => { for (let n = 0; n < 5; n += 1) await new Promise(done => setTimeout(done, 50)); return true; })()";
    assert_eq!(browser.client.execute(&format!("return {settled}"), Vec::new()).await.unwrap(), json!(true));
    assert!(!browser.holds(&format!("{late}.includes('Opslag')")).await, "the answer to another question");

    // All of it by one line; and when the last wall is gone, by none.
    assert_eq!(browser.eval("window.lines.length").await, 1, "one line from first to last");
    browser.eval("document.querySelectorAll('hash-wall').forEach(wall => wall.remove())").await;
    assert_eq!(browser.eval(OPEN).await, 0);
    add(&browser, &house, "/w/ledelsesugen", "list").await;
    sees(&browser, "Opslag 4 ").await;
    browser.until("the line is open again", &format!("{OPEN} === 1")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_panic_button_reaches_walls_that_stand_come_and_change_and_all_fill_again() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let two = line(&house.address, "/w/ledelsesugen", "layout=\"carousel\"")
        + &line(&house.address, "/w/ledelsesugen", "");
    let browser = on_a_page(&house, &two).await;
    every(&browser, 2, "both show posts", "shown.includes('Opslag 3 ')").await;
    follows(&browser).await;
    // Somebody stopped the carousel before.
    let stop = "document.querySelector('hash-wall').shadowRoot.querySelector('[part~=pause]')";
    browser.eval(&format!("{stop}.click()")).await;
    assert_eq!(browser.eval(&format!("{stop}.textContent")).await, "Fortsæt");

    panic::press(&house.app.db, "user:mette", house.now()).await.unwrap();
    let dark = "!shown.includes('Opslag') && shown.includes('pause')";
    every(&browser, 2, "both are dark", dark).await;
    // One comes, one is led elsewhere, while it is pressed; another page is opened.
    add(&browser, &house, "/w/ledelsesugen", "list").await;
    browser.eval("document.querySelectorAll('hash-wall')[1].setAttribute('count', '2')").await;
    every(&browser, 3, "all three are dark", dark).await;
    let later = on_a_page(&house, &line(&house.address, "/w/ledelsesugen", "")).await;
    every(&later, 1, "a page opened now is dark", dark).await;
    later.until("and follows", &format!("{OPEN} === 1")).await;
    assert_eq!(browser.eval("window.lines.length").await, 1, "one line for all of them");

    // The first answer after it is of a process that has not heard: it is asked once more.
    let stale = "(window.answers.push(async () => new Response('{\"paused\": true, \"posts\": []}')), true)";
    later.eval(stale).await;
    panic::release(&house.app.db, "user:mette", house.now()).await.unwrap();
    every(&browser, 3, "all are filled again", "shown.includes('Opslag 3 ')").await;
    every(&later, 1, "the later page, too", "shown.includes('Opslag 3 ')").await;
    assert_eq!(later.eval("window.answers.length").await, 0, "the stale answer was given");
    assert_eq!(later.eval("window.lines.length").await, 1, "it never had to open another line");
    // What a visitor stopped is stopped, and says so.
    assert_eq!(browser.eval(&format!("{stop}.textContent")).await, "Fortsæt");
    approve(&house, 4).await;
    sees(&later, "Opslag 4 ").await;
}
