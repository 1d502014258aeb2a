//! What should not be taken: said in a plain sentence, with nothing stored and nothing called that should not be.

use axum::http::StatusCode;

use super::{Door, PAGE, Site, beside, code, hand_in, proof};
use crate::support::database::{TestDb, both};
use crate::web_desk::support::{Desk, hides, shows};

#[tokio::test]
async fn closed_nets_schemes_and_nonsense_are_refused_without_a_call() {
    let site = Site::start().await;
    for database in both().await {
        let desk = beside(database, &site).await;
        let stranger = desk.stranger();
        let other_port = "http://127.0.0.1:9/x";
        for (address, words) in [
            ("http://192.168.1.1/admin", "lukket net"),
            (other_port, "lukket net"),
            ("http://localhost/x", "lukket net"),
            ("http://169.254.169.254/latest/meta-data/", "lukket net"),
            ("http://intranet/nyheder", "lukket net"),
            ("http://[::ffff:10.0.0.1]/", "lukket net"),
            ("javascript:alert(1)", "kan ikke læse adressen"),
            ("file:///etc/passwd", "kan ikke læse adressen"),
            ("bare lidt tekst", "kan ikke læse adressen"),
            ("", "Indsæt en adresse"),
        ] {
            let (answer, _) = hand_in(&stranger, &[("adresse", address)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            shows(&answer, words);
        }
        let (others, _) = hand_in(&stranger, &[("tekst", "En andens ord"), ("hvis", "andens")]).await;
        shows(&others, "kun tage imod din egen tekst");
        let long = "å".repeat(501);
        let (quote, _) =
            hand_in(&stranger, &[("adresse", "linkedin.com/x"), ("tekst", &long), ("hvis", "andens")]).await;
        shows(&quote, "Teksten er for lang");
        assert!(site.asked().is_empty(), "{:?}", site.asked());
        assert!(desk.app.posts().await.is_empty());
    }
}

#[tokio::test]
async fn pages_that_point_inward_hang_lie_or_ask_not_to_be_read_give_nothing() {
    let site = Site::start().await;
    let html = [("content-type", "text/html")];
    let redirect = |to: &str| site.put(&format!("/to{}", to.len()), 302, &[("location", to)], "");
    redirect("http://127.0.0.1:9/secret");
    redirect("http://192.168.0.1/");
    site.put("/robots.txt", 200, &[], "User-agent: *\nDisallow: /privat\n");
    let hidden = site.page("/privat/side", PAGE);
    let gone = format!("http://{}/findes-ikke", site.host);
    site.put("/stor", 200, &html, format!("<title>Stor</title>{}", "x".repeat(3_000_000)));
    site.put("/fil", 200, &[("content-type", "application/pdf")], "%PDF");
    let foreign = site.page(
        "/fremmed",
        "<title>Ægte</title><link rel=alternate type=application/json+oembed href=https://evil.example/o>",
    );
    let at = |path: &str| format!("http://{}{path}", site.host);
    for database in both().await {
        let desk = beside(database, &site).await;
        let stranger = desk.stranger();
        for inward in ["/to25", "/to19"] {
            let (answer, _) = hand_in(&stranger, &[("adresse", &at(inward)), ("tekst", "Se her")]).await;
            shows(&answer, "lukket net");
        }
        let (answer, _) = hand_in(&stranger, &[("adresse", &gone), ("tekst", "Se her")]).await;
        shows(&answer, "Der er ingen side på adressen");
        assert!(desk.app.posts().await.is_empty());
        // Without a look they need words, and with words they are taken.
        for silent in [hidden.clone(), at("/stor"), at("/fil"), at("/hangs")] {
            let (answer, _) = hand_in(&stranger, &[("adresse", &silent)]).await;
            shows(&answer, "kan ikke selv læse siden");
        }
        assert!(!site.asked().contains(&"/privat/side".to_owned()), "it asked not to be read");
        let (answer, _) =
            hand_in(&stranger, &[("adresse", &hidden), ("tekst", "Ord om den lukkede side")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let (answer, _) = hand_in(&stranger, &[("adresse", &foreign)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        desk.app.project().await;
        assert_eq!(desk.app.post("Ægte").await.draft.author.name, "");
    }
}

#[tokio::test]
async fn scripts_are_words_and_huge_bodies_are_told_so() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        let evil = "<script>alert('zq')</script><img src=x onerror=alert(1)>";
        let (answer, _) = hand_in(&stranger, &[("tekst", evil), ("navn", evil)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        desk.app.project().await;
        desk.app.approve_all().await;
        for page in
            [stranger.get("/").await, desk.signed_in("mette").await.get("/moderation?tilstand=alle").await]
        {
            hides(&page, "<script>alert");
            hides(&page, "<img src=x");
            shows(&page, "&lt;script&gt;");
        }
        let (echoed, _) = hand_in(&stranger, &[("adresse", evil), ("tekst", evil)]).await;
        hides(&echoed, "<script>alert");
        let huge = "x".repeat(10_000_000);
        let answer = stranger.post("/indsendt", &[("tekst", &huge)]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        shows(&answer, "for meget på én gang");
        assert_eq!(desk.app.posts().await.len(), 1);
    }
}

#[tokio::test]
async fn programs_are_slowed_and_a_hall_behind_one_address_is_not() {
    let desk = Desk::on(TestDb::sqlite().await).await;
    let stranger = desk.stranger();
    let door = Door::of(&desk);
    let send = async |address: &str, code: &str, proof: &str, words: &str| {
        let fields =
            [("kode", code), ("bevis", proof), ("tekst", words), ("hvis", "egen"), ("hjemmeside", "")];
        door.take(address, &fields).await
    };
    let fresh = code(&stranger).await;
    let hasty = send("203.0.113.1", &fresh, "", "Hurtig").await;
    assert_eq!(hasty.status, StatusCode::TOO_MANY_REQUESTS);
    shows(&hasty, "Vent ti sekunder");
    shows(&hasty, "Hurtig");
    shows(&hasty, &fresh);
    assert_eq!(send("203.0.113.1", "kode", "1", "Forfalsket").await.status, StatusCode::BAD_REQUEST);
    let trapped =
        [("kode", fresh.as_str()), ("hjemmeside", "http://x.example"), ("hvis", "egen"), ("tekst", "x")];
    shows(&door.take("203.0.113.1", &trapped).await, "skal være tomt");

    // Without scripts: a person's time, and fewer from one address.
    let mut taken = 0;
    for n in 0..32 {
        let code = code(&stranger).await;
        desk.app.advance(std::time::Duration::from_secs(10));
        let answer = send("203.0.113.2", &code, "", &format!("Uden script, nummer {n}")).await;
        taken += usize::from(answer.status == StatusCode::SEE_OTHER);
        if n == 31 {
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
            shows(&answer, "Prøv igen om en time");
            assert_eq!(answer.headers["retry-after"], "3600");
        }
    }
    assert_eq!(taken, 30);
    // The same address, with a little work each.
    for n in 0..40 {
        let code = code(&stranger).await;
        let answer = send("203.0.113.2", &code, &proof(&code), &format!("Fra salen, nummer {n}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{n}: {}", answer.body);
    }
    // One code is one submission, however often it is sent.
    let code = code(&stranger).await;
    let worked = proof(&code);
    for _ in 0..3 {
        let answer = send("203.0.113.2", &code, &worked, "Sendt tre gange").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    desk.app.advance(std::time::Duration::from_secs(7 * 3_600));
    let stale = send("203.0.113.3", &super::code(&stranger).await, "", "x").await;
    assert_eq!(stale.status, StatusCode::TOO_MANY_REQUESTS, "a new code is hasty");
    let old = send("203.0.113.3", &code, &worked, "Sendt tre gange").await;
    shows(&old, "har været åben længe");
    assert_eq!(desk.app.posts().await.len(), 71);
}

#[tokio::test]
async fn one_address_cannot_close_it_for_everybody() {
    let settings = "[submissions]\nper_hour = 8\nkeep = \"30d\"\n";
    let desk =
        Desk::with_people(crate::support::app::TestApp::start(TestDb::sqlite().await, settings).await).await;
    let stranger = desk.stranger();
    shows(&stranger.get("/indsend").await, "i højst 30 dage");
    let door = Door::of(&desk);
    let send = async |address: &str, words: &str| {
        let code = code(&stranger).await;
        let proof = proof(&code);
        let fields = [("kode", &*code), ("bevis", &*proof), ("tekst", words), ("hvis", "egen")];
        door.take(address, &fields).await.status
    };
    assert_eq!(send("203.0.113.1", "Et").await, StatusCode::SEE_OTHER);
    assert_eq!(send("203.0.113.1", "To").await, StatusCode::SEE_OTHER);
    assert_eq!(send("203.0.113.1", "Tre").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(send("203.0.113.9", "Fire").await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_house_that_is_closed_says_so() {
    let desk = Desk::with_people(
        crate::support::app::TestApp::start(TestDb::sqlite().await, "[submissions]\nopen = false\n").await,
    )
    .await;
    let stranger = desk.stranger();
    let page = stranger.get("/indsend").await;
    shows(&page, "tager ikke imod opslag");
    hides(&page, "<form class=\"request-form");
    hides(&stranger.get("/").await, "/indsend");
    hides(&stranger.get("/privatliv").await, "/indsend");
    let answer = stranger.post("/indsendt", &[("hvis", "egen"), ("tekst", "x")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
