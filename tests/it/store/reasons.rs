//! The list of reasons: seeded once, edited in versions, old decisions keep their words.

use std::time::Duration;

use hashwall::config::reasons::seeds;
use hashwall::domain::reason::{Reason, Use, at};
use hashwall::store::{audit, reasons};

use crate::support::build::MONDAY;
use crate::support::database::both;

fn by_key(list: Vec<Reason>, key: &str) -> Reason {
    list.into_iter().find(|reason| reason.key == key).unwrap()
}

#[tokio::test]
async fn seeds_are_put_in_once_and_what_was_edited_stays() {
    for db in both().await {
        reasons::seed(&db, &seeds()).await.unwrap();
        let spam = by_key(reasons::active(&db).await.unwrap(), "spam");
        assert_eq!((spam.version, spam.key_stroke(), spam.use_for), (1, Some('2'), Use::Reject));
        let mut edited = spam.clone();
        edited.label.da = "Reklame".to_owned();
        assert_eq!(reasons::save(&db, &edited, "user:admin", MONDAY).await.unwrap(), 2);
        reasons::seed(&db, &seeds()).await.unwrap();
        let again = by_key(reasons::active(&db).await.unwrap(), "spam");
        assert_eq!((again.version, again.label.da.as_str()), (2, "Reklame"), "{}", db.engine);
        assert_eq!(reasons::save(&db, &again, "user:admin", MONDAY).await.unwrap(), 2, "nothing changed");
        let trail = audit::page(&db, None, 9).await.unwrap();
        let told: Vec<_> = trail.iter().map(|line| (line.action.as_str(), line.subject.as_str())).collect();
        assert_eq!(told, [("reason.changed", "spam")]);
        assert_eq!(trail[0].actor, "user:admin");
    }
}

#[tokio::test]
async fn a_decision_keeps_the_words_it_was_made_with() {
    for db in both().await {
        reasons::seed(&db, &seeds()).await.unwrap();
        let mut spam = by_key(reasons::active(&db).await.unwrap(), "spam");
        let before = spam.statement.da.clone();
        spam.statement.da = "Nye ord".to_owned();
        let changed = MONDAY.plus(Duration::from_secs(60));
        reasons::save(&db, &spam, "user:admin", changed).await.unwrap();
        let all = reasons::all(&db).await.unwrap();
        assert_eq!(at(&all, "spam", MONDAY).unwrap().statement.da, before);
        assert_eq!(at(&all, "spam", changed).unwrap().statement.da, "Nye ord");
        assert!(at(&all, "none", MONDAY).is_none());

        spam.active = false;
        reasons::save(&db, &spam, "user:admin", changed).await.unwrap();
        assert!(reasons::active(&db).await.unwrap().iter().all(|reason| reason.key != "spam"));
        assert!(!by_key(reasons::current(&db).await.unwrap(), "spam").active);
        assert_eq!(audit::page(&db, None, 1).await.unwrap()[0].action, "reason.retired");
        reasons::seed(&db, &seeds()).await.unwrap();
        assert!(reasons::active(&db).await.unwrap().iter().all(|reason| reason.key != "spam"), "retired");

        // A reason added later has words for what was decided with its key before.
        let new = Reason { key: "election".to_owned(), ..spam };
        reasons::save(&db, &new, "user:admin", changed.plus(Duration::from_secs(9))).await.unwrap();
        assert!(at(&reasons::all(&db).await.unwrap(), "election", MONDAY).is_some());
    }
}
