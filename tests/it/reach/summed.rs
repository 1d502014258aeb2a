//! What moderation did is summed up once for a state of the log, and anew when the log has moved.

use std::time::Duration;

use hashwall::domain::figures::Window;
use hashwall::domain::post::{Post, State};
use hashwall::domain::time::Timestamp;
use hashwall::projections::summed::{Fresh, Summed};
use hashwall::store::db::Db;
use hashwall::store::moderation;

use crate::support::build::{self, MONDAY, draft};
use crate::support::database::both;

async fn decide(db: &Db, post: &Post, to: State) {
    moderation::decide(db, std::slice::from_ref(&post.id), to, "user:mette", None, MONDAY).await.unwrap();
}

#[tokio::test]
async fn an_answer_is_kept_until_the_log_moves_and_on_an_open_page_some_seconds_longer() {
    for swapped in [false, true] {
        let [one, other] = both().await;
        let (db, decoy) = if swapped { (&other, &one) } else { (&one, &other) };
        let posts = build::stored(db, ["1", "2"].map(|id| draft(id, id))).await;
        // As long a log, of which nothing was shown: who tells of its posts has asked it.
        let others = build::stored(decoy, ["1", "2"].map(|id| draft(id, id))).await;
        decide(db, &posts[0], State::Approved).await;
        decide(decoy, &others[0], State::Rejected).await;
        let summed = Summed::default();
        let window = Window::between(MONDAY, Timestamp(MONDAY.0 + 7 * 86_400_000_000));
        let shown = async |db: &Db, fresh, seconds| {
            let now = MONDAY.plus(Duration::from_secs(seconds));
            summed.moderation(db, window, fresh, now).await.unwrap().shown
        };
        assert_eq!(shown(db, Fresh::Lately, 0).await, 1);
        assert_eq!(shown(decoy, Fresh::Lately, 3_600).await, 1, "kept while the log stands still");
        assert_eq!(shown(decoy, Fresh::Exactly, 3_600).await, 1, "for reports, too");
        decide(db, &posts[1], State::Approved).await;
        assert_eq!(shown(db, Fresh::Lately, 3_605).await, 1, "an open page waits some seconds");
        assert_eq!(shown(db, Fresh::Exactly, 3_605).await, 2, "a report does not");
        assert_eq!(shown(db, Fresh::Lately, 3_606).await, 2);
        let before = Window::between(Timestamp(0), MONDAY);
        assert_eq!(summed.moderation(db, before, Fresh::Lately, MONDAY).await.unwrap().shown, 0);
    }
}
