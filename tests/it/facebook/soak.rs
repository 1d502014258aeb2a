//! A day of everything going wrong: afterwards we hold what Facebook serves, and nothing it withdrew.

use std::collections::BTreeMap;
use std::time::Duration;

use hashwall_standin::facebook::{Post, Token};

use super::{PAGE, bench, token};
use crate::support::collecting::{Dice, Held, some_fault};

#[tokio::test]
async fn after_a_day_of_trouble_we_hold_exactly_what_facebook_serves() {
    let mut bench = bench(true).await;
    let facebook = bench.standin.facebook.clone();
    let mut dice = Dice(44);
    let mut held = Held::default();
    let mut served: BTreeMap<String, (String, Option<i64>)> = BTreeMap::new();
    for step in 0..288 {
        for _ in 0..dice.roll(4) {
            let text = format!("{step} #Ledelsesugen");
            let post = Post::new(&text).photo();
            let id = match dice.roll(5) {
                0 => facebook.tag(PAGE, post.by_page("4711", "Hjørring Kommune")),
                _ => facebook.publish(PAGE, post),
            };
            served.insert(id, (text, Some(0)));
        }
        let pick = served.keys().nth(dice.roll(served.len().max(1) as u64) as usize).cloned();
        match (dice.roll(12), pick) {
            (0, Some(id)) => {
                facebook.delete(&id);
                served.remove(&id);
            }
            (1, Some(id)) => {
                facebook.hide(&id);
                served.remove(&id);
            }
            (2, Some(id)) => {
                facebook.edit(&id, "rettet #Ledelsesugen");
                served.insert(id.clone(), ("rettet #Ledelsesugen".to_owned(), served[&id].1));
            }
            (3, Some(id)) => {
                facebook.set_counts(&id, step, 1, 1);
                served.insert(id.clone(), (served[&id].0.clone(), Some(step as i64)));
            }
            _ => {}
        }
        match dice.roll(10) {
            0 | 1 => bench.standin.faults.next("/facebook/", 1 + dice.roll(3) as u32, some_fault(&mut dice)),
            2 => facebook.block([4, 17, 32, 613, 80_001][dice.roll(5) as usize], Duration::from_secs(900)),
            3 => facebook.revoke(&token(), [458, 460, 463, 492][dice.roll(4) as usize]),
            4 | 5 => facebook.grant(&token(), Token::Page(PAGE.to_owned())),
            6 => facebook.quirks(|quirks| {
                quirks.empty_pages = dice.roll(2) == 0;
                quirks.shuffled = dice.roll(2) == 0;
                quirks.omits_missing = dice.roll(2) == 0;
            }),
            _ => {}
        }
        let due = held.due(20);
        held.take(&bench.run_checking(&due).await);
        bench.pass(300);
    }
    bench.standin.faults.clear("/");
    facebook.lift_limits();
    facebook.grant(&token(), Token::Page(PAGE.to_owned()));
    bench.pass(7 * 86_400);
    for _ in 0..30 {
        let due = held.due(40);
        held.take(&bench.run_checking(&due).await);
        bench.pass(3_600);
    }
    assert!(served.len() > 200, "{}", served.len());
    assert_eq!(held.posts, served);
}
