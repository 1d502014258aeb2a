//! What a screen reader needs, on every page.

use super::house::{House, numbered};
use crate::support::browser::Browser;

/// What is wrong with the page, as sentences.
const WRONG: &str = r#"(() => {
  const wrong = [];
  const all = (css) => [...document.querySelectorAll(css)];
  const show = (element) => element.outerHTML.slice(0, 120);
  const named = (element) =>
    (element.getAttribute("aria-label") || element.innerText || element.textContent || element.value || "").trim() !== "" ||
    (element.getAttribute("aria-labelledby") || "").split(" ").some((id) => document.getElementById(id)?.textContent.trim());
  for (const image of all("img:not([alt])")) wrong.push("a picture without alt: " + show(image));
  for (const field of all("input:not([type=hidden]), select, textarea"))
    if (!field.labels?.length && !named(field)) wrong.push("a field without label: " + show(field));
  for (const thing of all("button, a[href], summary"))
    if (!thing.closest("[hidden]") && !named(thing)) wrong.push("nameless: " + show(thing));
  if (all("h1").length !== 1) wrong.push(all("h1").length + " h1");
  let level = 1;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) wrong.push("a heading skips a level: " + show(heading));
    level = next;
  }
  if (!["da", "en"].includes(document.documentElement.lang)) wrong.push("no language");
  if (document.title.trim() === "") wrong.push("no title");
  if (all("main").length !== 1) wrong.push(all("main").length + " main");
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push("twice: #" + id);
  for (const element of all("[aria-labelledby], [aria-describedby], label[for]"))
    for (const name of ["aria-labelledby", "aria-describedby", "for"])
      for (const id of (element.getAttribute(name) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) wrong.push(name + " points nowhere: " + show(element));
  for (const list of all("ul > :not(li, script, template), ol > :not(li, script, template)")) wrong.push("in a list, no item: " + show(list));
  for (const link of all("a[target=_blank]:not([rel~=noopener])")) wrong.push("opens a window: " + show(link));
  return wrong;
})()"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_says_what_it_is_to_those_who_do_not_see_it() {
    let house = House::open().await;
    house.app.enlist().await.unwrap();
    let mut drafts: Vec<_> = (1..=3).map(numbered).collect();
    drafts[1].language = Some("de".to_owned());
    drafts[2].title = Some("Med en titel".to_owned());
    let shown = house.shown(drafts).await;
    house.waiting(4..=5).await;
    let browser = Browser::open().await;
    let permalink = format!("/opslag/{}", shown[2].id);
    let mut pages =
        vec!["/log-ind", "/", "/?q=tillid", "/?netvaerk=linkedin", &permalink, "/embed", "/indlejr", "/om"];
    pages.extend(["/privatliv", "/tilgaengelighed", "/findes-ikke", "/?lang=en"]);
    pages.extend(["/moderation", "/moderation?tilstand=approved", "/raekkevidde", "/kilder", "/log"]);
    for path in pages {
        if path == "/moderation" {
            house.sign_in(&browser, "admin").await;
        }
        browser.goto(&house.at(path)).await;
        browser.until("the page is complete", "document.readyState === 'complete'").await;
        assert_eq!(browser.eval(WRONG).await, serde_json::json!([]), "{path}");
        if path != "/embed" {
            let landmarks = "document.querySelector('header, [role=banner]') && document.querySelector('nav[aria-label]') \
                 && document.querySelector('footer') && document.querySelector('a.skip-link[href=\"#main\"]')";
            assert!(browser.holds(landmarks).await, "{path} lacks a landmark");
        }
        if ["/", "/embed", "/moderation"].contains(&path) {
            assert!(
                browser.holds("document.querySelector('[role=status], [aria-live]')").await,
                "{path} is silent"
            );
        }
        if path == "/" {
            let german = "[...document.querySelectorAll('.card-text')].map(text => text.lang).join()";
            assert_eq!(browser.eval(german).await, "da,de,da", "a post says its language");
        }
    }
}
