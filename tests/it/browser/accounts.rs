//! Signing in, one's own account and the page of users: by keyboard alone, and as the checkers and a phone see them.

use fantoccini::key::Key;
use hashwall::app::system_clock;
use hashwall::factor::code_at;

use super::house::{CODE, House};
use super::takedown::{checked, clean_as_it_stands};
use crate::support::browser::Browser;

/// Tabs on until the focus is on what `css` says.
async fn tab_to(browser: &Browser, css: &str) {
    let there = format!("document.activeElement.matches({css:?})");
    for _ in 0..60 {
        browser.strike_key(Key::Tab).await;
        if browser.holds(&there).await {
            let seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";
            assert!(browser.holds(seen).await, "{css}: one does not see where one is");
            return;
        }
    }
    panic!("{css}: not within 60 stops");
}

async fn press(browser: &Browser, css: &str) {
    tab_to(browser, css).await;
    browser.strike_key(Key::Enter).await;
}

async fn at(browser: &Browser, path: &str) {
    browser
        .until(path, &format!("location.pathname === {path:?} && document.readyState === 'complete'"))
        .await;
}

/// Name and password typed where the page puts the focus.
async fn enter(browser: &Browser, house: &House, name: &str) {
    browser.goto(&house.at("/log-ind")).await;
    browser.until("the name has the focus", "document.activeElement.id === 'navn'").await;
    browser.strike(name.chars()).await;
    tab_to(browser, "#kode").await;
    browser.strike(CODE.chars()).await;
    browser.strike_key(Key::Enter).await;
}

/// Sets up the second factor of whoever is signed in; the first recovery code.
async fn set_up(browser: &Browser) -> String {
    let secret = browser.eval("document.querySelector('.secret').textContent").await;
    let secret = secret.as_str().unwrap().replace(' ', "");
    tab_to(browser, "#kode").await;
    browser.strike(code_at(&secret, system_clock()()).unwrap().chars()).await;
    browser.strike_key(Key::Enter).await;
    browser.until("the codes are shown", "document.querySelectorAll('.codes code').length === 10").await;
    browser.eval("document.querySelector('.codes code').textContent").await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_kept_by_keyboard_alone() {
    let house = House::open().await;
    let browser = Browser::open().await;
    enter(&browser, &house, "admin").await;
    at(&browser, "/moderation").await;
    browser.goto(&house.at("/konto")).await;
    press(&browser, "a[href^='/konto/faktor']").await;
    at(&browser, "/konto/faktor").await;
    let code = set_up(&browser).await;
    press(&browser, "main a.button").await;
    at(&browser, "/konto").await;
    browser.sees("10 nødkoder tilbage").await;
    press(&browser, "form[action^='/log-ud'] button").await;
    at(&browser, "/log-ind").await;

    enter(&browser, &house, "admin").await;
    at(&browser, "/log-ind/kode").await;
    browser.until("the code has the focus", "document.activeElement.id === 'kode'").await;
    browser.strike(code.chars()).await;
    browser.strike_key(Key::Enter).await;
    at(&browser, "/moderation").await;

    browser.goto(&house.at("/brugere")).await;
    press(&browser, ".people li:last-child summary").await;
    browser.until("it opens", "document.querySelector('.people li:last-child details').open").await;
    press(&browser, ".people li:last-child [value=disable]").await;
    browser.until("it says so", "document.querySelector('[role=status]')?.innerText.includes('mette')").await;
    let closed = hashwall::store::users::account(&house.app.db, "mette").await.unwrap().unwrap();
    assert!(closed.disabled);
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_the_pages_of_accounts() {
    let house = House::open().await;
    let visitor = Browser::open().await;
    for path in ["/log-ind", "/log-ind?lang=en"] {
        checked(&visitor, &house, path).await;
    }
    visitor.goto(&house.at("/log-ind?lang=da")).await;
    visitor.fill("#navn", "mette").await;
    visitor.fill("#kode", "forkert").await;
    visitor.click(".sign-in button").await;
    visitor.until("refused", "document.querySelector('[role=alert]') !== null").await;
    clean_as_it_stands(&visitor, "/log-ind refused").await;

    let admin = Browser::open().await;
    house.sign_in(&admin, "admin").await;
    admin.goto(&house.at("/brugere")).await;
    admin.fill("#navn", "nora.kjærgaard-christoffersen@nordby-kommune.example").await;
    admin.click(".room button").await;
    admin.until("the link is shown", "document.getElementById('link') !== null").await;
    clean_as_it_stands(&admin, "/brugere/inviter").await;
    let link = admin.eval("document.getElementById('link').value").await.as_str().unwrap().to_owned();
    let link = link.strip_prefix(&house.address).expect("the link is this house's").to_owned();
    checked(&visitor, &house, &link).await;
    checked(&visitor, &house, &format!("{link}&lang=en")).await;
    checked(&visitor, &house, "/adgang?kode=brugt&lang=da").await;

    for path in ["/konto", "/konto?lang=en", "/konto/faktor?lang=en", "/konto/faktor?lang=da"] {
        checked(&admin, &house, path).await;
    }
    set_up(&admin).await;
    clean_as_it_stands(&admin, "/konto/faktor codes").await;
    checked(&admin, &house, "/konto").await;
    for path in ["/brugere?lang=en", "/brugere?lang=da"] {
        checked(&admin, &house, path).await;
        admin.eval("document.querySelectorAll('details').forEach((it) => { it.open = true; })").await;
        clean_as_it_stands(&admin, &format!("{path} open")).await;
    }

    visitor.goto(&house.at("/log-ind")).await;
    visitor.fill("#navn", "admin").await;
    visitor.fill("#kode", CODE).await;
    visitor.click(".sign-in button").await;
    at(&visitor, "/log-ind/kode").await;
    for path in ["/log-ind/kode?lang=en", "/log-ind/kode?lang=da"] {
        checked(&visitor, &house, path).await;
    }
}
