//! Paging: empty pages, no order, endless paging, budgets, windows.

use hashwall::collect::collector::Failure;
use hashwall_standin::facebook::Post;
use hashwall_standin::faults::Fault;

use super::{PAGE, bench};
use crate::support::build::MONDAY;
use crate::support::collecting::{Bench, ids};

const HOUR: i64 = 3_600_000_000;

/// Publishes one post an hour, back from now; gives their ids, sorted.
fn publish(bench: &Bench, count: i64) -> Vec<String> {
    let mut ids: Vec<String> = (0..count)
        .map(|n| bench.standin.facebook.publish(PAGE, Post::new("#Ledelsesugen").at(MONDAY.0 - n * HOUR)))
        .collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn an_empty_page_with_next_is_not_the_end() {
    let mut bench = bench(false).await;
    let published = publish(&bench, 170);
    bench.standin.facebook.quirks(|quirks| quirks.empty_pages = true);
    assert_eq!(ids(&bench.run().await.posts), published);
}

#[tokio::test]
async fn posts_in_no_order_are_all_read() {
    let mut bench = bench(false).await;
    let mut published = publish(&bench, 120);
    bench.standin.facebook.quirks(|quirks| quirks.shuffled = true);
    assert_eq!(ids(&bench.run().await.posts), published);
    bench.pass(600);
    let late = bench.standin.facebook.publish(PAGE, Post::new("ny #Ledelsesugen"));
    published.push(late.clone());
    assert!(ids(&bench.run().await.posts).contains(&late));
}

#[tokio::test]
async fn more_than_a_runs_budget_is_read_by_the_next_runs() {
    let mut bench = bench(false).await;
    let published = publish(&bench, 2_350);
    let mut got = ids(&bench.run_out().await);
    got.dedup();
    assert_eq!(got, published);
    assert!(!bench.run().await.more);
}

#[tokio::test]
async fn a_run_that_breaks_off_half_way_loses_nothing() {
    let mut bench = bench(false).await;
    let published = publish(&bench, 260);
    // The second page of the Page's posts fails, and so does everything after it for a while.
    bench.standin.facebook.limit(4, 4);
    let harvest = bench.run().await;
    assert!(matches!(harvest.failure, Some(Failure::Throttled { .. })), "{:?}", harvest.failure);
    let mut got = ids(&harvest.posts);
    assert!(!got.is_empty() && got.len() < published.len());
    bench.standin.facebook.lift_limits();
    bench.pass(7_200);
    got.extend(ids(&bench.run_out().await));
    got.sort();
    got.dedup();
    assert_eq!(got, published);
}

#[tokio::test]
async fn endless_paging_ends() {
    let mut bench = bench(false).await;
    publish(&bench, 3);
    bench.standin.facebook.quirks(|quirks| quirks.endless = true);
    let harvest = bench.run().await;
    assert!(!harvest.more);
    assert!(harvest.notes.iter().any(|note| note.contains("did not get anywhere")), "{:?}", harvest.notes);
    assert!(bench.standin.faults.requests().len() < 30);
    bench.standin.facebook.quirks(|quirks| quirks.endless = false);
    assert_eq!(bench.run().await.posts.len(), 3);
}

#[tokio::test]
async fn later_runs_read_the_overlap_only_even_where_since_is_not_honoured() {
    let mut bench = bench(false).await;
    publish(&bench, 1_500);
    bench.run_out().await;
    for ignored in [false, true] {
        bench.standin.facebook.quirks(|quirks| quirks.ignores_since = ignored);
        bench.pass(600);
        let new = bench.standin.facebook.publish(PAGE, Post::new("ny #Ledelsesugen"));
        let before = bench.standin.faults.requests().len();
        let harvest = bench.run().await;
        assert!(ids(&harvest.posts).contains(&new) && !harvest.more);
        let calls = bench.standin.faults.requests().len() - before;
        assert!(calls <= 10, "{calls} calls");
    }
}

#[tokio::test]
async fn too_much_data_is_asked_for_in_smaller_pieces() {
    let mut bench = bench(false).await;
    let published = publish(&bench, 60);
    bench.standin.facebook.quirks(|quirks| quirks.too_much_above = Some(15));
    let harvest = bench.run().await;
    assert_eq!((harvest.failure, ids(&harvest.posts)), (None, published));
    let asked = bench.standin.faults.requests().len();
    bench.run().await;
    let again = &bench.standin.faults.requests()[asked..];
    assert!(again.iter().all(|(_, address)| !address.contains("limit=50")), "it remembers: {again:?}");
}

#[tokio::test]
async fn next_that_leads_elsewhere_is_not_followed() {
    let mut bench = bench(false).await;
    let body = r#"{"data":[{"id":"1_2","message":"x","created_time":"2026-10-26T06:30:00+0000"}],
        "paging":{"next":"https://evil.example/v26.0/x?access_token=t"}}"#;
    bench
        .standin
        .faults
        .always("/facebook/v26.0/104512998877665/", Fault::Answer(200, "application/json", body.into()));
    let harvest = bench.run().await;
    assert_eq!(harvest.posts.len(), 1);
    let Some(Failure::Transient(why)) = harvest.failure else { panic!("{:?}", harvest.failure) };
    assert!(why.contains("outside"), "{why}");
}

#[tokio::test]
async fn a_page_that_points_to_itself_ends_the_reading() {
    let mut bench = bench(false).await;
    let address = format!("{}/v26.0/{PAGE}/published_posts?after=same", bench.standin.facebook.api());
    let body = format!(r#"{{"data":[],"paging":{{"next":"{address}"}}}}"#);
    bench
        .standin
        .faults
        .always("/facebook/v26.0/104512998877665/", Fault::Answer(200, "application/json", body));
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    assert!(harvest.notes.iter().any(|note| note.contains("circle")), "{:?}", harvest.notes);
}

#[tokio::test]
async fn posts_out_of_reach_are_said_to_be_and_not_asked_for_for_ever() {
    let mut bench = bench(false).await;
    publish(&bench, 1_200);
    bench.standin.facebook.quirks(|quirks| quirks.ignores_since = true);
    assert!(bench.run().await.more);
    bench.pass(60);
    let second = bench.run().await;
    assert!(
        !second.more && second.notes.iter().any(|note| note.contains("out of reach")),
        "{:?}",
        second.notes
    );
    bench.pass(60);
    let calls = bench.standin.faults.requests().len();
    bench.run().await;
    assert!(bench.standin.faults.requests().len() - calls <= 10);
}

#[tokio::test]
async fn a_run_that_breaks_off_among_posts_in_no_order_loses_nothing() {
    let mut bench = bench(false).await;
    let day = 24 * HOUR;
    let mut published: Vec<String> = (0..130)
        .map(|n| bench.standin.facebook.publish(PAGE, Post::new("#Ledelsesugen").at(MONDAY.0 - n * day)))
        .collect();
    published.sort();
    bench.standin.facebook.quirks(|quirks| quirks.shuffled = true);
    bench.standin.facebook.limit(2, 4);
    let first = bench.run().await;
    bench.standin.facebook.lift_limits();
    bench.pass(7_200);
    let mut got = ids(&first.posts);
    got.extend(ids(&bench.run_out().await));
    got.sort();
    got.dedup();
    assert_eq!(got, published);
}
