//! A visitor's browser talks to us alone, and keeps nothing.

use hashwall::domain::post::State;
use hashwall_standin::mastodon::Status;
use std::time::Duration;

use super::house::{House, following};
use crate::support::browser::Browser;
use crate::support::build;
use crate::support::process::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_but_our_own_host_is_asked_and_nothing_is_kept() {
    let house = House::open().await;
    house.app.start_working().await.unwrap();
    let status = Status::new("lone", "Se salen https://andre.example/side #Ledelsesugen");
    house.standin.mastodon.publish(status.image("Udsigt over salen").card(
        "https://tredjepart.example/artikel",
        "En artikel",
        "Et andet sted",
    ));
    until("it is collected", Duration::from_secs(20), async || !build::all(&house.app.db).await.is_empty())
        .await;
    let post = build::all(&house.app.db).await.remove(0);
    house.decide(&post.id, State::Approved).await;

    let browser = Browser::open().await;
    browser.requests().await;
    let permalink = format!("/opslag/{}", post.id);
    let mut pictures = 0;
    for path in ["/", "/?q=salen", &permalink, "/embed", "/indlejr", "/om", "/privatliv", "/tilgaengelighed"]
    {
        browser.goto(&house.at(path)).await;
        if ["/", "/embed"].contains(&path) {
            following(&browser).await;
            browser.sees("Se salen").await;
        }
        if path == "/indlejr" {
            browser
                .until(
                    "the preview is drawn",
                    "document.querySelector('hash-wall')?.shadowRoot?.querySelector('article')",
                )
                .await;
        }
        browser.until("the page is complete", "document.readyState === 'complete'").await;
        let pictured = "[...document.images].every(image => image.complete && image.naturalWidth > 0)";
        browser.until("its pictures are there", pictured).await;
        let asked = browser.requests().await;
        assert!(
            asked.iter().any(|address| address == &house.at(path)),
            "{path} is not in the log: {asked:?}"
        );
        let strange: Vec<&String> = asked
            .iter()
            .filter(|address| !address.starts_with(&format!("{}/", house.address)))
            .filter(|address| !address.starts_with("data:") && !address.starts_with("about:"))
            .collect();
        assert!(strange.is_empty(), "{path} asks others: {strange:?}");
        pictures += asked.iter().filter(|address| address.contains("/media/")).count();

        assert_eq!(browser.eval("document.cookie").await, "", "{path}");
        assert_eq!(browser.client.get_all_cookies().await.unwrap().len(), 0, "{path} set a cookie");
        assert_eq!(browser.eval("localStorage.length + sessionStorage.length").await, 0, "{path}");
        let kept = "indexedDB.databases().then(all => all.length)";
        assert_eq!(browser.eval(kept).await, 0, "{path} keeps a database");
        let workers = "'serviceWorker' in navigator ? navigator.serviceWorker.getRegistrations().then(all => all.length) : 0";
        assert_eq!(browser.eval(workers).await, 0, "{path} leaves a worker behind");
    }
    assert!(pictures > 0, "no picture was asked for, so the test saw too little");
    assert_eq!(browser.complaints().await, Vec::<String>::new(), "a policy had to step in");
}
