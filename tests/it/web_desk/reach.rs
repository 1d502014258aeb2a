//! The reach page over a real index: its figures, the posts behind each of them, files, and odd addresses.

use std::time::Duration;

use axum::http::StatusCode;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::sector::Sector;

use super::support::{Desk, header_of, hides, shows};
use crate::support::build::{MONDAY, draft};

const HOUR: Duration = Duration::from_secs(3_600);

fn post(id: &str, author: &str, followers: Option<u64>, counts: Option<(i64, Option<i64>)>) -> Draft {
    let mut post = draft(id, &format!("opslag {id} #Ledelsesugen"));
    post.author.native_id = author.to_owned();
    post.author.name = format!("Person {author}");
    post.author.followers = followers;
    post.engagement = counts.map(|(reactions, comments)| Engagement {
        reactions: Some(reactions),
        comments,
        fetched_at: MONDAY.plus(HOUR),
        ..Engagement::default()
    });
    post
}

async fn a_week(desk: &Desk) {
    let mut feed = post("4", "ministeriet", None, None);
    feed.network = Network::Feed;
    feed.organisation = Some("Finansministeriet".to_owned());
    feed.sector = Sector::Stat;
    let mut tuesday = post("3", "lone", Some(500), Some((1_000, Some(7))));
    tuesday.published_at = MONDAY.plus(24 * HOUR);
    let mut before = post("5", "lone", Some(9), Some((5, None)));
    before.published_at = MONDAY.minus(7 * 24 * HOUR);
    desk.app.advance(48 * HOUR);
    let posts = desk
        .stored([
            post("1", "lone", Some(1_200), Some((234, None))),
            post("2", "ib", None, None),
            tuesday,
            feed,
            before,
            post("6", "per", Some(77), Some((99, Some(99)))),
        ])
        .await;
    for post in &posts[..5] {
        desk.app.decide(&post.id, State::Approved).await;
    }
}

/// The addresses of lists that a page links to.
fn lists(body: &str) -> Vec<String> {
    let mut found: Vec<String> = body
        .split("href=\"/raekkevidde/opslag?")
        .skip(1)
        .map(|rest| {
            let query = rest.split('"').next().unwrap();
            format!("/raekkevidde/opslag?{}", query.replace("&#38;", "&").replace("&amp;", "&"))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn the_page_shows_figures_with_how_they_came_about() {
    for desk in Desk::both().await {
        Box::pin(a_week(&desk)).await;
        let karen = desk.signed_in("karen").await;
        let page = karen.get("/raekkevidde").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in [
            "uge 44, 26. oktober – 1. november 2026",
            "blev der skrevet 4 opslag med #Ledelsesugen af 3 forfattere.",
            "Én organisation er repræsenteret.",
            "Dækning: 50,0 % af opslagene (2 af 4)",
            ">1.234</a>",
            ">1.200<span",
            "72–180",
            "Summen af forfatternes følgere.",
            "Nyheder og blogs",
            "26. oktober, Opslag: 3</title>",
            "27. oktober, Opslag: 1</title>",
            "Formel: Forfattere, version 1",
        ] {
            shows(&page, words);
        }
        hides(&page, "opslag 6");
        let english = karen.get("/raekkevidde?lang=en").await;
        shows(&english, "Coverage: 50.0% of the posts (2 of 4)");
        shows(&english, ">1,234</a>");
        let part = karen.get("/raekkevidde/tal").await;
        shows(&part, "Dækning: 50,0 % af opslagene (2 af 4)");
        hides(&part, "<html");
        let narrowed = karen.get("/raekkevidde?sektor=stat&udgave=2026").await;
        shows(&narrowed, "blev der skrevet ét opslag med #Ledelsesugen.");
        shows(&narrowed, "Sektor: Stat");
    }
}

#[tokio::test]
async fn every_list_behind_a_number_adds_up_to_it() {
    let desk = Desk::start().await;
    Box::pin(a_week(&desk)).await;
    let karen = desk.signed_in("karen").await;
    let page = karen.get("/raekkevidde").await;
    let lists = lists(&page.body);
    assert!(lists.len() > 15, "{lists:?}");
    for list in &lists {
        let answer = karen.get(list).await;
        assert_eq!(answer.status, StatusCode::OK, "{list}: {}", answer.body);
        let sum =
            answer.body.split("drill-sum\"><strong>").nth(1).unwrap().split("</strong>").next().unwrap();
        let sum: i64 = sum.rsplit(' ').next().unwrap().replace('.', "").parse().unwrap();
        let adds: i64 = answer
            .body
            .split("</td></tr>")
            .filter_map(|row| row.rsplit("<td class=\"number\">").next())
            .filter_map(|cell| {
                let words: String = cell.replace('.', "");
                let words = words
                    .rsplit('>')
                    .find(|part| part.trim().parse::<i64>().is_ok())
                    .unwrap_or(&words)
                    .to_owned();
                words.trim().parse::<i64>().ok()
            })
            .sum();
        assert_eq!(adds, sum, "{list}\n{}", answer.body);
        // And the number that was pressed is the list's.
        let query = list.trim_start_matches("/raekkevidde/opslag?");
        let pressed = page
            .body
            .split("href=\"/raekkevidde/opslag?")
            .skip(1)
            .find(|rest| rest.replace("&#38;", "&").starts_with(&format!("{query}\"")))
            .unwrap();
        let shown = pressed.split_once('>').unwrap().1.split('<').next().unwrap().replace('.', "");
        assert_eq!(shown.trim().parse::<i64>().unwrap(), sum, "{list}");
    }
}

#[tokio::test]
async fn the_files_hold_the_same() {
    let desk = Desk::start().await;
    Box::pin(a_week(&desk)).await;
    let karen = desk.signed_in("karen").await;
    let csv = karen.get("/raekkevidde.csv").await;
    assert_eq!(header_of(&csv, "content-type"), "text/csv; charset=utf-8");
    assert!(header_of(&csv, "content-disposition").contains("raekkevidde-2026-10-26-2026-11-01.csv"));
    shows(&csv, "Mastodon;1234;7;");
    shows(&csv, "ikke oplyst");
    let json = karen.get("/raekkevidde.json?lang=en").await;
    let value: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!((&value["figures"][0]["value"], &value["figures"][3]["value"]), (&4.into(), &1_200.into()));
    let book = karen.get("/raekkevidde.xlsx").await;
    assert!(book.body.starts_with("PK"));
    assert!(header_of(&book, "content-type").contains("spreadsheetml"));
    let svg = karen.get("/raekkevidde/diagram/timeline.svg").await;
    assert_eq!(header_of(&svg, "content-type"), "image/svg+xml");
    assert!(svg.body.starts_with("<svg xmlns="));
    let png = karen.get("/raekkevidde/diagram/timeline.png").await;
    assert_eq!((png.status, header_of(&png, "content-type")), (StatusCode::OK, "image/png"));
    for missing in ["nothing.svg", "timeline.gif", "top-posts.svg", "timeline"] {
        let answer = karen.get(&format!("/raekkevidde/diagram/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let report = karen.get("/raekkevidde/rapport").await;
    shows(&report, "Forfatter 1");
    hides(&report, "Person lone");
    assert!(header_of(&report, "content-security-policy").contains("sha256-"));
    desk.app.advance(HOUR);
    assert_eq!(
        karen.get("/raekkevidde/rapport").await.body,
        report.body,
        "an hour later nothing has changed"
    );
    shows(&karen.get("/raekkevidde/rapport?navne=ja").await, "Person lone");
}

#[tokio::test]
async fn two_editions_stand_side_by_side() {
    let desk = Desk::start().await;
    let last_year = {
        // Monday of week 44 of 2025 is 27 October: 364 days earlier.
        let mut post = post("0", "lone", None, None);
        post.published_at = MONDAY.minus(364 * 24 * HOUR + HOUR);
        post
    };
    let posts = desk.stored([last_year]).await;
    desk.app.decide(&posts[0].id, State::Approved).await;
    a_week_after(&desk).await;
    let karen = desk.signed_in("karen").await;
    let page = karen.get("/raekkevidde/sammenlign").await;
    for words in [
        "<option value=\"2026\" selected>",
        "<option value=\"2025\" selected>",
        "mandag i ugen, 2025: 1",
        "mandag i ugen, 2026: 1",
    ] {
        shows(&page, words);
    }
    for odd in ["en=xx", "en=99999", "anden=1"] {
        assert_eq!(
            karen.get(&format!("/raekkevidde/sammenlign?{odd}")).await.status,
            StatusCode::BAD_REQUEST,
            "{odd}"
        );
    }
}

async fn a_week_after(desk: &Desk) {
    let posts = desk.stored([post("1", "lone", Some(1), None)]).await;
    for post in &posts {
        if post.state != State::Approved {
            desk.app.decide(&post.id, State::Approved).await;
        }
    }
}

#[tokio::test]
async fn an_empty_window_says_so_and_odd_addresses_are_refused() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    let empty = karen.get("/raekkevidde").await;
    shows(&empty, "I uge 44 (26. oktober – 1. november 2026) er der ingen godkendte opslag.");
    shows(&empty, "ikke oplyst");
    for query in [
        "fra=i+g%C3%A5r",
        "fra=2026-11-01&til=2026-10-26",
        "fra=1026-01-01&til=2026-01-01",
        "fra=2000-01-01&til=2026-01-01",
        "fra=2026-02-30",
        "fra=%2B262142-01-01&til=%2B262142-12-31",
    ] {
        for path in ["/raekkevidde", "/raekkevidde.csv", "/raekkevidde/rapport", "/raekkevidde/opslag"] {
            let answer = karen.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {query}");
            shows(&answer, "Datoerne kan ikke læses.");
        }
    }
    for query in [
        "fra=2026-10-26&til=2026-10-26",
        "fra=2017-01-01&til=2026-10-26",
        "fra=2026-10-27",
        "fra=2026-10-26T09:00&til=2026-10-26T10:00",
        "udgave=2031",
        "tema=%22%28%5B",
    ] {
        assert_eq!(karen.get(&format!("/raekkevidde?{query}")).await.status, StatusCode::OK, "{query}");
    }
}
