//! Decisions, undo and redo, conflicts, erasure, blocked authors.

use hashwall::domain::log::{Action, LogEntry};
use hashwall::domain::post::{PostId, State};
use hashwall::store::db::{Db, StoreError};
use hashwall::store::decisions::{self, Wanted};
use hashwall::store::ingest::Batch;
use hashwall::store::undo::{self, By};
use hashwall::store::{moderation, posts};

use crate::support::build::{self, MONDAY, batch, draft, verdict};
use crate::support::database::{TestDb, both};

const EVA: By<'static> = By { actor: "user:eva", request: None, now: MONDAY };

async fn one(db: &TestDb) -> PostId {
    build::stored(db, [draft("1", "til afgørelse")]).await.remove(0).id
}

async fn decide(db: &TestDb, id: &PostId, to: State) -> u64 {
    moderation::decide(db, std::slice::from_ref(id), to, "user:eva", None, MONDAY).await.unwrap()[0].seq
}

/// As the desk does it where no post shows a number.
async fn undo(db: &Db, seq: u64, by: By<'_>) -> Result<LogEntry, StoreError> {
    undo::reverse(db, seq, by, &Default::default()).await
}

/// As the page of the log lists them: newest first.
async fn decisions(db: &TestDb, before: Option<u64>, limit: u32) -> Vec<LogEntry> {
    let found = decisions::page(db, &Wanted::default(), before, limit).await.unwrap();
    found.into_iter().map(|decision| decision.entry).collect()
}

async fn state(db: &TestDb, id: &PostId) -> State {
    posts::load(db, std::slice::from_ref(id)).await.unwrap()[0].state
}

fn conflict<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
}

#[tokio::test]
async fn a_batch_is_decided_whole_or_not_at_all() {
    for db in both().await {
        let posts = build::stored(&db, [draft("1", "a"), draft("2", "b"), draft("3", "c")]).await;
        let ids: Vec<PostId> = posts.iter().map(|post| post.id.clone()).collect();
        let with_gone = [ids[0].clone(), PostId("gone".to_owned())];
        conflict(moderation::decide(&db, &with_gone, State::Approved, "user:eva", None, MONDAY).await);
        assert_eq!(state(&db, &ids[0]).await, State::Pending);
        decide(&db, &ids[2], State::Approved).await;
        let twice = [ids[0].clone(), ids[0].clone(), ids[1].clone(), ids[2].clone()];
        let entries =
            moderation::decide(&db, &twice, State::Approved, "user:eva", Some("fin"), MONDAY).await.unwrap();
        assert_eq!(entries.len(), 2, "named twice is once, and what is there already is left alone");
        assert_eq!((entries[0].from, entries[0].to), (Some(State::Pending), Some(State::Approved)));
        assert_eq!(entries[0].reason.as_deref(), Some("fin"));
        assert_eq!(decisions(&db, None, 10).await.len(), 3);
        let older = decisions(&db, Some(entries[1].seq), 1).await;
        assert_eq!(older, entries[..1]);
    }
}

#[tokio::test]
async fn undo_brings_back_what_stood_before_and_redo_too() {
    for db in both().await {
        let held = vec![(draft("1", "holdt"), Some(verdict(State::Held, "words")))];
        build::run(&db, "masto", Batch { posts: held, ..Batch::default() }, MONDAY).await;
        let before = build::all(&db).await.remove(0);
        let decision = decide(&db, &before.id, State::Approved).await;
        assert_eq!(build::all(&db).await[0].rule, None, "a person decided");
        let undone = undo(&db, decision, EVA).await.unwrap();
        assert_eq!(
            (undone.action, undone.undoes, undone.to),
            (Action::Undone, Some(decision), Some(State::Held))
        );
        assert_eq!(build::all(&db).await[0], before, "rule and reason as well");
        let redone = undo(&db, undone.seq, EVA).await.unwrap();
        assert_eq!(state(&db, &before.id).await, State::Approved);
        undo(&db, redone.seq, EVA).await.unwrap();
        assert_eq!(build::all(&db).await[0], before);
    }
}

#[tokio::test]
async fn undo_brings_back_the_mark_of_an_edit() {
    for db in both().await {
        let id = one(&db).await;
        decide(&db, &id, State::Approved).await;
        build::run(&db, "masto", batch([draft("1", "rettet")]), MONDAY).await;
        let decision = decide(&db, &id, State::Rejected).await;
        undo(&db, decision, EVA).await.unwrap();
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.state, post.changed), (State::Pending, true));
    }
}

#[tokio::test]
async fn undo_is_refused_when_the_post_has_moved_on() {
    for db in both().await {
        let id = one(&db).await;
        let first = decide(&db, &id, State::Approved).await;
        let second = decide(&db, &id, State::Rejected).await;
        conflict(undo(&db, first, EVA).await);
        let undone = undo(&db, second, EVA).await.unwrap();
        conflict(undo(&db, second, EVA).await);
        conflict(undo(&db, first, EVA).await);
        conflict(undo(&db, 1, EVA).await); // collected: nobody decided it
        conflict(undo(&db, 99, EVA).await);
        build::run(&db, "masto", batch([draft("1", "rettet")]), MONDAY).await;
        conflict(undo(&db, undone.seq, EVA).await);
        let last = decide(&db, &id, State::Approved).await;
        moderation::erase(&db, &id, "user:eva", "ønske", MONDAY).await.unwrap();
        conflict(undo(&db, last, EVA).await);
    }
}

#[tokio::test]
async fn of_two_undos_at_once_one_wins() {
    for db in both().await {
        let id = one(&db).await;
        let decision = decide(&db, &id, State::Approved).await;
        let other = db.again().await;
        let (a, b) =
            tokio::join!(undo(&db, decision, EVA), undo(&other, decision, By { actor: "user:ali", ..EVA }),);
        assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
        conflict(if a.is_ok() { b } else { a });
        assert_eq!(state(&db, &id).await, State::Pending);
    }
}

#[tokio::test]
async fn an_erased_post_is_gone_and_stays_out() {
    for db in both().await {
        let id = one(&db).await;
        let entry = moderation::erase(&db, &id, "user:eva", "anmodning 12", MONDAY).await.unwrap();
        assert_eq!((entry.action, entry.from, entry.to), (Action::Erased, Some(State::Pending), None));
        assert_eq!(entry.reason.as_deref(), Some("anmodning 12"));
        assert!(posts::load(&db, std::slice::from_ref(&id)).await.unwrap().is_empty());
        conflict(moderation::erase(&db, &id, "user:eva", "igen", MONDAY).await);
        conflict(
            moderation::decide(&db, std::slice::from_ref(&id), State::Approved, "user:eva", None, MONDAY)
                .await,
        );
        conflict(moderation::block_author(&db, &id, EVA).await);
        assert_eq!(build::run(&db, "masto", batch([draft("1", "igen")]), MONDAY).await.tombstoned, 1);
        assert_eq!(decisions(&db, None, 9).await, [entry]);
    }
}

#[tokio::test]
async fn blocking_an_author_rejects_all_their_posts_and_can_be_undone() {
    for db in both().await {
        let mut stranger = draft("3", "af en anden");
        stranger.author.native_id = "https://norden.example/users/ali".to_owned();
        let posts = build::stored(&db, [draft("1", "a"), draft("2", "b"), stranger]).await;
        decide(&db, &posts[1].id, State::Approved).await;
        let blocked = async || {
            let known = posts::knowledge(&db, &[draft("9", "ny")], false, MONDAY).await.unwrap();
            known[0].author_blocked
        };
        assert!(!blocked().await);
        let entries = moderation::block_author(&db, &posts[0].id, EVA).await.unwrap().entries;
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|entry| entry.to == Some(State::Rejected)));
        assert_eq!(state(&db, &posts[1].id).await, State::Rejected);
        assert_eq!(state(&db, &posts[2].id).await, State::Pending);
        assert!(blocked().await);
        let mine = entries.iter().find(|entry| entry.post == posts[1].id).unwrap();
        let undone = undo(&db, mine.seq, EVA).await.unwrap();
        assert!(!blocked().await, "the block is lifted with it");
        assert_eq!(state(&db, &posts[1].id).await, State::Approved);
        undo(&db, undone.seq, EVA).await.unwrap();
        assert!(blocked().await);
    }
}

#[tokio::test]
async fn an_author_the_network_does_not_name_cannot_be_blocked() {
    for db in both().await {
        let mut nameless = draft("1", "a");
        nameless.author.native_id = String::new();
        let id = build::stored(&db, [nameless]).await.remove(0).id;
        conflict(moderation::block_author(&db, &id, EVA).await);
        assert_eq!(state(&db, &id).await, State::Pending);
    }
}

#[tokio::test]
async fn a_block_on_a_rejected_post_is_itself_what_an_undo_takes_back() {
    for db in both().await {
        let id = one(&db).await;
        let rejection = decide(&db, &id, State::Rejected).await;
        let block = moderation::block_author(&db, &id, EVA).await.unwrap().entries;
        assert_eq!(
            (block.len(), block[0].from, block[0].to),
            (1, Some(State::Rejected), Some(State::Rejected))
        );
        conflict(undo(&db, rejection, EVA).await);
        undo(&db, block[0].seq, EVA).await.unwrap();
        assert_eq!(state(&db, &id).await, State::Rejected);
        let known = posts::knowledge(&db, &[draft("9", "ny")], false, MONDAY).await.unwrap();
        assert!(!known[0].author_blocked);
    }
}
