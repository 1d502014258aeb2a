//! Every page of the signed-in side, in both languages, as the checkers, the narrowest phone and a person without a mouse
//! have it. The pages are read from the router: one that nobody has thought of here fails the test.

use fantoccini::key::Key;
use hashwall::domain::post::{Post, State};
use hashwall::store::rules;

use super::house::{CODE, House, numbered};
use super::takedown::clean_as_it_stands;
use crate::leaks::routes;
use crate::support::browser::Browser;
use crate::support::build;

/// Answers that are no pages: streams, files, pictures, what scripts and machines ask for.
const NO_PAGES: [&str; 18] = [
    "/moderation/kort",
    "/moderation/live",
    "/moderation/media/{post}/{number}",
    "/regler/eksport/{file}",
    "/log/eksport",
    "/raekkevidde.csv",
    "/raekkevidde.xlsx",
    "/raekkevidde.json",
    "/raekkevidde/tal",
    "/raekkevidde/live",
    "/raekkevidde/diagram/{file}",
    "/raekkevidde/udgaver/{year}/{file}",
    "/raekkevidde/rapport.pdf",
    "/log-ind/sso",
    "/log-ind/sso/svar",
    "/health/ready",
    "/metrics",
    "/adgang",
];
/// Pages seen in more than one state.
const STATES: [&str; 8] = [
    "/moderation?tilstand=alle",
    "/moderation?tilstand=approved",
    "/moderation?q=tillid&sorter=doubtful",
    "/anmodninger?vis=besvarede",
    "/log?hvem=alle",
    "/log?hvad=marked",
    "/regler?sagt=gemt",
    "/log-ind?fejl=1",
];

/// Posts in every state, a rule's hold, a number, a request that waits and one that removed, an author without trust.
async fn stage(house: &House, visitor: &Browser) -> Vec<Post> {
    house.app.enlist().await.unwrap();
    let posts = house.shown((1..=4).map(numbered)).await;
    let mut secret = build::draft("9", "Borgeren 070761-4285 fik svar #Ledelsesugen");
    secret.author.native_id = "https://norden.example/users/anden".to_owned();
    house.stored([secret]).await;
    house.waiting(5..=7).await;
    house.decide(&posts[3].id, State::Rejected).await;
    for (post, who) in [(&posts[0], "author"), (&posts[1], "other")] {
        visitor.goto(&house.at(&format!("/opslag/{}/fjern", post.id))).await;
        visitor.click(&format!("[name=hvem][value={who}]")).await;
        visitor.click(".request-form button").await;
        visitor.sees("Anmodning").await;
    }
    house.wall.catch_up(&house.app.db).await.unwrap();
    posts
}

/// The example of a route.
async fn example(house: &House, route: &str) -> String {
    match route {
        "/regler/{id}" => {
            let stored = rules::load(&house.app.db).await.unwrap().unwrap();
            format!("/regler/{}", stored.rules[0].id)
        }
        "/kvittering/{number}" => "/kvittering/1".to_owned(),
        plain => plain.to_owned(),
    }
}

/// The pages of the router that answer to a `get`.
fn pages() -> Vec<&'static str> {
    let source = include_str!("../../../src/web/desk/mod.rs");
    let read = |route: &&str| {
        let declared = source.split_once(&format!("\"{route}\",")).unwrap().1;
        declared.trim_start().starts_with("get(") && !NO_PAGES.contains(route)
    };
    routes::desk().into_iter().filter(read).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_sound_on_a_phone_in_both_languages_and_by_keyboard() {
    let house = House::open().await;
    let visitor = Browser::open().await;
    let posts = stage(&house, &visitor).await;
    let status = visitor.eval("location.pathname + location.search").await.as_str().unwrap().to_owned();
    let admin = Browser::open().await;
    house.sign_in(&admin, "admin").await;
    admin.goto(&house.at("/moderation?tilstand=alle")).await;
    // One request is answered by a removal, which makes a receipt; one author loses the trust.
    admin.goto(&house.at("/anmodninger")).await;
    admin.click(".answer [value=removed]").await;
    admin.until("answered", "document.querySelectorAll('.answer').length === 1").await;
    let by = hashwall::store::undo::By { actor: "user:admin", request: None, now: house.now() };
    hashwall::store::trust::distrust(&house.app.db, &posts[2].id, by).await.unwrap();
    house.wall.catch_up(&house.app.db).await.unwrap();

    let routes = pages();
    assert!(routes.len() >= 18, "{routes:?}");
    let mut walked = Vec::new();
    for route in routes {
        walked.push(match route {
            "/anmodning" => status.clone(),
            // Only between password and code: see `accounts`.
            "/log-ind/kode" => continue,
            // Of one receiver, which has to be made first: see `api`.
            "/webhooks/{id}" => continue,
            // Visitors': see `submit`.
            "/indsendt" => continue,
            other => example(&house, other).await,
        });
    }
    walked.extend(STATES.map(str::to_owned));
    for path in walked {
        let person =
            if path.starts_with("/log-ind") || path.starts_with("/anmodning?") { &visitor } else { &admin };
        for language in ["da", "en"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let address = format!("{path}{mark}lang={language}");
            person.goto(&house.at(&address)).await;
            let asked = format!("document.documentElement.lang === '{language}'");
            assert!(person.holds(&asked).await, "{address} is in another language");
            let heading = "document.querySelectorAll('h1').length === 1";
            assert!(person.holds(heading).await, "{address} has no heading of its own");
            clean_as_it_stands(person, &address).await;
            if language == "da" {
                by_keyboard(person, &address).await;
            }
        }
    }
    for browser in [&admin, &visitor] {
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_for_the_code_is_sound_and_typed_into_at_once() {
    let house = House::open().await;
    let visitor = Browser::open().await;
    house.sign_in(&visitor, "admin").await;
    visitor.goto(&house.at("/konto/faktor")).await;
    let secret = visitor.eval("document.querySelector('.secret').textContent").await;
    let secret = secret.as_str().unwrap().replace(' ', "");
    visitor.fill("#kode", &hashwall::factor::code_at(&secret, house.now()).unwrap()).await;
    visitor.click("main form button").await;
    visitor.until("set up", "document.querySelectorAll('.codes code').length === 10").await;
    let other = Browser::open().await;
    other.goto(&house.at("/log-ind")).await;
    other.fill("#navn", "admin").await;
    other.fill("#kode", CODE).await;
    other.click(".sign-in button").await;
    other.until("asked for the code", "location.pathname === '/log-ind/kode'").await;
    for language in ["da", "en"] {
        other.goto(&house.at(&format!("/log-ind/kode?lang={language}"))).await;
        clean_as_it_stands(&other, &format!("/log-ind/kode {language}")).await;
        assert!(other.holds("document.activeElement.id === 'kode'").await);
        by_keyboard(&other, "/log-ind/kode").await;
    }
}

/// Nothing is worked that Tab does not come to, each stop is seen, and nothing is too small to hit.
async fn by_keyboard(browser: &Browser, name: &str) {
    browser.look(320, 640, "light").await;
    let unreachable = "[...document.querySelectorAll('[onclick], [role=button], [tabindex]')].filter(one => \
        one.tabIndex > 0 || one.matches('[role=button]') && one.tabIndex < 0).map(one => one.outerHTML.slice(0, 160))";
    assert_eq!(browser.eval(unreachable).await, serde_json::json!([]), "{name}: out of Tab's order");
    let small = "[...document.querySelectorAll('button, summary, select, input:not([type=hidden]), textarea')].filter(one => {\
        const box = (one.closest('label') ?? one).getBoundingClientRect();\
        return one.checkVisibility() && !one.matches('.visually-hidden, [aria-hidden=true]') && box.width > 1 && (box.height < 23.5 || box.width < 23.5);\
        }).map(one => one.outerHTML.slice(0, 160))";
    assert_eq!(browser.eval(small).await, serde_json::json!([]), "{name}: smaller than 24 px");
    browser.eval("(document.activeElement?.blur?.(), window.seen = new Set(), true)").await;
    let step = "(() => { const one = document.activeElement; if (one === document.body) return 'out'; \
        const style = getComputedStyle(one); const box = one.getBoundingClientRect(); \
        if (window.seen.has(one)) return 'again'; window.seen.add(one); \
        const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || one.matches('iframe'); \
        return shown && box.width > 0 ? 'seen' : one.outerHTML.slice(0, 200); })()";
    for _ in 0..60 {
        browser.strike_key(Key::Tab).await;
        match browser.eval(step).await.as_str().unwrap() {
            "out" | "again" => break,
            "seen" => {}
            unseen => panic!("{name}: one does not see where one is: {unseen}"),
        }
    }
    let stops = browser.eval("window.seen.size").await.as_i64().unwrap();
    assert!(stops > 2, "{name}: {stops} stops");
}
