//! What a visitor gets at `/w/{slug}`.

use axum::http::StatusCode;
use hashwall::domain::sector::Sector;

use crate::web_public::house::{House, post};

fn house() -> House {
    let house = House::new();
    for number in 1..=6 {
        house.show(&post(number, |draft| {
            draft.sector = if number % 2 == 0 { Sector::Kommune } else { Sector::Stat };
        }));
    }
    house
}

#[tokio::test]
async fn a_wall_shows_its_view_and_searches_within_it() {
    let house = house();
    let whole = house.get("/w/ledelsesugen").await;
    assert_eq!((whole.status, whole.posts().len()), (StatusCode::OK, 5), "a page of them");
    whole.shows("<h1 class=\"hero-title\">Ledelsesugen</h1>").shows("lang=\"da\"");
    let municipal = house.get("/w/kommunerne").await;
    assert_eq!(municipal.posts().len(), 3);
    municipal.shows("lang=\"en\"").shows("data-theme=\"dark\"").shows("Search this wall");
    let narrowed = house.get("/w/kommunerne?q=opslag+4").await;
    narrowed.shows("nummer").hides("Opslag nummer 3");
    // What the view says holds, whatever the address asks for.
    assert_eq!(house.get("/w/kommunerne?sektor=stat").await.posts().len(), 3);
}

#[tokio::test]
async fn it_is_a_frame_and_a_screen_too() {
    let house = house();
    let frame = house.get("/w/kommunerne/embed").await;
    assert_eq!(frame.posts().len(), 3);
    assert!(frame.header("content-security-policy").contains("frame-ancestors *"));
    frame.shows("data-theme=\"dark\"").shows("<hash-wall src=\"/w/kommunerne\" layout=\"carousel\"");
    let screen = house.get("/w/kommunerne/display").await;
    assert_eq!(screen.posts().len(), 3);
    screen.shows("<h1 class=\"screen-tag\">Municipalities</h1>").shows("wall.example/w/kommunerne");
}

#[tokio::test]
async fn a_name_nobody_gave_is_an_address_of_nothing() {
    let house = house();
    let nothing = house.get("/no-such-page").await;
    for path in ["/w/ukendt", "/w/ukendt/embed", "/w/ukendt/display", "/w/%00", "/w/Kommunerne"] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), nothing.header("content-type"), "{path}");
    }
}

#[tokio::test]
async fn the_pages_language_can_be_changed_and_is_kept() {
    let house = house();
    let english = house.get("/w/kommunerne").await;
    english.shows("href=\"/w/kommunerne?lang=da\"");
    let danish = house.get("/w/kommunerne?lang=da").await;
    danish.shows("lang=\"da\"").shows("Søg på denne væg").shows("/indlejr?vaeg=kommunerne&#38;lang=da");
}
