//! Feeds: every filter, their own addresses, what a validator would say, what is known already, what was withdrawn.

use std::collections::HashSet;

use axum::http::{Request, StatusCode};
use hashwall::collect::feed::read::read;
use hashwall::domain::network::Network;
use serde_json::Value;

use crate::support::app::TestApp;
use crate::support::build;
use crate::support::database::TestDb;
use crate::web_happenings::happening;
use crate::web_public::house::{House, post, site};

const FEEDS: [&str; 6] = [
    "/opslag.rss",
    "/opslag.atom",
    "/opslag.jsonfeed",
    "/kalender.rss",
    "/kalender.atom",
    "/kalender.jsonfeed",
];
const ALL: [&str; 10] = [
    "/opslag.rss",
    "/opslag.atom",
    "/opslag.jsonfeed",
    "/opslag.json",
    "/opslag.ics",
    "/kalender.rss",
    "/kalender.atom",
    "/kalender.jsonfeed",
    "/kalender.json",
    "/kalender.ics",
];

fn furnished() -> House {
    let house = House::new();
    for number in 1..=7 {
        house.show(&post(number, |draft| {
            if number % 2 == 0 {
                draft.network = Network::Feed;
            }
        }));
    }
    house.show(&happening(8, "Åbning", "2026-10-26T18:00", "2026-10-26T19:00", |_| {}));
    house
}

#[tokio::test]
async fn a_feed_has_the_filters_of_its_page_and_names_itself_with_them() {
    let house = furnished();
    for ending in ["rss", "atom", "jsonfeed", "json"] {
        let answer = house.get(&format!("/opslag.{ending}?netvaerk=feed&q=nummer")).await;
        for (number, shown) in [(2, true), (4, true), (1, false), (8, false)] {
            let id = format!("/opslag/019a1000-0000-7000-8000-{number:012}");
            assert_eq!(answer.body.contains(&id), shown, "{ending} {number}: {}", answer.body);
        }
    }
    let feed: Value =
        serde_json::from_str(&house.get("/opslag.jsonfeed?netvaerk=feed&antal=1").await.body).unwrap();
    assert_eq!(feed["feed_url"], "https://wall.example/opslag.jsonfeed?netvaerk=feed");
    assert_eq!(feed["home_page_url"], "https://wall.example/?netvaerk=feed");
    let mut next = feed["next_url"].as_str().unwrap().trim_start_matches("https://wall.example").to_owned();
    let mut seen: Vec<String> = vec![feed["items"][0]["id"].as_str().unwrap().to_owned()];
    while seen.len() < 20 {
        let page: Value = serde_json::from_str(&house.get(&next).await.body).unwrap();
        seen.push(page["items"][0]["id"].as_str().unwrap().to_owned());
        match page["next_url"].as_str() {
            Some(more) => next = more.trim_start_matches("https://wall.example").to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 3, "2, 4 and 6, each once: {seen:?}");
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 3);
}

#[tokio::test]
async fn the_pages_tell_readers_where_their_outputs_are() {
    let house = furnished();
    let wall = house.get("/?q=nummer&sektor=kommune").await;
    for (kind, ending) in [
        ("application/rss+xml", "rss"),
        ("application/atom+xml", "atom"),
        ("application/feed+json", "jsonfeed"),
        ("application/json", "json"),
        ("text/calendar", "ics"),
    ] {
        let address = format!("https://wall.example/opslag.{ending}?q=nummer&#38;sektor=kommune");
        wall.shows(&format!("<link rel=\"alternate\" type=\"{kind}\" href=\"{address}\""));
        house
            .get("/kalender?form=online")
            .await
            .shows(&format!("href=\"https://wall.example/kalender.{ending}?form=online\""));
    }
}

/// What the W3C's validator would say: our own reader, which is stricter than most, has nothing to say, and every rule it
/// warns by is kept.
#[tokio::test]
async fn a_validator_has_nothing_to_say() {
    let house = furnished();
    for path in FEEDS {
        let answer = house.get(path).await;
        assert_eq!(answer.status, StatusCode::OK);
        let kind = answer.header("content-type").to_owned();
        let feed = read(answer.body.as_bytes(), Some(&kind), Some(&format!("https://wall.example{path}")));
        assert!(!feed.entries.is_empty(), "{path}");
        let ids: HashSet<_> = feed.entries.iter().map(|entry| entry.id.clone()).collect();
        assert_eq!(ids.len(), feed.entries.len(), "{path}: ids are unique");
        let this = format!("https://wall.example{path}");
        match path.rsplit('.').next().unwrap() {
            "rss" => {
                answer.shows(&format!(
                    "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{this}\"/>"
                ));
                answer.shows("<guid isPermaLink=\"false\">tag:wall.example,2026:/opslag/");
                for rule in ["<description>", "<language>da</language>", "<lastBuildDate>"] {
                    answer.shows(rule);
                }
                // RFC 822 with a time zone in digits, and the day of the week that it was.
                let date = answer.body.split("<pubDate>").nth(1).unwrap().split('<').next().unwrap();
                chrono::DateTime::parse_from_rfc2822(date).unwrap();
                answer.hides("<author>");
            }
            "atom" => {
                answer.shows(&format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{this}\"/>"));
                assert_eq!(answer.body.matches("<entry").count(), answer.body.matches("<published>").count());
                assert_eq!(
                    answer.body.matches("<updated>").count(),
                    answer.body.matches("<entry").count() + 1
                );
                answer.shows(&format!("<id>tag:wall.example,2026:{}</id>", path.trim_start_matches('/')));
            }
            _ => {
                let feed: Value = serde_json::from_str(&answer.body).unwrap();
                assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
                for item in feed["items"].as_array().unwrap() {
                    assert!(item["id"].is_string() && item["content_html"].is_string(), "{item}");
                    chrono::DateTime::parse_from_rfc3339(item["date_published"].as_str().unwrap()).unwrap();
                }
            }
        }
        answer.hides("<script").hides("javascript:");
    }
}

#[tokio::test]
async fn an_empty_feed_is_whole_and_always_the_same() {
    let house = House::new();
    for path in FEEDS {
        let first = house.get(path).await;
        let feed = read(first.body.as_bytes(), Some(first.header("content-type")), None);
        assert_eq!(
            (feed.title.as_str(), feed.entries.len()),
            (if path.starts_with("/k") { "Ledelsesugen: arrangementer" } else { "#Ledelsesugen" }, 0)
        );
        house.now.fetch_add(3_000_000_000, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(house.get(path).await.body, first.body, "{path}");
    }
}

#[tokio::test]
async fn a_hub_is_named_where_there_is_one() {
    let mut with_hub = site();
    with_hub.websub_hub = Some("https://hub.example/?a=1".parse().unwrap());
    let house = House::with(with_hub, Vec::new(), &[]);
    house.get("/opslag.rss").await.shows("<atom:link rel=\"hub\" href=\"https://hub.example/?a=1\"/>");
    house.get("/opslag.atom").await.shows("<link rel=\"hub\" href=\"https://hub.example/?a=1\"/>");
    let feed: Value = serde_json::from_str(&house.get("/opslag.jsonfeed").await.body).unwrap();
    assert_eq!(feed["hubs"][0]["url"], "https://hub.example/?a=1");
    // Nobody tells the hub of these: their readers are not sent to it.
    for untold in ["/opslag.rss?sektor=kommune", "/opslag.atom?q=tillid"] {
        house.get(untold).await.hides("rel=\"hub\"");
    }
    House::new().get("/opslag.rss").await.hides("rel=\"hub\"");
}

#[tokio::test]
async fn whoever_has_it_already_is_told_so_and_any_site_may_read_it() {
    let house = furnished();
    for path in ALL {
        // "q=" is answered past what is kept ready.
        for coding in ["gzip", "gzip;q=1.0"] {
            let ask = |tag: &str| {
                let request = Request::get(path).header("accept-encoding", coding);
                if tag.is_empty() { request } else { request.header("if-none-match", tag) }
            };
            let first = house.send(ask("")).await;
            let tag = first.header("etag").to_owned();
            assert!(tag.len() > 10, "{path} {coding}");
            let again = house.send(ask(&tag)).await;
            assert_eq!(
                (again.status, again.body.as_str()),
                (StatusCode::NOT_MODIFIED, ""),
                "{path} {coding}"
            );
            assert_eq!(house.send(ask("\"other\"")).await.status, StatusCode::OK);
            for answer in [&first, &again] {
                assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
                assert_eq!(answer.header("access-control-allow-credentials"), "");
                assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
                assert_eq!(answer.header("set-cookie"), "");
                assert_eq!(answer.header("x-content-type-options"), "nosniff");
            }
        }
        assert!(house.get(path).await.header("cache-control").contains("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_from_every_feed_at_once() {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let posts = build::stored(&house.app.db, [build::draft("1", "kommer og går #Ledelsesugen")]).await;
    let id = posts[0].id.clone();
    for path in &ALL[..4] {
        house.decide(&id, hashwall::domain::post::State::Approved).await;
        let shown = house.get(path).await;
        assert!(shown.body.contains("kommer og"), "{path}");
        house.decide(&id, hashwall::domain::post::State::Rejected).await;
        let tag = shown.headers["etag"].to_str().unwrap().to_owned();
        let request =
            Request::get(*path).header("if-none-match", tag).body(axum::body::Body::empty()).unwrap();
        let gone = house.send(request).await;
        assert_eq!(gone.status, StatusCode::OK, "{path}: the old tag is not good any more");
        assert!(!gone.body.contains("kommer og") && !gone.body.contains(&id.0), "{path}");
    }
}

#[tokio::test]
async fn absurd_parameters_are_bounded() {
    let house = furnished();
    for parameters in ["antal=99999999999999999999", "antal=-1", "antal=x", "aeldre=%00", "q=%ff%fe", "dag=x"]
    {
        for path in ALL {
            let answer = house.get(&format!("{path}?{parameters}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}?{parameters}");
        }
    }
}
