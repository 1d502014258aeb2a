//! An administrator's day: an invitation, a role, a closed account, and what may not happen.

use std::time::Duration;

use super::{OLD, actions, between, enter};
use crate::web_desk::support::{Desk, header_of, shows};

const NEW: &str = "en helt ny sætning";

#[tokio::test]
async fn a_colleague_is_invited_chooses_a_password_and_works() {
    for desk in Desk::both().await {
        let admin = desk.signed_in("admin").await;
        let made = admin.post("/brugere/inviter", &[("navn", " Nora "), ("rolle", "moderator")]).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let code = between(&made.body, "/adgang?kode=", "\"").to_owned();
        shows(&admin.get("/brugere").await, "Inviteret");
        let (refused, _) = enter(&desk, "nora", "").await;
        assert_eq!(refused.status, 401, "no password opens an account without one");

        let stranger = desk.stranger();
        let page = stranger.get(&format!("/adgang?kode={code}")).await;
        shows(&page, "Dit brugernavn er nora.");
        assert_eq!(header_of(&page, "referrer-policy"), "no-referrer");
        for (ny, igen, words) in [
            ("kort", "kort", "mindst 12 tegn"),
            (NEW, "noget andet her", "ikke ens"),
            ("123456789012", "123456789012", "en af de første"),
        ] {
            let wrong = stranger.post("/adgang", &[("kode", &code), ("ny", ny), ("igen", igen)]).await;
            assert_eq!(wrong.status, 422);
            shows(&wrong, words);
        }
        let chosen = stranger.post("/adgang", &[("kode", &code), ("ny", NEW), ("igen", NEW)]).await;
        assert_eq!((chosen.status.as_u16(), header_of(&chosen, "location")), (303, "/log-ind"));
        let again = stranger.post("/adgang", &[("kode", &code), ("ny", OLD), ("igen", OLD)]).await;
        assert_eq!(again.status, 400, "once");
        let (_, nora) = enter(&desk, "Nora", NEW).await;
        assert_eq!(nora.get("/moderation").await.status, 200);
        assert_eq!(nora.get("/brugere").await.status, 403);
        let told = actions(&desk).await;
        for line in
            ["user:admin user.invited nora", "user:admin user.link nora", "user:nora user.link-used nora"]
        {
            assert!(told.contains(&line.to_owned()), "{line} in {told:?}");
        }
    }
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_a_made_up_one_for_nothing() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    let made = admin.post("/brugere", &[("navn", "mette"), ("hvad", "link")]).await;
    let code = between(&made.body, "/adgang?kode=", "\"").to_owned();
    for other in ["", "x", &"0".repeat(64), &"æ".repeat(32)] {
        let path = format!(
            "/adgang?kode={}",
            url::form_urlencoded::byte_serialize(other.as_bytes()).collect::<String>()
        );
        assert_eq!(desk.stranger().get(&path).await.status, 400, "{other}");
    }
    desk.app.advance(Duration::from_secs(86_401));
    assert_eq!(desk.stranger().get(&format!("/adgang?kode={code}")).await.status, 400);
    let late = desk.stranger().post("/adgang", &[("kode", &code), ("ny", NEW), ("igen", NEW)]).await;
    assert_eq!(late.status, 400);
    enter(&desk, "mette", OLD).await.1.get("/moderation").await;
}

#[tokio::test]
async fn a_role_or_a_closed_account_takes_hold_at_once() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    let mette = desk.signed_in("mette").await;
    let role =
        admin.post("/brugere", &[("navn", "mette"), ("hvad", "role"), ("rolle", "communicator")]).await;
    assert_eq!(role.status, 303);
    assert_eq!(mette.get("/moderation").await.status, 303, "signed out");
    let mette = enter(&desk, "mette", OLD).await.1;
    assert_eq!(
        (mette.get("/raekkevidde").await.status, mette.get("/moderation").await.status.as_u16()),
        (axum::http::StatusCode::OK, 403)
    );
    admin.post("/brugere", &[("navn", "mette"), ("hvad", "disable")]).await;
    assert_eq!(mette.get("/raekkevidde").await.status, 303);
    let (closed, _) = enter(&desk, "mette", OLD).await;
    let (unknown, _) = enter(&desk, "nobody", OLD).await;
    assert_eq!((closed.status, unknown.status.as_u16()), (unknown.status, 401));
    assert_eq!(
        closed.body.replace("mette", "nobody"),
        unknown.body,
        "a closed account cannot be told from none"
    );
    admin.post("/brugere", &[("navn", "mette"), ("hvad", "enable")]).await;
    assert_eq!(enter(&desk, "mette", OLD).await.0.status, 303);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_nothing_changes() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    let before = hashwall::store::users::accounts(&desk.app.app.db).await.unwrap();
    for (fields, status, words) in [
        (vec![("navn", "admin"), ("hvad", "disable")], 409, "sidste administrator"),
        (vec![("navn", "admin"), ("hvad", "role"), ("rolle", "moderator")], 409, "sidste administrator"),
        (vec![("navn", "nobody"), ("hvad", "disable")], 409, "findes ikke"),
        (vec![("navn", "mette"), ("hvad", "role"), ("rolle", "root")], 400, "hvilken rolle"),
        (vec![("navn", "mette"), ("hvad", "delete")], 400, "hvad der skal ske"),
        (vec![("hvad", "disable")], 400, "brugernavn"),
    ] {
        let answer = admin.post("/brugere", &fields).await;
        assert_eq!(answer.status.as_u16(), status, "{fields:?}");
        shows(&answer, words);
    }
    for (name, role, status) in
        [("mette", "admin", 409), ("", "admin", 400), ("ny", "", 400), ("a\nb", "admin", 400)]
    {
        let answer = admin.post("/brugere/inviter", &[("navn", name), ("rolle", role)]).await;
        assert_eq!(answer.status.as_u16(), status, "{name:?} {role:?}");
    }
    let after = hashwall::store::users::accounts(&desk.app.app.db).await.unwrap();
    assert_eq!(format!("{after:?}"), format!("{before:?}"));
}
