//! From the form to the queue, the wall and every other place, and off all of them again.

use axum::http::StatusCode;
use hashwall::domain::network::Network;
use hashwall::domain::post::{PostId, State};
use hashwall::domain::submission::WORDING;
use hashwall::store::{log, requests, submissions};
use hashwall::web::desk::session;

use super::{PAGE, Site, beside, hand_in};
use crate::support::app::Answer;
use crate::support::database::both;
use crate::takedown::requests::{ask, status_of};
use crate::web_desk::support::{Desk, Person, header_of, hides, shows};

const LINKEDIN: &str = "https://www.linkedin.com/posts/lone_tillid-activity-7388500000000000000-aBcD?utm_source=share&utm_medium=member_desktop";

async fn only_post(desk: &Desk) -> PostId {
    let posts = desk.app.posts().await;
    assert_eq!(posts.len(), 1, "{posts:?}");
    posts[0].id.clone()
}

async fn followed(person: &Person<'_>, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    person.get(header_of(answer, "location")).await
}

#[tokio::test]
async fn a_page_that_is_handed_in_reaches_the_wall_through_a_person_and_leaves_it_again() {
    let site = Site::start().await;
    let page = site.page("/2026/tillid", PAGE);
    for database in both().await {
        let desk = beside(database, &site).await;
        let stranger = desk.stranger();
        shows(&stranger.get("/").await, "/indsend");
        let fields = [("adresse", page.as_str()), ("tekst", "Læs den her, hvis du leder andre.")];
        let (answer, code) = hand_in(&stranger, &fields).await;
        desk.app.project().await;
        let status = followed(&stranger, &answer).await;
        shows(&status, "En moderator ser på det");
        shows(&status, "Det er mit eget");
        assert_eq!(header_of(&status, "referrer-policy"), "no-referrer");

        let id = only_post(&desk).await;
        assert_eq!(desk.state(&id).await, Some(State::Pending));
        let everywhere = [
            "/",
            "/opslag.json",
            "/opslag.rss",
            "/opslag.atom",
            "/w/ledelsesugen/kort.json",
            "/api/v1/posts",
            "/embed",
            &format!("/opslag/{id}"),
        ];
        for path in everywhere {
            hides(&stranger.get(path).await, "hvis du leder andre");
        }
        let mette = desk.signed_in("mette").await;
        let queue = mette.get("/moderation").await;
        for words in ["hvis du leder andre", "Fem råd om tillid", "Lone Kjær", "Indsendt", WORDING] {
            shows(&queue, words);
        }
        shows(&queue, "af den, der siger at have skrevet det");

        assert_eq!(
            mette.post("/moderation/afgoer", &[("id", &id.0), ("til", "approved")]).await.status,
            StatusCode::SEE_OTHER
        );
        desk.app.project().await;
        for path in everywhere {
            shows(&stranger.get(path).await, "hvis du leder andre");
        }
        shows(&stranger.get(&format!("/indsendt?kode={code}")).await, "Opslaget er på væggen");
        let (again, _) = hand_in(&stranger, &fields).await;
        assert_eq!(again.status, StatusCode::OK);
        shows(&again, "Det er allerede på væggen");

        // Taken down by the form any post has.
        ask(&stranger, &id.0, &[("hvem", "author")]).await;
        desk.app.project().await;
        let answered = [("nummer", "1"), ("svar", "removed"), ("grund", "author-request")];
        assert_eq!(mette.post("/anmodninger/svar", &answered).await.status, StatusCode::SEE_OTHER);
        desk.app.project().await;
        for path in everywhere {
            hides(&stranger.get(path).await, "hvis du leder andre");
        }
        hides(&mette.get("/moderation?tilstand=alle").await, "hvis du leder andre");
        assert!(desk.app.posts().await.is_empty());
        shows(&status_of(&stranger, crate::takedown::requests::TOKEN).await, "Kvittering 1");
        shows(&stranger.get(&format!("/indsendt?kode={code}")).await, "Opslaget er her ikke mere");
        let (again, _) = hand_in(&stranger, &fields).await;
        assert_eq!(again.status, StatusCode::OK, "as of what waits in the queue");
        shows(&again, "Vi kender det allerede");

        // What was agreed to outlives the post.
        let kept = submissions::by_token(&desk.app.app.db, &session::hash(&code)).await.unwrap().unwrap();
        assert_eq!((kept.0.number, kept.1), (1, None));
        assert_eq!(kept.0.declaration.wording, WORDING);
        assert!(kept.0.declaration.own && kept.0.declaration.words.starts_with("Det er mit eget"));
        assert!(requests::open(&desk.app.app.db, 9).await.unwrap().is_empty());
        desk.app.assert_sound().await;
    }
}

#[tokio::test]
async fn a_linkedin_post_is_a_card_with_its_authors_words_and_linkedins_own_view_after_a_press() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        let (empty, _) = hand_in(&stranger, &[("adresse", LINKEDIN)]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        shows(&empty, "kopiér et par linjer");
        shows(&empty, "activity-7388500000000000000");
        let words = "Tillid er ikke noget, man får – det er noget, man giver først. #Ledelsesugen";
        let fields = [("adresse", LINKEDIN), ("tekst", words), ("navn", "Lone Kjær"), ("hvis", "andens")];
        let (answer, _) = hand_in(&stranger, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        desk.app.project().await;
        let id = only_post(&desk).await;
        let post = desk.app.posts().await.remove(0);
        assert_eq!(post.draft.network, Network::LinkedIn);
        assert_eq!(post.draft.native_id, "urn:li:activity:7388500000000000000");
        assert_eq!(post.draft.published_at.to_utc().format("%Y").to_string(), "2025", "by LinkedIn's id");
        assert!(!post.draft.url.contains("utm_"), "{}", post.draft.url);
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/moderation").await, "af en anden end den, der har skrevet det");
        desk.app.decide(&id, State::Approved).await;
        let wall = stranger.get("/").await;
        for told in ["man giver først", "Lone Kjær", "LinkedIn"] {
            shows(&wall, told);
        }
        shows(
            &wall,
            "data-play=\"https://www.linkedin.com/embed/feed/update/urn:li:activity:7388500000000000000\"",
        );
        hides(&wall, "<iframe");
        assert!(
            header_of(&wall, "content-security-policy")
                .contains("frame-src 'self' https://www.youtube-nocookie.com")
        );
        assert!(header_of(&wall, "content-security-policy").contains("https://www.linkedin.com;"));
        // The same post by LinkedIn's other address.
        let other = "https://www.linkedin.com/feed/update/urn:li:activity:7388500000000000000/";
        let (again, _) = hand_in(&stranger, &[("adresse", other), ("tekst", "x")]).await;
        shows(&again, "Det er allerede på væggen");
    }
}

#[tokio::test]
async fn who_handed_it_in_takes_it_back_by_their_link() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        let fields = [("tekst", "Min egen historie om en god leder"), ("navn", "Ib")];
        let (answer, code) = hand_in(&stranger, &fields).await;
        shows(&followed(&stranger, &answer).await, "Træk opslaget tilbage");
        desk.app.project().await;
        let id = only_post(&desk).await;
        desk.app.decide(&id, State::Approved).await;
        shows(&stranger.get("/").await, "historie om en god leder");
        let wrong = stranger.post("/indsendt/fortryd", &[("kode", &"0".repeat(32))]).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
        let back = stranger.post("/indsendt/fortryd", &[("kode", &code)]).await;
        shows(&followed(&stranger, &back).await, "Du har trukket opslaget tilbage");
        desk.app.project().await;
        hides(&stranger.get("/").await, "historie om en god leder");
        assert!(desk.app.posts().await.is_empty());
        let entry = log::of_post(&desk.app.app.db, &id).await.unwrap().pop().unwrap();
        assert_eq!((entry.actor.as_str(), entry.reason.as_deref()), ("submission:1", Some("withdrawn")));
        // Twice is once.
        assert_eq!(
            stranger.post("/indsendt/fortryd", &[("kode", &code)]).await.status,
            StatusCode::SEE_OTHER
        );
        shows(&desk.signed_in("mette").await.get("/log").await, "Indsender nr. 1");
        desk.app.assert_sound().await;
    }
}

#[tokio::test]
async fn taking_back_what_another_wrote_does_not_keep_it_out() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        for whose in ["andens", "egen", "andens"] {
            let fields = [("adresse", LINKEDIN), ("tekst", "Tillid gives først"), ("hvis", whose)];
            let (answer, code) = hand_in(&stranger, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{whose}: {}", answer.body);
            desk.app.project().await;
            desk.app.decide(&only_post(&desk).await, State::Approved).await;
            shows(&stranger.get("/").await, "Tillid gives først");
            stranger.post("/indsendt/fortryd", &[("kode", &code)]).await;
            desk.app.project().await;
            hides(&stranger.get("/").await, "Tillid gives først");
            assert!(desk.app.posts().await.is_empty());
        }
        desk.app.assert_sound().await;
    }
}

#[tokio::test]
async fn a_picture_that_was_changed_after_it_was_handed_in_is_not_shown() {
    let site = Site::start().await;
    let picture = |shade: u8| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(40, 40, image::Rgb([shade, 9, 9]))
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    };
    let put = |shade| site.put("/billede.png", 200, &[("content-type", "image/png")], picture(shade));
    put(200);
    let tag = format!("<meta property=\"og:image\" content=\"http://{}/billede.png\"></head>", site.host);
    let page = site.page("/2026/tillid", &PAGE.replace("</head>", &tag));
    let desk = beside(crate::support::database::TestDb::sqlite().await, &site).await;
    let stranger = desk.stranger();
    hand_in(&stranger, &[("adresse", page.as_str())]).await;
    desk.app.project().await;
    let id = only_post(&desk).await;
    put(10);
    desk.app.decide(&id, State::Approved).await;
    let address = format!("/media/{id}/0");
    assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "another picture");
    put(200);
    desk.app.advance(std::time::Duration::from_secs(6 * 60));
    assert_eq!(stranger.get(&address).await.status, StatusCode::OK, "the one that was judged");
}

#[tokio::test]
async fn the_rules_judge_it_and_never_show_it_by_themselves() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        let state = async |words: &str| {
            let (answer, _) = hand_in(&stranger, &[("tekst", words), ("navn", "Region Midtby")]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            desk.app.project().await;
            desk.app.post(words.split('.').next().unwrap()).await.state
        };
        let mut house = hashwall::store::rules::load(&desk.app.app.db).await.unwrap().unwrap();
        house.house.trusted_organisations = vec!["Region Midtby".to_owned()];
        house.house.reject_words = vec!["kasino".to_owned()];
        house.house.approve_after = 1;
        let now = desk.app.now();
        hashwall::store::rules::save_house(
            &desk.app.app.db,
            house.house_version,
            &house.house,
            "user:admin",
            now,
        )
        .await
        .unwrap();
        assert_eq!(state("En god dag med gode kolleger").await, State::Pending, "a name proves nothing");
        assert_eq!(state("Borgeren 070761-4285 fik svar").await, State::Held);
        assert_eq!(state("Spil på vores kasino nu").await, State::Rejected);
    }
}

#[tokio::test]
async fn what_was_handed_in_is_forgotten_after_its_time() {
    for desk in Desk::both().await {
        let stranger = desk.stranger();
        let (_, code) = hand_in(&stranger, &[("tekst", "Kun et år")]).await;
        desk.app.project().await;
        desk.app.decide(&only_post(&desk).await, State::Approved).await;
        desk.app.advance(std::time::Duration::from_secs(366 * 86_400));
        desk.app.purge().await;
        assert!(desk.app.posts().await.is_empty());
        hides(&stranger.get("/").await, "Kun et år");
        shows(&stranger.get(&format!("/indsendt?kode={code}")).await, "Opslaget er her ikke mere");
    }
}
