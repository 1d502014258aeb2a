//! Taking the trust from an author, and judging again what waits.

use hashwall::domain::log::Action;
use hashwall::domain::post::{PostId, State};
use hashwall::domain::verdict::Verdict;
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::trust::{self, Judged};
use hashwall::store::undo::{self, By};
use hashwall::store::{audit, knowledge, log, marks, moderation, posts};

use crate::support::build::{self, MONDAY, draft};
use crate::support::database::both;

const IB: By<'static> = By { actor: "user:ib", request: None, now: MONDAY };

#[tokio::test]
async fn all_live_posts_of_the_author_go_back_and_all_come_again() {
    for db in both().await {
        let mut stranger = draft("9", "en anden");
        stranger.author.native_id = "anden".to_owned();
        let drafts = ["1", "2", "3"].map(|id| draft(id, "x")).into_iter().chain([stranger]);
        let posts = build::stored(&db, drafts).await;
        let live: Vec<PostId> = posts.iter().map(|post| post.id.clone()).collect();
        moderation::decide(&db, &live, State::Approved, "user:eva", None, MONDAY).await.unwrap();
        moderation::decide(&db, &live[..1], State::Rejected, "user:eva", None, MONDAY).await.unwrap();
        let done = trust::distrust(&db, &live[0], IB).await.unwrap();
        let states = async || build::all(&db).await.iter().map(|post| post.state).collect::<Vec<_>>();
        use State::{Approved, Pending, Rejected};
        assert_eq!(states().await, [Rejected, Pending, Pending, Approved], "{}", db.engine);
        let known =
            async || posts::knowledge(&db, &[draft("5", "ny")], false, MONDAY).await.unwrap().remove(0);
        assert!(known().await.author_distrusted);
        assert_eq!(done.entries.iter().filter(|entry| entry.action == Action::Decided).count(), 2);
        assert!(
            done.entries.iter().all(|entry| (entry.action == Action::Decided) == (entry.from != entry.to)),
            "what moved nothing is no decision: {:?}",
            done.entries
        );
        let asked = done.entries.iter().find(|entry| entry.post == live[0]).unwrap();
        assert_eq!((asked.action, asked.to), (Action::Marked, Some(Rejected)), "the post it was asked on");
        undo::step_back(&db, IB, None, &Default::default()).await.unwrap();
        assert_eq!(states().await, [Rejected, Approved, Approved, Approved], "{}", db.engine);
        assert!(!known().await.author_distrusted, "the batch gave the trust back, too");
        let line = audit::page(&db, None, 10).await.unwrap().pop().unwrap();
        assert_eq!((line.action.as_str(), line.subject.as_str()), ("trust.removed", live[0].0.as_str()));
        let gone = trust::distrust(&db, &PostId("nej".to_owned()), IB).await.unwrap_err();
        assert!(matches!(gone, StoreError::Conflict(Conflict::PostGone)));
    }
}

#[tokio::test]
async fn trust_is_given_back_by_hand() {
    for db in both().await {
        let posts = build::stored(&db, [draft("1", "x")]).await;
        let id = &posts[0].id;
        let listed =
            async || trust::distrusted(&db).await.unwrap().iter().map(|one| one.posts).collect::<Vec<_>>();
        trust::distrust(&db, id, IB).await.unwrap();
        assert_eq!(listed().await, [1]);
        let given = trust::trust_again(&db, id, IB).await.unwrap();
        assert_eq!(given.entries[0].reason.as_deref(), Some(trust::TRUST_RESTORED));
        assert_eq!(listed().await, [0; 0]);
        assert!(trust::trust_again(&db, id, IB).await.unwrap().entries.is_empty(), "given once");
        undo::step_back(&db, IB, None, &Default::default()).await.unwrap();
        assert_eq!(listed().await, [1], "giving is taken back");
        undo::step_back(&db, IB, None, &Default::default()).await.unwrap();
        assert_eq!(listed().await, [0; 0], "and so is taking, on a post that waits");
        assert_eq!(build::all(&db).await[0].state, State::Pending);
    }
}

#[tokio::test]
async fn what_waits_is_judged_again_and_what_somebody_decided_is_not() {
    for db in both().await {
        build::stored(&db, ["1", "2", "3"].map(|id| draft(id, "x"))).await;
        let waiting = knowledge::waiting(&db, 10).await.unwrap();
        moderation::decide(&db, &[waiting[2].id.clone()], State::Approved, "user:eva", None, MONDAY)
            .await
            .unwrap();
        let verdict = Verdict {
            labels: vec!["svindel".to_owned()],
            blurred: true,
            ..Verdict::new(State::Held, "Gratis-fælder", "“gratis”")
        };
        let judged: Vec<Judged> =
            waiting.iter().map(|post| Judged { post: post.clone(), verdict: verdict.clone() }).collect();
        let done = trust::judge_again(&db, &judged, IB).await.unwrap();
        let entries = &done.entries;
        assert_eq!(entries.len(), 2, "{}", db.engine);
        assert!(entries.iter().all(|entry| entry.actor == "rule:Gratis-fælder"));
        let again = trust::judge_again(&db, &judged, IB).await.unwrap();
        assert!(again.entries.is_empty(), "pressing twice changes nothing more");
        let all = posts::load(&db, &[waiting[0].id.clone(), waiting[2].id.clone()]).await.unwrap();
        let find = |id: &PostId| all.iter().find(|post| post.id == *id).unwrap();
        let held = find(&waiting[0].id);
        assert_eq!((held.state, held.rule.as_deref()), (State::Held, Some("Gratis-fælder")));
        assert!(held.marks.blurred && held.marks.labels == ["svindel"]);
        assert_eq!(find(&waiting[2].id).state, State::Approved);
        let first = entries[0].seq;
        assert_eq!(
            undo::step_back(&db, IB, done.action, &Default::default()).await.unwrap().entries.len(),
            2
        );
        let back = async || posts::load(&db, &[waiting[0].id.clone()]).await.unwrap().remove(0);
        let post = back().await;
        assert_eq!((post.state, post.rule), (State::Pending, None));
        assert!(!post.marks.blurred && post.marks.labels.is_empty(), "its marks went with it");
        // Taking that back brings all of it again.
        let undone = log::of_post(&db, &waiting[0].id).await.unwrap().pop().unwrap();
        assert_eq!(undone.undoes, Some(first));
        undo::reverse(&db, undone.seq, IB, &Default::default()).await.unwrap();
        let post = back().await;
        assert_eq!((post.state, post.marks.blurred), (State::Held, true));
        assert_eq!(post.marks.labels, ["svindel"]);
    }
}

#[tokio::test]
async fn a_rule_put_to_work_is_taken_back_whole_or_not_at_all() {
    for db in both().await {
        build::stored(&db, ["1", "2"].map(|id| draft(id, "x"))).await;
        let waiting = knowledge::waiting(&db, 10).await.unwrap();
        let verdict = Verdict::new(State::Held, "Gratis-fælder", "“gratis”");
        let judged: Vec<Judged> =
            waiting.iter().map(|post| Judged { post: post.clone(), verdict: verdict.clone() }).collect();
        let done = trust::judge_again(&db, &judged, IB).await.unwrap();
        let decided = [waiting[0].id.clone()];
        moderation::decide(&db, &decided, State::Approved, "user:eva", None, MONDAY).await.unwrap();
        let refused = undo::step_back(&db, IB, done.action, &Default::default()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::DecidedSince)), "{refused}");
        for post in build::all(&db).await {
            let expected = if post.id == decided[0] { State::Approved } else { State::Held };
            assert_eq!(post.state, expected, "{}: nothing by half", db.engine);
        }
    }
}

#[tokio::test]
async fn marks_of_a_rule_are_stored_with_the_post() {
    for db in both().await {
        let verdict = Verdict {
            labels: vec!["a".to_owned()],
            blurred: true,
            ..Verdict::new(State::Pending, "mærk", "")
        };
        let batch = hashwall::store::ingest::Batch {
            posts: vec![(draft("1", "x"), Some(verdict))],
            ..Default::default()
        };
        build::run(&db, "masto", batch, MONDAY).await;
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.state, post.rule.as_deref()), (State::Pending, Some("mærk")), "{}", db.engine);
        assert!(post.marks.blurred && post.marks.labels == ["a"]);
    }
}

#[tokio::test]
async fn a_rule_put_to_work_writes_over_no_mark_that_came_meanwhile() {
    for db in both().await {
        let id = build::stored(&db, [draft("1", "x")]).await.remove(0).id;
        let read = knowledge::waiting(&db, 10).await.unwrap().remove(0);
        let pin = marks::Mark::Pinned(true);
        marks::mark(&db, std::slice::from_ref(&id), &pin, By { actor: "user:eva", ..IB }).await.unwrap();
        let verdict = Verdict {
            labels: vec!["svindel".to_owned()],
            ..Verdict::new(State::Held, "Gratis-fælder", "“gratis”")
        };
        let done = trust::judge_again(&db, &[Judged { post: read, verdict }], IB).await.unwrap();
        let marks = build::all(&db).await.remove(0).marks;
        assert!(marks.pinned && marks.labels == ["svindel"], "{marks:?} on {}", db.engine);
        undo::step_back(&db, IB, done.action, &Default::default()).await.unwrap();
        let marks = build::all(&db).await.remove(0).marks;
        assert!(marks.pinned && marks.labels.is_empty(), "{marks:?} on {}", db.engine);
    }
}
