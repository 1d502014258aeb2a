//! A day of everything going wrong: afterwards we hold what the server serves, and nothing it withdrew.

use std::collections::BTreeSet;

use hashwall_standin::mastodon::Status;

use super::bench;
use crate::support::collecting::{Dice, Held, some_fault};

#[tokio::test]
async fn after_a_day_of_trouble_we_hold_exactly_what_the_server_serves() {
    let mut bench = bench("ledelsesugen").await;
    let mastodon = bench.standin.mastodon.clone();
    let mut dice = Dice(45);
    let mut held = Held::default();
    let mut served: BTreeSet<String> = BTreeSet::new();
    for step in 0..288 {
        for _ in 0..dice.roll(4) {
            let mut status = Status::new("lone@norden.example", &format!("{step} #Ledelsesugen"));
            if dice.roll(4) == 0 {
                // Federated late.
                status = status.at(bench.now().0 - dice.roll(30 * 60) as i64 * 1_000_000);
            }
            served.insert(mastodon.publish(status));
        }
        let pick = served.iter().nth(dice.roll(served.len().max(1) as u64) as usize).cloned();
        match (dice.roll(10), pick) {
            (0, Some(uri)) => {
                mastodon.delete(&uri);
                served.remove(&uri);
            }
            (1, Some(uri)) => {
                mastodon.set_visibility(&uri, "private");
                served.remove(&uri);
            }
            _ => {}
        }
        match dice.roll(10) {
            0 | 1 => bench.standin.faults.next("/mastodon/", 1 + dice.roll(3) as u32, some_fault(&mut dice)),
            2 => mastodon.close_preview(true),
            3..=5 => mastodon.close_preview(false),
            _ => {}
        }
        let due = held.due(20);
        held.take(&bench.run_checking(&due).await);
        bench.pass(300);
    }
    bench.standin.faults.clear("/");
    mastodon.close_preview(false);
    bench.pass(3_600);
    for _ in 0..30 {
        let due = held.due(30);
        held.take(&bench.run_checking(&due).await);
        bench.pass(3_600);
    }
    assert!(served.len() > 200, "{}", served.len());
    let held: BTreeSet<String> = held.posts.into_keys().collect();
    let missing: Vec<&String> = served.difference(&held).collect();
    let withdrawn: Vec<&String> = held.difference(&served).collect();
    assert!(missing.is_empty() && withdrawn.is_empty(), "missing {missing:?}, still held {withdrawn:?}");
}
