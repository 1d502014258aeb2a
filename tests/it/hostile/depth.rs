//! One post that nests beyond what a JSON reader takes, and items that are no items: the rest of the page arrives.

use std::time::Duration;

use hashwall_standin::faults::Fault;
use serde_json::json;

use super::house::{ATTACKED, Besieged, element, page, places};
use crate::support::database::TestDb;

/// serde_json gives a document up at 128.
const TIMES: [usize; 2] = [100, 20_000];

/// A page in which every field of a post in turn is nested without end, and a good post after them.
fn deep(network: &str, house: &Besieged, times: usize, words: &str) -> Fault {
    let at = house.app.now().plus(Duration::from_secs(24 * 3_600));
    let mut elements = vec![json!("DEEP")];
    // The deepest document once, for it is large.
    let places = places(&element(network, 1, "x", at)).into_iter().take(if times > 1_000 { 3 } else { 40 });
    for (number, place) in (1_u64..).zip(places) {
        let mut mutant = element(network, 600_000 + number, "dybt #Ledelsesugen", at);
        *mutant.pointer_mut(&place).unwrap() = json!("DEEP");
        elements.push(mutant);
    }
    elements.push(element(network, 699_000 + times as u64, words, at));
    let Fault::Answer(status, kind, body) = page(network, &elements) else { panic!("no answer") };
    let nested = format!("{}1{}", "[{\"]\\\"\":".repeat(times), "}]".repeat(times));
    Fault::Answer(status, kind, body.replace("\"DEEP\"", &nested))
}

#[tokio::test]
async fn a_post_nested_without_end_costs_no_post_beside_it() {
    let mut house = Besieged::start(TestDb::sqlite().await).await;
    for (network, _) in ATTACKED {
        for times in TIMES {
            let words = format!("ved siden af {times} #Ledelsesugen");
            let fault = deep(network, &house, times, &words);
            let (run, status) = house.round(network, fault).await;
            assert_eq!(run.unwrap().failure, None, "{network}, {times}: {status:?}");
            let posts = house.app.posts().await;
            let found =
                posts.iter().any(|post| post.draft.source == network && post.draft.text.contains(&words));
            assert!(found, "{network}: the post beside one nested {times} times is lost: {status:?}");
        }
    }
}

#[tokio::test]
async fn an_item_of_a_json_feed_that_is_no_object_is_kept_out_and_told() {
    let mut house = Besieged::start(TestDb::sqlite().await).await;
    let good = element("feed", 1, "godt #Ledelsesugen", house.app.now());
    let items = [json!(7), json!("x"), good, json!(null), json!([[]])];
    let (run, status) = house.round("feed", page("feed", &items)).await;
    let kept_out: Vec<String> = run.unwrap().kept_out.into_iter().map(|item| item.what).collect();
    assert_eq!(kept_out, ["item 1", "item 2", "item 4", "item 5"]);
    assert_eq!(status.kept_out, 4);
    assert!(status.notes.iter().any(|note| note == "item 4: it is no object"), "{:?}", status.notes);
    house.app.post("godt").await;
}
