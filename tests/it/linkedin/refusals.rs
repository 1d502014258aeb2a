//! The same refusals as the stand-in gives them, over the wire: what the run ends with, and that it ends well.

use std::time::Duration;

use hashwall::collect::collector::Failure;
use hashwall::domain::time::Timestamp;
use hashwall_standin::faults::Fault;
use hashwall_standin::linkedin::{LinkedIn as World, Post, Quota, Role};

use super::{Bench, ids, settings};

const LISTS: &str = "/linkedin/rest/posts";

async fn bench_with_a_post() -> (Bench, String) {
    let bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    (bench, urn)
}

#[tokio::test]
async fn a_retired_version_is_misconfigured_until_it_is_changed() {
    let (mut bench, urn) = bench_with_a_post().await;
    for dead in ["202512", "202511", ""] {
        settings(&mut bench.source).version = dead.to_owned();
        let failure = bench.run().await.failure.unwrap();
        assert!(
            matches!(&failure, Failure::Misconfigured(why) if why.contains("`version`")),
            "{dead:?}: {failure:?}"
        );
    }
    settings(&mut bench.source).version = World::VERSION.to_owned();
    assert_eq!(ids(&bench.run().await), [&urn]);
    bench.world.set_versions(&["202611"]);
    assert!(matches!(bench.run().await.failure, Some(Failure::Misconfigured(_))));
}

#[tokio::test]
async fn dead_tokens_are_refused_and_a_restored_one_loses_nothing() {
    let (mut bench, urn) = bench_with_a_post().await;
    bench.world.revoke_token(World::TOKEN);
    let revoked = bench.run().await;
    assert!(matches!(&revoked.failure, Some(Failure::Refused(why)) if why.contains("revoked")));
    bench.world.expire_token(World::TOKEN);
    assert!(matches!(bench.run().await.failure, Some(Failure::Refused(why)) if why.contains("expired")));
    settings(&mut bench.source).token = "nonsense".to_owned().into();
    let unknown = bench.run().await;
    assert!(matches!(&unknown.failure, Some(Failure::Refused(why)) if why.contains("not a valid")));
    assert!(!format!("{unknown:?}").contains("nonsense"), "a token is never told");
    settings(&mut bench.source).token = World::TOKEN.to_owned().into();
    bench.world.restore_token(World::TOKEN);
    assert_eq!(ids(&bench.run().await), [&urn]);
    bench.later(Duration::from_secs(60 * 86_400));
    assert!(matches!(bench.run().await.failure, Some(Failure::Refused(_))), "sixty days are over");
}

#[tokio::test]
async fn a_token_some_seconds_old_is_tried_twice() {
    let (mut bench, urn) = bench_with_a_post().await;
    bench.world.make_token_fresh(World::TOKEN, 1);
    assert_eq!(ids(&bench.run().await), [&urn]);
    bench.world.make_token_fresh(World::TOKEN, 2);
    assert!(matches!(bench.run().await.failure, Some(Failure::Refused(_))));
}

#[tokio::test]
async fn a_lost_role_is_refused_and_makes_no_post_look_deleted() {
    let (mut bench, urn) = bench_with_a_post().await;
    bench.run().await;
    bench.world.set_role(&bench.page, Role::None);
    let harvest = bench.run_with(&[&urn]).await;
    assert!(
        matches!(&harvest.failure, Some(Failure::Refused(why)) if why.contains("`r_organization_social`"))
    );
    assert!(harvest.gone.is_empty() && harvest.checked.is_empty());
}

#[tokio::test]
async fn a_used_up_day_ends_at_midnight_utc() {
    let (mut bench, _) = bench_with_a_post().await;
    bench.world.set_quota(Quota { per_app: Some(2), per_member: None });
    bench.run().await;
    bench.run().await;
    let late = bench.world.publish(&bench.page, Post::text("#Ledelsesugen senere"));
    let Some(Failure::Throttled { until: Some(until), why }) = bench.run().await.failure else { panic!() };
    assert_eq!(until, Timestamp::parse_rfc3339("2026-10-27T00:00:00Z").unwrap());
    assert!(why.contains("APPLICATION DAY"), "{why}");
    bench.standin.clock.set(until.0);
    assert_eq!(ids(&bench.run().await), [&late], "nothing was lost");
    bench.world.set_quota(Quota { per_app: None, per_member: Some(0) });
    assert!(
        matches!(bench.run().await.failure, Some(Failure::Throttled { why, .. }) if why.contains("MEMBER DAY"))
    );
}

#[tokio::test]
async fn one_5xx_is_retried_and_two_are_transient() {
    let (mut bench, urn) = bench_with_a_post().await;
    bench.standin.faults.next(LISTS, 1, Fault::Status(500, None));
    assert_eq!(ids(&bench.run().await), [&urn]);
    bench.standin.faults.next(LISTS, 2, Fault::Status(502, None));
    assert!(matches!(bench.run().await.failure, Some(Failure::Transient(_))));
    bench.standin.faults.next(LISTS, 1, Fault::Status(503, Some(120)));
    let Some(Failure::Throttled { until: Some(until), why }) = bench.run().await.failure else { panic!() };
    assert_eq!(until, bench.now().plus(Duration::from_secs(120)));
    assert!(why.contains("503"), "{why}");
}

#[tokio::test]
async fn broken_answers_are_transient_and_lose_nothing() {
    for fault in [
        Fault::Truncate,
        Fault::Garbage,
        Fault::HtmlPage,
        Fault::Huge(5 << 20),
        Fault::Break,
        Fault::Answer(200, "application/json", "[1,2]".to_owned()),
        Fault::Answer(200, "application/json", r#"{"elements":{"a":1}}"#.to_owned()),
        Fault::Answer(200, "application/json", String::new()),
    ] {
        let (mut bench, urn) = bench_with_a_post().await;
        bench.standin.faults.next(LISTS, 1, fault.clone());
        let broken = bench.run().await;
        assert!(matches!(broken.failure, Some(Failure::Transient(_))), "{fault:?}: {:?}", broken.failure);
        assert!(broken.gone.is_empty(), "{fault:?}");
        assert_eq!(ids(&bench.run().await), [&urn], "{fault:?}");
    }
}

#[tokio::test]
async fn a_failing_check_keeps_what_the_list_brought() {
    let (mut bench, urn) = bench_with_a_post().await;
    let gone = "urn:li:share:7375512004417306624";
    bench.standin.faults.always("/linkedin/rest/posts/", Fault::Status(500, None));
    let harvest = bench.run_with(&[gone]).await;
    assert!(matches!(harvest.failure, Some(Failure::Transient(_))));
    assert_eq!(ids(&harvest), [&urn]);
    assert!(harvest.gone.is_empty());
    bench.standin.faults.clear("/linkedin/rest/posts/");
    assert_eq!(bench.run_with(&[gone]).await.gone, [gone]);
}

#[tokio::test]
async fn nothing_that_searches_is_ever_called() {
    let (mut bench, urn) = bench_with_a_post().await;
    bench.run_with(&[&urn]).await;
    for (_, url) in bench.standin.faults.requests() {
        assert!(!url.to_lowercase().contains("search") && !url.contains("keyword"), "{url}");
    }
}

#[tokio::test]
async fn an_organisation_that_is_no_number_is_not_sent_as_something_else() {
    let (mut bench, _) = bench_with_a_post().await;
    settings(&mut bench.source).organization = "1/../../person?x=1&author=urn%3Ali%3Aperson%3Ax".to_owned();
    let harvest = bench.run().await;
    assert!(harvest.posts.is_empty());
    let failure = harvest.failure.unwrap();
    assert!(matches!(&failure, Failure::Misconfigured(why) if why.contains("`organization`")), "{failure:?}");
    assert_eq!(bench.calls_so_far(), 0);
}
