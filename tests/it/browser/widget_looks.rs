//! Each layout of the widget, light and dark: sound, still, and without a fault of access. And the plain frame, which
//! sizes itself and stands in a sandbox.

use hashwall::domain::post::State;
use serde_json::json;

use super::house::{House, numbered};
use super::partner::{PLAIN, follows, line, page, sees, within};
use crate::support::axe;
use crate::support::browser::Browser;

/// What a layout needs to keep its room free.
const LAYOUTS: [(&str, &str); 4] = [("list", ""), ("grid", ""), ("carousel", "low"), ("ticker", "line")];

/// The sum of all shifts of the page so far that no visitor caused.
async fn shifted(browser: &Browser) -> f64 {
    let script = "const done = arguments[arguments.length - 1]; let sum = 0;
        const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => one.hadRecentInput || (sum += one.value)));
        watch.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => { watch.takeRecords().forEach((one) => one.hadRecentInput || (sum += one.value)); done(sum); }, 300);";
    browser.client.execute_async(script, Vec::new()).await.unwrap().as_f64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_layout_is_still_and_without_a_fault_of_access() {
    let house = House::open().await;
    house.shown((1..=8).map(numbered)).await;
    let browser = Browser::open().await;
    for (number, (layout, class)) in (10..).zip(LAYOUTS) {
        let wall = line(&house.address, "/w/ledelsesugen", &format!("layout=\"{layout}\" count=\"6\""));
        let address = page(&house.address, &format!("<div class=\"{class}\">{wall}</div>"), PLAIN).await;
        for (width, height, scheme) in [(1280, 900, "light"), (390, 844, "dark")] {
            browser.look(width, height, scheme).await;
            browser.goto(&address).await;
            sees(&browser, "om tillid").await;
            follows(&browser).await;
            let moved = shifted(&browser).await;
            assert!(moved <= 0.02, "{layout} shifts by {moved} at {width} px");
            eprintln!("{layout} {scheme} {width}: layout shift {moved:.4}");
            let found = axe::axe(&browser).await;
            assert!(found.is_empty(), "{layout} {scheme}: {}", found.join("\n"));
            let wide = browser.eval("document.documentElement.scrollWidth - innerWidth").await;
            assert!(wide.as_f64().unwrap() <= 0.0, "{layout} is wider than the page at {width}: {wide}");
        }
        // A post that comes moves nothing of the page either.
        let waiting = house.waiting(number..=number).await;
        let fresh = waiting.iter().find(|post| post.state == State::Pending).unwrap();
        let before = shifted(&browser).await;
        house.decide(&fresh.id, State::Approved).await;
        let text = within(".hw") + ".textContent";
        // In a grid every card would move: there it waits until it is asked for.
        let words = if layout == "grid" { "1 nyt opslag".to_owned() } else { format!("Opslag {number} ") };
        browser.until("the post came", &format!("{text}.includes({words:?})")).await;
        let moved = shifted(&browser).await - before;
        assert!(moved <= 0.02, "{layout} shifts by {moved} when a post comes");
        if layout == "grid" {
            browser.eval(&format!("{}.click()", within("[part~=news]"))).await;
            sees(&browser, &format!("Opslag {number} ")).await;
        }
    }
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_moves_can_be_stopped_and_stops_by_itself() {
    let house = House::open().await;
    house.shown((1..=5).map(numbered)).await;
    let browser = Browser::open().await;
    let walls = line(&house.address, "/w/ledelsesugen", "layout=\"ticker\"");
    let address = page(&house.address, &walls, PLAIN).await;
    browser.look(600, 800, "light").await;
    browser.goto(&address).await;
    sees(&browser, "Opslag 5 ").await;
    let place = format!("{}.scrollLeft", within(".feed"));
    browser.until("it runs", &format!("{place} > 20")).await;
    browser.eval(&format!("{}.click()", within("[part~=pause]"))).await;
    let resting = browser.eval(&place).await;
    // Two frames later it stands where it stood.
    let later = "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => requestAnimationFrame(() => done(0)))";
    browser.client.execute_async(later, Vec::new()).await.unwrap();
    assert_eq!(browser.eval(&place).await, resting);
    sees(&browser, "Fortsæt").await;

    // Those who asked their system for less motion get none, and no button for it.
    let media = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    browser.devtools("Emulation.setEmulatedMedia", media).await;
    browser.goto(&address).await;
    sees(&browser, "Opslag 5 ").await;
    browser.client.execute_async(later, Vec::new()).await.unwrap();
    assert_eq!(browser.eval(&place).await, 0);
    assert_eq!(browser.eval(&format!("{}.hidden", within("[part~=pause]"))).await, true);

    let turned = line(&house.address, "/w/ledelsesugen", "layout=\"carousel\"");
    browser.goto(&page(&house.address, &turned, PLAIN).await).await;
    sees(&browser, "Opslag 5 ").await;
    browser.eval(&format!("{}.click()", within("[part~=next]"))).await;
    sees(&browser, "Opslag 4 ").await;
    browser.eval(&format!("{}.click()", within("[part~=previous]"))).await;
    sees(&browser, "Opslag 5 ").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_plain_frame_fits_its_height_and_stands_in_a_sandbox() {
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let waiting = house.waiting(4..=4).await;
    let browser = Browser::open().await;
    let frames = format!(
        "<script src=\"{0}/embed-size.js\"></script>\
         <iframe id=\"open\" src=\"{0}/w/ledelsesugen/embed\" title=\"a\" width=\"100%\" height=\"200\"></iframe>\
         <iframe id=\"scripts\" sandbox=\"allow-scripts\" src=\"{0}/w/ledelsesugen/embed\" title=\"b\" width=\"100%\" height=\"200\"></iframe>\
         <iframe id=\"closed\" sandbox src=\"{0}/w/ledelsesugen/embed\" title=\"c\" width=\"100%\" height=\"700\"></iframe>\
         <iframe id=\"turned\" sandbox=\"allow-scripts\" src=\"{0}/w/ledelsesugen/embed?visning=carousel\" title=\"d\" width=\"100%\" height=\"500\"></iframe>",
        house.address
    );
    browser.goto(&page(&house.address, &frames, PLAIN).await).await;
    for id in ["open", "scripts"] {
        let grown = format!("document.getElementById('{id}').offsetHeight > 400");
        browser.until(&format!("{id} fits its content"), &grown).await;
    }
    for id in ["open", "scripts", "closed"] {
        browser.enter(&format!("document.getElementById('{id}')")).await;
        browser.sees("Opslag 3 ").await;
        let ink = browser.eval("getComputedStyle(document.querySelector('.card-text')).fontSize").await;
        assert_eq!(ink, "17px", "{id} has no style");
        browser.client.enter_parent_frame().await.unwrap();
    }
    browser.enter("document.getElementById('turned')").await;
    sees(&browser, "Opslag 3 ").await;
    browser.client.enter_parent_frame().await.unwrap();
    house
        .decide(&waiting.iter().find(|post| post.state == State::Pending).unwrap().id, State::Approved)
        .await;
    browser.enter("document.getElementById('scripts')").await;
    browser.sees("Opslag 4 ").await;
}
