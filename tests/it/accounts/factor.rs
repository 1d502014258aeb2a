//! The second factor: set up, asked for, replayed, lost.

use std::sync::Arc;
use std::time::Duration;

use hashwall::domain::user::Role;
use hashwall::factor::code_at;

use super::{OLD, actions, between, enter};
use crate::web_desk::support::{Desk, Person, header_of, hides, shows};

const STEP: Duration = Duration::from_secs(30);

/// Sets a second factor up; its secret and recovery codes.
async fn set_up(person: &Person<'_>) -> (String, Vec<String>) {
    let page = person.get("/konto/faktor").await;
    shows(&page, "<svg");
    let secret = between(&page.body, "class=\"secret\">", "<").replace(' ', "");
    assert!(page.body.contains(&format!("secret={secret}")), "the address carries the same key");
    let wrong = person.post("/konto/faktor", &[("kode", "000000")]).await;
    assert_eq!(wrong.status, 422);
    shows(&wrong, &page.body[page.body.find("class=\"secret\">").unwrap()..][..40]);
    let code = code_at(&secret, person.desk.app.now()).unwrap();
    let codes = person.post("/konto/faktor", &[("kode", &code)]).await;
    assert_eq!(codes.status, 200, "{}", codes.body);
    let codes: Vec<String> = codes
        .body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    hides(&person.get("/konto").await, &codes[0]);
    (secret, codes)
}

#[tokio::test]
async fn a_phone_is_asked_for_after_the_password_and_each_code_works_once() {
    for desk in Desk::both().await {
        let (_, mette) = enter(&desk, "mette", OLD).await;
        let (secret, _) = set_up(&mette).await;
        let used = code_at(&secret, desk.app.now()).unwrap();
        let fields = [("navn", "mette"), ("kode", OLD), ("videre", "/log?fra=7")];
        let answer = desk.stranger().post("/log-ind", &fields).await;
        assert_eq!(header_of(&answer, "location"), "/log-ind/kode?videre=%2Flog%3Ffra%3D7");
        let half = Person { cookie: Some(super::cookies(None, &answer)), desk: &desk };
        for path in ["/moderation", "/konto", "/konto/faktor", "/kilder"] {
            assert_eq!(half.get(path).await.status, 303, "{path} with half a sign-in");
        }
        shows(&half.get("/log-ind/kode?videre=/log").await, "autocomplete=\"one-time-code\"");
        let replayed = half.post("/log-ind/kode", &[("kode", &used)]).await;
        assert_eq!(replayed.status, 401, "the code that set it up is used");
        desk.app.advance(STEP);
        let code = code_at(&secret, desk.app.now()).unwrap();
        let through = half.post("/log-ind/kode", &[("kode", &code), ("videre", "/log?fra=7")]).await;
        assert_eq!((through.status.as_u16(), header_of(&through, "location")), (303, "/log?fra=7"));
        let whole = Person { cookie: Some(super::cookies(None, &through)), desk: &desk };
        assert_eq!(whole.get("/moderation").await.status, 200);
        assert_eq!(half.get("/moderation").await.status, 303, "the half session is gone");
        let (_, again) = enter(&desk, "mette", OLD).await;
        assert_eq!(again.post("/log-ind/kode", &[("kode", &code)]).await.status, 401, "replayed");
        let told = actions(&desk).await;
        assert!(told.contains(&"user:mette user.factor-on mette".to_owned()), "{told:?}");
    }
}

#[tokio::test]
async fn a_lost_phone_is_no_disaster() {
    let desk = Desk::start().await;
    let (_, mette) = enter(&desk, "mette", OLD).await;
    let (_, codes) = set_up(&mette).await;
    let (_, half) = enter(&desk, "mette", OLD).await;
    let typed = codes[3].to_uppercase();
    let through = half.post("/log-ind/kode", &[("kode", &typed)]).await;
    assert_eq!(through.status, 303, "{}", through.body);
    let whole = Person { cookie: Some(super::cookies(None, &through)), desk: &desk };
    shows(&whole.get("/konto").await, "9 nødkoder tilbage");
    let (_, half) = enter(&desk, "mette", OLD).await;
    assert_eq!(half.post("/log-ind/kode", &[("kode", &codes[3])]).await.status, 401, "used");

    let admin = desk.signed_in("admin").await;
    let done = admin.post("/brugere", &[("navn", "mette"), ("hvad", "factor")]).await;
    assert_eq!(done.status, 303);
    assert_eq!(whole.get("/moderation").await.status, 303, "sessions ended");
    assert_eq!(half.get("/log-ind/kode").await.status, 303, "half ones, too");
    let (answer, _) = enter(&desk, "mette", OLD).await;
    assert_eq!(header_of(&answer, "location"), "/moderation");
    assert!(actions(&desk).await.contains(&"user:admin user.factor-reset mette".to_owned()));
}

#[tokio::test]
async fn guessing_the_code_is_slowed_down_like_guessing_the_password() {
    let desk = Desk::start().await;
    let (_, mette) = enter(&desk, "mette", OLD).await;
    let (secret, _) = set_up(&mette).await;
    desk.app.advance(STEP);
    let (_, half) = enter(&desk, "mette", OLD).await;
    for _ in 0..5 {
        assert_eq!(half.post("/log-ind/kode", &[("kode", "000000")]).await.status, 401);
    }
    let code = code_at(&secret, desk.app.now()).unwrap();
    assert_eq!(half.post("/log-ind/kode", &[("kode", &code)]).await.status, 429);
    desk.app.advance(Duration::from_secs(16 * 60));
    assert_eq!(half.post("/log-ind/kode", &[("kode", &code)]).await.status, 303, "the half session is over");
}

#[tokio::test]
async fn a_role_can_be_made_to_have_one() {
    let mut desk = Desk::start().await;
    Arc::make_mut(&mut desk.app.app.settings).accounts.second_factor = vec![Role::Admin];
    let admin = desk.signed_in("admin").await;
    for path in ["/moderation", "/brugere", "/raekkevidde"] {
        let answer = admin.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), header_of(&answer, "location")),
            (303, "/konto/faktor"),
            "{path}"
        );
    }
    let (status, body) = admin.post_json("/moderation/afgoer", &[("id", "x"), ("til", "held")]).await;
    assert_eq!(status, 403, "{body}");
    set_up(&admin).await;
    let people = admin.get("/brugere").await;
    shows(&people, "Totrinslogin slået til");
    hides(&admin.get("/konto").await, "action=\"/konto/faktor/fra\"");
    assert_eq!(desk.signed_in("mette").await.get("/moderation").await.status, 200, "not of that role");
}

#[tokio::test]
async fn it_is_turned_off_and_its_codes_renewed_by_who_proves_it() {
    let desk = Desk::start().await;
    let (_, mette) = enter(&desk, "mette", OLD).await;
    let (secret, old) = set_up(&mette).await;
    let code = code_at(&secret, desk.app.now()).unwrap();
    assert_eq!(mette.post("/konto/faktor/koder", &[("kode", &code)]).await.status, 422, "used already");
    desk.app.advance(STEP);
    let code = code_at(&secret, desk.app.now()).unwrap();
    let fresh = mette.post("/konto/faktor/koder", &[("kode", &code)]).await;
    assert_eq!(fresh.status, 200);
    hides(&fresh, &old[0]);
    assert_eq!(mette.post("/konto/faktor/fra", &[("kode", "forkert")]).await.status, 422);
    assert_eq!(mette.post("/konto/faktor/fra", &[("kode", OLD)]).await.status, 303);
    let (answer, _) = enter(&desk, "mette", OLD).await;
    assert_eq!(header_of(&answer, "location"), "/moderation");
}

#[tokio::test]
async fn a_code_is_guessed_twenty_times_and_no_more() {
    for desk in Desk::both().await {
        let (_, mette) = enter(&desk, "mette", OLD).await;
        let (secret, codes) = set_up(&mette).await;
        let guess = async |times: usize| {
            desk.app.advance(Duration::from_secs(16 * 60));
            let (_, half) = enter(&desk, "mette", OLD).await;
            for _ in 0..times {
                assert_eq!(half.post("/log-ind/kode", &[("kode", "000000")]).await.status, 401);
            }
        };
        // In a row: one that is right ends it.
        guess(5).await;
        desk.app.advance(Duration::from_secs(16 * 60));
        let (_, half) = enter(&desk, "mette", OLD).await;
        let code = code_at(&secret, desk.app.now()).unwrap();
        assert_eq!(half.post("/log-ind/kode", &[("kode", &code)]).await.status, 303);
        for _ in 0..4 {
            guess(5).await;
            desk.app.purge().await;
        }
        // However long ago that was.
        desk.app.advance(Duration::from_secs(3 * 86_400));
        desk.app.purge().await;
        let (_, half) = enter(&desk, "mette", OLD).await;
        let code = code_at(&secret, desk.app.now()).unwrap();
        let shut = half.post("/log-ind/kode", &[("kode", &code)]).await;
        assert_eq!(shut.status, 401, "right, and too late");
        shows(&shut, "20 forkerte koder");
        let told = actions(&desk).await;
        assert_eq!(
            told.iter().filter(|line| *line == "system user.factor-shut mette").count(),
            1,
            "{told:?}"
        );
        let through = half.post("/log-ind/kode", &[("kode", &codes[0])]).await;
        assert_eq!(header_of(&through, "location"), "/konto?sagt=koder-gaettet");
        let whole = Person { cookie: Some(super::cookies(None, &through)), desk: &desk };
        shows(&whole.get("/konto?sagt=koder-gaettet").await, "kender nogen din adgangskode");
        // The phone's codes count again.
        desk.app.advance(STEP);
        let code = code_at(&secret, desk.app.now()).unwrap();
        let (_, half) = enter(&desk, "mette", OLD).await;
        assert_eq!(half.post("/log-ind/kode", &[("kode", &code)]).await.status, 303);
    }
}

#[tokio::test]
async fn a_stolen_session_guesses_no_more_codes_than_a_stolen_password() {
    let desk = Desk::start().await;
    let (_, mette) = enter(&desk, "mette", OLD).await;
    let (secret, _) = set_up(&mette).await;
    for _ in 0..20 {
        hashwall::store::factors::wrong_code(&desk.app.app.db, "mette", desk.app.now()).await.unwrap();
    }
    desk.app.advance(STEP);
    let code = code_at(&secret, desk.app.now()).unwrap();
    let refused = mette.post("/konto/faktor/koder", &[("kode", &code)]).await;
    assert_eq!(refused.status, 422);
    shows(&refused, "20 forkerte koder");
    let admin = desk.signed_in("admin").await;
    admin.post("/brugere", &[("navn", "mette"), ("hvad", "factor")]).await;
    let (answer, _) = enter(&desk, "mette", OLD).await;
    assert_eq!(header_of(&answer, "location"), "/moderation", "an administrator helps");
    assert_eq!(hashwall::store::factors::wrong_codes(&desk.app.app.db, "mette").await.unwrap(), 0);
}
