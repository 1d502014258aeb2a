//! Stepping back through what one did: whole actions, in order, once.

use hashwall::domain::log::Action;
use hashwall::domain::post::{Post, PostId, State};
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::marks::{self, Mark};
use hashwall::store::undo::{self, By, Done};
use hashwall::store::{log, moderation, notes, posts};

use crate::support::build::{self, MONDAY, batch, draft};
use crate::support::database::{TestDb, both};

const METTE: By<'static> = By { actor: "user:mette", request: None, now: MONDAY };
const MAJA: By<'static> = By { actor: "user:maja", request: None, now: MONDAY };

fn with<'a>(by: By<'a>, request: &'a str) -> By<'a> {
    By { request: Some(request), ..by }
}

async fn stored(db: &TestDb, many: usize) -> Vec<PostId> {
    let posts = build::stored(db, (0..many).map(|n| draft(&format!("{n:03}"), "kø"))).await;
    posts.into_iter().map(|post| post.id).collect()
}

async fn decide(db: &TestDb, ids: &[PostId], to: State, by: By<'_>) -> Done {
    moderation::decide_as_seen(db, ids, &Default::default(), to, None, by).await.unwrap()
}

async fn back(db: &TestDb, by: By<'_>) -> Result<Done, StoreError> {
    undo::step_back(db, by, None, &Default::default()).await
}

#[track_caller]
fn refused(what: Result<Done, StoreError>, why: &Conflict) {
    match what {
        Err(StoreError::Conflict(found)) => assert_eq!(&found, why),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn sixty_actions_and_the_last_fifty_are_taken_back_each_whole() {
    for db in both().await {
        let ids = stored(&db, 120).await;
        for pair in ids.chunks(2) {
            decide(&db, pair, State::Approved, METTE).await;
        }
        assert_eq!(undo::steps(&db, "user:mette").await.unwrap().len(), 50);
        for step in 0..50 {
            let done = back(&db, METTE).await.unwrap();
            // Posts of one moment have ids in any order.
            let mut last = ids[118 - 2 * step..120 - 2 * step].to_vec();
            last.sort();
            let mut taken: Vec<PostId> = done.entries.iter().map(|entry| entry.post.clone()).collect();
            taken.sort();
            assert_eq!(taken, last, "step {step} on {}", db.engine);
        }
        refused(back(&db, METTE).await, &Conflict::NothingToUndo);
        let approved = build::all(&db).await.iter().filter(|post| post.state == State::Approved).count();
        assert_eq!(approved, 20, "ten actions stand");
    }
}

#[tokio::test]
async fn everybody_steps_back_through_their_own() {
    for db in both().await {
        let ids = stored(&db, 2).await;
        decide(&db, &ids[..1], State::Approved, METTE).await;
        let majas = decide(&db, &ids[1..], State::Rejected, MAJA).await;
        refused(undo::step_back(&db, METTE, majas.action, &Default::default()).await, &Conflict::TakenBack);
        back(&db, METTE).await.unwrap();
        refused(back(&db, METTE).await, &Conflict::NothingToUndo);
        let states: Vec<State> = build::all(&db).await.iter().map(|post| post.state).collect();
        assert_eq!(states, [State::Pending, State::Rejected]);
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once() {
    for db in both().await {
        let ids = stored(&db, 3).await;
        let first = decide(&db, &ids, State::Approved, with(METTE, "k1")).await;
        moderation::decide(&db, &ids[..1], State::Held, "user:maja", None, MONDAY).await.unwrap();
        let again = decide(&db, &ids, State::Approved, with(METTE, "k1")).await;
        assert_eq!(again, first, "the lost answer, and maja's decision stands");
        let head = log::head(&db).await.unwrap();
        refused(back(&db, with(METTE, "k2")).await, &Conflict::DecidedSince);
        assert_eq!(log::head(&db).await.unwrap(), head, "not by half");

        decide(&db, &ids[1..2], State::Rejected, with(METTE, "k3")).await;
        decide(&db, &ids[2..], State::Rejected, with(METTE, "k4")).await;
        let once = back(&db, with(METTE, "k5")).await.unwrap();
        assert_eq!(back(&db, with(METTE, "k5")).await.unwrap(), once);
        let state = |posts: &[Post], at: usize| posts.iter().find(|post| post.id == ids[at]).unwrap().state;
        let all = build::all(&db).await;
        assert_eq!((state(&all, 1), state(&all, 2)), (State::Rejected, State::Approved), "one step alone");
    }
}

#[tokio::test]
async fn a_batch_with_a_post_that_is_gone_or_moved_on_is_left_whole_and_passed_over() {
    for db in both().await {
        let ids = stored(&db, 4).await;
        decide(&db, &ids[..1], State::Approved, METTE).await;
        decide(&db, &ids[1..3], State::Approved, METTE).await;
        moderation::erase(&db, &ids[1], "user:maja", "other", MONDAY).await.unwrap();
        refused(back(&db, METTE).await, &Conflict::PostGone);
        let third = posts::load(&db, &ids[2..3]).await.unwrap().remove(0);
        assert_eq!(third.state, State::Approved, "not by half");
        let done = back(&db, METTE).await.unwrap();
        assert_eq!(done.entries[0].post, ids[0], "the one before it");
        // The log still reverses what the step could not.
        let seq = log::of_post(&db, &ids[2]).await.unwrap().last().unwrap().seq;
        undo::reverse(&db, seq, METTE, &Default::default()).await.unwrap();
        assert_eq!(posts::load(&db, &ids[2..3]).await.unwrap()[0].state, State::Pending);
    }
}

#[tokio::test]
async fn of_two_who_step_back_at_once_each_takes_another_step_and_none_is_taken_twice() {
    for db in both().await {
        let ids = stored(&db, 2).await;
        decide(&db, &ids[..1], State::Approved, METTE).await;
        decide(&db, &ids[1..], State::Approved, METTE).await;
        let (other, none) = (db.again().await, Default::default());
        let (a, b, c) = tokio::join!(
            undo::step_back(&db, METTE, None, &none),
            undo::step_back(&other, METTE, None, &none),
            undo::step_back(&other, METTE, None, &none)
        );
        let fine = [&a, &b, &c].iter().filter(|result| result.is_ok()).count();
        assert_eq!(fine, 2, "{a:?} {b:?} {c:?}");
        let undone = log::read_after(&db, 0, 99).await.unwrap();
        assert_eq!(undone.iter().filter(|entry| entry.action == Action::Undone).count(), 2);
        // And with the same step named: one wins.
        let done = decide(&db, &ids, State::Rejected, METTE).await;
        let (a, b) = tokio::join!(
            undo::step_back(&db, METTE, done.action, &none),
            undo::step_back(&other, METTE, done.action, &none)
        );
        assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
    }
}

#[tokio::test]
async fn marks_notes_and_blocks_are_steps_like_any_other() {
    for db in both().await {
        let mut pictured = draft("001", "med billede");
        pictured.attachments = vec![Default::default()];
        let post = build::stored(&db, [pictured, draft("002", "mere")]).await.remove(0);
        let id = std::slice::from_ref(&post.id);
        let mark = async |mark: Mark| marks::mark(&db, id, &mark, METTE).await.unwrap();
        mark(Mark::Pinned(true)).await;
        mark(Mark::Featured(true)).await;
        mark(Mark::Described(0, " To ledere ved et bord ".to_owned())).await;
        mark(Mark::Noted("ring til hende".to_owned())).await;
        assert!(mark(Mark::Pinned(true)).await.entries.is_empty(), "it is pinned already");
        moderation::block_author(&db, &post.id, METTE).await.unwrap();
        let now = async || build::all(&db).await.remove(0);
        let marked = now().await;
        assert_eq!(marked.marks.alt[&0], "To ledere ved et bord");
        assert!(marked.marks.pinned && marked.marks.featured && marked.state == State::Rejected);
        assert_eq!(notes::of(&db, &[marked]).await.unwrap()[&post.id][0].words, "ring til hende");
        let log = log::of_post(&db, &post.id).await.unwrap();
        assert!(
            log.iter().all(|entry| !format!("{entry:?}").contains("ledere ved et bord")),
            "ids and reasons"
        );

        let wrong = marks::mark(&db, id, &Mark::Described(7, "x".to_owned()), METTE).await;
        refused(wrong, &Conflict::NoAttachment);
        let kinds: Vec<String> =
            undo::steps(&db, "user:mette").await.unwrap().into_iter().map(|step| step.kind).collect();
        assert_eq!(kinds, ["blocked", "noted", "described", "featured", "pinned"]);
        assert_eq!(back(&db, METTE).await.unwrap().entries.len(), 2, "both of the author's");
        for _ in 0..4 {
            back(&db, METTE).await.unwrap();
        }
        assert_eq!(now().await, post, "as if nothing had been");
        assert!(notes::of(&db, std::slice::from_ref(&post)).await.unwrap().is_empty());
        let known = posts::knowledge(&db, &[draft("9", "ny")], false, MONDAY).await.unwrap();
        assert!(!known[0].author_blocked);
    }
}

#[tokio::test]
async fn a_mark_that_was_replaced_since_is_not_taken_back() {
    for db in both().await {
        let mut pictured = draft("1", "med billede");
        pictured.attachments = vec![Default::default()];
        let post = build::stored(&db, [pictured]).await.remove(0);
        let id = std::slice::from_ref(&post.id);
        marks::mark(&db, id, &Mark::Described(0, "et".to_owned()), METTE).await.unwrap();
        let majas = marks::mark(&db, id, &Mark::Described(0, "to".to_owned()), MAJA).await.unwrap();
        refused(back(&db, METTE).await, &Conflict::DecidedSince);
        assert_eq!(build::all(&db).await[0].marks.alt[&0], "to");
        undo::reverse(&db, majas.entries[0].seq, METTE, &Default::default()).await.unwrap();
        assert_eq!(build::all(&db).await[0].marks.alt[&0], "et", "the log takes back anybody's");
        refused(back(&db, MAJA).await, &Conflict::NothingToUndo);
    }
}

#[tokio::test]
async fn a_decision_on_what_somebody_decided_meanwhile_is_refused_unless_it_is_the_same() {
    for db in both().await {
        let post = build::stored(&db, [draft("1", "kø")]).await.remove(0);
        let seen = [(post.id.0.clone(), moderation::as_seen(&post))].into();
        let id = std::slice::from_ref(&post.id);
        decide(&db, id, State::Approved, MAJA).await;
        let same = moderation::decide_as_seen(&db, id, &seen, State::Approved, None, METTE).await.unwrap();
        assert_eq!(same, Done::default(), "of one mind");
        let other = moderation::decide_as_seen(&db, id, &seen, State::Rejected, None, METTE).await;
        refused(other, &Conflict::DecidedMeanwhile);
        assert_eq!(build::all(&db).await[0].state, State::Approved);
    }
}

#[tokio::test]
async fn what_was_approved_is_kept_beside_an_edit_until_long_after_it_was_decided() {
    for db in both().await {
        let id = stored(&db, 1).await.remove(0);
        decide(&db, std::slice::from_ref(&id), State::Approved, METTE).await;
        build::run(&db, "masto", batch([draft("000", "rettet")]), MONDAY).await;
        let queue = posts::queue(&db, State::Pending, None, 9).await.unwrap();
        assert_eq!(queue.posts[0].approved.as_deref(), Some("kø"));
        decide(&db, std::slice::from_ref(&id), State::Approved, METTE).await;
        let of = async || {
            let post = build::all(&db).await.remove(0);
            hashwall::store::versions::of(&db, &[post]).await.unwrap()
        };
        assert!(of().await.is_empty(), "nothing waits");
        back(&db, METTE).await.unwrap();
        assert_eq!(of().await[&id], "kø", "taken back, the difference is there again");
        decide(&db, std::slice::from_ref(&id), State::Rejected, METTE).await;
        let later = MONDAY.plus(std::time::Duration::from_secs(25 * 3_600));
        hashwall::store::expiry::purge(&db, later, 9).await.unwrap();
        back(&db, METTE).await.unwrap();
        assert!(of().await.is_empty(), "forgotten");
    }
}

#[tokio::test]
async fn a_step_is_named_by_the_request_that_made_it_too() {
    for db in both().await {
        let ids = stored(&db, 2).await;
        let done = decide(&db, &ids[..1], State::Approved, with(METTE, "eins")).await;
        decide(&db, &ids[1..], State::Held, with(METTE, "zwei")).await;
        assert_eq!(Some(undo::action_of(&db, METTE.actor, "eins").await.unwrap()), done.action);
        // Never another step by mistake: what never came, and what another did, is none.
        for (actor, request) in [(METTE.actor, "drei"), (MAJA.actor, "eins")] {
            let none = undo::action_of(&db, actor, request).await.unwrap_err();
            assert!(matches!(none, StoreError::Conflict(Conflict::NothingToUndo)), "{none}");
        }
    }
}
