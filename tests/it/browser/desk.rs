//! Two moderators at one queue, each in a browser: what comes, what the other does, and a line that drops.

use hashwall::domain::post::State;
use hashwall::store::moderation;
use serde_json::json;

use super::house::{House, numbered};
use crate::support::browser::Browser;

const SENT: &str = "document.getElementById('reviews').dataset.unsent === '0'";
const CARDS: &str = "[...document.querySelectorAll('.review')].map(card => card.textContent.match(/Opslag (\\d+)/)[1]).join()";

async fn at_the_queue(house: &House, name: &str, path: &str) -> Browser {
    let browser = Browser::open().await;
    house.sign_in(&browser, name).await;
    browser.goto(&house.at(path)).await;
    browser.until("the queue follows", "'following' in document.getElementById('reviews').dataset").await;
    browser
}

async fn line(browser: &Browser, up: bool) {
    browser.devtools("Network.enable", json!({})).await;
    let conditions =
        json!({ "offline": !up, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.emulateNetworkConditions", conditions).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_posts_come_without_moving_what_is_read() {
    let house = House::open().await;
    house.waiting(1..=3).await;
    let newest = at_the_queue(&house, "mette", "/moderation").await;
    let oldest = at_the_queue(&house, "admin", "/moderation?sorter=oldest&tilstand=alle").await;
    newest.strike(['j']).await;
    let place = "document.activeElement.getBoundingClientRect().top";
    let before = newest.eval(place).await;
    house.waiting(4..=5).await;
    newest.until("they are announced", "document.getElementById('fresh').textContent === '2 nye'").await;
    newest.until("and counted", "document.querySelector('[data-count=pending]').textContent === '5'").await;
    assert_eq!(newest.eval(CARDS).await, "3,2,1");
    assert!((newest.eval(place).await.as_f64().unwrap() - before.as_f64().unwrap()).abs() < 120.0);
    assert!(
        newest.holds("document.activeElement.textContent.includes('Opslag 2 ')").await,
        "the reader is where they were"
    );
    newest.click("#fresh").await;
    assert_eq!(newest.eval(CARDS).await.as_str().unwrap().len(), 9);
    oldest.until("at the end of the oldest", &format!("({CARDS}).startsWith('1,2,3,')")).await;
    oldest.until("all five", "document.querySelectorAll('.review').length === 5").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_sees_what_the_other_has_in_hand_and_what_they_decide() {
    let house = House::open().await;
    let posts = house.waiting(1..=12).await;
    let admin = at_the_queue(&house, "admin", "/moderation?sorter=oldest&tilstand=alle").await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    admin
        .until("both are here", "document.getElementById('people').textContent.includes('admin, mette')")
        .await;
    // Mette's page holds what admin's does not.
    mette.until("mette reads", "document.activeElement.matches('.review')").await;
    let hand = "document.activeElement.textContent.match(/Opslag (\\d+)/)[1]";
    let reads = mette.eval(hand).await.as_str().unwrap().to_owned();
    let card = |number: &str| {
        let post = posts.iter().find(|post| post.draft.native_id == number).unwrap();
        format!("document.getElementById('r-{}')", post.id)
    };
    let held = format!("{}.textContent.includes('mette ser på det lige nu')", card(&reads));
    admin.until("admin sees that mette has it", &held).await;
    mette.strike(['a']).await;
    admin
        .until("decided elsewhere, it says so", &format!("{}.dataset.state === 'approved'", card(&reads)))
        .await;

    // And what is taken from under one's eyes stays until one goes on.
    let reads = mette.eval(hand).await.as_str().unwrap().to_owned();
    let post = posts.iter().find(|post| post.draft.native_id == reads).unwrap();
    let id = std::slice::from_ref(&post.id);
    moderation::decide(&house.app.db, id, State::Rejected, "rule:late", None, house.now()).await.unwrap();
    mette.until("marked", "'gone' in document.activeElement.dataset").await;
    mette.strike(['a']).await;
    assert_eq!(house.state(&post.id).await, State::Rejected, "a key does nothing to it");
    mette.strike(['j']).await;
    mette.until("and goes", &format!("!{}", card(&reads))).await;
    assert_eq!(mette.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_the_line_drops() {
    let house = House::open().await;
    let posts = house.waiting(1..=4).await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    line(&mette, false).await;
    mette.strike(['a', 'h', 'a', 'z']).await;
    mette
        .until("the next card is there all the same", "document.querySelectorAll('.review').length === 2")
        .await;
    mette.until("it says what waits", "!document.getElementById('wire').hidden").await;
    assert!(house.stored([]).await.iter().all(|post| post.state == State::Pending));
    line(&mette, true).await;
    mette.until("it is sent", SENT).await;
    assert!(mette.holds("document.getElementById('wire').hidden").await);
    let states =
        [house.state(&posts[0].id).await, house.state(&posts[1].id).await, house.state(&posts[2].id).await];
    assert_eq!(states, [State::Approved, State::Held, State::Pending]);

    // A page that is left before it was sent: the next one sends it.
    line(&mette, false).await;
    mette.strike(['a']).await;
    mette.until("it waits", "!document.getElementById('wire').hidden").await;
    line(&mette, true).await;
    mette.goto(&house.at("/moderation?sorter=oldest")).await;
    mette.until("what was left is sent", SENT).await;
    mette.until("one is left", "document.querySelector('[data-count=pending]').textContent === '1'").await;
    assert_eq!(house.state(&posts[2].id).await, State::Approved);
    // And the steps are the house's, not the page's.
    mette.strike(['z', 'z']).await;
    mette.until("two are back", "document.querySelector('[data-count=pending]').textContent === '3'").await;
    mette.until("with their cards", "document.querySelectorAll('.review').length === 3").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_decision_comes_back_with_its_reason() {
    let house = House::open().await;
    let posts = house.waiting(1..=3).await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    // Edited at its source while the line was slow to tell.
    mette.eval("document.querySelector('.review [name=set]').value = document.querySelector('.review').dataset.id + ':old.pending'").await;
    mette.strike(['a']).await;
    mette.until("it is back", &format!("document.getElementById('r-{}')", posts[0].id)).await;
    mette.sees("Opslaget er blevet rettet").await;
    assert_eq!(house.state(&posts[0].id).await, State::Pending);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_at_once_notes_pins_and_letters_that_are_switched_off() {
    let house = House::open().await;
    let posts = house.waiting(1..=5).await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    mette.strike(['p']).await;
    mette.until("pinned", "document.querySelector('.review').textContent.includes('Fastgjort')").await;
    mette.strike(['n']).await;
    mette.strike("arhz spørg".chars()).await;
    mette.click(".note-more[open] button").await;
    mette
        .until("noted", "document.querySelector('.review .notes')?.textContent.includes('arhz spørg')")
        .await;
    for post in &posts {
        assert_eq!(house.state(&post.id).await, State::Pending);
    }
    mette.eval("document.querySelector('.review').focus()").await;
    mette.strike(['x', 'j', 'x', 'j', 'x', 'a']).await;
    mette.until("three are decided", "document.querySelectorAll('.review').length === 2").await;
    mette.until("and answered", "document.querySelector('[data-count=approved]').textContent === '3'").await;
    mette.strike(['z']).await;
    mette.until("all at once", "document.querySelector('[data-count=approved]').textContent === '0'").await;

    mette.click(".settings summary").await;
    mette.click("[name=taster]").await;
    mette.click(".settings button").await;
    mette.until("the page is anew", "!('letters' in document.getElementById('reviews').dataset)").await;
    mette.until("a card has the focus", "document.activeElement.matches('.review')").await;
    mette.strike(['a', 'h', 'b']).await;
    // A decision would be told by the house before a post that comes after it.
    house.stored([numbered(6)]).await;
    mette
        .until("the house has spoken", "document.querySelector('[data-count=pending]').textContent === '6'")
        .await;
    assert!(house.stored([]).await.iter().all(|post| post.state == State::Pending));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_range_is_chosen_with_shift() {
    let house = House::open().await;
    house.waiting(1..=6).await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    let chosen = "[...document.querySelectorAll('.review')].filter(card => card.querySelector('.select input').checked)\
                  .map(card => card.textContent.match(/Opslag (\\d+)/)[1]).join()";
    mette.strike(['j', 'x', 'j', 'j']).await;
    assert_eq!(mette.eval(chosen).await, "2");
    mette.strike_with_shift('x').await;
    assert_eq!(mette.eval(chosen).await, "2,3,4", "from the one that was chosen to this one");
    mette.strike_with_shift('j').await;
    assert_eq!(mette.eval(chosen).await, "2,3,4,5", "one further");
    mette.strike(['j', 'k', 'k']).await;
    mette.strike_with_shift('k').await;
    assert_eq!(mette.eval(chosen).await, "2,3,4,5", "what is chosen stays so");
    mette.strike(['h']).await;
    mette.until("all four go at once", &format!("({CARDS}) === '1,6'")).await;
    mette.until("and are answered", "document.querySelector('[data-count=held]').textContent === '4'").await;
    mette.strike(['z']).await;
    mette
        .until("and come back at once", "document.querySelector('[data-count=held]').textContent === '0'")
        .await;
    mette.until("where they were", &format!("({CARDS}) === '1,2,3,4,5,6'")).await;
    assert_eq!(mette.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finger_approves_to_the_right_and_rejects_to_the_left() {
    let house = House::open().await;
    let posts = house.waiting(1..=4).await;
    let mette = at_the_queue(&house, "mette", "/moderation?sorter=oldest").await;
    mette.look(390, 844, "light").await;
    mette
        .devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 1 }))
        .await;
    // A place on the words of the first card.
    let place = async || {
        mette.eval("(document.querySelector('.review .card-text, .review .card').scrollIntoView({ block: 'center' }), true)").await;
        let at = mette
            .eval("(() => { const box = document.querySelector('.review .card-text, .review .card').getBoundingClientRect(); \
                   return [box.left + box.width / 2, box.top + Math.min(box.height / 2, 40)]; })()")
            .await;
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    };
    let first = "document.querySelector('.review')?.dataset.id";

    // Too short, or up and down as one reads: nothing.
    let (x, y) = place().await;
    mette.stroke((x, y), (x + 60.0, y)).await;
    let (x, y) = place().await;
    mette.stroke((x, y), (x + 20.0, y - 160.0)).await;
    assert_eq!(mette.eval(first).await, posts[0].id.0.as_str());

    let (x, y) = place().await;
    mette.stroke((x - 60.0, y), (x + 120.0, y)).await;
    mette.until("approved", &format!("{first} === '{}'", posts[1].id)).await;
    mette.until("and sent", SENT).await;
    assert_eq!(house.state(&posts[0].id).await, State::Approved);

    let (x, y) = place().await;
    mette.stroke((x + 60.0, y), (x - 120.0, y)).await;
    mette.until("asked for the reason", "document.querySelectorAll('.reasons button').length > 3").await;
    assert_eq!(house.state(&posts[1].id).await, State::Pending, "nothing is rejected by a stroke alone");
    mette.click(".reasons button:nth-of-type(2)").await;
    mette.until("rejected", &format!("{first} === '{}'", posts[2].id)).await;
    mette.until("and sent", SENT).await;
    assert_eq!(house.state(&posts[1].id).await, State::Rejected);
    let small = "[...document.querySelectorAll('.review:first-child .decide-buttons button')]\
                 .filter(one => one.getBoundingClientRect().height < 44).length";
    assert_eq!(mette.eval(small).await, 0, "large enough for a thumb");
    // And a press of the button takes it back.
    mette.click("#step-back button").await;
    mette.until("it is back", &format!("{first} === '{}'", posts[1].id)).await;
    mette.until("and sent", SENT).await;
    assert_eq!(house.state(&posts[1].id).await, State::Pending);
    assert_eq!(mette.complaints().await, Vec::<String>::new());
}
