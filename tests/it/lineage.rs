//! A data folder meets another database: what is shown comes from the database that is open, and from no other.

use std::sync::Arc;

use hashwall::app::{App, Wall};
use hashwall::domain::post::{PostId, State};
use hashwall::store::moderation;

use crate::support::app::settings;
use crate::support::build::{self, MONDAY, draft};
use crate::support::database::{TestDb, both};

/// The house on this database, with `count` approved posts stored beside those that are there.
async fn house(folder: &std::path::Path, database: &TestDb, names: &[&str]) -> App {
    let settings = settings(folder, &database.url, "http://127.0.0.1:1", "");
    let app = App::open(settings, Arc::new(|| MONDAY)).await.unwrap();
    let posts = build::stored(&app.db, names.iter().map(|name| draft(name, name))).await;
    let ids: Vec<PostId> = posts.into_iter().map(|post| post.id).collect();
    moderation::decide(&app.db, &ids, State::Approved, "user:mette", None, MONDAY).await.unwrap();
    app
}

/// What visitors and moderators find, by text.
async fn shown(app: &App) -> (Vec<String>, Vec<String>) {
    let wall = Wall::open(app).await.unwrap();
    wall.catch_up(&app.db).await.unwrap();
    let texts = |dump: Vec<(String, Vec<u8>)>| {
        let text = |stored: Vec<u8>| -> String {
            let post: serde_json::Value = serde_json::from_slice(&stored).unwrap();
            post["text"].as_str().unwrap().to_owned()
        };
        let mut texts: Vec<String> = dump.into_iter().map(|(_, stored)| text(stored)).collect();
        texts.sort();
        texts
    };
    (texts(wall.public.dump().unwrap()), texts(wall.desk.dump().unwrap()))
}

fn twice(names: &[&str]) -> (Vec<String>, Vec<String>) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    (names.clone(), names)
}

#[tokio::test]
async fn the_wall_shows_the_posts_of_the_database_that_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let [sqlite, postgres] = both().await;
    let first = house(folder.path(), &sqlite, &["en", "to", "tre"]).await;
    assert_eq!(shown(&first).await, twice(&["en", "to", "tre"]));
    // The address was changed: a shorter log, then one that has grown past the old position.
    let second = house(folder.path(), &postgres, &["fire"]).await;
    assert_eq!(shown(&second).await, twice(&["fire"]));
    let other = TestDb::sqlite().await;
    let longer = house(folder.path(), &other, &["a", "b", "c", "d", "e"]).await;
    assert_eq!(shown(&longer).await, twice(&["a", "b", "c", "d", "e"]));
}

#[tokio::test]
async fn what_belongs_together_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let database = TestDb::sqlite().await;
    let app = house(folder.path(), &database, &["en"]).await;
    shown(&app).await;
    let wall = Wall::open(&app).await.unwrap();
    assert_eq!(wall.public.position(), 2, "collected and decided: nothing to do again");
    assert_eq!(wall.public.len(), 1);
    drop(wall);
    // Cut off in the middle of writing: no reason to distrust the indexes.
    std::fs::write(folder.path().join("last-log-entry"), "2 17").unwrap();
    assert_eq!(Wall::open(&app).await.unwrap().public.len(), 1);
}
