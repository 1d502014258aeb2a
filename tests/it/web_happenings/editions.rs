//! Editions: before, during, after, and years that are not there.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use hashwall::domain::time::Timestamp;

use super::happening;
use crate::web_public::house::{House, post};

fn set(house: &House, now: &str) {
    house.now.store(Timestamp::parse_rfc3339(now).unwrap().0, Ordering::SeqCst);
}

fn at(day: &str) -> Timestamp {
    Timestamp::parse_rfc3339(&format!("{day}T12:00:00Z")).unwrap()
}

#[tokio::test]
async fn the_wall_counts_down_goes_on_and_ends() {
    let house = House::new();
    for (now, words) in [
        ("2026-10-14T10:00:00Z", "begynder om 12 dage"),
        ("2026-10-25T22:30:00Z", "begynder i morgen"),
        ("2026-10-25T23:30:00Z", "er i gang: dag 1 af 7"),
        ("2026-11-01T22:30:00Z", "er i gang: dag 7 af 7"),
        ("2026-11-01T23:30:00Z", "er slut"),
    ] {
        set(&house, now);
        house.get("/").await.shows("Uge 44, 2026").shows(words);
    }
    set(&house, "2026-11-24T10:00:00Z");
    house.get("/").await.shows("Uge 44, 2027").shows("begynder om 342 dage");
}

#[tokio::test]
async fn each_edition_has_its_posts_and_its_page() {
    let house = House::new();
    for (number, day) in [(1, "2024-10-30"), (2, "2026-10-26"), (3, "2026-10-15"), (4, "2026-06-01")] {
        house.show(&post(number, |draft| draft.published_at = at(day)));
    }
    house.show(&happening(5, "Åbning", "2026-10-26T09:00", "2026-10-26T10:00", |_| {}));
    let list = house.get("/udgaver").await;
    list.shows("Uge 44, 2026").shows("Uge 44, 2024").hides("Uge 44, 2025").hides("Uge 44, 2027");
    list.shows("3 opslag · 1 arrangement").shows("1 opslag · Ingen arrangementer");
    list.shows("mandag 26. oktober – søndag 1. november").shows("mandag 28. oktober 2024");
    let this = house.get("/udgaver/2026").await;
    assert_eq!(this.posts().len(), 3, "the days around the week count, June does not");
    this.shows("href=\"/kalender?uge=2026-44\"");
    let archive = house.get("/udgaver/2024").await;
    assert_eq!(archive.posts(), ["019a1000-0000-7000-8000-000000000001"]);
    archive.shows("er slut");
    house.get("/udgaver/2025").await.shows("Der er ingen opslag fra denne udgave");
    for none in ["2027", "1900", "x", "2026-44", "99999999999"] {
        assert_eq!(house.get(&format!("/udgaver/{none}")).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}
