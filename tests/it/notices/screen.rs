//! On a screen in a hall: there within a second, read at ten metres, and no post moves.

use std::time::Duration;

use hashwall::domain::happening::Happening;
use hashwall::domain::notice::LONGEST;
use hashwall::domain::post::Kind;
use hashwall::store::notices;
use serde_json::json;

use crate::browser::house::{House, numbered};
use crate::support::browser::Browser;

/// As long as a message may be, in words that are as long as Danish ones are.
const WORDS: &str = "Ledelsesudviklingsforløbet er flyttet til Havnesalen; kaffe og medarbejderrepræsentanter venter i foyeren fra kl. 13.15";

async fn screen(house: &House, path: &str) -> Browser {
    let browser = Browser::open().await;
    let size = json!({ "width": 1920, "height": 1080, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
    browser.goto(&house.at(path)).await;
    browser.until("the stage runs", "document.querySelector('.stage.running .card')").await;
    browser
}

/// Where every post stands, to the pixel.
const PLACES: &str = "JSON.stringify([...document.querySelectorAll('.card, .card-text')].map((one) => { \
     const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height]; }))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_comes_within_a_second_can_be_read_and_moves_no_post() {
    assert!((LONGEST - 5..=LONGEST).contains(&WORDS.chars().count()), "{}", WORDS.chars().count());
    let house = House::open().await;
    house.shown((1..=8).map(numbered)).await;
    let mut slowest = Duration::ZERO;
    for layout in ["kolonner", "enkelt", "mosaik", "ticker"] {
        let screen = screen(&house, &format!("/display?visning={layout}&sekunder=600")).await;
        let before = screen.eval(PLACES).await;
        // By the database alone, as another process of the house would write it.
        let number = notices::write(&house.app.db, WORDS, house.now(), None, "user:mette", house.now());
        let number = number.await.unwrap();
        slowest = slowest.max(screen.sees(WORDS).await);
        assert_eq!(screen.eval(PLACES).await, before, "{layout}: a post moved");
        let size = screen
            .eval("Number.parseFloat(getComputedStyle(document.getElementById('notice')).fontSize)")
            .await;
        assert!(size.as_f64().unwrap() >= 39.99, "{layout}: {size} px at 1080 lines");
        let cut = "document.getElementById('notice').scrollHeight > document.getElementById('notice').clientHeight + 1";
        assert!(!screen.holds(cut).await, "{layout}: the message is cut");
        screen.client.refresh().await.unwrap();
        screen.sees(WORDS).await;
        notices::withdraw(&house.app.db, number, "user:mette", house.now()).await.unwrap();
        screen.loses(WORDS).await;
        assert_eq!(screen.complaints().await, Vec::<String>::new());
    }
    eprintln!("a message of another process was on the screen after {slowest:?} at most");
    assert!(slowest < Duration::from_secs(2), "slower than promised: {slowest:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_goes_when_its_time_is_up_also_without_a_network() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let screen = screen(&house, "/display?sekunder=600").await;
    let ends = house.now().plus(Duration::from_secs(6));
    notices::write(&house.app.db, "Kaffe i foyeren", house.now(), Some(ends), "user:mette", house.now())
        .await
        .unwrap();
    screen.sees("Kaffe i foyeren").await;
    house.stop().await;
    screen.loses("Kaffe i foyeren").await;
    assert!(screen.holds("document.querySelector('.card')").await, "the posts stand");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_happening_stands_in_a_line_of_its_own_and_goes_with_the_panic_button() {
    let house = House::open().await;
    let before = house.shown((1..=3).map(numbered)).await;
    let screen = screen(&house, "/display?sekunder=600").await;
    let places = screen.eval(PLACES).await;
    let mut draft = numbered(4);
    draft.kind = Kind::Happening;
    draft.title = Some("Åbning med borgmesteren og alle afdelinger ".repeat(4));
    draft.happening = Some(Happening {
        start: house.now().plus(Duration::from_secs(3_600)),
        place: "Rådhussalen".to_owned(),
        ..Happening::default()
    });
    house.shown([draft]).await;
    let second = screen_of(&house).await;
    second.sees("Rådhussalen").await;
    second.sees("Næste").await;
    let whole = "[...document.querySelectorAll('.screen-next > :not(.screen-next-title)')].every((part) => \
                 part.scrollWidth <= part.clientWidth + 1 && part.getBoundingClientRect().right <= innerWidth)";
    assert!(second.holds(whole).await, "time and place are whole however long the title is");
    let size = "Number.parseFloat(getComputedStyle(document.querySelector('.screen-next time')).fontSize)";
    assert!(second.eval(size).await.as_f64().unwrap() >= 39.99);
    let stage = "document.getElementById('stage').getBoundingClientRect().height";
    assert_eq!(screen.eval(stage).await, second.eval(stage).await, "its room is always kept");
    assert_eq!(screen.eval(PLACES).await, places);
    drop(before);

    let pressed = hashwall::store::panic::press(&house.app.db, "user:mette", house.now()).await.unwrap();
    house.wall.live.switch(pressed);
    second.loses("Rådhussalen").await;
    let released = hashwall::store::panic::release(&house.app.db, "user:mette", house.now()).await.unwrap();
    house.wall.live.switch(released);
    second.sees("Rådhussalen").await;
}

async fn screen_of(house: &House) -> Browser {
    screen(house, "/display?sekunder=600").await
}
