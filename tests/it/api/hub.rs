//! WebSub: the hub is told once for a burst of decisions, again after a failure, and never without a hub.

use std::time::Duration;

use hashwall::domain::post::State;
use hashwall::domain::wall::{Layout, NamedWall, Theme};
use hashwall::store::{panic, walls};

use super::receiver::{Answer, Call, Receiver};
use crate::support::app::TestApp;
use crate::support::build::{draft, stored};
use crate::support::database::{TestDb, both};

async fn with_hub(database: TestDb, hub: &Receiver) -> TestApp {
    let config =
        format!("[http]\nallow_private = [\"127.0.0.1\"]\n[outputs]\nwebsub_hub = \"{}/hub\"\n", hub.base);
    TestApp::start(database, &config).await
}

/// The topics of a call.
fn topics(call: &Call) -> Vec<String> {
    let fields = url::form_urlencoded::parse(call.body.as_bytes()).into_owned();
    fields.filter(|(name, _)| name == "hub.url").map(|(_, topic)| topic).collect()
}

fn named(slug: &str, query: &str, language: Option<&str>) -> NamedWall {
    NamedWall {
        slug: slug.to_owned(),
        title: slug.to_owned(),
        query: query.to_owned(),
        theme: Theme::Auto,
        layout: Layout::List,
        language: language.map(str::to_owned),
    }
}

/// Approves a post of its own, and tells whoever is to be told.
async fn change(house: &TestApp, number: u32) {
    let posts = stored(&house.app.db, [draft(&number.to_string(), &format!("nummer {number}"))]).await;
    let native = number.to_string();
    let post = posts.iter().find(|post| post.draft.native_id == native).unwrap();
    house.decide(&post.id, State::Approved).await;
    house.app.tell().await.unwrap();
}

#[tokio::test]
async fn the_hub_is_told_of_changes_of_the_feeds_and_no_more_often_than_it_must() {
    for database in both().await {
        let hub = Receiver::start().await;
        let house = with_hub(database, &hub).await;
        let posts =
            stored(&house.app.db, (1..=3).map(|n| draft(&n.to_string(), &format!("nummer {n}")))).await;
        house.project().await;
        house.app.tell().await.unwrap();
        assert!(hub.calls().is_empty(), "what waits is nobody's business");
        for post in &posts {
            house.decide(&post.id, State::Approved).await;
        }
        for _ in 0..3 {
            house.app.tell().await.unwrap();
        }
        let calls = hub.calls();
        assert_eq!(calls.len(), 1, "one call for the burst");
        assert_eq!(calls[0].path, "/hub");
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(calls[0].body.as_bytes()).into_owned().collect();
        assert_eq!(fields[0], ("hub.mode".to_owned(), "publish".to_owned()));
        for feed in ["opslag.rss", "opslag.atom", "opslag.jsonfeed", "kalender.rss"] {
            let topic = ("hub.url".to_owned(), format!("http://wall.example/{feed}"));
            assert!(fields.contains(&topic), "{feed}: {fields:?}");
        }
        // A removal changes the feeds, too; a failure is tried again, later and later.
        hub.answers(Answer::Status(500));
        house.advance(Duration::from_secs(30));
        house.decide(&posts[0].id, State::Rejected).await;
        let mut waits = Vec::new();
        for second in 0..600 {
            house.app.tell().await.unwrap();
            if !hub.calls().is_empty() {
                waits.push(second);
            }
            house.advance(Duration::from_secs(1));
        }
        assert_eq!(waits, [0, 30, 90, 210, 450]);
        hub.answers(Answer::Status(204));
        house.advance(Duration::from_secs(3_600));
        house.app.tell().await.unwrap();
        house.advance(Duration::from_secs(3_600));
        house.app.tell().await.unwrap();
        assert_eq!(hub.calls().len(), 1, "and then it knows");
    }
}

#[tokio::test]
async fn every_feed_that_names_the_hub_is_told_of_and_the_other_way_round() {
    for database in both().await {
        let hub = Receiver::start().await;
        let house = with_hub(database, &hub).await;
        let (db, now) = (&house.app.db, house.now());
        walls::save(db, &named("kommuner", "sektor=kommune", None), true, "user:mette", now).await.unwrap();
        walls::save(db, &named("english", "", Some("en")), true, "user:mette", now).await.unwrap();
        house.app.tell().await.unwrap();
        assert!(hub.calls().is_empty(), "nobody reads an empty feed");
        change(&house, 1).await;
        let told = topics(&hub.calls()[0]);
        assert_eq!(told.len(), 15, "{told:?}");
        for topic in &told {
            let path = topic.strip_prefix("http://wall.example").unwrap();
            let feed = house.get(path).await;
            assert_eq!(feed.status, 200, "{path}");
            assert!(feed.body.contains(&format!("{}/hub", hub.base)), "{path} does not name the hub");
            assert!(feed.body.contains(&topic.replace('&', "&amp;")), "{path} gives itself another address");
        }
        for path in ["/w/kommuner.rss", "/w/kommuner.atom", "/w/kommuner.jsonfeed", "/w/english.rss?lang=en"]
        {
            assert!(told.contains(&format!("http://wall.example{path}")), "{path}: {told:?}");
        }
        for untold in [
            "/w/kommuner.rss?q=tillid",
            "/w/kommuner.rss?lang=en",
            "/w/english.atom?lang=da",
            "/opslag.rss?lang=en",
        ] {
            let feed = house.get(untold).await;
            assert_eq!(feed.status, 200, "{untold}");
            assert!(
                !feed.body.contains("/hub"),
                "{untold} sends its readers to a hub that hears nothing of it"
            );
        }
    }
}

#[tokio::test]
async fn a_wall_that_shows_something_else_is_told_of_although_no_post_came() {
    for database in both().await {
        let hub = Receiver::start().await;
        let house = with_hub(database, &hub).await;
        let db = &house.app.db;
        walls::save(db, &named("kommuner", "", None), true, "user:mette", house.now()).await.unwrap();
        change(&house, 1).await;
        assert_eq!(hub.calls().len(), 1);
        house.advance(Duration::from_secs(60));
        house.app.tell().await.unwrap();
        assert!(hub.calls().is_empty());
        let other = named("kommuner", "sektor=kommune", None);
        walls::save(db, &other, false, "user:mette", house.now()).await.unwrap();
        house.app.tell().await.unwrap();
        let calls = hub.calls();
        assert!(topics(&calls[0]).contains(&"http://wall.example/w/kommuner.rss".to_owned()));
        house.advance(Duration::from_secs(60));
        // One that is gone is no topic any more; a failure is tried again, a success is not.
        walls::remove(db, "kommuner", "user:mette", house.now()).await.unwrap();
        hub.answers(Answer::Status(500));
        house.app.tell().await.unwrap();
        assert_eq!(hub.calls().len(), 1);
        hub.answers(Answer::Status(202));
        house.advance(Duration::from_secs(60));
        for _ in 0..3 {
            house.app.tell().await.unwrap();
            house.advance(Duration::from_secs(60));
        }
        let calls = hub.calls();
        assert_eq!(calls.len(), 1);
        assert!(!calls[0].body.contains("kommuner"), "{}", calls[0].body);
    }
}

#[tokio::test]
async fn the_hub_is_called_by_one_process_not_while_the_walls_are_blank_and_given_up_after_a_day() {
    for database in both().await {
        let hub = Receiver::start().await;
        let house = with_hub(database, &hub).await;
        let db = &house.app.db;
        panic::press(db, "user:mette", house.now()).await.unwrap();
        change(&house, 1).await;
        assert!(hub.calls().is_empty(), "what it would fetch is empty");
        panic::release(db, "user:mette", house.now()).await.unwrap();
        let (one, other) = tokio::join!(house.app.tell(), house.app.tell());
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        assert_eq!(hub.calls().len(), 1, "of two that look at once, one calls");

        // A hub that is gone: asked ever more seldom, and after a day not before something else happens.
        hub.answers(Answer::Status(502));
        house.advance(Duration::from_secs(60));
        change(&house, 2).await;
        let mut calls = hub.calls().len();
        for _ in 0..48 {
            house.advance(Duration::from_secs(1_800));
            house.app.tell().await.unwrap();
            calls += hub.calls().len();
        }
        assert_eq!(calls, 24);
        for _ in 0..8 {
            house.advance(Duration::from_secs(3_600));
            house.app.tell().await.unwrap();
        }
        assert!(hub.calls().is_empty(), "it is left alone");
        hub.answers(Answer::Status(204));
        change(&house, 3).await;
        assert_eq!(hub.calls().len(), 1, "until something else happens");
    }
}
