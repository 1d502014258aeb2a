//! Where one is signed in, and ending it; one's own password.

use axum::http::header;

use super::{OLD, between, cookies, enter};
use crate::web_desk::support::{Desk, Person, form, shows};

const NEW: &str = "en helt ny sætning";

#[tokio::test]
async fn a_stolen_session_is_seen_and_ended() {
    for desk in Desk::both().await {
        let mut request = form("/log-ind", &[("navn", "mette"), ("kode", OLD)]);
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
        request.headers_mut().insert(header::USER_AGENT, phone.parse().unwrap());
        let peer: std::net::SocketAddr = "198.51.100.77:9".parse().unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        let answer = desk.stranger().send(request).await;
        let thief = Person { cookie: Some(cookies(None, &answer)), desk: &desk };
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/konto").await;
        shows(&page, "Safari, iPhone");
        shows(&page, "198.51.100.x");
        assert!(!page.body.contains("198.51.100.77"), "no whole address is kept");
        let id = between(&page.body, "name=\"session\" value=\"", "\"").to_owned();
        let karen = desk.signed_in("karen").await;
        karen.post("/konto/sessioner", &[("session", &id)]).await;
        assert_eq!(thief.get("/moderation").await.status, 200, "not hers to end");
        assert_eq!(mette.post("/konto/sessioner", &[("session", &id)]).await.status, 303);
        assert_eq!(thief.get("/moderation").await.status, 303);
        assert_eq!(mette.get("/moderation").await.status, 200);
        let (_, other) = enter(&desk, "mette", OLD).await;
        mette.post("/konto/sessioner", &[("alle", "ja")]).await;
        assert_eq!(
            (other.get("/konto").await.status.as_u16(), mette.get("/konto").await.status.as_u16()),
            (303, 200)
        );
        let as_cookie = Person { cookie: Some(format!("hashwall={id}")), desk: &desk };
        assert_eq!(as_cookie.get("/konto").await.status, 303, "what names a session opens nothing");
    }
}

#[tokio::test]
async fn a_new_password_of_ones_own_takes_the_old_one() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let other = desk.signed_in("mette").await;
    let change = |old: &'static str, new: &'static str, again: &'static str| {
        let mette = &mette;
        async move { mette.post("/konto/adgangskode", &[("kode", old), ("ny", new), ("igen", again)]).await }
    };
    for (old, new, again, words) in [
        ("forkert", NEW, NEW, "Adgangskoden passer ikke"),
        (OLD, NEW, "noget andet", "ikke ens"),
        (OLD, "kort", "kort", "for kort"),
    ] {
        let answer = change(old, new, again).await;
        assert_eq!(answer.status, 422);
        shows(&answer, words);
    }
    assert_eq!(change(OLD, NEW, NEW).await.status, 303);
    assert_eq!(
        (mette.get("/konto").await.status.as_u16(), other.get("/konto").await.status.as_u16()),
        (200, 303)
    );
    assert_eq!(enter(&desk, "mette", OLD).await.0.status, 401);
    assert_eq!(enter(&desk, "mette", NEW).await.0.status, 303);
    for _ in 0..4 {
        change("gættet", NEW, NEW).await;
    }
    let shut = change(NEW, "endnu en sætning", "endnu en sætning").await;
    assert_eq!(shut.status, 422, "a stolen session is no place to guess");
    shows(&shut, "for mange forkerte forsøg");
}
