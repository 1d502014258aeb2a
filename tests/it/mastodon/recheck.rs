//! Known statuses: edits, counts, deletion, authors who change their mind.

use hashwall::domain::source::Known;
use hashwall_standin::faults::Fault;
use hashwall_standin::mastodon::{Account, Limits, Status};

use super::bench;
use crate::support::collecting::{Bench, known};

/// Publishes remote statuses, reads them, and lets a day pass so that ordinary reading no longer sees them.
async fn publish(bench: &mut Bench, count: usize) -> Vec<Known> {
    let publish = |_| bench.standin.mastodon.publish(Status::new("lone@norden.example", "#Ledelsesugen"));
    let known = (0..count).map(publish).map(|uri| known(&uri, &uri)).collect();
    for _ in 0..3 {
        bench.run().await;
        bench.pass(43_200);
        bench.standin.mastodon.publish(Status::new("bo", "ny #Ledelsesugen"));
    }
    bench.run().await;
    known
}

#[tokio::test]
async fn edits_counts_and_deletions_are_seen() {
    let mut bench = bench("ledelsesugen").await;
    let known = publish(&mut bench, 3).await;
    let mastodon = bench.standin.mastodon.clone();
    mastodon.edit(&known[0].native_id, "rettet #Ledelsesugen");
    mastodon.set_counts(&known[1].native_id, 9, 8, 7);
    mastodon.delete(&known[2].native_id);
    let harvest = bench.run_checking(&known).await;
    assert_eq!(harvest.failure, None);
    assert_eq!(harvest.gone, [known[2].native_id.clone()]);
    assert_eq!(harvest.checked.len(), 2);
    let edited = harvest.posts.iter().find(|post| post.native_id == known[0].native_id).unwrap();
    assert_eq!(edited.edited_at, Some(bench.now()));
    let (_, counts) = harvest.engagement.iter().find(|(uri, _)| *uri == known[1].native_id).unwrap();
    assert_eq!((counts.reactions, counts.comments, counts.shares), (Some(9), Some(8), Some(7)));
}

#[tokio::test]
async fn an_author_who_opts_out_or_hides_a_post_is_obeyed() {
    let mut bench = bench("ledelsesugen").await;
    let known = publish(&mut bench, 2).await;
    bench.standin.mastodon.set_visibility(&known[1].native_id, "unlisted");
    assert_eq!(bench.run_checking(&known).await.gone, [known[1].native_id.clone()]);
    bench.standin.mastodon.add_account(Account::remote("lone", "norden.example", "Lone").note("#nobot"));
    assert_eq!(bench.run_checking(&known[..1]).await.gone, [known[0].native_id.clone()]);
}

#[tokio::test]
async fn a_run_spends_at_most_thirty_calls_on_checks_and_leaves_some_of_the_window() {
    let mut bench = bench("ledelsesugen").await;
    let known = publish(&mut bench, 50).await;
    let calls = bench.standin.faults.requests().len();
    bench.run_checking(&known).await;
    let checks = |bench: &Bench, from: usize| {
        bench.standin.faults.requests()[from..].iter().filter(|(_, at)| at.contains("/statuses/")).count()
    };
    assert_eq!(checks(&bench, calls), 30);
    bench.standin.mastodon.set_limits(Limits { general: 15, paging: 300 });
    let calls = bench.standin.faults.requests().len();
    let harvest = bench.run_checking(&known).await;
    assert_eq!(harvest.failure, None);
    assert!(checks(&bench, calls) < 8);
}

#[tokio::test]
async fn only_the_api_itself_can_say_that_a_post_is_gone() {
    let mut bench = bench("ledelsesugen").await;
    let known = publish(&mut bench, 1).await;
    let html = Fault::Answer(404, "text/html", "<h1>maintenance</h1>".to_owned());
    bench.standin.faults.next("/mastodon/api/v1/statuses/", 1, html);
    let harvest = bench.run_checking(&known).await;
    assert!(harvest.gone.is_empty() && harvest.failure.is_some());
}

#[tokio::test]
async fn a_post_whose_local_id_is_forgotten_is_remarked_upon() {
    let mut bench = bench("ledelsesugen").await;
    publish(&mut bench, 1).await;
    let stranger = known("https://norden.example/users/x/statuses/1", "https://norden.example/@x/1");
    let harvest = bench.run_checking(&[stranger]).await;
    assert!(harvest.gone.is_empty() && harvest.checked.is_empty());
    assert!(harvest.notes.iter().any(|note| note.contains("no longer remembered")), "{:?}", harvest.notes);
}

#[tokio::test]
async fn a_post_of_the_servers_own_is_found_by_its_address() {
    let mut bench = bench("ledelsesugen").await;
    let uri = bench.standin.mastodon.publish(Status::new("bo", "#Ledelsesugen"));
    publish(&mut bench, 1).await;
    let local = bench.standin.mastodon.local_id(&uri).unwrap();
    // The address of the server itself, with the id at its end.
    let known = known(&uri, &format!("{}/@bo/{local}", bench.standin.mastodon.server()));
    bench.cursor["ids"] = serde_json::json!([]);
    let harvest = bench.run_checking(std::slice::from_ref(&known)).await;
    assert_eq!(harvest.checked, [uri]);
}
