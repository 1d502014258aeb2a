//! Videos: nothing is asked of the place where one lies before a visitor presses "play here".

use hashwall::domain::post::{Attachment, AttachmentKind, Draft};

use super::house::{House, numbered};
use crate::support::browser::Browser;

fn with_video(n: u32, address: &str) -> Draft {
    let mut draft = numbered(n);
    draft.attachments.push(Attachment {
        kind: AttachmentKind::Video,
        url: address.to_owned(),
        title: format!("Film {n}"),
        ..Attachment::default()
    });
    draft
}

async fn asked_of_others(house: &House, browser: &Browser) -> Vec<String> {
    let asked = browser.requests().await;
    asked.into_iter().filter(|address| !address.starts_with(&house.address)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_video_is_fetched_and_played_here_only_once_somebody_asks() {
    let house = House::open().await;
    let framed = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
    house
        .shown([
            with_video(1, framed),
            with_video(2, "https://film.example/tale.mp4"),
            with_video(3, "https://andre.example/film/3"),
        ])
        .await;
    let browser = house.visitor("/").await;
    let count = |css: &str| format!("document.querySelectorAll('{css}').length");
    assert_eq!(browser.eval(&count("iframe, video")).await, 0, "the server writes no player");
    assert_eq!(browser.eval(&count("[data-play]:not([hidden])")).await, 2, "a third place is only linked to");
    browser.sees("Afspil her (henter fra youtube.com)").await;
    assert_eq!(asked_of_others(&house, &browser).await, Vec::<String>::new());

    // By keyboard, as by anything else.
    browser.eval("document.querySelector('[data-how=frame]').focus()").await;
    browser.strike_key(fantoccini::key::Key::Enter).await;
    browser.until("a frame", "document.querySelector('.media iframe')").await;
    let address = "document.querySelector('.media iframe').src";
    assert_eq!(
        browser.eval(address).await,
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        "the place that sets no cookie before it plays"
    );
    assert_eq!(browser.eval("document.querySelector('.media iframe').title").await, "Film 1");
    assert!(browser.holds("document.activeElement.matches('.media iframe')").await, "the focus follows");
    browser.until("the button is gone", &format!("{} === 1", count("[data-play]:not([hidden])"))).await;
    let asked = asked_of_others(&house, &browser).await;
    assert!(!asked.is_empty() && asked.iter().all(|one| one.contains("youtube-nocookie.com")), "{asked:?}");

    browser.click("[data-how=video]").await;
    let film = "document.querySelector('.media video')";
    browser.until("a film", film).await;
    assert_eq!(browser.eval(&format!("{film}.src")).await, "https://film.example/tale.mp4");
    assert!(browser.holds(&format!("{film}.controls && document.activeElement === {film}")).await);
    assert_eq!(browser.eval(&format!("{film}.getAttribute('aria-label')")).await, "Film 2");
    // The network is not there in a test; the content policy must not be what keeps it from playing.
    let refused: Vec<String> = browser.complaints().await;
    let refused: Vec<&String> =
        refused.iter().filter(|one| one.contains("Content Security Policy")).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_a_video_is_a_link() {
    let house = House::open().await;
    house.shown([with_video(1, "https://film.example/tale.mp4")]).await;
    let browser = Browser::without_scripts().await;
    browser.goto(&house.at("/")).await;
    let source = browser.client.source().await.unwrap();
    assert!(source.contains("href=\"https://film.example/tale.mp4\"") && source.contains("Se videoen på"));
    assert!(!source.contains("<video") && !source.contains("<iframe"));
}
