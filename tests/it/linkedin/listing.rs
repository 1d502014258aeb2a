//! New posts, edits, deletions, long lists: what a moderator would miss if the walk went wrong.

use std::time::Duration;

use hashwall_standin::faults::Fault;
use hashwall_standin::linkedin::Post;
use serde_json::json;

use super::{Bench, MINUTE, ids, text};

#[tokio::test]
async fn a_published_post_arrives_whole() {
    let mut bench = Bench::new().await;
    let post = Post::text("Vi åbner #Ledelsesugen (kl. 9)").mention("KL", "urn:li:organization:2414183");
    let urn = bench.world.publish(&bench.page, post);
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    assert_eq!(ids(&harvest), [&urn]);
    let post = &harvest.posts[0];
    assert_eq!(text(post), "Vi åbner #Ledelsesugen (kl. 9) KL");
    assert_eq!(post.tags, ["Ledelsesugen"]);
    assert_eq!(post.mentions[0].url, "https://www.linkedin.com/company/2414183/");
    assert_eq!(post.url, format!("https://www.linkedin.com/feed/update/{urn}/"));
    assert_eq!(post.published_at, Some(bench.now()));
    assert_eq!(post.edited_at, None);
    assert_eq!(post.author.name, "Ledelsesugen");
    assert_eq!(post.author.url, "https://www.linkedin.com/company/ledelsesugen/");
    assert_eq!(post.author.followers, Some(2187));
    assert!(!harvest.more);
}

#[tokio::test]
async fn a_quiet_run_costs_one_call_and_brings_nothing() {
    let mut bench = Bench::new().await;
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen").image("Salen"));
    bench.run().await;
    bench.later(MINUTE);
    let before = bench.calls_so_far();
    let harvest = bench.run().await;
    assert_eq!(bench.calls(before), ["/linkedin/rest/posts"]);
    assert!(harvest.posts.is_empty() && harvest.kept_out.is_empty() && harvest.failure.is_none());
}

#[tokio::test]
async fn only_what_changed_comes_again() {
    let mut bench = Bench::new().await;
    let first = bench.world.publish(&bench.page, Post::text("Første #Ledelsesugen"));
    let second = bench.world.publish(&bench.page, Post::text("Anden #Ledelsesugen"));
    bench.run().await;
    bench.later(MINUTE);
    bench.world.edit(&first, "Første #Ledelsesugen, nu med program");
    // Published in the very millisecond of the last thing read: still news.
    let third = bench.world.publish(&bench.page, Post::text("Tredje #Ledelsesugen").at(super::MONDAY.0));
    let harvest = bench.run().await;
    let mut news = vec![first.as_str(), third.as_str()];
    news.sort_unstable();
    assert_eq!(ids(&harvest), news, "and not {second}");
    let edited = harvest.posts.iter().find(|post| post.native_id == first).unwrap();
    assert_eq!(text(edited), "Første #Ledelsesugen, nu med program");
    assert_eq!(edited.edited_at, Some(bench.now()));
}

#[tokio::test]
async fn a_long_list_is_read_to_its_end_over_several_runs() {
    for total in [false, true] {
        let mut bench = Bench::new().await;
        bench.world.show_total(total);
        for number in 0..1234 {
            let at = super::MONDAY.0 + number * 1_000_000;
            bench.world.publish(&bench.page, Post::text(&format!("Nr. {number}")).at(at));
        }
        bench.later(Duration::from_secs(7200));
        let first = bench.run().await;
        assert!(first.more, "a page budget ends the run");
        let second = bench.run().await;
        assert!(second.more && second.failure.is_none(), "the top may have changed meanwhile");
        let third = bench.run().await;
        assert!(!third.more && third.posts.is_empty());
        let mut all: Vec<&str> = ids(&first).into_iter().chain(ids(&second)).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 1234);
        bench.later(MINUTE);
        assert!(bench.run().await.posts.is_empty());
    }
}

#[tokio::test]
async fn deletions_between_two_runs_of_a_walk_hide_nothing() {
    let mut bench = Bench::new().await;
    let mut urns = Vec::new();
    for number in 0..1300 {
        let at = super::MONDAY.0 + number * 1_000_000;
        urns.push(bench.world.publish(&bench.page, Post::text(&format!("Nr. {number}")).at(at)));
    }
    bench.later(Duration::from_secs(7200));
    let first = bench.run().await;
    assert!(first.more);
    for urn in &urns[880..1290] {
        bench.world.delete(urn); // read already; everything below moves up, and the list ends before the next page
    }
    bench.world.edit(&urns[0], "Den ældste er rettet og ligger nu øverst");
    let second = bench.run().await;
    let third = bench.run().await;
    let mut all: Vec<&str> = ids(&first).into_iter().chain(ids(&second)).chain(ids(&third)).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 1300);
    assert!(
        third.posts.iter().any(|post| text(post).starts_with("Den ældste")),
        "edits are news to the next walk"
    );
}

#[tokio::test]
async fn a_walk_that_broke_off_goes_on_where_it_was() {
    let mut bench = Bench::new().await;
    for number in 0..250 {
        let at = super::MONDAY.0 + number * 1_000_000;
        bench.world.publish(&bench.page, Post::text(&format!("Nr. {number}")).at(at));
    }
    bench.later(Duration::from_secs(7200));
    let page = bench.run().await;
    assert_eq!(page.posts.len(), 250);
    bench.cursor = json!(null);
    // The second page breaks; so does its one retry.
    let broken = Fault::Answer(500, "application/json", "{}".to_owned());
    let fine = Fault::Answer(200, "application/json", two_of_a_list());
    bench.standin.faults.next("/linkedin/rest/posts", 1, fine);
    bench.standin.faults.next("/linkedin/rest/posts", 2, broken);
    let half = bench.run().await;
    assert_eq!(half.posts.len(), 2, "what was read before the failure is kept");
    assert!(half.failure.is_some() && !half.more);
    let rest = bench.run().await;
    assert_eq!(rest.failure, None);
    assert_eq!(rest.posts.len(), 250, "nothing was skipped, though the list looked shorter before");
}

fn two_of_a_list() -> String {
    let post = |number: i64| {
        json!({"id": format!("urn:li:share:{number}"), "author": "urn:li:organization:90211455", "visibility": "PUBLIC",
            "lifecycleState": "PUBLISHED", "commentary": "x", "lastModifiedAt": super::MONDAY.0 / 1000 + 249_000})
    };
    json!({"paging": {"links": [{"rel": "next"}]}, "elements": [post(1), post(2)]}).to_string()
}

#[tokio::test]
async fn a_list_that_never_ends_is_left_after_the_budget() {
    let mut bench = Bench::new().await;
    let endless = Fault::Answer(200, "application/json", two_of_a_list());
    bench.standin.faults.always("/linkedin/rest/posts", endless);
    let before = bench.calls_so_far();
    let harvest = bench.run().await;
    let lists = bench.calls(before).iter().filter(|path| path.ends_with("/rest/posts")).count();
    assert_eq!(lists, 2, "a page without a new URN ends the walk");
    assert!(!harvest.more);
}

#[tokio::test]
async fn a_list_that_brings_ever_new_posts_is_left_at_last() {
    let mut bench = Bench::new().await;
    let endless = Fault::Answer(200, "application/json", two_of_a_list());
    bench.standin.faults.always("/linkedin/rest/posts", endless);
    bench.cursor = json!({"organization": super::PAGE.to_string(), "walk": {"start": 50_000}});
    let harvest = bench.run().await;
    assert!(!harvest.more && harvest.notes[0].contains("does not end"), "{:?}", harvest.notes);
}

#[tokio::test]
async fn a_deleted_post_is_gone_and_its_neighbour_is_checked() {
    let mut bench = Bench::new().await;
    let urns: Vec<String> = (0..3)
        .map(|number| bench.world.publish(&bench.page, Post::text(&format!("#Ledelsesugen {number}"))))
        .collect();
    bench.run().await;
    bench.later(MINUTE);
    bench.world.delete(&urns[1]);
    let before = bench.calls_so_far();
    let harvest = bench.run_with(&[&urns[0], &urns[1]]).await;
    assert_eq!(harvest.gone, [urns[1].clone()]);
    assert_eq!(harvest.checked, [urns[0].clone()]);
    assert_eq!(ids(&harvest), [&urns[0]], "seen again, so that its storage limit moves");
    assert_eq!(bench.calls(before)[1], format!("/linkedin/rest/posts/{}", urns[1].replace(':', "%3A")));
}

#[tokio::test]
async fn posts_below_the_pages_that_were_read_are_asked_for_in_batches() {
    let mut bench = Bench::new().await;
    let mut urns = Vec::new();
    for number in 0..300 {
        let at = super::MONDAY.0 + number * 1_000_000;
        urns.push(bench.world.publish(&bench.page, Post::text(&format!("Nr. {number}")).at(at)));
    }
    bench.later(Duration::from_secs(7200));
    bench.run().await;
    bench.world.delete(&urns[3]);
    let due: Vec<&str> = urns[..150].iter().map(String::as_str).collect();
    let harvest = bench.run_with(&due).await;
    assert_eq!(harvest.failure, None);
    assert_eq!(harvest.gone, [urns[3].clone()]);
    assert_eq!(harvest.checked.len(), 149);
    assert_eq!(harvest.engagement.len(), 149);
}

#[tokio::test]
async fn without_batching_posts_are_asked_for_one_by_one_and_batching_is_not_tried_again_today() {
    let mut bench = Bench::new().await;
    let urns: Vec<String> = (0..3)
        .map(|number| bench.world.publish(&bench.page, Post::text(&format!("#Ledelsesugen {number}"))))
        .collect();
    bench.world.allow_batch_get(false);
    bench.run().await;
    for urn in &urns[1..] {
        bench.world.delete(urn);
    }
    let due: Vec<&str> = urns.iter().map(String::as_str).collect();
    for _ in 0..2 {
        let harvest = bench.run_with(&due).await;
        assert_eq!((harvest.failure, harvest.gone.len()), (None, 2));
        assert!(harvest.notes.iter().any(|note| note.contains("posts (batch)")), "{:?}", harvest.notes);
    }
    let lists = bench.standin.faults.requests();
    assert_eq!(lists.iter().filter(|(_, url)| url.contains("posts?ids=List")).count(), 1);
}

#[tokio::test]
async fn what_is_not_public_stays_out_and_what_turned_private_is_gone() {
    let mut bench = Bench::new().await;
    let open = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen kun for os").visibility("LOGGED_IN"));
    bench.world.publish(&bench.page, Post::text("Frokost").visibility("LOGGED_IN"));
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen kladde").lifecycle_state("DRAFT"));
    let harvest = bench.run().await;
    assert_eq!(ids(&harvest), [&open]);
    assert_eq!(harvest.kept_out.len(), 1, "one about the subject, explained: {:?}", harvest.kept_out);
    assert!(harvest.kept_out[0].why.contains("LOGGED_IN"));
    assert!(harvest.gone.is_empty());
    bench.later(MINUTE);
    bench.world.set_visibility(&open, "CONNECTIONS");
    let harvest = bench.run().await;
    assert_eq!(harvest.gone, [open], "at once, not when its check is due");
    assert!(harvest.posts.is_empty());
}

#[tokio::test]
async fn a_spoiled_element_costs_itself_alone() {
    let mut bench = Bench::new().await;
    let spoiled = bench.world.publish(&bench.page, Post::text("#Ledelsesugen i stykker"));
    let whole = bench.world.publish(&bench.page, Post::text("#Ledelsesugen hel"));
    bench.world.spoil(&spoiled, "commentary", json!(["liste"]));
    let harvest = bench.run().await;
    assert_eq!(ids(&harvest), [&whole]);
    assert_eq!(harvest.kept_out[0].what, spoiled);
    assert!(bench.run().await.kept_out.is_empty(), "said once");
    // It is known from before it was spoiled: still there, not gone.
    let harvest = bench.run_with(&[&spoiled]).await;
    assert_eq!((harvest.checked, harvest.gone.len()), (vec![spoiled], 0));
}

#[tokio::test]
async fn a_page_without_posts_is_empty_also_as_404() {
    let mut bench = Bench::new().await;
    let harvest = bench.run().await;
    assert!(harvest.posts.is_empty() && harvest.failure.is_none());
    let missing = Fault::Answer(404, "application/json", r#"{"status":404,"code":"NOT_FOUND"}"#.to_owned());
    bench.standin.faults.next("/linkedin/rest/posts", 1, missing);
    let harvest = bench.run().await;
    assert!(harvest.failure.is_none() && harvest.notes[0].contains("404"));
}

#[tokio::test]
async fn a_cursor_of_another_shape_is_the_first_time() {
    let mut bench = Bench::new().await;
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    for odd in [
        json!("x"),
        json!({"high_water": "x"}),
        json!([[]]),
        json!({"organization": "7", "high_water": 9e15}),
    ] {
        bench.cursor = odd;
        assert_eq!(bench.run().await.posts.len(), 1);
    }
}

#[tokio::test]
async fn a_change_dated_in_the_far_future_does_not_hide_later_ones() {
    let mut bench = Bench::new().await;
    let odd = bench.world.publish(&bench.page, Post::text("#Ledelsesugen fra fremtiden"));
    bench.world.spoil(&odd, "lastModifiedAt", json!(9_999_999_999_999_i64));
    bench.run().await;
    bench.later(MINUTE);
    let next = bench.world.publish(&bench.page, Post::text("#Ledelsesugen i dag"));
    assert!(ids(&bench.run().await).contains(&next.as_str()));
}
