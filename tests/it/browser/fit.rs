//! Every page fits a small phone, in light and in dark.

use super::house::{House, numbered};
use crate::support::browser::Browser;
use crate::support::build;

/// Pixels of the narrowest phone, and of a page at 400 % on a small screen.
const WIDTH: i64 = 320;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_scrolls_sideways_at_320_pixels() {
    let house = House::open().await;
    house.app.enlist().await.unwrap();
    let mut drafts: Vec<_> = (1..=3).map(numbered).collect();
    let endless = format!(
        "https://lang.example/{} #{} {}",
        "sti/".repeat(40),
        "Ledelsesevaluering".repeat(6),
        "å".repeat(200)
    );
    drafts[1] = build::draft("lang", &format!("Opslag 2 {endless} #Ledelsesugen"));
    drafts[1].author.name = "Styrelsen for Ledelsesudviklingsunderstøttelse".repeat(2);
    drafts[1].author.handle = "ledelsesudviklingsunderstoettelse".repeat(3);
    let shown = house.shown(drafts).await;
    house.waiting(4..=6).await;
    let browser = Browser::open().await;
    browser.look(320, 640, "light").await;
    let permalink = format!("/opslag/{}", shown[2].id);
    let mut pages = vec![
        "/log-ind",
        "/",
        "/?q=tillid",
        &permalink,
        "/kalender",
        "/kalender?uge=2026-44",
        "/udgaver",
        "/udgaver/2026",
        "/embed",
        "/w/ledelsesugen",
        "/indlejr",
        "/om",
        "/privatliv",
        "/findes-ikke",
    ];
    pages.extend([
        "/moderation",
        "/moderation?tilstand=approved",
        "/raekkevidde",
        "/kilder",
        "/log",
        "/vaegge",
    ]);
    let mut wide = Vec::new();
    for path in pages {
        if path == "/moderation" {
            house.sign_in(&browser, "admin").await;
        }
        browser.goto(&house.at(path)).await;
        let mut grounds = Vec::new();
        for scheme in ["light", "dark"] {
            browser.look(320, 640, scheme).await;
            // A phone's window widens with its content: the content's own width is what tells.
            let content = browser.eval("document.documentElement.scrollWidth").await.as_i64().unwrap();
            if content > WIDTH {
                wide.push(format!("{path} {scheme}: {content}"));
            }
            grounds.push(browser.eval("getComputedStyle(document.body).backgroundColor").await);
        }
        assert_ne!(grounds[0], grounds[1], "{path} is the same by day and by night");
    }
    assert_eq!(wide, Vec::<String>::new());
}
