//! A day of faults, and elements of any shape: afterwards nothing that LinkedIn still serves is missing.

use std::collections::BTreeMap;
use std::time::Duration;

use hashwall::collect::collector::{Failure, Harvest};
use hashwall::collect::linkedin::posts::{read_page, read_post};
use hashwall_standin::faults::Fault;
use hashwall_standin::linkedin::{LinkedIn as World, Post, Quota};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Bench, text};

/// What a store would hold: text by native id.
#[derive(Default)]
struct Store(BTreeMap<String, String>);

impl Store {
    fn take(&mut self, harvest: &Harvest) {
        for post in &harvest.posts {
            self.0.insert(post.native_id.clone(), text(post).to_owned());
        }
        for id in &harvest.gone {
            self.0.remove(id);
        }
    }
}

fn fault(number: u64) -> Option<Fault> {
    let day_limit =
        r#"{"message":"Resource level throttle limit for calls to this resource is reached.","status":429}"#;
    Some(match number % 11 {
        0 => Fault::Status(500, None),
        1 => Fault::Status(503, Some(600)),
        2 => Fault::Truncate,
        3 => Fault::Garbage,
        4 => Fault::HtmlPage,
        5 => Fault::Break,
        6 => Fault::Answer(429, "application/json", day_limit.to_owned()),
        7 => Fault::Answer(401, "application/json", r#"{"serviceErrorCode":65601}"#.to_owned()),
        _ => return None,
    })
}

#[tokio::test]
async fn a_day_of_faults_loses_no_post_that_is_still_served() {
    let mut bench = Bench::new().await;
    let (mut served, mut store) = (BTreeMap::new(), Store::default());
    let mut kinds = [0; 4];
    let paths = ["posts", "posts/", "images", "socialMetadata", "organizations", "networkSizes"];
    for tick in 0..144_u64 {
        let dice = tick.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33; // the same day at every test
        let words = format!("Time {tick} af #Ledelsesugen");
        let urn = bench.world.publish(&bench.page, Post::text(&words).image("Salen"));
        served.insert(urn.clone(), words);
        let older: Vec<String> = served.keys().cloned().collect();
        let one = older[usize::try_from(dice).unwrap() % older.len()].clone();
        if dice.is_multiple_of(3) {
            bench.world.delete(&one);
            served.remove(&one);
        } else if dice.is_multiple_of(2) {
            let words = format!("Rettet {tick} #Ledelsesugen");
            bench.world.edit(&one, &words);
            served.insert(one, words);
        }
        if let Some(fault) = fault(dice) {
            let path = paths[usize::try_from(dice / 11).unwrap() % paths.len()];
            bench.standin.faults.next(&format!("/linkedin/rest/{path}"), 2, fault);
        }
        match tick {
            40 => bench.world.set_quota(Quota { per_app: Some(1), per_member: None }),
            60 => bench.world.set_quota(Quota::default()),
            70 => bench.world.revoke_token(World::TOKEN),
            80 => bench.world.restore_token(World::TOKEN),
            _ => {}
        }
        let due: Vec<String> = store.0.keys().cloned().collect();
        let harvest = bench.run_with(&due.iter().map(String::as_str).collect::<Vec<_>>()).await;
        store.take(&harvest);
        kinds[match harvest.failure {
            None => 0,
            Some(Failure::Transient(_)) => 1,
            Some(Failure::Throttled { .. }) => 2,
            Some(_) => 3,
        }] += 1;
        bench.later(Duration::from_secs(600));
    }
    assert!(kinds.iter().all(|times| *times > 0), "the day had every kind of trouble: {kinds:?}");
    bench.standin.faults.clear("/linkedin");
    for _ in 0..2 {
        bench.later(Duration::from_secs(3600));
        let due: Vec<String> = store.0.keys().cloned().collect();
        let harvest = bench.run_with(&due.iter().map(String::as_str).collect::<Vec<_>>()).await;
        assert_eq!(harvest.failure, None);
        store.take(&harvest);
    }
    assert_eq!(store.0, served);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("(id|media|images|text|[a-z]{1,4})", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_field_of_any_shape_costs_its_element_at_most(
        field in "(id|author|commentary|visibility|lifecycleState|content|reshareContext|publishedAt|lastModifiedAt)",
        value in any_json(),
    ) {
        let whole = json!({"id": "urn:li:share:1", "author": "urn:li:organization:7", "commentary": "x",
            "visibility": "PUBLIC", "lifecycleState": "PUBLISHED"});
        let mut spoiled = whole.clone();
        spoiled[&field] = value;
        let read = read_page(&json!({"elements": [spoiled, whole]}));
        prop_assert_eq!(read.len(), 2);
        prop_assert!(read[1].is_ok());
    }

    #[test]
    fn an_element_of_any_shape_is_no_panic(element in any_json()) {
        prop_assert!(read_post(&element).is_err(), "nothing by chance");
        read_page(&json!({"elements": element}));
    }
}

#[tokio::test]
async fn what_people_write_comes_back_as_they_wrote_it() {
    let mut bench = Bench::new().await;
    let written = [
        "100 % [kursus] {x} a_b *fed* ~ca~ <b> | \\ (kl. 9) @hjem",
        "#Ledelsesugen#Ledelse først\n\n#uge_44, c# og #",
        "Ærø, Åse & smørrebrød 🎉 https://eksempel.example/a_b#afsnit",
    ];
    for words in written {
        bench.world.publish(&bench.page, Post::text(words));
    }
    let harvest = bench.run().await;
    let mut read: Vec<&str> = harvest.posts.iter().map(text).collect();
    let mut written = written.to_vec();
    read.sort_unstable();
    written.sort_unstable();
    assert_eq!(read, written);
}
