//! What moderation did, in numbers: where posts stand, why they were not shown, how long people let them wait.

use std::time::Duration;

use hashwall::domain::figures::{Cause, Window};
use hashwall::domain::post::{PostId, State};
use hashwall::domain::time::Timestamp;
use hashwall::store::db::Db;
use hashwall::store::{moderation, summary};

use crate::support::build::{self, MONDAY, draft, verdict};
use crate::support::database::both;

const MINUTE: Duration = Duration::from_secs(60);

async fn decide(db: &Db, post: &PostId, to: State, reason: Option<&str>, at: Timestamp) {
    moderation::decide(db, std::slice::from_ref(post), to, "user:mette", reason, at).await.unwrap();
}

#[tokio::test]
async fn states_reasons_and_the_median_wait_are_those_of_the_window() {
    for db in both().await {
        let mut old = draft("9", "for længe siden");
        old.published_at = Timestamp(MONDAY.0 - 90 * 86_400_000_000);
        let posts =
            build::stored(&db, ["1", "2", "3", "4"].map(|id| draft(id, id)).into_iter().chain([old])).await;
        let spam = vec![(draft("5", "5"), Some(verdict(State::Rejected, "words")))];
        let batch = hashwall::store::ingest::Batch { posts: spam, ..Default::default() };
        build::run(&db, "masto", batch, MONDAY).await;
        let after = |minutes| MONDAY.plus(MINUTE * minutes);
        decide(&db, &posts[0].id, State::Approved, None, after(2)).await;
        decide(&db, &posts[1].id, State::Rejected, Some("spam"), after(10)).await;
        // The second thought is no first decision.
        decide(&db, &posts[0].id, State::Held, None, after(300)).await;
        decide(&db, &posts[2].id, State::Approved, None, after(60)).await;
        decide(&db, &posts[4].id, State::Approved, None, after(600)).await;
        let window = Window::between(Timestamp(MONDAY.0 - 1), Timestamp(MONDAY.0 + 7 * 86_400_000_000));
        let told = summary::moderation(&db, window).await.unwrap();
        assert_eq!((told.shown, told.held, told.pending, told.rejected), (1, 1, 1, 2));
        assert_eq!(
            told.reasons,
            [(Cause::Rule("words".to_owned()), 1), (Cause::Given("spam".to_owned()), 1)]
        );
        assert_eq!((told.decided_by_people, told.median_seconds), (3, Some(600)), "2, 10 and 60 minutes");
        let nothing = summary::moderation(&db, Window::between(MONDAY, MONDAY)).await.unwrap();
        assert_eq!(nothing, hashwall::domain::figures::Moderation::default());
    }
}
