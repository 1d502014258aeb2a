//! The store of named walls, on both engines, and the `[[wall]]` tables it begins with.

use hashwall::config::from_toml_texts;
use hashwall::domain::wall::{Layout, NamedWall, Theme};
use hashwall::projections::walls::Walls;
use hashwall::store::{audit, walls};

use crate::config::{env, only_mistake, read};
use crate::support::build::MONDAY;
use crate::support::database::both;

pub fn wall(slug: &str, title: &str, query: &str) -> NamedWall {
    NamedWall {
        slug: slug.to_owned(),
        title: title.to_owned(),
        query: query.to_owned(),
        theme: Theme::Dark,
        layout: Layout::Ticker,
        language: Some("en".to_owned()),
    }
}

#[tokio::test]
async fn a_wall_is_made_changed_and_removed_and_the_trail_says_so() {
    for db in both().await {
        let first = wall("kommunerne", "Kommunerne", "sektor=kommune");
        walls::save(&db, &first, true, "user:mette", MONDAY).await.unwrap();
        assert_eq!(walls::all(&db).await.unwrap(), std::slice::from_ref(&first));
        let taken = walls::save(&db, &first, true, "user:mette", MONDAY).await.unwrap_err();
        assert!(taken.to_string().contains("already"), "{taken}");
        let changed = NamedWall { title: "Alle kommuner".to_owned(), language: None, ..first.clone() };
        walls::save(&db, &changed, false, "user:mette", MONDAY).await.unwrap();
        assert_eq!(walls::all(&db).await.unwrap(), [changed]);
        walls::remove(&db, "kommunerne", "user:admin", MONDAY).await.unwrap();
        assert_eq!(walls::all(&db).await.unwrap(), []);
        for gone in [
            walls::remove(&db, "kommunerne", "user:admin", MONDAY).await,
            walls::save(&db, &first, false, "user:mette", MONDAY).await,
        ] {
            assert!(gone.unwrap_err().to_string().contains("no such wall"));
        }
        let trail = audit::page(&db, None, 9).await.unwrap();
        let told: Vec<_> = trail.iter().map(|line| (line.action.as_str(), line.actor.as_str())).collect();
        assert_eq!(
            told,
            [("wall.removed", "user:admin"), ("wall.changed", "user:mette"), ("wall.added", "user:mette")]
        );
        // The name is free again.
        walls::save(&db, &first, true, "user:mette", MONDAY).await.unwrap();
        assert_eq!(walls::all(&db).await.unwrap().len(), 1, "{}", db.engine);
    }
}

#[tokio::test]
async fn a_seed_brings_back_nothing_and_overwrites_nothing() {
    for db in both().await {
        let seeds = [wall("a", "A", ""), wall("b", "B", "")];
        walls::seed(&db, &seeds).await.unwrap();
        walls::remove(&db, "a", "user:mette", MONDAY).await.unwrap();
        walls::save(&db, &wall("b", "Ny titel", ""), false, "user:mette", MONDAY).await.unwrap();
        walls::seed(&db, &seeds).await.unwrap();
        let titles: Vec<String> = walls::all(&db).await.unwrap().into_iter().map(|wall| wall.title).collect();
        assert_eq!(titles, ["Ny titel"], "{}", db.engine);
    }
}

#[tokio::test]
async fn every_process_sees_a_change() {
    for db in both().await {
        let known = Walls::default();
        known.heed(&db).await.unwrap();
        let before = known.version();
        walls::save(&db, &wall("a", "A", ""), true, "user:mette", MONDAY).await.unwrap();
        assert!(known.get("a").is_none());
        known.heed(&db).await.unwrap();
        assert_eq!(known.get("a").unwrap().title, "A");
        assert!(known.version() > before);
        walls::remove(&db, "a", "user:mette", MONDAY).await.unwrap();
        known.heed(&db).await.unwrap();
        assert!(known.get("a").is_none() && known.all().is_empty());
    }
}

#[test]
fn the_configuration_names_a_wall_and_its_mistakes() {
    let walls = from_toml_texts(&[], &env(&[])).unwrap().walls;
    assert_eq!(walls.iter().map(|wall| wall.slug.as_str()).collect::<Vec<_>>(), ["ledelsesugen"]);
    let text = "[[wall]]\nslug = \"kommuner\"\ntitle = \"Kommunerne\"\nview = \"?sektor=kommune&lang=en\"\n\
                layout = \"grid\"\ntheme = \"dark\"\nlanguage = \"en\"";
    let walls = read(text).unwrap().walls;
    assert_eq!(
        walls,
        [NamedWall { layout: Layout::Grid, ..wall("kommuner", "Kommunerne", "sektor=kommune") }]
    );
    for (line, expected) in [
        ("slug = \"A b\"\ntitle = \"x\"", "wall[0].slug"),
        ("slug = \"a\"", "wall[0].title"),
        ("slug = \"a\"\ntitle = \"x\"\nview = \"sektor=komune\"", "stat, region, kommune, other"),
        ("slug = \"a\"\ntitle = \"x\"\nlayout = \"spiral\"", "carousel"),
        ("slug = \"a\"\ntitle = \"x\"\nvieww = \"\"", "\"view\", perhaps"),
        ("slug = \"a\"\ntitle = \"x\"\n[[wall]]\nslug = \"a\"\ntitle = \"y\"", "once more"),
    ] {
        let told = only_mistake(&format!("[[wall]]\n{line}"));
        assert!(told.contains(expected), "{told}");
    }
}
