//! Nobody needs a mouse.

use fantoccini::key::Key;
use hashwall::domain::post::State;

use super::house::{House, numbered};
use crate::support::browser::Browser;

/// Tabs on until the focus is where the expression says, and gives the number of stops.
async fn tab_to(browser: &Browser, what: &str, there: &str) -> u32 {
    for stops in 1..=20 {
        browser.strike_key(Key::Tab).await;
        if browser.holds(there).await {
            return stops;
        }
    }
    panic!("{what}: not within 20 stops");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_is_walked_by_tab() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let browser = house.visitor("/").await;
    let stops = tab_to(&browser, "skip link", "document.activeElement.matches('.skip-link')").await;
    assert_eq!(stops, 1, "the first stop");
    assert!(
        browser.holds("document.activeElement.getBoundingClientRect().top >= 0").await,
        "the skip link is seen once it has the focus"
    );
    browser.strike_key(Key::Enter).await;
    browser.until("past the head", "document.activeElement.id === 'main'").await;
    tab_to(&browser, "first card", "document.activeElement.closest('.card:first-child')").await;

    browser.goto(&house.at("/")).await;
    tab_to(&browser, "search", "document.activeElement.id === 'q'").await;
    browser.strike("tillid".chars()).await;
    browser.strike_key(Key::Enter).await;
    browser.until("searched", "location.search.includes('q=tillid')").await;
    browser.sees("Opslag 3 ").await;
    let order = tab_order(&browser).await;
    assert_eq!(order, ["3", "2", "1"], "cards are reached in the order they are read");
}

/// The numbers of the posts in the order Tab comes to them.
async fn tab_order(browser: &Browser) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for _ in 0..60 {
        browser.strike_key(Key::Tab).await;
        let here = browser
            .eval("document.activeElement.closest('.card')?.innerText.match(/Opslag (\\d+)/)?.[1]")
            .await;
        if let Some(number) = here.as_str().filter(|number| order.last().is_none_or(|last| last != number)) {
            order.push(number.to_owned());
        }
        if order.len() == 3 {
            break;
        }
    }
    order
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_is_cleared_by_single_keys_and_by_nothing_else() {
    let house = House::open().await;
    let posts = house.waiting(1..=4).await;
    let browser = house.moderator().await;
    browser.goto(&house.at("/moderation")).await;
    let here = "document.activeElement.closest('.review')?.dataset.id";
    browser.until("the first post has the focus", here).await;
    let order = browser.eval("[...document.querySelectorAll('.review')].map(card => card.dataset.id)").await;
    let order: Vec<String> =
        order.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    let at = async |n: usize| {
        browser.until(&format!("card {n} has the focus"), &format!("{here} === '{}'", order[n])).await
    };

    at(0).await;
    browser.strike(['j', 'j']).await;
    at(2).await;
    browser.strike(['k']).await;
    at(1).await;
    browser.strike_key(Key::Down).await;
    at(2).await;
    browser.strike_key(Key::Up).await;
    at(1).await;

    // Select all, not approve.
    browser.strike_with_control('a').await;
    browser.strike(['/']).await;
    browser.until("the search has the focus", "document.activeElement.id === 'q'").await;
    browser.strike("arhz?jk".chars()).await;
    assert_eq!(
        browser.eval("document.getElementById('q').value").await,
        "arhz?jk",
        "letters are letters there"
    );
    for post in &posts {
        assert_eq!(house.state(&post.id).await, State::Pending, "a letter of a search decided");
    }
    browser.strike_key(Key::Escape).await;
    browser.strike(['?']).await;
    browser.until("the keys are told", "document.getElementById('help').open").await;
    browser.strike(['a']).await;
    browser.strike_key(Key::Escape).await;
    browser.until("and put away", "!document.getElementById('help').open").await;

    let state = async |n: usize| {
        let post = posts.iter().find(|post| post.id.0 == order[n]).unwrap();
        house.state(&post.id).await
    };
    let left = |n: usize| format!("document.querySelectorAll('.review').length === {n}");
    browser.strike_key(Key::Tab).await;
    browser.strike(['j']).await;
    browser.eval(&format!("document.getElementById('r-{}').focus()", order[0])).await;
    browser.strike(['a', 'r', '2', 'h']).await;
    browser.until("three are decided", &left(1)).await;
    // The cards go at once; the numbers are the house's.
    let waiting = |n: usize| format!("document.querySelector('[data-count=pending]').textContent === '{n}'");
    browser.until("and answered", &waiting(1)).await;
    assert_eq!(
        [state(0).await, state(1).await, state(2).await],
        [State::Approved, State::Rejected, State::Held]
    );
    at(3).await;
    browser.strike(['z']).await;
    browser.until("one is back", &left(2)).await;
    browser.strike(['z', 'z']).await;
    browser.until("all are back", &left(4)).await;
    browser.until("for good", &waiting(4)).await;
    for n in 0..4 {
        assert_eq!(state(n).await, State::Pending);
    }
    let after =
        browser.eval("[...document.querySelectorAll('.review')].map(card => card.dataset.id).join()").await;
    assert_eq!(after, order.join(","), "each where it was");
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
