//! The wall for those who have JavaScript switched off.

use hashwall::domain::network::Network;

use super::house::{House, numbered};
use crate::support::browser::{Browser, PATIENCE};
use crate::support::process::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_is_read_searched_filtered_and_paged_without_scripts() {
    let house = House::open().await;
    let mut drafts: Vec<_> = (1..=40).map(numbered).collect();
    drafts[6].text = "Noget ganske andet om frivillighed #Ledelsesugen".to_owned();
    drafts[6].html = format!("<p>{}</p>", drafts[6].text);
    drafts[9].network = Network::LinkedIn;
    house.shown(drafts).await;
    let browser = Browser::without_scripts().await;

    browser.goto(&house.at("/")).await;
    assert!(browser.holds("document.getElementById('live-state').hidden").await, "scripts do run");
    browser.sees("Opslag 40 ").await;
    browser.sees("40 opslag").await;

    browser.click("a[rel=next]").await;
    browser.sees("Opslag 2 ").await;
    assert!(!browser.holds("document.body.innerText.includes('Opslag 40 ')").await, "older posts alone");

    browser.goto(&house.at("/")).await;
    browser.fill("#q", "frivillige").await;
    browser.click(".search-line button").await;
    browser.sees("Noget ganske andet").await;
    assert_eq!(browser.eval("document.querySelectorAll('.card').length").await, 1, "found by its stem");
    browser.click(".card .fold summary").await;
    browser.until("the fold opens", "document.querySelector('.card .fold').open").await;

    browser.goto(&house.at("/")).await;
    browser.click(".filters summary").await;
    browser.find("#f-netvaerk").await.select_by_value("linkedin").await.unwrap();
    browser.click(".filters-fields button").await;
    browser
        .until(
            "filtered",
            "location.search.includes('linkedin') && document.querySelectorAll('.card').length === 1",
        )
        .await;
    browser.sees("Opslag 10 ").await;
    browser.click(".chips li:last-child a").await;
    browser.sees("Opslag 40 ").await;

    browser.click(".card .card-time").await;
    browser.until("the post's own page", "location.pathname.startsWith('/opslag/')").await;
    browser.sees("Opslag 40 ").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_is_cleared_without_scripts() {
    let house = House::open().await;
    let posts = house.waiting(1..=2).await;
    let browser = Browser::without_scripts().await;
    house.sign_in(&browser, "mette").await;
    browser.goto(&house.at("/moderation")).await;
    browser.click(&format!("#r-{} .decide [value=approved]", posts[0].id)).await;
    browser.until("one is left", "document.querySelectorAll('.review').length === 1").await;
    let wall = house.at("/");
    until("the wall shows it, asked again", PATIENCE, async || {
        browser.goto(&wall).await;
        browser.holds("document.body.innerText.includes('Opslag 1 ')").await
    })
    .await;
}
