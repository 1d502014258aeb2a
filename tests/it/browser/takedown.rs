//! The panic button on open pages, and the pages of takedown, reasons and log as the checkers and a phone see them.

use std::time::Duration;

use hashwall::store::panic;

use super::house::{House, numbered};
use crate::support::axe;
use crate::support::browser::Browser;

/// A press is felt within this.
const BLANK: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_wall_goes_blank_and_comes_back_without_being_loaded_anew() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let visitor = house.visitor("/").await;
    visitor.eval("window.sameLoad = true").await;
    let moderator = house.moderator().await;
    moderator.goto(&house.at("/log")).await;
    moderator.click(".panic button").await;
    let blank = visitor.sees("Væggen holder pause").await;
    assert!(visitor.holds("!document.querySelector('.card')").await, "no post stays in the page");
    moderator.until("the desk says so", "document.querySelector('.panic-says') !== null").await;
    // Who comes now gets the sign, and it turns into the wall by itself.
    let late = Browser::open().await;
    late.goto(&house.at("/")).await;
    assert!(late.holds("document.body.innerText.includes('Væggen holder pause')").await);

    moderator.click(".panic button").await;
    let back = visitor.sees("Opslag 3 ").await;
    late.sees("Opslag 3 ").await;
    eprintln!("blank after {blank:?}, back after {back:?} (spread over 3 s on purpose)");
    assert!(blank < BLANK * 2, "slower than promised even for a busy machine: {blank:?}");
    assert!(visitor.holds("window.sameLoad").await, "the page was loaded anew");
    assert!(visitor.holds("document.getElementById('paused') === null").await);
    assert_eq!(visitor.eval("document.querySelectorAll('.card').length").await, 3);
    // The line is up: what is decided after it arrives, and a press in another process too.
    let more = house.waiting(4..=4).await;
    let new = more.iter().find(|post| post.draft.native_id == "4").unwrap();
    house.decide(&new.id, hashwall::domain::post::State::Approved).await;
    visitor.sees("Opslag 4 ").await;
    panic::press(&house.app.db, "user:ali", house.now()).await.unwrap();
    visitor.sees("Væggen holder pause").await;
    assert_eq!(visitor.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_the_pages_of_takedown() {
    let house = House::open().await;
    let posts = house.shown((1..=3).map(numbered)).await;
    let id = posts[0].id.0.as_str();
    let visitor = Browser::open().await;
    visitor.goto(&house.at(&format!("/opslag/{id}/fjern"))).await;
    visitor.click("[name=hvem][value=author]").await;
    visitor.fill("#besked", "Jeg vil ikke vises her").await;
    visitor.click(".request-form button").await;
    visitor.sees("Anmodning 1").await;
    let status = visitor.eval("location.pathname + location.search").await.as_str().unwrap().to_owned();

    let admin = Browser::open().await;
    house.sign_in(&admin, "admin").await;
    for path in
        ["/anmodninger", "/anmodninger?lang=en", "/begrundelser", "/log", "/log?hvem=alle", "/log/hus"]
    {
        checked(&admin, &house, path).await;
    }
    admin.goto(&house.at("/anmodninger")).await;
    admin.click(".answer [value=removed]").await;
    admin.until("answered", "!document.querySelector('.answer')").await;
    for path in ["/anmodninger?vis=besvarede", "/kvittering/1"] {
        checked(&admin, &house, path).await;
    }
    let form = format!("/opslag/{}/fjern", posts[1].id);
    let review = format!("/opslag/{id}/vurdering?lang=en");
    let gone = format!("/opslag/{id}");
    for path in [form.as_str(), review.as_str(), gone.as_str(), status.as_str()] {
        checked(&visitor, &house, path).await;
    }
    panic::press(&house.app.db, "user:ali", house.now()).await.unwrap();
    visitor.goto(&house.at("/om")).await;
    house.wall.heed_panic(&house.app.db).await.unwrap();
    for path in ["/", "/embed"] {
        checked(&visitor, &house, path).await;
    }
}

/// On a laptop and on the narrowest phone: no error, and nothing to scroll sideways for.
pub async fn checked(browser: &Browser, house: &House, path: &str) {
    browser.goto(&house.at(path)).await;
    clean_as_it_stands(browser, path).await;
}

/// The same of the page that is open.
pub async fn clean_as_it_stands(browser: &Browser, path: &str) {
    for (width, height, scheme) in [(1280, 900, "light"), (320, 640, "dark")] {
        browser.look(width, height, scheme).await;
        axe::clean(browser, &format!("{path} at {width} px, {scheme}")).await;
        let fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assert!(browser.holds(fits).await, "{path} scrolls sideways at {width} px");
        let name: String = path.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect();
        browser.keep(&format!("{width}{name}")).await;
    }
}
