//! The flood guard on a fixed clock: counted, held within a minute, lifted when calm or by a person.

use std::time::Duration;

use hashwall::domain::house::House;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::time::Timestamp;
use hashwall::guard;
use hashwall::rules::Rules;
use hashwall::store::db::Db;
use hashwall::store::{audit, flood};

use crate::support::build::{self, MONDAY, draft};
use crate::support::database::both;

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Posts of authors nobody has seen, published and collected now.
async fn newcomers(db: &Db, from: usize, count: usize, now: Timestamp) {
    let drafts = (from..from + count).map(|n| {
        let mut draft = Draft { published_at: now, ..draft(&n.to_string(), "x") };
        draft.author.native_id = format!("ny{n}");
        draft
    });
    build::run(db, "masto", build::batch(drafts), now).await;
}

#[tokio::test]
async fn a_tenfold_spike_holds_new_authors_and_calm_lifts_it() {
    for db in both().await {
        let house = House { flood_guard: true, ..House::default() };
        let rules = Rules::open(&db, &house, MONDAY).await.unwrap();
        // A normal day: three new authors every ten minutes.
        for span in 0..144 {
            newcomers(&db, span * 3, 3, MONDAY.plus(secs(600 * span as u64))).await;
        }
        let nine = MONDAY.plus(secs(600 * 144));
        assert_eq!(guard::step(&db, nine).await.unwrap(), None, "{}", db.engine);
        newcomers(&db, 10_000, 29, nine.plus(secs(20))).await;
        assert_eq!(guard::step(&db, nine.plus(secs(30))).await.unwrap(), None, "a busy morning");
        newcomers(&db, 20_000, 10, nine.plus(secs(40))).await;
        let held = nine.plus(secs(55));
        assert_eq!(guard::step(&db, held).await.unwrap(), Some(true), "{}: within the minute", db.engine);
        assert_eq!(guard::step(&db, held).await.unwrap(), None, "once");
        assert!(rules.refresh(&db).await.unwrap().flooded, "every process is told");
        let state = flood::current(&db).await.unwrap().unwrap();
        assert!(state.count >= 39 && state.usual == 3 && state.since == held, "{state:?}");
        let post = Draft { published_at: held, ..draft("x", "Hej #Ledelsesugen") };
        let verdict =
            hashwall::moderate::judge(&post, &Default::default(), &rules.refresh(&db).await.unwrap());
        assert_eq!(verdict.unwrap().state, State::Held);
        assert_eq!(guard::step(&db, held.plus(secs(900))).await.unwrap(), None, "not calm for long enough");
        assert_eq!(guard::step(&db, held.plus(secs(2_400))).await.unwrap(), Some(false), "{}", db.engine);
        assert!(!rules.refresh(&db).await.unwrap().flooded);
        let trail = audit::page(&db, None, 10).await.unwrap();
        let trail: Vec<_> = trail.iter().map(|line| line.action.as_str()).collect();
        assert_eq!(trail, ["flood.lifted", "flood.held"]);
    }
}

#[tokio::test]
async fn a_person_who_lifts_it_is_not_overruled_at_once() {
    for db in both().await {
        Rules::open(&db, &House { flood_guard: true, ..House::default() }, MONDAY).await.unwrap();
        newcomers(&db, 0, 40, MONDAY).await;
        assert_eq!(guard::step(&db, MONDAY).await.unwrap(), Some(true));
        assert!(flood::lift(&db, "user:eva", MONDAY).await.unwrap());
        assert!(!flood::lift(&db, "user:eva", MONDAY).await.unwrap());
        newcomers(&db, 100, 40, MONDAY.plus(secs(60))).await;
        assert_eq!(guard::step(&db, MONDAY.plus(secs(70))).await.unwrap(), None);
        newcomers(&db, 200, 400, MONDAY.plus(secs(3_700))).await;
        assert_eq!(guard::step(&db, MONDAY.plus(secs(3_710))).await.unwrap(), Some(true), "{}", db.engine);
    }
}

#[tokio::test]
async fn a_new_sources_past_is_no_flood_and_the_guard_can_be_off() {
    for db in both().await {
        Rules::open(&db, &House { flood_guard: true, ..House::default() }, MONDAY).await.unwrap();
        let past = (0..200).map(|n| {
            let mut draft = draft(&n.to_string(), "x");
            draft.author.native_id = format!("ny{n}");
            draft.published_at = MONDAY.minus(secs(90_000));
            draft
        });
        build::run(&db, "masto", build::batch(past), MONDAY).await;
        assert_eq!(guard::step(&db, MONDAY).await.unwrap(), None, "{}", db.engine);
    }
    for db in both().await {
        Rules::open(&db, &House::default(), MONDAY).await.unwrap();
        newcomers(&db, 0, 40, MONDAY).await;
        assert_eq!(guard::step(&db, MONDAY).await.unwrap(), None, "{}", db.engine);
    }
}
