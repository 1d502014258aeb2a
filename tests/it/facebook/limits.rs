//! Limits: usage headers, codes 4, 17, 32, 613 and 80001, blocks.

use std::time::Duration;

use hashwall::collect::collector::Failure;
use hashwall_standin::facebook::Post;

use super::{PAGE, bench};
use crate::support::collecting::known;

#[tokio::test]
async fn every_limit_code_stops_the_run() {
    for code in [4, 17, 32, 613, 80_001] {
        let mut bench = bench(false).await;
        bench.standin.facebook.block(code, Duration::from_secs(1_800));
        let Some(Failure::Throttled { until, why }) = bench.run().await.failure else { panic!("{code}") };
        assert!(why.contains(&code.to_string()), "{why}");
        // Only the business use case header tells for how long, in minutes.
        let expected = (code == 80_001).then(|| bench.now().plus(Duration::from_secs(1_800)));
        assert_eq!(until, expected, "{code}");
    }
}

#[tokio::test]
async fn a_block_that_is_known_is_not_tested_by_calling() {
    let mut bench = bench(false).await;
    bench.standin.facebook.block(80_001, Duration::from_secs(1_800));
    bench.run().await;
    let calls = bench.standin.faults.requests().len();
    bench.pass(600);
    assert!(matches!(bench.run().await.failure, Some(Failure::Throttled { until: Some(_), .. })));
    assert_eq!(bench.standin.faults.requests().len(), calls, "calling on lengthens the block");
    bench.pass(1_300);
    let id = bench.standin.facebook.publish(PAGE, Post::new("#Ledelsesugen"));
    assert_eq!(bench.run().await.posts[0].native_id, id);
}

#[tokio::test]
async fn near_a_limit_the_run_ends_early_and_the_next_one_waits() {
    let mut bench = bench(true).await;
    let id = bench.standin.facebook.publish(PAGE, Post::new("#Ledelsesugen"));
    let old = known("104512998877665_1", "");
    bench.standin.facebook.set_usage(93);
    let first = bench.run_checking(std::slice::from_ref(&old)).await;
    assert_eq!(first.failure, None);
    assert!(first.not_before >= Some(bench.now().plus(Duration::from_secs(600))), "{:?}", first.not_before);
    assert!(first.notes.iter().any(|note| note.contains("93 %")), "{:?}", first.notes);
    assert!(bench.standin.faults.requests().len() <= 2);
    bench.standin.facebook.lift_limits();
    bench.pass(3_600);
    assert_eq!(bench.run().await.posts[0].native_id, id);
}

#[tokio::test]
async fn a_budget_that_rises_to_its_end_is_obeyed_and_everything_arrives() {
    let mut bench = bench(false).await;
    bench.standin.facebook.limit(12, 80_001);
    let mut published = Vec::new();
    let mut got = Vec::new();
    let mut refused = 0;
    for step in 0..48 {
        published.push(bench.standin.facebook.publish(PAGE, Post::new(&format!("{step} #Ledelsesugen"))));
        let harvest = bench.run().await;
        refused += usize::from(harvest.failure.is_some());
        got.extend(harvest.posts.into_iter().map(|post| post.native_id));
        let wait = harvest.not_before.map_or(300, |at| at.since(bench.now()).as_secs().max(300));
        bench.pass(wait);
    }
    published.sort();
    got.sort();
    got.dedup();
    assert_eq!(got, published);
    assert_eq!(refused, 0, "usage headers were there to be read");
}
