//! Following the timeline: nothing missed, nothing endless.

use hashwall_standin::faults::Fault;
use hashwall_standin::mastodon::Status;

use super::bench;
use crate::support::build::MONDAY;
use crate::support::collecting::{Bench, ids};

const MINUTE: i64 = 60_000_000;

/// Publishes posts a minute apart, ending now; gives their uris, oldest first.
fn publish(bench: &Bench, count: i64) -> Vec<String> {
    let now = bench.now().0;
    (0..count)
        .rev()
        .map(|n| Status::new("bo", "#Ledelsesugen").at(now - n * MINUTE))
        .map(|status| bench.standin.mastodon.publish(status))
        .collect()
}

fn sorted(mut uris: Vec<String>) -> Vec<String> {
    uris.sort();
    uris.dedup();
    uris
}

#[tokio::test]
async fn the_first_run_reads_the_newest_pages() {
    let mut bench = bench("ledelsesugen").await;
    let published = publish(&bench, 500);
    let harvest = bench.run().await;
    assert_eq!(ids(&harvest.posts), sorted(published[300..].to_vec()));
    assert!(!harvest.more);
}

#[tokio::test]
async fn a_busy_day_without_us_is_caught_up_without_a_gap() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 10);
    bench.run().await;
    bench.pass(2_000 * 60);
    let published = publish(&bench, 1_900);
    assert_eq!(
        sorted(ids(&bench.run_out().await).into_iter().filter(|uri| published.contains(uri)).collect()),
        sorted(published)
    );
    bench.pass(60);
    let new = bench.standin.mastodon.publish(Status::new("bo", "#Ledelsesugen"));
    let calls = bench.standin.faults.requests().len();
    let harvest = bench.run().await;
    assert!(ids(&harvest.posts).contains(&new) && !harvest.more);
    assert!(bench.standin.faults.requests().len() - calls <= 3, "the day is not read again");
}

#[tokio::test]
async fn a_quiet_run_costs_one_or_two_calls() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 30);
    bench.run().await;
    bench.pass(86_400);
    bench.run().await;
    let calls = bench.standin.faults.requests().len();
    bench.pass(300);
    let harvest = bench.run().await;
    assert!(bench.standin.faults.requests().len() - calls <= 2);
    assert_eq!(harvest.failure, None);
}

#[tokio::test]
async fn a_post_that_reaches_the_server_late_is_not_missed() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 5);
    for _ in 0..12 {
        bench.run().await;
        bench.pass(600);
        publish(&bench, 1);
    }
    bench.run().await;
    let created = bench.now().0 - 40 * MINUTE;
    let late =
        bench.standin.mastodon.publish(Status::new("lone@norden.example", "#Ledelsesugen").at(created));
    bench.pass(300);
    assert!(ids(&bench.run().await.posts).contains(&late));
}

#[tokio::test]
async fn a_catch_up_that_breaks_off_goes_on_where_it_was() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 1);
    bench.run().await;
    bench.pass(400 * 60);
    let published = publish(&bench, 300);
    let mut got = Vec::new();
    for _ in 0..20 {
        // Two good pages a run, then trouble.
        bench.standin.mastodon.set_limits(hashwall_standin::mastodon::Limits { general: 2, paging: 300 });
        let harvest = bench.run().await;
        got.extend(ids(&harvest.posts));
        if harvest.failure.is_none() {
            break;
        }
        bench.pass(300);
    }
    let got: Vec<String> = got.into_iter().filter(|uri| published.contains(uri)).collect();
    assert_eq!(sorted(got), sorted(published));
}

#[tokio::test]
async fn the_way_back_of_the_first_run_is_finished_by_the_next() {
    let mut bench = bench("ledelsesugen").await;
    let published = publish(&bench, 150);
    bench.standin.mastodon.set_limits(hashwall_standin::mastodon::Limits { general: 2, paging: 300 });
    let first = bench.run().await;
    assert!(first.failure.is_some());
    bench.standin.mastodon.set_limits(hashwall_standin::mastodon::Limits::default());
    bench.pass(900);
    let mut got = ids(&first.posts);
    got.extend(ids(&bench.run().await.posts));
    assert_eq!(sorted(got), sorted(published));
}

#[tokio::test]
async fn a_server_that_ignores_min_id_does_not_hold_us() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 50);
    bench.run().await;
    bench.standin.mastodon.endless(true);
    let calls = bench.standin.faults.requests().len();
    let harvest = bench.run().await;
    assert!(!harvest.more && bench.standin.faults.requests().len() - calls <= 3);
    assert!(harvest.notes.iter().any(|note| note.contains("repeats")), "{:?}", harvest.notes);
}

#[tokio::test]
async fn a_cursor_of_another_shape_is_the_first_time() {
    let mut bench = bench("ledelsesugen").await;
    let published = publish(&bench, 3);
    for odd in [serde_json::json!("x"), serde_json::json!([1]), serde_json::json!({"newest": 7})] {
        bench.cursor = odd;
        assert_eq!(ids(&bench.run().await.posts), sorted(published.clone()));
    }
    assert_eq!(bench.now(), MONDAY);
}

#[tokio::test]
async fn a_broken_page_in_the_middle_is_read_again() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 1);
    bench.run().await;
    bench.pass(200 * 60);
    let published = publish(&bench, 100);
    bench.standin.faults.next("/mastodon/", 1, Fault::Truncate);
    let mut got = ids(&bench.run().await.posts);
    got.extend(ids(&bench.run_out().await));
    let got: Vec<String> = got.into_iter().filter(|uri| published.contains(uri)).collect();
    assert_eq!(sorted(got), sorted(published));
}

#[tokio::test]
async fn a_late_arrival_during_an_outage_is_not_missed() {
    let mut bench = bench("ledelsesugen").await;
    publish(&bench, 90);
    bench.run().await;
    bench.pass(300);
    let created = bench.now().0 - 20 * MINUTE;
    let late =
        bench.standin.mastodon.publish(Status::new("lone@norden.example", "#Ledelsesugen").at(created));
    bench.standin.faults.next("/mastodon/", 1, Fault::Status(502, None));
    assert!(bench.run().await.failure.is_some());
    bench.pass(300);
    assert!(ids(&bench.run().await.posts).contains(&late));
}
