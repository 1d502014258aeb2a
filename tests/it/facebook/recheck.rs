//! Known posts: edits, counts, deletion, and a token that has gone blind.

use hashwall::domain::post::Body;
use hashwall::domain::source::Known;
use hashwall_standin::facebook::{Post, Token};

use super::{PAGE, bench, token};
use crate::support::build::MONDAY;
use crate::support::collecting::{Bench, known};

/// Publishes posts so old that no ordinary reading sees them, and one that it sees.
fn publish(bench: &Bench, old: usize) -> Vec<Known> {
    let facebook = &bench.standin.facebook;
    facebook.publish(PAGE, Post::new("ny #Ledelsesugen"));
    let created = MONDAY.0 - 60 * 86_400_000_000;
    let post = || Post::new("gammel #Ledelsesugen").at(created);
    (0..old).map(|_| known(&facebook.publish(PAGE, post()), "")).collect()
}

#[tokio::test]
async fn edits_and_counts_of_old_posts_come_in() {
    let mut bench = bench(false).await;
    let old = publish(&bench, 3);
    bench.run().await;
    bench.standin.facebook.edit(&old[1].native_id, "rettet #Ledelsesugen");
    bench.standin.facebook.set_counts(&old[1].native_id, 7, 2, 1);
    let harvest = bench.run_checking(&old).await;
    assert_eq!(harvest.checked.len(), 3);
    let (_, counts) = harvest.engagement.iter().find(|(id, _)| *id == old[1].native_id).unwrap();
    assert_eq!((counts.reactions, counts.comments, counts.shares), (Some(7), Some(2), Some(1)));
    let edited = harvest.posts.iter().find(|post| post.native_id == old[1].native_id).unwrap();
    assert_eq!(edited.body, Body::Text("rettet #Ledelsesugen".to_owned()));
    assert_eq!(edited.edited_at, None, "updated_time moves with comments too");
}

#[tokio::test]
async fn a_deleted_post_is_gone_when_it_is_missed_twice() {
    for omits in [false, true] {
        let mut bench = bench(false).await;
        let old = publish(&bench, 120);
        bench.run().await;
        bench.standin.facebook.quirks(|quirks| quirks.omits_missing = omits);
        for deleted in [3, 70, 71] {
            bench.standin.facebook.delete(&old[deleted].native_id);
        }
        let first = bench.run_checking(&old).await;
        assert_eq!((first.failure, first.gone.len(), first.checked.len()), (None, 0, 117));
        bench.pass(3_600);
        let mut second = bench.run_checking(&old).await;
        second.gone.sort();
        let mut expected: Vec<_> = [3, 70, 71].map(|at| old[at].native_id.clone()).into();
        expected.sort();
        assert_eq!(second.gone, expected, "omits: {omits}");
    }
}

#[tokio::test]
async fn a_deleted_post_that_the_error_does_not_name_is_found_by_halving() {
    let mut bench = bench(false).await;
    let old = publish(&bench, 50);
    bench.run().await;
    bench.standin.facebook.quirks(|quirks| quirks.hides_missing = true);
    bench.standin.facebook.delete(&old[31].native_id);
    let first = bench.run_checking(&old).await;
    assert_eq!((first.failure, first.gone.len(), first.checked.len()), (None, 0, 49));
    bench.pass(60);
    assert_eq!(bench.run_checking(&old).await.gone, [old[31].native_id.clone()]);
}

#[tokio::test]
async fn a_post_that_comes_back_in_between_is_not_gone() {
    let mut bench = bench(false).await;
    let old = publish(&bench, 1);
    bench.run().await;
    bench.standin.facebook.grant(&token(), Token::Page("2".to_owned()));
    bench.standin.facebook.grant(&token(), Token::Page(PAGE.to_owned()));
    let gone = known("104512998877665_42", "");
    bench.run_checking(std::slice::from_ref(&gone)).await;
    assert!(bench.cursor["missed"].get("104512998877665_42").is_some());
    bench.pass(60);
    let seen = bench.run_checking(&old).await;
    assert!(seen.gone.is_empty() && seen.checked == [old[0].native_id.clone()]);
}

#[tokio::test]
async fn a_hidden_or_unpublished_post_is_gone_at_once() {
    let mut bench = bench(false).await;
    let old = publish(&bench, 2);
    bench.run().await;
    bench.standin.facebook.hide(&old[0].native_id);
    bench.standin.facebook.unpublish(&old[1].native_id);
    let harvest = bench.run_checking(&old).await;
    assert_eq!(harvest.gone, [old[0].native_id.clone(), old[1].native_id.clone()]);
}

#[tokio::test]
async fn a_token_that_sees_nothing_does_not_empty_the_wall_within_the_hour() {
    let mut bench = bench(false).await;
    let old = publish(&bench, 5);
    bench.run().await;
    for post in &old {
        bench.standin.facebook.delete(&post.native_id);
    }
    // The wrong kind of token: empty lists, no error.
    bench.standin.facebook.grant(&token(), Token::User);
    for _ in 0..3 {
        let harvest = bench.run_checking(&old).await;
        assert!(harvest.gone.is_empty());
        assert!(harvest.notes.iter().any(|note| note.contains("sight")), "{:?}", harvest.notes);
        bench.pass(1_200);
    }
    bench.pass(86_400);
    assert_eq!(bench.run_checking(&old).await.gone.len(), 5, "withdrawn content does not stay for ever");
}
