//! Every field of every network's posts, filled with what does not belong there: the good post beside it is stored, the
//! neighbour is heard, nothing panics, and what is kept out is counted and explained.

use std::time::Duration;

use serde_json::{Value, json};

use super::house::{Besieged, element, page, places};
use crate::support::database::both;

/// What a field may be instead.
fn wrong() -> Vec<(&'static str, Value)> {
    let mut deep = json!("bund");
    for _ in 0..50 {
        deep = json!([{ "a": deep }]);
    }
    vec![
        ("null", Value::Null),
        ("true", json!(true)),
        ("zero", json!(0)),
        ("largest", json!(i64::MAX)),
        ("smallest", json!(i64::MIN)),
        ("beyond", json!(u64::MAX)),
        ("float", json!(1e308)),
        ("empty", json!("")),
        ("NUL", json!("a\u{0}b \u{0} #Ledelsesugen")),
        ("bidi", json!("\u{202e}#Ledelsesugen\u{2066}\u{200f}\u{feff}")),
        ("far future", json!("9999-12-31T23:59:59Z")),
        ("far past", json!("-262143-01-01T00:00:00Z")),
        ("half a date", json!("2026-02-30T25:61:61+99:99")),
        ("list", json!([])),
        ("object", json!({})),
        ("deep", deep),
        ("long", json!(long(1_900))),
        ("longer", json!(long(9_000))),
    ]
}

/// What a database could take amiss; the rest is the collectors' and the same on both.
const STORED: [&str; 4] = ["NUL", "smallest", "long", "longer"];

/// An address that does not compress: PostgreSQL refuses to index more than 2 704 bytes.
fn long(bytes: usize) -> String {
    let digits = (1_u64..).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let mut address = "https://lang.example/".to_owned();
    address.extend(digits.take(bytes / 15));
    address
}

async fn besiege(network: &str) {
    for database in both().await {
        let engine = database.engine;
        let mut house = Besieged::start(database).await;
        let mut last = 0_u64;
        let values = wrong().into_iter().filter(|(name, _)| engine == "sqlite" || STORED.contains(name));
        for (name, value) in values {
            let at = house.app.now().plus(Duration::from_secs(24 * 3_600));
            let mut elements = Vec::new();
            for place in places(&element(network, 1, "x", at)) {
                last += 1;
                let mut mutant = element(network, 700_000 + last, &format!("mutant{last} #Ledelsesugen"), at);
                *mutant.pointer_mut(&place).unwrap() = value.clone();
                elements.push(mutant);
            }
            elements.truncate(95);
            elements.push(value.clone());
            last += 1;
            let words = format!("god{last} beside {name} #Ledelsesugen");
            elements.push(element(network, 700_000 + last, &words, at));
            let (run, status) = house.round(network, page(network, &elements)).await;
            let run = run.unwrap_or_else(|| panic!("{engine}: {network} did not run"));
            assert_eq!(run.failure, None, "{engine}: {network} with {name}: {status:?}");
            house.app.post(&words).await;
            let explained = run.kept_out.len().min(20);
            assert!(status.notes.len() >= explained, "{engine}: {network} with {name}: {status:?}");
        }
        assert!(
            house.status(network).await.kept_out > 0 || network == "feed",
            "{engine}: {network} kept nothing out"
        );
        house.app.approve_all().await;
        house.app.assert_sound().await;
        assert_eq!(house.app.get("/").await.status, 200);
    }
}

#[tokio::test]
async fn a_field_of_any_shape_costs_a_feed_at_most_its_own_post() {
    besiege("feed").await;
}

#[tokio::test]
async fn a_field_of_any_shape_costs_mastodon_at_most_its_own_post() {
    besiege("masto").await;
}

#[tokio::test]
async fn a_field_of_any_shape_costs_facebook_at_most_its_own_post() {
    besiege("facebook").await;
}

#[tokio::test]
async fn a_field_of_any_shape_costs_linkedin_at_most_its_own_post() {
    besiege("linkedin").await;
}
