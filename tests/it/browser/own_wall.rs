//! A happening's own wall: what is said of it comes in while one reads, and nothing jumps.

use std::time::Duration;

use hashwall::domain::happening::Happening;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::{Draft, Kind, State};

use super::house::{House, numbered};
use crate::support::browser::Browser;

fn said(house: &House, n: u32) -> Draft {
    let mut draft = numbered(n);
    draft.text = format!("Opslag {n} fra salen #Aabning26 #Ledelsesugen");
    draft.html = format!("<p>{}</p>", draft.text);
    draft.hashtags = Hashtag::find_all(&draft.text);
    draft.published_at = house.now().plus(Duration::from_secs(u64::from(n)));
    draft
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_post_waits_while_one_reads_and_comes_at_a_press() {
    let house = House::open().await;
    let mut opening = numbered(50);
    opening.kind = Kind::Happening;
    opening.title = Some("Åbning".to_owned());
    opening.hashtags = vec![Hashtag::new("Aabning26").unwrap()];
    opening.happening = Some(Happening { start: house.now(), ..Happening::default() });
    let opening = house.shown([opening]).await.remove(0);
    let first: Vec<Draft> = (1..=6).map(|n| said(&house, n)).collect();
    house.shown(first).await;
    let browser = Browser::open().await;
    browser.goto(&house.at(&format!("/kalender/{}", opening.id))).await;
    browser.until("its own wall", "document.querySelectorAll('#feed .card').length === 6").await;
    browser.eval("document.querySelectorAll('#feed .card')[2].scrollIntoView()").await;
    let place = "document.querySelectorAll('#feed .card')[2].getBoundingClientRect().top";
    browser.until("scrolled", "scrollY > 120").await;
    let before = browser.eval(place).await;

    let late = house.stored([said(&house, 7)]).await;
    let late = late.into_iter().find(|post| post.state == State::Pending).unwrap();
    house.decide(&late.id, State::Approved).await;
    browser.sees("1 nyt opslag").await;
    assert_eq!(browser.eval("document.querySelectorAll('#feed .card').length").await, 6);
    assert_eq!(browser.eval(place).await, before, "nothing jumped");
    browser.click("#news-button").await;
    browser.sees("Opslag 7 fra salen").await;
    let seen = "(() => { const { top } = document.querySelector('#feed .card').getBoundingClientRect(); return top >= 0 && top < innerHeight; })()";
    browser.until("the new one is in sight", seen).await;
    assert!(browser.holds("document.activeElement === document.querySelector('#feed .card')").await);

    house.decide(&late.id, State::Rejected).await;
    browser.loses("Opslag 7 fra salen").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
