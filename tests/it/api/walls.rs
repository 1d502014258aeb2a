//! Named walls in other people's programs: the outputs of each, and their list.

use axum::http::{Request, StatusCode};
use hashwall::domain::sector::Sector;
use serde_json::Value;

use crate::web_public::house::{House, post};

fn furnished() -> House {
    let house = House::new();
    for number in 1..=4 {
        house.show(&post(number, |draft| {
            if number % 2 == 0 {
                draft.sector = Sector::Kommune;
            }
        }));
    }
    house
}

#[tokio::test]
async fn a_named_wall_has_every_output_with_what_is_asked_within_it() {
    let house = furnished();
    let list: Value = serde_json::from_str(&house.get("/api/v1/walls").await.body).unwrap();
    let walls = list["walls"].as_array().unwrap();
    assert!(walls.len() >= 2, "{list}");
    let municipal =
        walls.iter().find(|wall| wall["query"].as_str().unwrap().contains("sektor=kommune")).unwrap();
    let slug = municipal["slug"].as_str().unwrap();
    assert_eq!(municipal["url"], format!("https://wall.example/w/{slug}"));
    assert_eq!(municipal["feed"], format!("https://wall.example/w/{slug}.rss"));
    for ending in ["rss", "atom", "jsonfeed", "json", "ics"] {
        let path = format!("/w/{slug}.{ending}");
        let answer = house.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        if ending != "ics" {
            for (number, shown) in [(2, true), (4, true), (1, false), (3, false)] {
                let id = format!("/opslag/019a1000-0000-7000-8000-{number:012}");
                assert_eq!(answer.body.contains(&id), shown, "{path} {number}");
            }
        }
        let tag = answer.header("etag").to_owned();
        let again = house.send(Request::get(&path).header("if-none-match", tag)).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        house
            .get(&format!("/w/{slug}?q=nummer"))
            .await
            .shows(&format!("href=\"https://wall.example{path}?q=nummer"));
    }
    let feed: Value =
        serde_json::from_str(&house.get(&format!("/w/{slug}.jsonfeed?antal=1")).await.body).unwrap();
    assert_eq!(feed["title"], municipal["title"]);
    // It speaks English, which its addresses say.
    assert_eq!(feed["language"], "en");
    assert_eq!(feed["feed_url"], format!("https://wall.example/w/{slug}.jsonfeed?lang=en"));
    assert_eq!(feed["home_page_url"], format!("https://wall.example/w/{slug}?lang=en"));
    let next = feed["next_url"].as_str().unwrap().trim_start_matches("https://wall.example").to_owned();
    let next: Value = serde_json::from_str(&house.get(&next).await.body).unwrap();
    assert!(next["items"][0]["url"].as_str().unwrap().contains("000000000002"), "{next}");
    assert_eq!(house.get("/w/ukendt.rss").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&format!("/w/{slug}.xml")).await.status, StatusCode::NOT_FOUND);
}
