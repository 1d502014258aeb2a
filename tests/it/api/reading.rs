//! The reading side of the API: lists, cursors, facets, and what it says when it cannot.

use std::collections::HashSet;

use axum::http::{Method, Request, StatusCode};
use hashwall::domain::network::Network;
use serde_json::Value;

use crate::web_happenings::happening;
use crate::web_public::house::{Answer, House, post};

fn furnished() -> House {
    let house = House::new();
    for number in 1..=7 {
        house.show(&post(number, |draft| {
            if number % 2 == 0 {
                draft.network = Network::Feed;
                draft.organisation = Some("Aarhus Kommune".to_owned());
            }
        }));
    }
    for number in 8..=10 {
        let start = format!("2026-10-{}T18:00", 20 + number);
        house.show(&happening(number, &format!("Møde {number}"), &start, "", |_| {}));
    }
    house
}

fn data(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/json", "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// That it is a problem of this kind, wholly told.
#[track_caller]
fn problem(answer: &Answer, status: u16, word: &str) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(
        (answer.status.as_u16(), problem["type"].as_str().unwrap()),
        (status, &*format!("/api#{word}"))
    );
    assert_eq!(problem["status"], status);
    for part in ["title", "detail"] {
        assert!(problem[part].as_str().unwrap().len() > 5, "{problem}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    problem
}

#[tokio::test]
async fn a_list_is_walked_by_cursors_without_gap_or_repeat_while_posts_keep_coming() {
    let house = furnished();
    let (mut next, mut seen) = (String::new(), Vec::new());
    for walked in 0..20 {
        let cursor = if next.is_empty() { String::new() } else { format!("&cursor={next}") };
        let page = data(&house.get(&format!("/api/v1/posts?limit=3{cursor}")).await);
        let posts = page["posts"].as_array().unwrap();
        seen.extend(posts.iter().map(|post| post["id"].as_str().unwrap().to_owned()));
        // A new one at the top shifts no page.
        house.show(&post(100 + walked, |_| {}));
        match page["next"].as_str() {
            Some(more) => next = more.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 10);
}

#[tokio::test]
async fn the_filters_are_those_of_the_wall() {
    let house = furnished();
    let count = async |query: &str| {
        let list = data(&house.get(&format!("/api/v1/posts?{query}")).await);
        assert_eq!(list["posts"].as_array().unwrap().len() as u64, list["total"].as_u64().unwrap().min(20));
        list["total"].as_u64().unwrap()
    };
    assert_eq!(count("").await, 10);
    assert_eq!(count("network=feed").await, 3);
    assert_eq!(count("kind=happening").await, 3);
    assert_eq!(count("organisation=Aarhus%20Kommune").await, 6);
    assert_eq!(count("tag=%23ledelsesugen").await, 10);
    assert_eq!(count("tag=!!").await, 0);
    assert_eq!(count("since=2026-10-26&until=2026-10-26").await, 10);
    assert_eq!(count("since=2026-10-27").await, 0);
    assert_eq!(count("until=2026-10-25").await, 0);
    assert_eq!(count("q=nummer+7").await, 1);
    assert_eq!(count("until=9999-12-31&since=0001-01-01").await, 10);
}

#[tokio::test]
async fn a_search_has_snippets_facets_and_what_was_meant() {
    let house = furnished();
    let found = data(&house.get("/api/v1/search?q=tillid").await);
    assert_eq!(found["total"], 10);
    assert!(found["found"][0]["snippet"].as_str().unwrap().contains("<mark>tillid</mark>"), "{found:#}");
    let networks = found["facets"]["network"].as_array().unwrap();
    assert!(networks.iter().any(|one| one["value"] == "feed" && one["count"] == 3), "{networks:?}");
    let slip = data(&house.get("/api/v1/search?q=tilldi").await);
    assert_eq!(slip["did_you_mean"], "tillid");
}

#[tokio::test]
async fn happenings_come_by_when_they_begin() {
    let house = furnished();
    let first = data(&house.get("/api/v1/happenings?limit=2").await);
    let title = |post: &Value| post["title"].as_str().unwrap().to_owned();
    let titles: Vec<String> = first["posts"].as_array().unwrap().iter().map(title).collect();
    assert_eq!(titles, ["Møde 8", "Møde 9"]);
    assert_eq!(first["posts"][0]["happening"]["start"], "2026-10-28T17:00:00Z");
    let rest =
        data(&house.get(&format!("/api/v1/happenings?cursor={}", first["next"].as_str().unwrap())).await);
    assert_eq!((title(&rest["posts"][0]), rest["next"].clone()), ("Møde 10".to_owned(), Value::Null));
    let two = data(&house.get("/api/v1/happenings?since=2026-10-29&until=2026-10-29").await);
    assert_eq!((two["total"].as_u64(), title(&two["posts"][0])), (Some(1), "Møde 9".to_owned()));
    assert_eq!(data(&house.get("/api/v1/happenings?form=online").await)["total"], 0);
    let later = house.get("/api/v1/happenings?limit=1&cursor=x").await;
    problem(&later, 404, "cursor");
}

#[tokio::test]
async fn counts_are_of_what_is_shown() {
    let house = furnished();
    let before = data(&house.get("/api/v1/stats").await);
    assert_eq!((&before["posts"], &before["happenings"]), (&10.into(), &3.into()));
    assert_eq!(before["edition"]["year"], 2026);
    assert_eq!(before["edition"]["begins"], "2026-10-25T23:00:00Z");
    house.take_away(&post(1, |_| {}));
    assert_eq!(data(&house.get("/api/v1/stats").await)["posts"], 9);
}

#[tokio::test]
async fn a_post_that_was_taken_down_never_was() {
    let house = furnished();
    let path = "/api/v1/posts/019a1000-0000-7000-8000-000000000001";
    let one = data(&house.get(path).await);
    assert_eq!(one["url"], "https://wall.example/opslag/019a1000-0000-7000-8000-000000000001");
    assert_eq!(one["text"], "Opslag nummer 1 om tillid #Ledelsesugen");
    house.take_away(&post(1, |_| {}));
    let gone = house.get(path).await;
    problem(&gone, 404, "not-found");
    let never = house.get("/api/v1/posts/019a1000-0000-7000-8000-0000000000ff").await;
    assert_eq!(gone.body, never.body);
}

#[tokio::test]
async fn what_cannot_be_used_is_said_and_never_guessed() {
    let house = furnished();
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=99999999999999999999999", "limit"),
        ("limit=%2B1", "limit"),
        ("limit=", "limit"),
        ("network=myspace", "network"),
        ("sector=", "sector"),
        ("kind=Post", "kind"),
        ("media=smell", "media"),
        ("language=dansk", "language"),
        ("since=2026-02-30", "since"),
        ("until=26-10-2026", "until"),
        ("sort=random", "sort"),
        ("q=a&q=b", "q"),
        ("netvaerk=feed", "netvaerk"),
        ("lang=de", "lang"),
    ] {
        for list in ["posts", "search"] {
            let answer = house.get(&format!("/api/v1/{list}?{query}")).await;
            assert_eq!(problem(&answer, 400, "parameter")["parameter"], parameter, "{query}");
        }
    }
    let long = "a".repeat(1_001);
    problem(&house.get(&format!("/api/v1/posts?q={long}")).await, 400, "parameter");
    let first = data(&house.get("/api/v1/posts?limit=1").await);
    let cursor = first["next"].as_str().unwrap();
    for broken in ["x", "", "%00", "AAAAAAAAAAAA", &cursor[1..], &format!("{cursor}A"), "..%2F..", "🙂"] {
        problem(&house.get(&format!("/api/v1/posts?limit=1&cursor={broken}")).await, 404, "cursor");
    }
    // Another question's place.
    problem(&house.get(&format!("/api/v1/posts?network=feed&cursor={cursor}")).await, 404, "cursor");
    problem(&house.get(&format!("/api/v1/search?cursor={cursor}")).await, 404, "cursor");
    // Another length of page is the same question.
    assert_eq!(house.get(&format!("/api/v1/posts?limit=9&cursor={cursor}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_error_of_the_api_is_a_problem() {
    let house = furnished();
    for path in
        ["/api/v1", "/api/v1/none", "/api/v2/posts", "/api/", "/api/v1/posts/a/b", "/api/v1/posts/%ff"]
    {
        let answer = house.get(path).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}: {}", answer.body);
    }
    for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = house.send(Request::builder().method(method).uri("/api/v1/posts")).await;
        problem(&answer, 405, "method");
        assert!(answer.header("allow").contains("GET"));
    }
}

#[tokio::test]
async fn any_sites_script_may_read_and_none_may_write() {
    let house = furnished();
    let asked = |method: &str| {
        Request::builder()
            .method(Method::OPTIONS)
            .uri("/api/v1/posts")
            .header("origin", "https://other.example")
            .header("access-control-request-method", method)
    };
    let answer = house.send(asked("GET")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    let read = house.send(Request::get("/api/v1/posts").header("origin", "https://other.example")).await;
    assert_eq!(read.header("access-control-allow-origin"), "*");
    let tag = read.header("etag").to_owned();
    let again = house.send(Request::get("/api/v1/posts").header("if-none-match", &tag)).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(house.get("/api/v1/posts?limit=x").await.header("access-control-allow-origin"), "*");
}
