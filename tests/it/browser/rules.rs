//! Rules, settings and guards at the desk as the checkers, a phone, and a person without a mouse have them.

use fantoccini::key::Key;
use hashwall::domain::post::{Draft, State};
use hashwall::store::{flood, rules};

use super::house::{House, numbered};
use crate::support::axe;
use crate::support::browser::Browser;
use crate::support::build;

const SENT: &str = "document.getElementById('reviews').dataset.unsent === '0'";
const FOLLOWS: &str = "'following' in document.getElementById('reviews').dataset";

/// Thirty posts, three of them of the sort a rule is made against.
fn mixed() -> impl Iterator<Item = Draft> {
    (1..=30).map(|n| {
        let mut draft = numbered(n);
        if n % 10 == 0 {
            let text = format!("Vind en gratis iPhone nu, tilbud {n} #Ledelsesugen");
            draft.author.native_id = format!("https://norden.example/users/ny{n}");
            draft.html = format!("<p>{text}</p>");
            draft.text = text;
        }
        draft
    })
}

/// The page that is open: on a laptop and the narrowest phone, by day and night, no error and nothing cut off.
async fn sound(browser: &Browser, name: &str) {
    for (width, height, scheme) in [(1280, 900, "light"), (320, 640, "dark"), (390, 844, "light")] {
        browser.look(width, height, scheme).await;
        if width != 390 {
            axe::clean(browser, &format!("{name} at {width} px, {scheme}")).await;
        }
        let fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        let wide = "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > \
                    document.documentElement.clientWidth + 1).slice(-6).map((one) => one.outerHTML.slice(0, 160))";
        assert!(
            browser.holds(fits).await,
            "{name} scrolls sideways at {width} px: {}",
            browser.eval(wide).await
        );
        browser.keep(&format!("rules-{width}-{name}")).await;
    }
    browser.look(1280, 900, "light").await;
}

async fn page(browser: &Browser, house: &House, path: &str, name: &str) {
    for (language, lang) in [("da", ""), ("en", "?lang=en")] {
        browser.goto(&house.at(&format!("{path}{lang}"))).await;
        sound(browser, &format!("{name}-{language}")).await;
    }
}

async fn set(browser: &Browser, css: &str, value: &str) {
    let value = serde_json::to_string(value).unwrap();
    browser.eval(&format!("(document.querySelector('{css}').value = {value}, true)")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_the_pages_of_rules() {
    let house = House::open().await;
    house.stored(mixed()).await;
    let browser = house.moderator().await;
    page(&browser, &house, "/regler", "list").await;
    page(&browser, &house, "/regler/ny", "new").await;
    flood::hold(&house.app.db, 40, 3, house.now()).await.unwrap();
    page(&browser, &house, "/regler", "flood").await;
    page(&browser, &house, "/moderation", "flood-queue").await;

    for (language, lang) in [("en", "?lang=en"), ("da", "")] {
        browser.goto(&house.at(&format!("/regler/ny{lang}"))).await;
        set(&browser, "#navn", "Gratis iPhone").await;
        set(&browser, "#note", "Svindel, der rejser på hashtagget").await;
        set(&browser, "#art-0", "words").await;
        set(&browser, "#vaerdier-0", "gratis iphone").await;
        browser.click(".rules-buttons [value=afproev]").await;
        browser.until("tried", "document.querySelectorAll('.hit').length === 3").await;
        sound(&browser, &format!("dry-run-{language}")).await;
        browser.eval("document.querySelector('.dry-run').scrollIntoView()").await;
        sound(&browser, &format!("dry-run-hits-{language}")).await;
    }
    // A mistake, said at its field.
    set(&browser, "#art-0", "regex").await;
    set(&browser, "#vaerdier-0", "(gratis").await;
    browser.click(".rules-buttons [value=gem]").await;
    browser.until("refused", "document.querySelector('[role=alert] a') !== null").await;
    sound(&browser, "mistake").await;
    browser.click("[role=alert] a").await;
    assert!(browser.holds("document.querySelector('#vaerdier-0').matches(':target')").await);
    // One that matches nearly everything.
    set(&browser, "#art-0", "words").await;
    set(&browser, "#vaerdier-0", "opslag").await;
    browser.click(".rules-buttons [value=gem]").await;
    browser.until("warned", "document.querySelector('.notice-warn') !== null").await;
    sound(&browser, "sweeping").await;
    set(&browser, "#vaerdier-0", "gratis iphone").await;
    browser.click(".rules-buttons [value=gem]").await;
    browser.until("saved", "document.querySelector('.rules-apply') !== null").await;
    sound(&browser, "saved").await;
    browser.click(".rules-apply button").await;
    browser.until("applied", "document.querySelector('[name=handling]') !== null").await;
    sound(&browser, "applied").await;

    browser.goto(&house.at("/regler")).await;
    let file = include_str!("../../../config/rules.toml").replace("Næsten ens opslag", "Omtrent ens opslag");
    set(&browser, "#fil", &file).await;
    browser.click("[action*='/regler/import'] button").await;
    browser.until("shown before it is taken in", "document.querySelector('[value=indlaes]') !== null").await;
    sound(&browser, "import").await;
    // The browser itself remarks that a form was refused, which is what the test made happen.
    let complaints: Vec<String> = browser
        .complaints()
        .await
        .into_iter()
        .filter(|complaint| !complaint.contains("status of 422"))
        .collect();
    assert_eq!(complaints, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_made_and_tried_by_keyboard_alone() {
    let house = House::open().await;
    house.stored(mixed()).await;
    let browser = house.moderator().await;
    browser.goto(&house.at("/regler/ny")).await;
    let to = async |css: &str| {
        for _ in 0..80 {
            browser.strike_key(Key::Tab).await;
            if browser.holds(&format!("document.activeElement.matches('{css}')")).await {
                let ring = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";
                assert!(browser.holds(ring).await, "{css}: the focus is not seen");
                return;
            }
        }
        panic!("{css} cannot be reached by Tab");
    };
    to("#navn").await;
    browser.strike("Gratis iPhone".chars()).await;
    to("#art-0").await;
    // A list box takes the beginning of an entry.
    let words = browser.eval("document.querySelector('#art-0 [value=words]').textContent").await;
    browser.strike(words.as_str().unwrap().chars()).await;
    to("#vaerdier-0").await;
    browser.strike("gratis iphone".chars()).await;
    to(".rules-buttons [value=afproev]").await;
    browser.strike_key(Key::Enter).await;
    browser.until("tried", "document.querySelectorAll('.hit').length === 3").await;
    to(".rules-buttons [value=gem]").await;
    browser.strike_key(Key::Enter).await;
    browser.until("saved", "location.pathname === '/regler'").await;
    let stored = rules::load(&house.app.db).await.unwrap().unwrap();
    assert!(stored.rules.iter().any(|rule| rule.rule.name == "Gratis iPhone"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_confirmed_and_trust_withdrawn_by_keys_under_a_flood() {
    let house = House::open().await;
    let shown = house.shown((1..=3).map(numbered)).await;
    let mut number = build::draft("9", "Borgeren 070761-4285 fik svar #Ledelsesugen");
    number.author.native_id = "https://norden.example/users/anden".to_owned();
    let secret = house.stored([number]).await;
    let secret = &secret.iter().find(|post| post.draft.native_id == "9").unwrap().id;
    flood::hold(&house.app.db, 40, 3, house.now()).await.unwrap();
    let browser = house.moderator().await;
    browser.goto(&house.at("/moderation")).await;
    browser.until("the queue follows", FOLLOWS).await;
    browser.sees("Nye forfattere holdes tilbage").await;
    assert!(browser.holds("!document.body.innerHTML.includes('070761')").await, "masked");

    browser.strike(['a']).await;
    browser.sees("Sæt kryds ved, at nummeret må vises").await;
    assert_eq!(house.state(secret).await, State::Pending);
    assert!(browser.holds("document.activeElement.matches('[name=cpr]')").await, "the tick is at hand");
    sound(&browser, "confirm").await;
    browser.strike([' ', 'a']).await;
    browser.until("it went", "document.querySelector('.review') === null").await;
    browser.until("and was sent", SENT).await;
    assert_eq!(house.state(secret).await, State::Approved);

    browser.goto(&house.at("/moderation?tilstand=approved")).await;
    browser.until("the queue follows", FOLLOWS).await;
    browser.until("a card is at hand", "document.activeElement?.closest('.review') !== null").await;
    // The stream tells of it before the answer is there: the worst of both orders.
    let held_up = "((ask) => { window.fetch = async (...what) => { const answer = await ask(...what); \
                   if (String(what[0]).includes('/moderation/tillid')) await new Promise((on) => (window.goOn = on)); \
                   return answer; }; })(window.fetch)";
    browser.eval(held_up).await;
    browser.strike(['t']).await;
    browser
        .until("the stream told", "document.querySelectorAll('.review').length === 1 && !!window.goOn")
        .await;
    browser.sees("Tilliden er taget tilbage").await;
    browser.eval("window.goOn()").await;
    browser.until("it was sent", SENT).await;
    for post in &shown {
        assert_eq!(house.state(&post.id).await, State::Pending, "all of the author's");
    }
    assert_eq!(house.state(secret).await, State::Approved, "and nobody else's");
    browser.strike(['z']).await;
    browser.sees("Fortrudt").await;
    browser.until("it was sent", SENT).await;
    for post in &shown {
        assert_eq!(house.state(&post.id).await, State::Approved);
    }
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
