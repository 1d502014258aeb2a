//! Least privilege: each role its own pages, and a page that names what is needed for the others.

use axum::http::StatusCode;

use super::support::{Desk, header_of, hides, shows};

#[tokio::test]
async fn each_role_has_its_pages_and_no_others() {
    let desk = Desk::start().await;
    let (mette, karen, admin) =
        (desk.signed_in("mette").await, desk.signed_in("karen").await, desk.signed_in("admin").await);
    for (path, moderator, communicator) in [
        ("/moderation", true, false),
        ("/log", true, false),
        ("/kilder", true, true),
        ("/raekkevidde", false, true),
        ("/raekkevidde.csv", false, true),
    ] {
        for (who, person, may) in
            [("mette", &mette, moderator), ("karen", &karen, communicator), ("admin", &admin, true)]
        {
            let answer = person.get(path).await;
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, expected, "{who} {path}\n{}", answer.body);
            assert!(header_of(&answer, "cache-control").contains("no-store"), "{path}");
        }
        let answer = desk.stranger().get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn another_roles_page_says_what_it_takes_and_the_menu_does_not_offer_it() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    let refused = karen.get("/moderation").await;
    shows(&refused, "Det kræver, at du er moderator eller administrator.");
    let sources = karen.get("/kilder").await;
    shows(&sources, "href=\"/raekkevidde\"");
    hides(&sources, "href=\"/moderation\"");
    let answer = desk.stranger().post("/log-ind", &[("navn", "karen"), ("kode", super::support::CODE)]).await;
    assert_eq!(header_of(&answer, "location"), "/raekkevidde");
}

#[tokio::test]
async fn nobody_decides_without_the_role() {
    let desk = Desk::start().await;
    let post = desk.stored([crate::support::build::draft("1", "til afgørelse")]).await.remove(0);
    let karen = desk.signed_in("karen").await;
    let id = ("id", post.id.0.as_str());
    for (path, fields) in [
        ("/moderation/afgoer", vec![id, ("til", "approved")]),
        ("/moderation/fjern", vec![id, ("grund", "other")]),
        ("/moderation/bloker", vec![id]),
        ("/moderation/fortryd", vec![("seq", "1")]),
        ("/kilder/masto/koer", vec![]),
    ] {
        assert_eq!(karen.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        let (status, body) = karen.post_json(path, &fields).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(body["error"].as_str().unwrap().contains("moderator"), "{body}");
        let stranger = desk.stranger().post(path, &fields).await;
        assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{path}");
        let (status, _) = desk.stranger().post_json(path, &fields).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(desk.state(&post.id).await, Some(post.state));
}

#[tokio::test]
async fn the_pages_speak_english_when_asked() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let queue = mette.get("/moderation?lang=en").await;
    shows(&queue, "All new posts have been dealt with.");
    shows(&queue, "/log?lang=en");
    shows(&mette.get("/raekkevidde?lang=en").await, "You need the role of communicator or administrator.");
}
