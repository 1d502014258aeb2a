//! An open wall: what is approved arrives by itself, what is rejected leaves, and a server that was away is no matter.

use std::time::Duration;

use hashwall::domain::post::State;
use hashwall_standin::mastodon::Status;

use super::house::{House, following, numbered};

/// What the wall promises; the tests print what they measured.
const PROMISED: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approved_post_appears_on_an_open_wall_and_a_rejected_one_leaves() {
    let house = House::open().await;
    house.app.start_working().await.unwrap();
    house.standin.mastodon.publish(Status::new("lone", "Vi begynder med tillid #Ledelsesugen"));
    house.standin.mastodon.publish(Status::new("lone", "Så taler vi om ansvar og omsorg #Ledelsesugen"));
    let visitor = house.visitor("/").await;
    visitor.eval("window.sameLoad = true").await;
    let moderator = house.moderator().await;
    let queue = house.at("/moderation");
    crate::support::process::until("both posts wait", Duration::from_secs(20), async || {
        moderator.goto(&queue).await;

        moderator.eval("document.querySelectorAll('.review').length").await == 2
    })
    .await;
    assert!(!visitor.holds("document.querySelector('.card')").await, "nobody approved it yet");

    // The queue shows the oldest first, or the newest: whichever it is, the first is the one with the focus.
    let words = "document.activeElement.querySelector('.card-text').innerText";
    let first = moderator.eval(words).await.as_str().unwrap().to_owned();
    moderator.click(".review:focus .decide [value=approved]").await;
    let by_button = visitor.sees(&first).await;

    moderator.until("the next post has the focus", &format!("{words} !== {first:?}")).await;
    let second = moderator.eval(words).await.as_str().unwrap().to_owned();
    moderator.strike(['a']).await;
    let by_key = visitor.sees(&second).await;
    eprintln!("on the open wall after {by_button:?} (button) and {by_key:?} (key A)");
    assert!(by_button < PROMISED && by_key < PROMISED, "slower than promised");

    moderator.goto(&house.at("/moderation?tilstand=approved")).await;
    moderator.until("both are listed", "document.activeElement.matches('.review')").await;
    let rejected = moderator.eval(words).await.as_str().unwrap().to_owned();
    let stays = if rejected == first { &second } else { &first };
    moderator.strike(['r', '1']).await;
    let gone = visitor.loses(&rejected).await;
    moderator.strike(['z']).await;
    let back = visitor.sees(&rejected).await;
    eprintln!("gone after {gone:?} (key R), back after {back:?} (key Z)");
    assert!(gone < PROMISED && back < PROMISED, "slower than promised");

    visitor.sees(stays).await;
    assert!(visitor.holds("window.sameLoad").await, "the page was loaded anew");
    assert_eq!(visitor.eval("document.querySelectorAll('.card').length").await, 2);
    assert_eq!(visitor.complaints().await, Vec::<String>::new());
    assert_eq!(moderator.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_wall_outlives_a_server_that_goes_away_and_comes_back() {
    let house = House::open().await;
    let posts = house.shown((1..=3).map(numbered)).await;
    let late = house.waiting(4..=5).await;
    let late: Vec<_> = late.into_iter().filter(|post| post.state == State::Pending).collect();
    let visitor = house.visitor("/").await;
    visitor.eval("window.sameLoad = true").await;
    visitor.sees("Opslag 3 ").await;

    house.stop().await;
    // Somebody else decides meanwhile: another process of the same house.
    house.decide(&posts[0].id, State::Rejected).await;
    house.decide(&late[0].id, State::Approved).await;
    let house = house.restart().await;

    visitor.sees("Opslag 4 ").await;
    visitor.loses("Opslag 1 ").await;
    following(&visitor).await;
    // Not only what was missed: the line is up again.
    house.decide(&late[1].id, State::Approved).await;
    visitor.sees("Opslag 5 ").await;
    let shown = visitor
        .eval("[...document.querySelectorAll('.card-text')].map(card => card.innerText.split(' ')[1]).join()")
        .await;
    assert_eq!(shown, "5,4,3,2", "newest first, none missing, none twice");
    assert!(visitor.holds("window.sameLoad").await, "the page was loaded anew");
}
