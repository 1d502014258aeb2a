//! The wall by keyboard and as a screen reader has it: the feed pattern, suggestions, the tree.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::house::{House, numbered};
use crate::support::browser::Browser;

const HERE: &str = "document.activeElement.closest('.card')?.getAttribute('aria-posinset')";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn page_down_and_page_up_go_from_post_to_post() {
    let house = House::open().await;
    house.shown((1..=4).map(numbered)).await;
    let browser = house.visitor("/").await;
    browser.eval("document.querySelector('.card').focus()").await;
    assert_eq!(browser.eval(HERE).await, "1");
    for (key, expected) in [(Key::PageDown, "2"), (Key::PageDown, "3"), (Key::PageUp, "2")] {
        browser.strike_key(key).await;
        browser.until("the next post has the focus", &format!("{HERE} === '{expected}'")).await;
    }
    // From a link inside a post as well.
    browser.strike_key(Key::Tab).await;
    browser.strike_key(Key::PageDown).await;
    browser
        .until("the post after it", &format!("{HERE} === '3' && document.activeElement.matches('.card')"))
        .await;
    assert_eq!(browser.eval("document.querySelector('.card').getAttribute('aria-setsize')").await, "4");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suggestions_are_chosen_by_arrow_keys_and_put_away_by_escape() {
    let house = House::open().await;
    house.shown((1..=4).map(numbered)).await;
    let browser = house.visitor("/").await;
    browser.click("#q").await;
    browser.strike("till".chars()).await;
    let options = "document.querySelectorAll('#suggest-list:not([hidden]) [role=option]').length";
    browser.until("suggestions", &format!("{options} > 0")).await;
    assert_eq!(browser.eval("document.getElementById('q').getAttribute('aria-expanded')").await, "true");
    browser.strike_key(Key::Escape).await;
    browser.until("put away", &format!("{options} === 0")).await;
    assert_eq!(browser.eval("document.getElementById('q').value").await, "till", "what was typed stays");
    browser.strike_key(Key::Down).await;
    browser.until("suggestions again", &format!("{options} > 0")).await;
    browser.strike_key(Key::Down).await;
    let chosen =
        "document.getElementById(document.getElementById('q').getAttribute('aria-activedescendant'))";
    browser
        .until("the first is chosen", &format!("{chosen}?.getAttribute('aria-selected') === 'true'"))
        .await;
    browser.strike_key(Key::Enter).await;
    browser.until("searched", "/tillid/i.test(decodeURIComponent(location.search))").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_back_button_brings_the_view_and_the_place_back() {
    let house = House::open().await;
    house.shown((1..=30).map(numbered)).await;
    let browser = house.visitor("/?q=tillid").await;
    browser.eval("window.scrollTo(0, 900)").await;
    browser.until("scrolled", "window.scrollY > 800").await;
    browser.eval("document.querySelectorAll('.card-time')[8].click()").await;
    browser.until("the post's page", "location.pathname.startsWith('/opslag/')").await;
    browser.client.back().await.unwrap();
    browser
        .until("back at the search, where it was", "location.search === '?q=tillid' && window.scrollY > 800")
        .await;
}

/// Role and name of everything a screen reader is given, in order.
async fn tree(browser: &Browser) -> Vec<(String, String)> {
    let found = browser.devtools("Accessibility.getFullAXTree", json!({})).await;
    let word = |node: &Value, what: &str| node[what]["value"].as_str().unwrap_or_default().to_owned();
    found["nodes"]
        .as_array()
        .expect("a tree")
        .iter()
        .filter(|node| node["ignored"] != true)
        .map(|node| (word(node, "role"), word(node, "name")))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_readers_tree_makes_sense() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let browser = house.visitor("/").await;
    let tree = tree(&browser).await;
    let has = |role: &str, name: &str| tree.iter().any(|(r, n)| r == role && n == name);
    for (role, name) in [
        ("banner", ""),
        ("navigation", "Hovedmenu"),
        ("navigation", "Visninger"),
        ("search", ""),
        ("main", ""),
        ("feed", "Nyeste opslag"),
        ("contentinfo", ""),
        ("combobox", "Søg i opslagene"),
        ("heading", "#Ledelsesugen"),
        ("heading", "Nyeste opslag"),
    ] {
        assert!(has(role, name), "no {role} {name:?} in\n{tree:#?}");
    }
    let posts: Vec<&str> =
        tree.iter().filter(|(role, _)| role == "article").map(|(_, name)| name.as_str()).collect();
    assert_eq!(posts.len(), 3, "{tree:#?}");
    assert!(posts.iter().all(|name| !name.is_empty()), "each post says whose it is: {posts:?}");
    let mute: Vec<_> = tree
        .iter()
        .filter(|(role, name)| {
            ["link", "button", "combobox", "image", "DisclosureTriangle"].contains(&role.as_str())
                && name.is_empty()
        })
        .collect();
    assert!(mute.is_empty(), "without a name: {mute:?}");
}
