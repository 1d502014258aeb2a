//! What moderation did is summed up once for a state of the log, and anew when the log has moved.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::figures::Window;
use hashwall::domain::network::Network;
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
            summed.of(db, window, fresh, now).await.unwrap().moderation.shown
        };
        assert_eq!(shown(db, Fresh::Lately, 0).await, 1);
        assert_eq!(shown(decoy, Fresh::Lately, 3_600).await, 1, "kept while the log stands still");
        assert_eq!(shown(decoy, Fresh::Exactly, 3_600).await, 1, "for reports, too");
        decide(db, &posts[1], State::Approved).await;
        assert_eq!(shown(db, Fresh::Lately, 3_605).await, 1, "an open page waits some seconds");
        assert_eq!(shown(db, Fresh::Exactly, 3_605).await, 2, "a report does not");
        assert_eq!(shown(db, Fresh::Lately, 3_606).await, 2);
        let before = Window::between(Timestamp(0), MONDAY);
        assert_eq!(summed.of(db, before, Fresh::Lately, MONDAY).await.unwrap().moderation.shown, 0);
    }
}

#[tokio::test]
async fn reactions_by_type_are_summed_over_shown_posts_by_network() {
    for db in both().await {
        let told = |id: &str, network, kinds: &[(&str, i64)]| {
            let mut draft = draft(id, id);
            draft.network = network;
            draft.engagement = Some(Engagement {
                kinds: kinds.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect(),
                fetched_at: MONDAY,
                ..Engagement::default()
            });
            draft
        };
        let drafts = [
            told("1", Network::Facebook, &[("like", 30), ("love", 9)]),
            told("2", Network::Facebook, &[("like", 30), ("love", 9)]),
            told("3", Network::Facebook, &[("like", -2)]),
            told("4", Network::LinkedIn, &[("PRAISE", 7)]),
            told("5", Network::LinkedIn, &[("PRAISE", 1_000)]),
        ];
        let posts = build::stored(&db, drafts).await;
        for post in posts.iter().filter(|post| post.draft.native_id != "5") {
            decide(&db, post, State::Approved).await;
        }
        let window = Window::between(MONDAY, Timestamp(MONDAY.0 + 7 * 86_400_000_000));
        let kinds = Summed::default().of(&db, window, Fresh::Exactly, MONDAY).await.unwrap().kinds.clone();
        let told: Vec<_> =
            kinds.iter().map(|one| (one.network, one.kind.as_str(), one.sum, one.posts)).collect();
        assert!(told.contains(&(Network::Facebook, "like", 58, 3)), "{told:?}");
        assert!(told.contains(&(Network::Facebook, "love", 18, 2)), "{told:?}");
        assert!(
            told.contains(&(Network::LinkedIn, "praise", 7, 1)),
            "what is not shown is not counted: {told:?}"
        );
        assert_eq!(told.len(), 3);
    }
}
