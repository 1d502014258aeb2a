//! Who may do what, however the request is dressed: other sites' forms, other people's roles, ways that lead elsewhere.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hashwall::domain::post::State;

use super::{desk_routes, everything, path_of};
use crate::support::build::draft;
use crate::web_desk::support::{CODE, Desk, Person, form, header_of};

/// A browser says this of a form on another site.
const ELSEWHERE: [(&str, &str); 7] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("sec-fetch-site", "CROSS-SITE"),
    ("origin", "https://evil.example"),
    ("origin", "null"),
    ("origin", "http://wall.example.evil.example"),
    ("origin", "http://wall.example:8080"),
];

/// A browser reads each of these as another address, or as a script.
const AWAY: [&str; 12] = [
    "//evil.example",
    "https://evil.example/",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    " //evil.example",
    "///evil.example",
    "evil.example",
];

#[tokio::test]
async fn no_form_of_another_site_changes_anything() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
        desk.app.decide(&post.id, State::Held).await;
        let admin = desk.signed_in("admin").await;
        let before = everything(&desk).await;
        for route in desk_routes("post") {
            let path =
                if route.starts_with("/kilder/") { "/kilder/masto/koer".to_owned() } else { path_of(route) };
            for (name, value) in ELSEWHERE {
                for accept in ["text/html", "application/json"] {
                    let fields = [
                        ("id", post.id.0.as_str()),
                        ("til", "approved"),
                        ("seq", "2"),
                        ("grund", "other"),
                        ("navn", "mette"),
                        ("kode", CODE),
                    ];
                    let mut request = form(&path, &fields);
                    request.headers_mut().remove("sec-fetch-site");
                    request.headers_mut().insert(name, value.parse().unwrap());
                    request.headers_mut().insert(header::ACCEPT, accept.parse().unwrap());
                    let answer = admin.send(request).await;
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
                    assert_eq!(header_of(&answer, "set-cookie"), "", "{path} {name}: {value}");
                }
            }
        }
        assert_eq!(everything(&desk).await, before);
        assert_eq!(admin.get("/moderation").await.status, StatusCode::OK, "nobody was signed out");
    }
}

#[tokio::test]
async fn no_form_leads_off_the_site() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    for (number, away) in AWAY.into_iter().enumerate() {
        let post = desk.stored([draft(&number.to_string(), "x")]).await;
        let id = post.iter().find(|post| post.draft.native_id == number.to_string()).unwrap().id.0.clone();
        let home = |what: &str, answer: &crate::support::app::Answer| {
            let to = header_of(answer, "location").to_owned();
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what} {away:?}: {}", answer.body);
            assert_eq!(to, "/moderation", "{what} {away:?}");
        };
        let back = ("tilbage", away);
        let decided = mette.post("/moderation/afgoer", &[("id", &id), ("til", "held"), back]).await;
        home("afgoer", &decided);
        let log = hashwall::store::log::head(&desk.app.app.db).await.unwrap().to_string();
        home("fortryd", &mette.post("/moderation/fortryd", &[("seq", &log), back]).await);
        home("bloker", &mette.post("/moderation/bloker", &[("id", &id), back]).await);
        home("fjern", &mette.post("/moderation/fjern", &[("id", &id), ("grund", "other"), back]).await);
        home("log-ind", &mette.get(&format!("/log-ind?videre={}", encoded(away))).await);
        let door = desk.stranger().get(&format!("/log-ind?videre={}", encoded(away))).await;
        assert!(!door.body.contains("name=\"videre\""), "{away:?} is carried on: {}", door.body);
    }
}

#[tokio::test]
async fn every_route_is_for_the_roles_it_names() {
    let desk = Desk::start().await;
    let people = [
        ("nobody", desk.stranger()),
        ("karen", desk.signed_in("karen").await),
        ("mette", desk.signed_in("mette").await),
        ("admin", desk.signed_in("admin").await),
    ];
    let before = everything(&desk).await;
    for method in ["get", "post"] {
        for route in desk_routes(method) {
            let may: &[&str] = match route {
                "/moderation"
                | "/moderation/afgoer"
                | "/moderation/fortryd"
                | "/moderation/tilbage"
                | "/moderation/kort"
                | "/moderation/hold"
                | "/moderation/slip"
                | "/moderation/maerk"
                | "/moderation/note"
                | "/moderation/alt"
                | "/moderation/indstil"
                | "/moderation/fjern"
                | "/moderation/bloker"
                | "/moderation/media/{post}/{number}"
                | "/moderation/tillid"
                | "/regler"
                | "/regler/ny"
                | "/regler/ret"
                | "/regler/hus"
                | "/regler/import"
                | "/regler/eksport/{file}"
                | "/regler/oversvoemmelse"
                | "/regler/{id}"
                | "/regler/{id}/taend"
                | "/regler/{id}/anvend"
                | "/log"
                | "/log/eksport"
                | "/vaegge"
                | "/panik"
                | "/skaerm"
                | "/anmodninger"
                | "/anmodninger/svar"
                | "/kvittering/{number}"
                | "/kilder/{id}/koer" => &["mette", "admin"],
                "/begrundelser" | "/log/hus" | "/noegler" | "/noegler/luk" | "/webhooks"
                | "/webhooks/{id}" => &["admin"],
                "/raekkevidde" | "/raekkevidde.csv" | "/raekkevidde.xlsx" | "/raekkevidde.json" => {
                    &["karen", "admin"]
                }
                "/raekkevidde/live" => continue,
                "/raekkevidde/udgaver" if method == "post" => &["admin"],
                reach if reach.starts_with("/raekkevidde/") => &["karen", "admin"],
                "/kilder" => &["karen", "mette", "admin"],
                "/konto"
                | "/konto/adgangskode"
                | "/konto/sessioner"
                | "/konto/faktor"
                | "/konto/faktor/koder"
                | "/konto/faktor/fra" => &["karen", "mette", "admin"],
                "/brugere" | "/brugere/inviter" => &["admin"],
                // A stream does not end: `web_desk::live` asks for it.
                "/moderation/live" => continue,
                // The door, and what machines ask.
                "/log-ind" | "/log-ind/kode" | "/log-ind/sso" | "/log-ind/sso/svar" | "/log-ud"
                | "/adgang" | "/health/ready" | "/metrics" => continue,
                // Without an account: tests/it/takedown and tests/it/submissions.
                "/anmod" | "/anmodning" | "/indsendt" | "/indsendt/fortryd" => continue,
                other => panic!("{other}: say here who may use it"),
            };
            for (name, person) in &people {
                let answer = send(person, method, &path_of(route)).await;
                let what = format!("{name} {method} {route}");
                if *name == "nobody" {
                    assert_eq!(answer, StatusCode::SEE_OTHER, "{what}");
                } else {
                    assert_eq!(answer != StatusCode::FORBIDDEN, may.contains(name), "{what}: {answer}");
                    assert!(!answer.is_server_error(), "{what}: {answer}");
                }
            }
        }
    }
    assert_eq!(everything(&desk).await, before);
}

async fn send(person: &Person<'_>, method: &str, path: &str) -> StatusCode {
    if method == "get" { person.get(path).await.status } else { person.post(path, &[]).await.status }
}

#[tokio::test]
async fn signing_in_never_takes_over_a_session_that_was_planted() {
    let desk = Desk::start().await;
    let planted = format!("hashwall={}", "a".repeat(64));
    let victim = Person { cookie: Some(planted.clone()), ..desk.stranger() };
    let answer = victim.post("/log-ind", &[("navn", "mette"), ("kode", CODE)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!header_of(&answer, "set-cookie").contains(&planted));
    assert_eq!(
        victim.get("/moderation").await.status,
        StatusCode::SEE_OTHER,
        "the planted one opens nothing"
    );
    let out = desk.signed_in("mette").await.post("/log-ud", &[]).await;
    let cookie = header_of(&out, "set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=0"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
}

#[tokio::test]
async fn no_name_of_an_asset_leads_to_a_file() {
    let desk = Desk::start().await;
    for name in [
        "../mod.rs",
        "..%2fmod.rs",
        "%2e%2e%2f%2e%2e%2fmod.rs",
        "..%5cmod.rs",
        "%2e%2e",
        ".",
        "%2fetc%2fpasswd",
        "wall.js%00.png",
        "",
    ] {
        let answer = desk.stranger().get(&format!("/assets/x/{name}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
        let answer = desk.stranger().get(&format!("/assets/{name}/wall.js")).await;
        assert!(!answer.body.contains("root:") && !answer.body.contains("pub fn"), "{name}");
    }
}

#[tokio::test]
async fn a_stranger_does_not_become_the_machine_that_reads_metrics() {
    let desk = Desk::start().await;
    for name in
        ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip", "cf-connecting-ip", "true-client-ip"]
    {
        for value in ["127.0.0.1", "::1", "127.0.0.1, 127.0.0.1", "for=127.0.0.1", "10.0.0.1"] {
            let mut request = Request::get("/metrics").header(name, value).body(Body::empty()).unwrap();
            let peer: std::net::SocketAddr = "203.0.113.9:9".parse().unwrap();
            request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
            assert_eq!(desk.stranger().send(request).await.status, StatusCode::NOT_FOUND, "{name}: {value}");
        }
    }
}
