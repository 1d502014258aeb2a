//! What networks measured of our own pages: sums, people, running totals, and names that are gone.

use hashwall::domain::figures::{Manner, OwnReading, OwnTold, Window};
use hashwall::domain::time::Timestamp;
use hashwall::store::db::Db;
use hashwall::store::ingest::Batch;
use hashwall::store::own;

use crate::support::build::{self, MONDAY};
use crate::support::database::both;

const DAY: i64 = 86_400_000_000;

fn days(metric: &str, manner: Manner, days: &[(&str, i64)]) -> OwnReading {
    let days = days.iter().map(|(day, value)| ((*day).to_owned(), *value)).collect();
    OwnReading { metric: metric.to_owned(), manner, told: OwnTold::Days(days) }
}

async fn told(db: &Db, own: Vec<OwnReading>, at: Timestamp) {
    build::run(db, "masto", Batch { own, ..Batch::default() }, at).await;
}

#[tokio::test]
async fn days_add_up_people_do_not_and_a_retired_name_is_said_since_when() {
    for db in both().await {
        let readings = vec![
            days("page_media_view", Manner::Sum, &[("2026-10-26", 310), ("2026-10-27", 40)]),
            days("page_total_media_view_unique", Manner::Unique, &[("2026-10-26", 200), ("2026-10-27", 30)]),
            days("page_follows", Manner::Running, &[("2026-10-26", 5_120), ("2026-10-27", 5_118)]),
        ];
        told(&db, readings, MONDAY).await;
        // A day is corrected, and one name dies.
        let gone = |metric: &str, manner| OwnReading {
            metric: metric.to_owned(),
            manner,
            told: OwnTold::Unavailable("(#100) The value must be a valid insights metric".to_owned()),
        };
        let later = Timestamp(MONDAY.0 + 2 * DAY);
        let again = vec![
            days("page_media_view", Manner::Sum, &[("2026-10-27", 50)]),
            gone("page_total_media_view_unique", Manner::Unique),
        ];
        told(&db, again, later).await;
        told(&db, vec![gone("page_total_media_view_unique", Manner::Unique)], Timestamp(MONDAY.0 + 3 * DAY))
            .await;
        let window = Window::between(Timestamp(MONDAY.0 - DAY), Timestamp(MONDAY.0 + 7 * DAY));
        let figures = own::figures(&db, window).await.unwrap();
        let of = |metric: &str| figures.iter().find(|figure| figure.metric == metric).unwrap();
        assert_eq!(of("page_media_view").figure.value, Some(360));
        let people = of("page_total_media_view_unique");
        assert_eq!((people.unique, people.figure.value), (true, Some(30)), "the latest day, never 230");
        assert_eq!(people.figure.unavailable_since, Some(later), "since it was first said");
        assert_eq!(of("page_follows").figure.value, Some(5_118));
        let before = own::figures(&db, Window::between(Timestamp(0), Timestamp(1))).await.unwrap();
        assert!(before.iter().all(|figure| figure.figure.value.is_none()), "not told is not zero");
        // Alive again.
        told(&db, vec![days("page_total_media_view_unique", Manner::Unique, &[("2026-10-29", 9)])], MONDAY)
            .await;
        let figures = own::figures(&db, window).await.unwrap();
        let people = figures.iter().find(|figure| figure.unique).unwrap();
        assert_eq!((people.figure.value, people.figure.unavailable_since), (Some(9), None));
    }
}
