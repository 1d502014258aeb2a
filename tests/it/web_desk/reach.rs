//! The reach page and its CSV: the store's figures, with their definitions and the time of fetch, and no invented zero.

use std::time::Duration;

use axum::http::StatusCode;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, State};
use hashwall::store::reach;

use super::support::{Desk, header_of, hides, shows};
use crate::support::build::{MONDAY, draft};

const HOUR: Duration = Duration::from_secs(3_600);

fn post(id: &str, author: &str, followers: Option<u64>, counts: Option<(i64, Option<i64>)>) -> Draft {
    let mut post = draft(id, &format!("opslag {id}"));
    post.author.native_id = author.to_owned();
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

#[tokio::test]
async fn the_page_shows_the_stores_figures_with_how_they_came_about() {
    for desk in Desk::both().await {
        a_week(&desk).await;
        let karen = desk.signed_in("karen").await;
        let page = karen.get("/raekkevidde").await;
        for words in [
            "26. oktober 2026 – 1. november 2026",
            "<p class=\"number\">4</p>",
            "<p class=\"number\">3</p>",
            "<p class=\"number\">1.200</p>",
            "Dækning: 50,0 % af opslagene",
            "<td class=\"number\">1.234 <span class=\"told\">oplyst for 2 af 3</span></td>",
            "<td class=\"number\">7 <span class=\"told\">oplyst for 1 af 3</span></td>",
            "26. oktober kl. 9.00",
            "Summen af forfatternes følgere.",
            "Nyheder og blogs",
            "<title>27. oktober 2026: 1</title>",
        ] {
            shows(&page, words);
        }
        let networks = reach::networks(&desk.app.app.db, "2026-10-26", "2026-11-01").await.unwrap();
        let feed = networks.iter().find(|line| line.network == Network::Feed).unwrap();
        assert_eq!((feed.posts, feed.reactions.sum), (1, None));
        assert_eq!(page.body.matches("<td class=\"number\">ikke oplyst</td>").count(), 2 + 4 + 3 + 4 + 2);
        hides(&page, "<td class=\"number\">0</td>");
        let earlier = karen.get("/raekkevidde?fra=2026-10-19&til=2026-10-25").await;
        shows(&earlier, "<p class=\"number\">9</p>");
        let english = karen.get("/raekkevidde?lang=en").await;
        shows(&english, "1,234");
        shows(&english, "Coverage: 50.0% of the posts");
    }
}

#[tokio::test]
async fn the_csv_holds_the_same_and_opens_in_a_danish_spreadsheet() {
    for desk in Desk::both().await {
        a_week(&desk).await;
        let karen = desk.signed_in("karen").await;
        let answer = karen.get("/raekkevidde.csv").await;
        assert_eq!(header_of(&answer, "content-type"), "text/csv; charset=utf-8");
        assert!(header_of(&answer, "content-disposition").contains("raekkevidde-2026-10-26-2026-11-01.csv"));
        let text = answer.body.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let heads = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let cell = |row: &csv::StringRecord, head: &str| {
            row[heads.iter().position(|known| known == head).unwrap()].to_owned()
        };
        let potential = &rows[0];
        assert_eq!(
            (cell(potential, "Følgere"), cell(potential, "Opslag med kendt følgertal")),
            ("1200".into(), "2".into())
        );
        let days = reach::days(&desk.app.app.db, "2026-10-26", "2026-11-01").await.unwrap();
        let lines: Vec<_> = rows.iter().filter(|row| &row[0] == "Dag for dag").collect();
        assert_eq!(lines.len(), days.len());
        for day in &days {
            let network = if day.network == Network::Feed { "Nyheder og blogs" } else { "Mastodon" };
            let line = lines
                .iter()
                .find(|row| cell(row, "Dag") == day.day && cell(row, "Netværk") == network)
                .unwrap();
            let told = |count: Option<i64>| count.map_or("ikke oplyst".to_owned(), |count| count.to_string());
            assert_eq!(cell(line, "Opslag"), day.posts.to_string());
            assert_eq!(cell(line, "Reaktioner"), told(day.reactions));
            assert_eq!(cell(line, "Visninger"), told(day.views));
            assert!(!cell(line, "Definition").is_empty());
        }
        let network =
            rows.iter().find(|row| &row[0] == "Hele perioden" && cell(row, "Netværk") == "Mastodon").unwrap();
        assert_eq!(cell(network, "Reaktioner"), "1234");
        assert_eq!(cell(network, "Ældste hentning (dansk tid)"), "2026-10-26 09:00:00");
        let english = karen.get("/raekkevidde.csv?lang=en").await;
        shows(&english, "Section,Day,Network");
    }
}

#[tokio::test]
async fn an_empty_window_says_so_and_odd_dates_are_refused() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    let empty = karen.get("/raekkevidde").await;
    shows(&empty, "Ingen godkendte opslag i perioden");
    shows(&empty, "Dækning: ikke oplyst");
    shows(&empty, "<p class=\"number\">ikke oplyst</p>");
    for query in [
        "fra=i+g%C3%A5r",
        "fra=2026-11-01&til=2026-10-26",
        "fra=1026-01-01&til=2026-01-01",
        "fra=2000-01-01&til=2026-01-01",
        "fra=2026-02-30",
        "fra=%2B262142-01-01&til=%2B262142-12-31",
    ] {
        for path in ["/raekkevidde", "/raekkevidde.csv"] {
            let answer = karen.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {query}");
            shows(&answer, "Datoerne kan ikke læses.");
        }
    }
    for query in ["fra=2026-10-26&til=2026-10-26", "fra=2017-01-01&til=2026-10-26", "fra=2026-10-27"] {
        assert_eq!(karen.get(&format!("/raekkevidde?{query}")).await.status, StatusCode::OK, "{query}");
    }
}
