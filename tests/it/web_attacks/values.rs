//! Values that break things: NUL, numbers at the end of their range, addresses without end. Every answer is one a caller
//! can read; none is our fault.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hashwall::domain::engagement::Engagement;
use hashwall::domain::post::{Draft, State};

use super::{desk_routes, everything};
use crate::leaks::routes;
use crate::support::build::{MONDAY, draft};
use crate::web_desk::support::Desk;

/// What a parameter or a field may be.
const VALUES: [&str; 12] = [
    "\0",
    "a\0b",
    "\u{fffd}\u{feff}\u{202e}",
    "'; DROP TABLE posts; --",
    "%' OR '1'='1",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "1e400",
    "((((((((((((((((((((((((((((((((\"",
    "../../../etc/passwd",
];

const NAMES: [&str; 19] = [
    "q",
    "netvaerk",
    "sektor",
    "type",
    "sprog",
    "sorter",
    "aeldre",
    "antal",
    "tema",
    "sidesprog",
    "lang",
    "fra",
    "til",
    "tilstand",
    "koert",
    "videre",
    "efter",
    "id",
    "seq",
];

#[tokio::test]
async fn no_value_in_an_address_is_our_fault() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
        desk.app.decide(&post.id, State::Approved).await;
        let admin = desk.signed_in("admin").await;
        let public = routes::public().into_iter().filter(|route| *route != "/live");
        // A stream of live updates is an answer without end.
        let inside = desk_routes("get").into_iter().filter(|route| !route.ends_with("/live"));
        let routes: Vec<&str> = public.chain(inside).collect();
        let mut turn = 0;
        for value in VALUES {
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let encoded = encoded.replace('+', "%20");
            for route in &routes {
                let mut paths = Vec::new();
                if route.contains('{') {
                    let path = route
                        .replace("{id}", &encoded)
                        .replace("{post}", &encoded)
                        .replace("{year}", &encoded)
                        .replace("{version}", &encoded);
                    paths.push(path.replace("{number}", &encoded).replace("{name}", &encoded));
                } else {
                    // All names at once, and each value under one name alone, another for each page: every pair on every
                    // page would be a hundred thousand requests.
                    let all: Vec<String> = NAMES.iter().map(|name| format!("{name}={encoded}")).collect();
                    paths.push(format!("{route}?{}", all.join("&")));
                    turn += 1;
                    paths.push(format!("{route}?{}", all[turn % all.len()]));
                }
                for path in paths {
                    let answer = admin.get(&path).await;
                    assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
                    assert!(!answer.body.contains("root:x:"), "{path}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_value_in_a_form_is_our_fault() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
        let admin = desk.signed_in("admin").await;
        let before = everything(&desk).await;
        for value in VALUES {
            let id = post.id.0.as_str();
            for (path, fields) in [
                ("/moderation/afgoer", vec![("id", value), ("til", "approved")]),
                ("/moderation/afgoer", vec![("id", id), ("id", value), ("til", "approved")]),
                ("/moderation/afgoer", vec![("id", id), ("til", value)]),
                ("/moderation/fortryd", vec![("seq", value)]),
                ("/moderation/fjern", vec![("id", value), ("grund", value)]),
                ("/moderation/bloker", vec![("id", value)]),
            ] {
                let answer = admin.post(path, &fields).await;
                assert!(answer.status.is_client_error(), "{path} {fields:?}: {}", answer.status);
            }
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let run = admin.post(&format!("/kilder/{}/koer", encoded.replace('+', "%20")), &[]).await;
            assert!(run.status.is_client_error(), "koer {value:?}: {}", run.status);
        }
        assert_eq!(everything(&desk).await, before, "all of the posts, or none");
        for value in ["\0", "mette\0", "'; --"] {
            let answer = desk.stranger().post("/log-ind", &[("navn", value), ("kode", value)]).await;
            assert!(answer.status.is_client_error(), "log-ind {value:?}: {}", answer.status);
        }
        // A reason is free text: what cannot be stored in it is the reader's loss alone.
        let fields = [("id", post.id.0.as_str()), ("til", "rejected"), ("grund", "a\0b"), ("tilbage", "\0")];
        assert_eq!(admin.post("/moderation/afgoer", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&post.id).await, Some(State::Rejected));
        assert_eq!(admin.get("/log").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_address_or_a_form_without_end_is_answered() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    let long = "a".repeat(60_000);
    let many = "q=a&netvaerk=b&".repeat(4_000);
    let phrases = "%22a%20b%22%20".repeat(4_000);
    for path in
        ["/", "/embed", "/indlejr", "/moderation", "/log", "/kilder", "/raekkevidde", "/log-ind", "/none"]
    {
        for query in [
            format!("q={long}"),
            format!("{long}=1"),
            many.clone(),
            format!("q={phrases}"),
            format!("videre=/{long}"),
        ] {
            let answer = admin.get(&format!("{path}?{query}")).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        }
    }
    let large = Request::post("/moderation/afgoer")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from("id=".to_owned() + &"a".repeat(70_000)))
        .unwrap();
    assert_eq!(admin.send(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let ids = vec![("id", "x"); 5_000];
    assert_eq!(admin.post("/moderation/afgoer", &ids).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn counts_at_the_end_of_their_range_stop_neither_the_report_nor_the_wall() {
    for desk in Desk::both().await {
        let counted = |id: &str, count: i64| {
            let all = Some(count);
            let counts = Engagement {
                reactions: all,
                comments: all,
                shares: all,
                views: all,
                fetched_at: MONDAY,
                ..Engagement::default()
            };
            let mut draft = Draft { engagement: Some(counts), ..draft(id, "talt op #Ledelsesugen") };
            draft.author.followers = Some(if count > 0 { u64::MAX } else { 0 });
            draft.author.native_id = format!("https://norden.example/users/{id}");
            draft
        };
        let largest =
            [counted("1", i64::MAX), counted("2", i64::MAX), counted("3", i64::MIN), counted("4", i64::MIN)];
        desk.stored(largest).await;
        desk.app.approve_all().await;
        let admin = desk.signed_in("admin").await;
        for path in
            ["/raekkevidde", "/raekkevidde.csv", "/moderation?tilstand=approved", "/", "/health/ready"]
        {
            let answer = admin.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
        desk.app.assert_sound().await;
    }
}
