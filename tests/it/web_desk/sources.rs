//! The sources page and the log.

use axum::http::StatusCode;
use hashwall::store::sources;

use super::support::{Desk, header_of, hides, shows};
use crate::support::build::{self, MONDAY, draft};

#[tokio::test]
async fn a_source_is_shown_with_how_it_is_doing_and_can_be_run() {
    for desk in Desk::both().await {
        desk.stored([draft("1", "en")]).await;
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/kilder").await;
        for words in ["MASTO", "<code>masto</code>", "Kører", "26. oktober kl. 8.00", "Opslag hentet"] {
            shows(&page, words);
        }
        let answer = mette.post("/kilder/masto/koer", &[]).await;
        assert_eq!(
            (answer.status, header_of(&answer, "location")),
            (StatusCode::SEE_OTHER, "/kilder?koert=masto")
        );
        shows(&mette.get("/kilder?koert=masto").await, "MASTO bliver hentet om et øjeblik.");
        hides(&mette.get("/kilder?koert=%3Cb%3E").await, "<b>");
        let unknown = mette.post("/kilder/nothing/koer", &[]).await;
        assert_eq!(unknown.status, StatusCode::CONFLICT);
        shows(&unknown, "Kilden findes ikke.");
        let karen = desk.signed_in("karen").await;
        hides(&karen.get("/kilder").await, "/kilder/masto/koer");
    }
}

#[tokio::test]
async fn a_source_that_fails_says_why_and_stands_first() {
    let desk = Desk::start().await;
    desk.stored([draft("1", "en")]).await;
    let db = &desk.app.app.db;
    sources::enlist(
        db,
        &["masto", "zulu"].map(|id| build::enlisted(id, hashwall::domain::network::Network::Mastodon)),
        MONDAY,
    )
    .await
    .unwrap();
    let lease = std::time::Duration::from_secs(60);
    let claimed = sources::claim_one(db, "test", "zulu", MONDAY, lease).await.unwrap().unwrap();
    let outcome = sources::Outcome {
        next_run: MONDAY,
        failures: 3,
        paused: Some("tokenet er udløbet".to_owned()),
        error: Some("401 fra serveren".to_owned()),
        ..Default::default()
    };
    hashwall::store::ingest::write(db, "zulu", &claimed.lease, Default::default(), &outcome, MONDAY)
        .await
        .unwrap();
    let page = desk.signed_in("mette").await.get("/kilder").await;
    shows(&page, "tokenet er udløbet");
    shows(&page, "401 fra serveren");
    let place = |words: &str| page.body.find(words).unwrap();
    assert!(place(">ZULU<") < place(">MASTO<"), "what needs a person comes first");
}

#[tokio::test]
async fn the_log_is_paged_and_takes_decisions_back() {
    let desk = Desk::start().await;
    let posts = desk.stored((0..101).map(|number| draft(&number.to_string(), "tekst"))).await;
    let mette = desk.signed_in("mette").await;
    for post in &posts {
        desk.app.decide(&post.id, hashwall::domain::post::State::Approved).await;
    }
    let first = mette.get("/log").await;
    shows(&first, "mette godkendte");
    let older = first.body.split("href=\"").find(|part| part.starts_with("/log?fra=")).unwrap();
    let second = mette.get(older.split('"').next().unwrap()).await;
    assert_eq!(second.body.matches("mette godkendte").count(), 1);
    hides(&second, "rel=\"next\"");
    shows(&second, "name=\"tilbage\" value=\"/log?fra=");
}
