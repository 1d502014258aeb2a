//! The whole way in English.

use super::house::{House, following, numbered};
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_and_a_moderator_who_read_english_are_served_in_it() {
    let house = House::open().await;
    house.shown((1..=2).map(numbered)).await;
    house.waiting(3..=4).await;
    let visitor = house.visitor("/").await;
    visitor.click(".top-nav a[hreflang=en]").await;
    visitor.until("in English", "document.documentElement.lang === 'en'").await;
    following(&visitor).await;
    visitor.sees("2 posts").await;
    visitor.sees("Read on").await;

    let moderator = Browser::open().await;
    house.sign_in(&moderator, "mette").await;
    moderator.goto(&house.at("/moderation?lang=en")).await;
    moderator.sees("Approve").await;
    moderator.until("a post has the focus", "document.activeElement.matches('.review')").await;
    moderator.strike(['a']).await;
    moderator.until("it is said", "document.getElementById('said-text').textContent !== ''").await;
    let said = moderator.eval("document.getElementById('said-text').textContent").await;
    assert!(said.as_str().unwrap().contains("pproved"), "{said}");
    visitor.until("the new post arrives", "document.querySelectorAll('.card').length === 3").await;
    assert!(
        visitor.holds("[...document.querySelectorAll('.card-original')].every(a => a.innerText.startsWith('Read on'))").await,
        "the post that arrived is in another language"
    );

    visitor.fill("#q", "tillid").await;
    visitor.click(".search-line button").await;
    visitor
        .until("searched", "location.search.includes('q=tillid') && location.search.includes('lang=en')")
        .await;
    visitor.click(".card .card-time").await;
    visitor.until("its page", "location.pathname.startsWith('/opslag/')").await;
    assert_eq!(visitor.eval("document.documentElement.lang").await, "en", "the language is kept");
    let danish = visitor.eval("document.querySelector('.card-text').lang").await;
    assert_eq!(danish, "da", "the post says that it is Danish");
    visitor.goto(&house.at("/raekkevidde?lang=en")).await;
    visitor
        .until(
            "asked to sign in, in English",
            "document.documentElement.lang === 'en' && document.getElementById('kode')",
        )
        .await;
}
