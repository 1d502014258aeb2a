//! Signing in and out: the cookie, the throttle, where it leads, and forms from elsewhere.

use std::time::Duration;

use axum::http::StatusCode;

use super::support::{CODE, Desk, Person, form, header_of, hides, shows};

#[tokio::test]
async fn the_right_password_starts_a_session_that_ends_by_itself_and_on_request() {
    for desk in Desk::both().await {
        let answer = desk.stranger().post("/log-ind", &[("navn", " Mette "), ("kode", CODE)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(header_of(&answer, "location"), "/moderation");
        let cookie = header_of(&answer, "set-cookie");
        for part in ["hashwall=", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Secure"), "http: {cookie}");

        let mette = desk.signed_in("mette").await;
        let queue = mette.get("/moderation").await;
        assert_eq!(queue.status, StatusCode::OK);
        assert_eq!(header_of(&queue, "cache-control"), "no-store");
        assert_eq!(header_of(&mette.get("/log-ind").await, "location"), "/moderation", "signed in already");

        let again = desk.signed_in("mette").await;
        let out = mette.post("/log-ud", &[]).await;
        assert_eq!((out.status, header_of(&out, "location")), (StatusCode::SEE_OTHER, "/log-ind"));
        assert!(header_of(&out, "set-cookie").contains("Max-Age=0"), "{}", header_of(&out, "set-cookie"));
        assert_eq!(
            mette.get("/moderation").await.status,
            StatusCode::SEE_OTHER,
            "the old cookie is worth nothing"
        );
        assert_eq!(again.get("/moderation").await.status, StatusCode::OK);
        desk.app.advance(Duration::from_secs(13 * 3_600));
        assert_eq!(again.get("/moderation").await.status, StatusCode::SEE_OTHER, "after twelve hours");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_look_the_same() {
    let desk = Desk::start().await;
    let wrong = desk.stranger().post("/log-ind", &[("navn", "mette"), ("kode", "gættet")]).await;
    let unknown = desk.stranger().post("/log-ind", &[("navn", "nobody"), ("kode", "gættet")]).await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    shows(&wrong, "Brugernavn og adgangskode passer ikke sammen.");
    assert_eq!(wrong.body.replace("mette", "nobody"), unknown.body);
    hides(&wrong, "gættet");
    assert_eq!(header_of(&wrong, "set-cookie"), "");
}

#[tokio::test]
async fn five_failures_close_the_door_for_that_name_for_a_quarter_of_an_hour() {
    for desk in Desk::both().await {
        for _ in 0..5 {
            let answer = desk.stranger().post("/log-ind", &[("navn", "mette"), ("kode", "gættet")]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
        let shut = desk.stranger().post("/log-ind", &[("navn", "METTE"), ("kode", CODE)]).await;
        assert_eq!(shut.status, StatusCode::TOO_MANY_REQUESTS, "even with the right password");
        assert_eq!(header_of(&shut, "retry-after"), "900");
        shows(&shut, "Vent et kvarter");
        desk.signed_in("admin").await;
        desk.app.advance(Duration::from_secs(15 * 60 + 1));
        desk.signed_in("mette").await;
    }
}

#[tokio::test]
async fn it_leads_back_to_where_one_was_going_but_never_off_the_site() {
    let desk = Desk::start().await;
    let stranger = desk.stranger();
    let answer = stranger.get("/moderation?tilstand=held&q=a%20b").await;
    let door = "/log-ind?videre=%2Fmoderation%3Ftilstand%3Dheld%26q%3Da%2520b";
    assert_eq!((answer.status, header_of(&answer, "location")), (StatusCode::SEE_OTHER, door));
    shows(&stranger.get(door).await, "name=\"videre\" value=\"/moderation?tilstand=held&#38;q=a%20b\"");
    let onward = |videre: &'static str| {
        let desk = &desk;
        async move {
            let fields = [("navn", "mette"), ("kode", CODE), ("videre", videre)];
            let answer = desk.stranger().post("/log-ind", &fields).await;
            header_of(&answer, "location").to_owned()
        }
    };
    assert_eq!(onward("/log?fra=7").await, "/log?fra=7");
    for evil in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"]
    {
        assert_eq!(onward(evil).await, "/moderation", "{evil:?}");
    }
    let mette = desk.signed_in("mette").await;
    let fields = [("seq", "1"), ("tilbage", "//evil.example")];
    let undone = mette.post("/moderation/fortryd", &fields).await;
    assert_ne!(header_of(&undone, "location"), "//evil.example");
}

#[tokio::test]
async fn forms_from_other_sites_are_refused_with_a_page() {
    let desk = Desk::start().await;
    let post = desk.stored([crate::support::build::draft("1", "til afgørelse")]).await.remove(0);
    let mette = desk.signed_in("mette").await;
    let fields = [("id", post.id.0.as_str()), ("til", "approved")];
    let cross = |name: &'static str, value: &'static str| {
        let mut request = form("/moderation/afgoer", &fields);
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    for request in [cross("sec-fetch-site", "cross-site"), cross("origin", "https://evil.example")] {
        let answer = mette.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        shows(&answer, "Det kom fra en anden side");
    }
    assert_eq!(desk.state(&post.id).await, Some(post.state));
    let mut door = form("/log-ind", &[("navn", "mette"), ("kode", CODE)]);
    door.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(
        desk.stranger().send(door).await.status,
        StatusCode::FORBIDDEN,
        "signing somebody in from elsewhere"
    );
}

#[tokio::test]
async fn visitors_get_no_cookie_and_a_made_up_one_opens_nothing() {
    let desk = Desk::start().await;
    for path in ["/", "/om", "/embed", "/log-ind", "/privatliv", "/health/live", "/no-such-page"] {
        assert_eq!(header_of(&desk.stranger().get(path).await, "set-cookie"), "", "{path}");
    }
    for cookie in ["hashwall=", "hashwall=0000", &format!("hashwall={}", "0".repeat(64)), "hashwall=%00;æ"] {
        let forged = Person { cookie: cookie.is_ascii().then(|| cookie.to_owned()), ..desk.stranger() };
        assert_eq!(forged.get("/moderation").await.status, StatusCode::SEE_OTHER, "{cookie}");
    }
}

#[tokio::test]
async fn under_https_the_cookie_is_bound_to_this_host() {
    let mut desk = Desk::start().await;
    let settings = std::sync::Arc::make_mut(&mut desk.app.app.settings);
    settings.site.base_url = "https://wall.example".parse().unwrap();
    let answer = desk.stranger().post("/log-ind", &[("navn", "mette"), ("kode", CODE)]).await;
    let cookie = header_of(&answer, "set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-hashwall=") && cookie.contains("Secure"), "{cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
    let mette = desk.signed_in("mette").await;
    assert_eq!(mette.get("/moderation").await.status, StatusCode::OK);
    let mut proxied = form("/log-ud", &[]);
    proxied.headers_mut().remove("sec-fetch-site");
    proxied.headers_mut().insert("origin", "https://wall.example".parse().unwrap());
    assert_eq!(mette.send(proxied).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_database_in_trouble_is_said_plainly_and_its_details_stay_in_the_log() {
    let database = crate::support::database::TestDb::sqlite().await;
    let url = database.url.clone();
    let desk = Desk::on(database).await;
    let mette = desk.signed_in("mette").await;
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE posts RENAME TO elsewhere").execute(&pool).await.unwrap();
    let page = mette.get("/moderation").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    shows(&page, "Vi kan ikke nå databasen");
    hides(&page, "elsewhere");
    hides(&page, "no such table");
    let (status, body) = mette.post_json("/moderation/afgoer", &[("id", "x"), ("til", "held")]).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body["error"].as_str().unwrap().starts_with("Prøv igen"), "{body}");
    pool.close().await;
}

#[tokio::test]
async fn an_empty_or_endless_form_is_refused_and_harms_nothing() {
    let desk = Desk::start().await;
    for fields in
        [vec![], vec![("navn", "mette")], vec![("kode", CODE)], vec![("navn", "x"), ("navn", "mette")]]
    {
        let answer = desk.stranger().post("/log-ind", &fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{fields:?}");
    }
    let long = "x".repeat(2_000);
    let answer = desk.stranger().post("/log-ind", &[("navn", &long), ("kode", CODE)]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let huge = "x".repeat(100_000);
    let answer = desk.stranger().post("/log-ind", &[("navn", "mette"), ("kode", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}
