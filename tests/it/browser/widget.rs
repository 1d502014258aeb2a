//! The widget on a page that is not ours: shows, follows, forgets, and leaves the page as it was.

use hashwall::domain::post::State;
use hashwall::store::panic;

use super::house::{House, numbered};
use super::partner::{LOUD, PLAIN, follows, line, loses, page, sees, within};
use crate::support::browser::Browser;

/// What the partner page tells a partner to copy.
async fn documented(house: &House, browser: &Browser, id: &str) -> String {
    browser.goto(&house.at("/indlejr?vaeg=ledelsesugen")).await;
    browser.eval(&format!("document.getElementById('{id}').textContent")).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_line_shows_posts_follows_and_forgets() {
    let house = House::open().await;
    let posts = house.shown((1..=3).map(numbered)).await;
    let waiting = house.waiting(4..=4).await;
    let browser = Browser::open().await;
    let line = documented(&house, &browser, "kit-line").await;
    let address = page(&house.address, &line, LOUD).await;
    browser.requests().await;

    browser.goto(&address).await;
    sees(&browser, "Opslag 3 ").await;
    follows(&browser).await;
    // Nothing leaks in …
    let style = browser
        .eval(&format!(
            "(card => [getComputedStyle(card).fontSize, getComputedStyle(card).color, getComputedStyle(card).letterSpacing, \
             getComputedStyle(card).textTransform, getComputedStyle(card).display])({})",
            within(".card-text")
        ))
        .await;
    assert_eq!(style, serde_json::json!(["17px", "rgb(22, 32, 30)", "normal", "none", "block"]));
    // … and nothing out.
    let host = "(host => [getComputedStyle(host).color, getComputedStyle(host).fontSize])(document.getElementById('host'))";
    assert_eq!(browser.eval(host).await, serde_json::json!(["rgb(1, 2, 3)", "16px"]));

    house
        .decide(&waiting.iter().find(|post| post.state == State::Pending).unwrap().id, State::Approved)
        .await;
    let came = sees(&browser, "Opslag 4 ").await;
    house.decide(&posts[2].id, State::Rejected).await;
    let left = loses(&browser, "Opslag 3 ").await;
    eprintln!("in the widget after {came:?}, gone after {left:?}");

    panic::press(&house.app.db, "user:mette", house.now()).await.unwrap();
    let dark = loses(&browser, "Opslag").await;
    sees(&browser, "pause").await;
    assert_eq!(
        browser
            .eval("document.querySelector('hash-wall').shadowRoot.querySelectorAll('article').length")
            .await,
        0
    );
    panic::release(&house.app.db, "user:mette", house.now()).await.unwrap();
    sees(&browser, "Opslag 4 ").await;
    eprintln!("dark after {dark:?}");

    assert_eq!(browser.eval("document.cookie.length + localStorage.length + sessionStorage.length").await, 0);
    let foreign: Vec<String> = browser
        .requests()
        .await
        .into_iter()
        .filter(|url| {
            !url.starts_with(&house.address) && !url.starts_with(&address) && !url.starts_with("data:")
        })
        .collect();
    assert_eq!(foreign, Vec::<String>::new(), "somebody else was asked");
    assert_eq!(browser.complaints().await, Vec::<String>::new(), "a policy had to step in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_of_its_own_asks_the_server_and_more_is_loaded() {
    let house = House::open().await;
    house.shown((1..=9).map(numbered)).await;
    let waiting = house.waiting(10..=10).await;
    let browser = Browser::open().await;
    let line = line(&house.address, "/w/ledelsesugen?q=tillid", "count=\"4\" lang=\"en\"");
    browser.goto(&page(&house.address, &line, PLAIN).await).await;
    sees(&browser, "Opslag 9 ").await;
    let cards = "document.querySelector('hash-wall').shadowRoot.querySelectorAll('article').length";
    assert_eq!(browser.eval(cards).await, 4);
    browser.eval(&format!("{}.click()", within("[part~=more]"))).await;
    sees(&browser, "Opslag 5 ").await;
    assert_eq!(browser.eval(cards).await, 8);
    let focus = "document.querySelector('hash-wall').shadowRoot.activeElement?.innerText ?? ''";
    assert!(
        browser.eval(focus).await.as_str().unwrap().contains("Opslag 5 "),
        "the keyboard goes on where it was"
    );
    sees(&browser, "Show more").await;
    browser.eval("document.querySelector('hash-wall').shadowRoot.activeElement.blur()").await;
    let fresh = waiting.iter().find(|post| post.state == State::Pending).unwrap();
    house.decide(&fresh.id, State::Approved).await;
    sees(&browser, "Opslag 10 ").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_walls_share_one_line_and_one_question() {
    let house = House::open().await;
    let posts = house.shown((1..=3).map(numbered)).await;
    let browser = Browser::open().await;
    let walls: String = ["list", "grid", "carousel", "ticker", "list"]
        .map(|layout| line(&house.address, "/w/ledelsesugen", &format!("layout=\"{layout}\" count=\"5\"")))
        .concat();
    let address = page(&house.address, &walls, PLAIN).await;
    browser.goto(&address).await;
    let all = "[...document.querySelectorAll('hash-wall')].every(wall => wall.shadowRoot?.textContent.includes('Opslag 2 '))";
    browser.until("all five show posts", all).await;
    follows(&browser).await;
    let requests = browser.requests().await;
    let count = |part: &str| requests.iter().filter(|url| url.contains(part)).count();
    assert_eq!(count("/live"), 1, "{requests:#?}");
    assert_eq!(count("/embed.css"), 1, "{requests:#?}");
    assert!(count("kort.json") <= 4, "one question for each layout: {requests:#?}");
    house.decide(&posts[1].id, State::Rejected).await;
    let gone = "[...document.querySelectorAll('hash-wall')].every(wall => !wall.shadowRoot.textContent.includes('Opslag 2 '))";
    browser.until("it is gone from all five", gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cards_seen_in_it_are_counted_in_sums_for_the_page_it_stands_on() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let browser = Browser::open().await;
    let address = page(&house.address, &line(&house.address, "/w/ledelsesugen", ""), PLAIN).await;
    browser.goto(&address).await;
    browser
        .eval("(window.sent = [], navigator.sendBeacon = (to, body) => window.sent.push([to, JSON.parse(body)]) > 0, true)")
        .await;
    sees(&browser, "Opslag 2 ").await;
    let told = "(window.dispatchEvent(new Event('pagehide')), window.sent)";
    browser.until("a card was seen", &format!("{told}.some(([, report]) => report.seen.card > 0)")).await;
    let home = &house.address;
    let all = format!(
        "{told}.every(([to, report]) => to.startsWith('{home}') && to.endsWith('/maal') && report.surface === 'widget' && report.host === location.hostname)"
    );
    assert!(browser.holds(&all).await, "{}", browser.eval("JSON.stringify(window.sent)").await);
    let loads = format!("{told}.reduce((sum, [, report]) => sum + (report.seen.load ?? 0), 0)");
    assert_eq!(browser.eval(&loads).await, 1, "loaded once, whatever it asks later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_outlives_the_server_and_asks_seldom_meanwhile() {
    let house = House::open().await;
    house.shown((1..=2).map(numbered)).await;
    let waiting = house.waiting(3..=3).await;
    let browser = Browser::open().await;
    let address = page(&house.address, &line(&house.address, "/w/ledelsesugen", ""), PLAIN).await;
    browser.goto(&address).await;
    sees(&browser, "Opslag 2 ").await;
    follows(&browser).await;
    browser.requests().await;
    house.stop().await;
    browser.until("the line is lost", &format!("{}.dataset.line === 'lost'", within(".hw"))).await;
    let away = std::time::Instant::now();
    let house = house.restart().await;
    house
        .decide(&waiting.iter().find(|post| post.state == State::Pending).unwrap().id, State::Approved)
        .await;
    sees(&browser, "Opslag 3 ").await;
    follows(&browser).await;
    let asked = browser.requests().await;
    let most = 2.0 * away.elapsed().as_secs_f64().ceil() + 2.0;
    assert!((asked.len() as f64) <= most, "{} requests in {:?}: {asked:#?}", asked.len(), away.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_address_is_a_plain_sentence_and_nobody_is_asked() {
    let house = House::open().await;
    house.shown((1..=1).map(numbered)).await;
    let browser = Browser::open().await;
    let script = format!("<script type=\"module\" src=\"{}/embed.js\"></script>", house.address);
    let sources = [
        "javascript:alert(1)",
        "https://evil.example/w/ledelsesugen",
        "//evil.example/w/ledelsesugen",
        "data:text/html,<b>x</b>",
        "http://[",
        "/moderation",
        "/w/../moderation",
        "/w/<img src=x onerror=alert(1)>",
        "w/Store-Bogstaver",
    ];
    let walls: String =
        sources.map(|src| format!("<hash-wall src=\"{}\"></hash-wall>", src.replace('"', ""))).concat();
    let unknown = format!("<hash-wall src=\"{}/w/ukendt\"></hash-wall>", house.address);
    let address = page(&house.address, &format!("{script}{walls}{unknown}"), PLAIN).await;
    browser.requests().await;
    browser.goto(&address).await;
    let said = "[...document.querySelectorAll('hash-wall')].filter(wall => /src er ikke en væg/.test(wall.shadowRoot?.textContent)).length";
    browser.until("each says so", &format!("{said} === {}", sources.len())).await;
    sees(&browser, "Denne væg findes ikke").await;
    for url in browser.requests().await {
        assert!(
            url.starts_with(&house.address) || url.starts_with(&address) || url.starts_with("data:"),
            "{url}"
        );
        assert!(!url.contains("moderation"), "{url}");
    }
}
