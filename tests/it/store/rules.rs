//! Rules in the database: begun once, changed by one person at a time, watched by every process.

use hashwall::domain::house::House;
use hashwall::domain::post::State;
use hashwall::domain::rule::{Asked, Rule};
use hashwall::rules::Rules;
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::rules::{self, Import};
use hashwall::store::{audit, knowledge};

use crate::moderate_own::{condition, rule};
use crate::support::build::{self, MONDAY, draft};
use crate::support::database::both;

fn words(name: &str, word: &str) -> Rule {
    rule(name, vec![condition(Asked::Words, &[word])])
}

#[track_caller]
fn conflict<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Conflict {
    match result.unwrap_err() {
        StoreError::Conflict(conflict) => conflict,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_new_database_begins_with_the_seed_and_keeps_what_was_changed() {
    for db in both().await {
        assert_eq!(rules::load(&db).await.unwrap(), None);
        let house = House { approve_after: 3, ..House::default() };
        rules::seed(&db, &house, &[words("a", "ord")], MONDAY).await.unwrap();
        let other = House { approve_after: 9, ..House::default() };
        rules::seed(&db, &other, &[words("b", "ord")], MONDAY).await.unwrap();
        let stored = rules::load(&db).await.unwrap().unwrap();
        assert_eq!((stored.house.approve_after, stored.rules.len()), (3, 1), "{}", db.engine);
        assert_eq!(stored.rules[0].rule, words("a", "ord"));
    }
}

#[tokio::test]
async fn two_editors_of_one_rule_cannot_both_win() {
    for db in both().await {
        rules::seed(&db, &House::default(), &[], MONDAY).await.unwrap();
        let id = rules::add(&db, &words("Gratis", "gratis"), "user:eva", MONDAY).await.unwrap();
        assert!(matches!(
            conflict(rules::add(&db, &words("GRATIS", "x"), "user:eva", MONDAY).await),
            Conflict::RuleName(_)
        ));
        rules::save(&db, &id, 1, &words("Gratis", "helt gratis"), "user:eva", MONDAY).await.unwrap();
        let late = rules::save(&db, &id, 1, &words("Gratis", "noget andet"), "user:ib", MONDAY).await;
        assert_eq!(conflict(late), Conflict::RuleChanged);
        assert_eq!(conflict(rules::remove(&db, &id, 1, "user:ib", MONDAY).await), Conflict::RuleChanged);
        let stored = rules::load(&db).await.unwrap().unwrap();
        assert_eq!(stored.rules[0].rule, words("Gratis", "helt gratis"));
        assert_eq!((stored.rules[0].version, stored.rules[0].changed_by.as_str()), (2, "user:eva"));
        rules::remove(&db, &id, 2, "user:ib", MONDAY).await.unwrap();
        let gone = rules::save(&db, &id, 2, &words("Gratis", "x"), "user:eva", MONDAY).await;
        assert_eq!(conflict(gone), Conflict::RuleGone);
        rules::save_house(&db, 1, &House::default(), "user:eva", MONDAY).await.unwrap();
        let other = House { approve_after: 1, ..House::default() };
        let late = rules::save_house(&db, 1, &other, "user:ib", MONDAY);
        assert_eq!(conflict(late.await), Conflict::RuleChanged);
        let trail = audit::page(&db, None, 10).await.unwrap();
        let trail: Vec<_> = trail.iter().map(|line| (line.actor.as_str(), line.action.as_str())).collect();
        assert_eq!(
            trail,
            [
                ("user:eva", "rule.house"),
                ("user:ib", "rule.removed"),
                ("user:eva", "rule.saved"),
                ("user:eva", "rule.added")
            ],
            "{}",
            db.engine
        );
    }
}

#[tokio::test]
async fn an_import_is_whole_or_nothing() {
    for db in both().await {
        rules::seed(&db, &House::default(), &[words("a", "et"), words("b", "to")], MONDAY).await.unwrap();
        let seen = rules::load(&db).await.unwrap().unwrap().version;
        let import = Import { house: None, rules: vec![words("A", "nyt"), words("c", "tre")] };
        assert_eq!(
            conflict(rules::import(&db, seen + 1, &import, "user:eva", MONDAY).await),
            Conflict::RulesChanged
        );
        let many = (0..200).map(|n| words(&format!("r{n}"), "x")).collect();
        let full = Import { house: Some(House { approve_after: 7, ..House::default() }), rules: many };
        assert_eq!(conflict(rules::import(&db, seen, &full, "user:eva", MONDAY).await), Conflict::RulesFull);
        let stored = rules::load(&db).await.unwrap().unwrap();
        assert_eq!((stored.version, stored.rules.len(), stored.house.approve_after), (seen, 2, 0));
        rules::import(&db, seen, &import, "user:eva", MONDAY).await.unwrap();
        let names: Vec<_> =
            rules::load(&db).await.unwrap().unwrap().rules.into_iter().map(|one| one.rule.name).collect();
        assert_eq!(names, ["A", "b", "c"], "{}", db.engine);
    }
}

#[tokio::test]
async fn another_process_uses_a_new_rule_at_once() {
    for db in both().await {
        let here = Rules::open(&db, &House::default(), MONDAY).await.unwrap();
        let there = Rules::open(&db.again().await, &House::default(), MONDAY).await.unwrap();
        let before = there.refresh(&db).await.unwrap().own.len();
        rules::add(&db, &words("ny", "gratis"), "user:eva", MONDAY).await.unwrap();
        for process in [&here, &there] {
            assert_eq!(process.refresh(&db).await.unwrap().own.len(), before + 1, "{}", db.engine);
        }
        let same = there.refresh(&db).await.unwrap();
        assert!(std::sync::Arc::ptr_eq(&same, &there.refresh(&db).await.unwrap()), "made ready once");
    }
}

#[tokio::test]
async fn a_dry_run_knows_what_was_known_then() {
    for db in both().await {
        let posts =
            build::stored(&db, ["1", "2", "3"].map(|id| draft(id, "Vi ses i morgen til en ny dag i ugen")))
                .await;
        let ids: Vec<_> = posts.iter().map(|post| post.id.clone()).collect();
        hashwall::store::moderation::decide(&db, &ids, State::Approved, "user:eva", None, MONDAY)
            .await
            .unwrap();
        let mut newest = knowledge::newest(&db, 10).await.unwrap();
        newest.sort_by(|a, b| a.id.cmp(&b.id));
        let known = knowledge::then(&db, &newest).await.unwrap();
        let approved: Vec<u64> = known.iter().map(|known| known.author_approved).collect();
        assert_eq!(approved, [0, 1, 2], "{}: each knew the earlier ones alone", db.engine);
        let copies: Vec<bool> = known.iter().map(|known| known.near_duplicate_of.is_some()).collect();
        assert_eq!(copies, [false, true, true], "{}", db.engine);
    }
}
