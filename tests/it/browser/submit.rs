//! "Indsend et opslag" on a phone: with scripts within seconds, without them too, and as the checkers have it.

use std::time::{Duration, Instant};

use hashwall::domain::post::State;

use super::house::House;
use super::takedown::{checked, clean_as_it_stands};
use crate::support::browser::Browser;
use crate::support::build;

const LINKEDIN: &str = "https://www.linkedin.com/posts/lone_tillid-activity-7388500000000000000-aBcD";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_is_handed_in_on_a_phone_and_shown_when_somebody_approved_it() {
    let house = House::open().await;
    let visitor = house.visitor("/").await;
    visitor.look(390, 844, "light").await;
    visitor.goto(&house.at("/")).await;
    let begun = Instant::now();
    visitor.click("#empty a[href='/indsend']").await;
    visitor.until("the form", "document.querySelector('.submit-form') !== null").await;
    clean_as_it_stands(&visitor, "/indsend").await;
    visitor.look(390, 844, "light").await;
    visitor.fill("#adresse", LINKEDIN).await;
    visitor.fill("#tekst", "Tillid er noget, man giver først. #Ledelsesugen").await;
    visitor.fill("#navn", "Lone Kjær").await;
    visitor.click("[name=hvis][value=egen]").await;
    visitor.until("the browser has worked", "document.querySelector('[name=bevis]').value !== ''").await;
    visitor.click(".submit-form button").await;
    visitor.sees("En moderator ser på det").await;
    let took = begun.elapsed();
    eprintln!("handed in after {took:?}, the checkers' time included");
    assert!(took < Duration::from_secs(60), "{took:?}");
    clean_as_it_stands(&visitor, "/indsendt").await;
    let status = visitor.eval("location.pathname + location.search").await.as_str().unwrap().to_owned();
    checked(&visitor, &house, &format!("{status}&lang=en")).await;

    let post = build::all(&house.app.db).await.remove(0);
    assert_eq!(post.state, State::Pending);
    house.decide(&post.id, State::Approved).await;
    house.wall.catch_up(&house.app.db).await.unwrap();
    visitor.goto(&house.at(&status)).await;
    visitor.sees("Opslaget er på væggen").await;
    visitor.goto(&house.at("/")).await;
    visitor.sees("man giver først").await;
    visitor.requests().await;
    assert!(
        visitor.holds("document.querySelector('iframe') === null").await,
        "nothing of LinkedIn before a press"
    );
    visitor.click(".play").await;
    visitor.until("LinkedIn's own view is asked for", "document.querySelector('iframe.player-post')?.src.startsWith('https://www.linkedin.com/embed/feed/update/')").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_it_takes_a_little_longer_and_mistakes_are_said() {
    let house = House::open().await;
    let visitor = Browser::without_scripts().await;
    visitor.goto(&house.at("/indsend?lang=en")).await;
    visitor.fill("#adresse", "http://192.168.1.1/x").await;
    visitor.fill("#tekst", "My own words").await;
    visitor.click("[name=hvis][value=egen]").await;
    // Sent at once: told to wait, and nothing that was written is lost.
    visitor.click(".submit-form button").await;
    visitor.until("it says what is wrong", "document.querySelector('[role=alert]') !== null").await;
    let kept = "document.getElementById('tekst').value === 'My own words' && document.querySelector('[value=egen]').checked";
    assert!(visitor.holds(kept).await);
    tokio::time::timeout(Duration::from_secs(40), async {
        loop {
            // The page that is being left takes its button along.
            if let Ok(button) = visitor.client.find(fantoccini::Locator::Css(".submit-form button")).await {
                drop(button.click().await);
            }
            if visitor.holds("document.body.innerText.includes('closed network')").await {
                break;
            }
        }
    })
    .await
    .expect("the wait ends");
    visitor.find("#adresse").await.clear().await.unwrap();
    visitor.click(".submit-form button").await;
    visitor.sees("A moderator looks at it").await;
    assert_eq!(build::all(&house.app.db).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_the_form() {
    let house = House::open().await;
    let visitor = Browser::open().await;
    for path in ["/indsend", "/indsend?lang=en"] {
        checked(&visitor, &house, path).await;
    }
    visitor.goto(&house.at("/indsend?lang=da")).await;
    visitor.fill("#adresse", "ikke en adresse").await;
    visitor.click("[name=hvis][value=andens]").await;
    visitor.click(".submit-form button").await;
    visitor.sees("Vi kan ikke læse adressen").await;
    clean_as_it_stands(&visitor, "/indsendt refused").await;
}
