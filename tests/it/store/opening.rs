//! Opening: migrations from empty, a later version, what errors show.

use hashwall::store::db::{Db, StoreError};
use hashwall::store::{log, posts};

use crate::support::build;
use crate::support::database::{TestDb, both, meddle};

#[tokio::test]
async fn an_empty_database_is_migrated_and_answers() {
    for db in both().await {
        db.ping().await.unwrap();
        assert_eq!(log::head(&db).await.unwrap(), 0);
        assert!(posts::page(&db, None, 10).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_was_stored_is_there_when_it_is_opened_again() {
    for db in both().await {
        let before = build::stored(&db, [build::draft("a", "God #Ledelsesugen")]).await;
        let again = db.again().await;
        assert_eq!(build::all(&again).await, before, "{}", db.engine);
        assert_eq!(log::head(&again).await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn many_processes_open_an_empty_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    // Many files: the instant at which SQLite refuses the second of two is short.
    let mut empty: Vec<String> =
        (0..40).map(|n| format!("sqlite:{}", folder.path().join(format!("{n}.db")).display())).collect();
    empty.push(crate::support::postgres::fresh().await);
    for url in empty {
        let opening: Vec<_> = (0..8).map(|_| tokio::spawn(open(url.clone()))).collect();
        for opened in opening {
            opened.await.unwrap().unwrap().ping().await.unwrap();
        }
    }
}

async fn open(url: String) -> Result<Db, StoreError> {
    Db::open(&url).await
}

#[tokio::test]
async fn a_database_of_a_later_version_is_refused_with_both_versions() {
    for db in both().await {
        db.close().await;
        meddle(&db.url, "INSERT INTO schema_version (version) VALUES (99)").await.unwrap();
        let refused = Db::open(&db.url).await.unwrap_err().to_string();
        assert!(refused.contains("version 99") && refused.contains("versions up to"), "{refused}");
    }
}

#[tokio::test]
async fn the_reach_days_of_an_earlier_version_go_and_its_posts_stay() {
    // What version 13 had and 14 takes away.
    let away = include_str!("../../../src/store/migrations/0014_no_reach_days.sql");
    let back = "CREATE TABLE reach_days (day TEXT NOT NULL PRIMARY KEY); \
                CREATE TABLE reach_posts (post TEXT NOT NULL PRIMARY KEY); \
                ALTER TABLE posts ADD COLUMN day TEXT NOT NULL DEFAULT '2026-10-26'; \
                CREATE INDEX posts_day ON posts (day, network); \
                INSERT INTO projections (name, position) VALUES ('reach', 1), ('webhooks', 1)";
    for db in both().await {
        let before = build::stored(&db, [build::draft("a", "God #Ledelsesugen")]).await;
        db.close().await;
        meddle(&db.url, back).await.unwrap();
        meddle(&db.url, away).await.unwrap();
        let again = db.again().await;
        assert_eq!(build::all(&again).await, before, "{}", db.engine);
        let edited =
            build::run(&again, "masto", build::batch([build::draft("a", "Bedre")]), build::MONDAY).await;
        assert_eq!(edited.edited, 1, "{}", db.engine);
        again.close().await;
        for gone in ["SELECT day FROM posts", "SELECT day FROM reach_days", "SELECT post FROM reach_posts"] {
            assert!(meddle(&db.url, gone).await.is_err(), "{gone} on {}", db.engine);
        }
    }
}

#[tokio::test]
async fn no_error_and_no_debug_output_shows_the_password() {
    let addresses = [
        "postgres://hashwall:hemmelig@127.0.0.1:1/hashwall",
        "postgres://hashwall:hemmelig@127.0.0.1:notaport/hashwall",
        "postgres://hashwall:hemmelig@[broken/hashwall",
        "postgres://hashwall:hemmelig@127.0.0.1:1/hashwall?sslmode=hemmelig",
        "mysql://hashwall:hemmelig@127.0.0.1/hashwall",
    ];
    for address in addresses {
        let refused = Db::open(address).await.unwrap_err();
        let shown = format!("{refused} {refused:?}");
        assert!(!shown.contains("hemmelig"), "{shown}");
    }
    let db = TestDb::sqlite().await;
    assert_eq!(format!("{:?}", *db), "Db(sqlite)");
}

#[tokio::test]
async fn a_database_in_memory_is_refused() {
    assert!(Db::open("sqlite::memory:").await.is_err());
    assert!(Db::open("sqlite:").await.is_err());
}
