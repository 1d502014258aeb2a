//! The moderators' queue and the walk through every post.

use std::time::Duration;

use hashwall::domain::post::{Draft, State};
use hashwall::store::undo::{self, By};
use hashwall::store::{moderation, posts};

use crate::support::build::{self, MONDAY, counts, draft};
use crate::support::database::both;

fn minute(number: u32) -> Draft {
    let mut draft = draft(&number.to_string(), "kø");
    draft.published_at = MONDAY.minus(Duration::from_secs(60 * u64::from(number / 3))); // three share a moment
    draft
}

#[tokio::test]
async fn pages_hold_every_post_once_newest_first() {
    for db in both().await {
        build::stored(&db, (0..20).map(minute)).await;
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = posts::queue(&db, State::Pending, cursor.as_deref(), 3).await.unwrap();
            assert!(page.posts.len() <= 3);
            assert_eq!(
                page.counts,
                [(State::Pending, 20), (State::Held, 0), (State::Approved, 0), (State::Rejected, 0)]
            );
            seen.extend(page.posts.into_iter().map(|item| item.post));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 20, "{}", db.engine);
        assert!(seen.is_sorted_by(|a, b| a.draft.published_at >= b.draft.published_at));
        let mut ids: Vec<_> = seen.into_iter().map(|post| post.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 20);
    }
}

#[tokio::test]
async fn a_page_that_ends_with_the_last_post_has_no_next() {
    for db in both().await {
        build::stored(&db, (0..4).map(minute)).await;
        assert!(posts::queue(&db, State::Pending, None, 4).await.unwrap().next.is_none());
        assert!(posts::queue(&db, State::Pending, None, 3).await.unwrap().next.is_some());
    }
}

#[tokio::test]
async fn a_broken_cursor_is_the_first_page() {
    for db in both().await {
        build::stored(&db, (0..4).map(minute)).await;
        for broken in ["", "§", "AAAA", "MTIz", "nul\0"] {
            assert_eq!(
                posts::queue(&db, State::Pending, Some(broken), 9).await.unwrap().posts.len(),
                4,
                "{broken}"
            );
        }
    }
}

#[tokio::test]
async fn beside_a_post_stand_counts_history_and_the_last_decision() {
    for db in both().await {
        let mut counted = draft("1", "a");
        counted.engagement = Some(counts(4, MONDAY));
        let stored = build::stored(&db, [counted, draft("2", "b")]).await;
        let decide = async |place: usize, to| {
            let id = std::slice::from_ref(&stored[place].id);
            moderation::decide(&db, id, to, "user:eva", None, MONDAY).await.unwrap().remove(0)
        };
        decide(0, State::Held).await;
        let last = decide(0, State::Approved).await;
        let other = decide(1, State::Rejected).await;
        let page = posts::queue(&db, State::Approved, None, 9).await.unwrap();
        let [item] = &page.posts[..] else { panic!("one post") };
        assert_eq!(item.engagement, Some(counts(4, MONDAY)));
        assert_eq!(item.author_history, (1, 1));
        assert_eq!(item.last_decision.as_ref(), Some(&last));
        let by = By { actor: "user:eva", request: None, now: MONDAY };
        let undone = undo::reverse(&db, other.seq, by, &Default::default()).await.unwrap();
        let page = posts::queue(&db, State::Pending, None, 9).await.unwrap();
        assert_eq!(page.posts[0].last_decision.as_ref(), Some(&undone), "an undo can be taken back as well");
        assert_eq!(page.posts[0].engagement, None);
        assert_eq!(
            page.counts,
            [(State::Pending, 1), (State::Held, 0), (State::Approved, 1), (State::Rejected, 0)]
        );
    }
}

#[tokio::test]
async fn a_rebuild_walks_through_every_post_once() {
    for db in both().await {
        build::stored(&db, (0..10).map(minute)).await;
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = posts::page(&db, after.as_ref(), 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            seen.extend(page);
        }
        assert_eq!(seen.len(), 10);
        assert!(seen.is_sorted_by(|a, b| a.id < b.id));
    }
}
