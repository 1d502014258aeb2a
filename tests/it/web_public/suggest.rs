//! Suggestions while a visitor types.

use axum::http::{StatusCode, header};
use serde_json::Value;

use super::house::{House, post};

async fn ask(house: &House, query: &str) -> Value {
    let answer = house.get(&format!("/soeg/forslag?q={query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-cache");
    serde_json::from_str(&answer.body).unwrap()
}

fn house() -> House {
    let house = House::with_posts(1);
    house.show(&post(9, |draft| {
        draft.text = "Om rekruttering og ledelsesevaluering".to_owned();
        draft.author.name = "Rikke Ravn".to_owned();
        draft.organisation = Some("Region Nord".to_owned());
    }));
    house
}

#[tokio::test]
async fn every_suggestion_leads_to_posts_that_have_it() {
    let house = house();
    let answer = ask(&house, "r").await;
    let offered = answer["suggestions"].as_array().unwrap();
    let texts: Vec<&str> = offered.iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Region Nord", "Rikke Ravn", "rekruttering"]);
    assert_eq!(offered[1]["kind"], "author");
    assert_eq!(offered[1]["query"], "fra:\"Rikke Ravn\"");
    for one in offered {
        let wall = house.get(one["href"].as_str().unwrap()).await;
        assert_eq!(wall.posts().len(), usize::try_from(one["count"].as_u64().unwrap()).unwrap(), "{one}");
    }
    let english = ask(&house, "rekr&lang=en").await;
    assert_eq!(english["suggestions"][0]["href"], "/?q=rekruttering&lang=en");
}

#[tokio::test]
async fn a_slip_of_the_keyboard_is_put_right() {
    let answer = ask(&house(), "rekrutternig").await;
    assert_eq!(answer["suggestions"], Value::Array(Vec::new()));
    assert_eq!(answer["meant"]["query"], "rekruttering");
    assert_eq!(answer["meant"]["href"], "/?q=rekruttering");
    assert_eq!(ask(&house(), "rekruttering").await["meant"], Value::Null);
}

#[tokio::test]
async fn whatever_is_typed_is_answered() {
    let house = house();
    for typed in ["", "%22", "%00", "%F0%9F%91%8D", "(((((", "fra:", "%3Cscript%3E"] {
        assert!(ask(&house, typed).await["suggestions"].as_array().unwrap().len() <= 8, "{typed}");
    }
    assert_eq!(ask(&house, &"r".repeat(10_000)).await["suggestions"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn nobody_is_asked_whether_they_meant_what_is_shown_already() {
    let house = house();
    // The slip is looked for loosely, and finds the very post that the right word finds.
    let near = house.get("/?q=rekrutternig").await;
    assert_eq!(near.posts().len(), 1);
    near.shows("Vi viser også opslag med <a href=\"/?q=rekruttering\">rekruttering</a>").hides("Mente du");
    // With a filter that leaves nothing of it, there is nothing to say either.
    let none = house.get("/?q=rekrutternig&netvaerk=linkedin").await;
    assert_eq!(none.posts().len(), 0);
    none.hides("Vi viser også");
    house.get("/?q=rekruttering").await.hides("Vi viser også").hides("Mente du");
}
