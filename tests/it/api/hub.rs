//! WebSub: the hub is told once for a burst of decisions, again after a failure, and never without a hub.

use std::time::Duration;

use hashwall::domain::post::State;

use super::receiver::{Answer, Receiver};
use crate::support::app::TestApp;
use crate::support::build::{draft, stored};
use crate::support::database::both;

#[tokio::test]
async fn the_hub_is_told_of_changes_of_the_feeds_and_no_more_often_than_it_must() {
    for database in both().await {
        let hub = Receiver::start().await;
        let config = format!(
            "[http]\nallow_private = [\"127.0.0.1\"]\n[outputs]\nwebsub_hub = \"{}/hub\"\n",
            hub.base
        );
        let house = TestApp::start(database, &config).await;
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
