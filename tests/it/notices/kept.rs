//! In the store, on either engine.

use std::time::Duration;

use hashwall::domain::time::Timestamp;
use hashwall::projections::live::Live;
use hashwall::store::{audit, notices};

use crate::support::build::MONDAY;
use crate::support::database::both;

fn minute(n: u64) -> Timestamp {
    MONDAY.plus(Duration::from_secs(60 * n))
}

#[tokio::test]
async fn a_message_is_shown_in_its_time_and_every_change_is_in_the_trail() {
    for db in both().await {
        let shown = async |n| notices::reading(&db, minute(n)).await.unwrap().notice.map(|one| one.number);
        assert_eq!(notices::reading(&db, MONDAY).await.unwrap().changes, 0);
        let lunch = notices::write(&db, "Frokost", minute(10), Some(minute(40)), "user:mette", MONDAY).await;
        assert_eq!(lunch.unwrap(), 1);
        let door = notices::write(&db, "Dør B", minute(20), None, "user:mette", minute(1)).await.unwrap();
        let times = [9, 10, 20, 40, 900];
        let mut seen = Vec::new();
        for n in times {
            seen.push(shown(n).await);
        }
        assert_eq!(seen, [None, Some(1), Some(2), Some(2), Some(2)], "{}", db.engine);

        assert!(notices::end_at(&db, door, Some(minute(30)), "user:admin", minute(21)).await.unwrap());
        assert_eq!(shown(30).await, Some(1), "what stood before it comes back");
        assert!(notices::withdraw(&db, 1, "user:admin", minute(22)).await.unwrap());
        assert!(!notices::withdraw(&db, 1, "user:karl", minute(23)).await.unwrap(), "once");
        assert!(!notices::end_at(&db, 1, None, "user:karl", minute(23)).await.unwrap());
        assert!(!notices::withdraw(&db, 99, "user:karl", minute(23)).await.unwrap());
        assert_eq!(shown(30).await, None);
        let listed = notices::last(&db, 9).await.unwrap();
        assert_eq!(listed.iter().map(|one| one.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(listed[1].withdrawn, Some((minute(22), "user:admin".to_owned())));
        assert_eq!(notices::reading(&db, minute(30)).await.unwrap().changes, 4);

        let trail = audit::page(&db, None, 9).await.unwrap();
        let told: Vec<_> = trail
            .iter()
            .map(|line| (line.action.as_str(), line.subject.as_str(), line.detail.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("notice.withdrawn", "1", ""),
                ("notice.ends", "2", minute(30).rfc3339().as_str()),
                ("notice.written", "2", "Dør B"),
                ("notice.written", "1", "Frokost"),
            ]
        );
    }
}

#[tokio::test]
async fn people_who_write_at_once_write_one_after_the_other() {
    for db in both().await {
        let writing = (0..8).map(|n| {
            let text = format!("besked {n}");
            let db = &db;
            async move { notices::write(db, &text, MONDAY, None, "user:mette", MONDAY).await.unwrap() }
        });
        let mut numbers = futures_util::future::join_all(writing).await;
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<_>>(), "{}", db.engine);
        assert_eq!(notices::reading(&db, MONDAY).await.unwrap().notice.unwrap().number, 8);
    }
}

#[tokio::test]
async fn an_older_reading_never_brings_back_what_was_taken_down() {
    for db in both().await {
        let live = Live::new(0);
        let number = notices::write(&db, "Frokost", MONDAY, None, "user:mette", MONDAY).await.unwrap();
        let before = notices::reading(&db, minute(5)).await.unwrap();
        live.post(before.clone());
        assert_eq!(live.notice().unwrap().text, "Frokost");
        let pages = live.changes();
        notices::withdraw(&db, number, "user:mette", minute(1)).await.unwrap();
        live.post(notices::reading(&db, minute(2)).await.unwrap());
        assert_eq!(live.notice(), None);
        assert!(live.changes() > pages, "a page that was made with it is not served again");
        live.post(before);
        assert_eq!(live.notice(), None);
    }
}
