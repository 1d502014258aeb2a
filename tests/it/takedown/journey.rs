//! The whole way: asked for by the public form → hidden → removed → gone from everywhere, not collected again, and the
//! receipt says so because somebody looked.

use axum::http::StatusCode;
use hashwall::domain::post::State;
use hashwall::domain::receipt::Place;
use hashwall::projections::clearance::Clearance;
use hashwall::projections::search::{Audience, document};
use hashwall::store::{log, receipts};
use hashwall_index::{Engine, Op, Search};
use hashwall_standin::mastodon::{Account, Status};

use crate::support::app::TestApp;
use crate::support::database::both;
use crate::web_desk::support::{Desk, header_of, hides, shows};

use super::requests::{TOKEN, ask, status_of};

const SOURCE: &str = r#"
[[source]]
id = "mastodon"
network = "mastodon"
title = "Mastodon"
right = "public-api"
right_note = "stand-in"
server = "{base}/mastodon"
tag = "Ledelsesugen"
"#;

const WORDS: &str = "Mit barn til ledelsesdag";

#[tokio::test]
async fn a_post_is_asked_away_and_is_gone_everywhere_for_good() {
    for database in both().await {
        let app = TestApp::start(database, SOURCE).await;
        app.standin.mastodon.add_account(Account::local("lone", "Lone Kjær"));
        let status = Status::new("lone", &format!("{WORDS} #Ledelsesugen")).image("Et barn ved et bord");
        app.standin.mastodon.publish(status);
        let desk = Desk::with_people(app).await;
        let app = &desk.app;
        app.collect().await;
        app.approve_all().await;
        let post = app.post(WORDS).await;
        let id = post.id.0.as_str();
        let stranger = desk.stranger();
        let picture = format!("/media/{id}/0");
        assert_eq!(stranger.get(&picture).await.status, StatusCode::OK, "her picture is kept by us");
        assert!(!app.wall.media.is_clear_of(id));
        shows(&stranger.get(&format!("/opslag/{id}/fjern")).await, WORDS);

        // She asks, and it is hidden at once.
        let asked =
            ask(&stranger, id, &[("hvem", "author"), ("besked", "Mit barn vil ikke på væggen")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        app.project().await;
        hides(&stranger.get("/").await, WORDS);
        assert!(app.wall.media.is_clear_of(id), "hidden with its picture");
        shows(&status_of(&stranger, TOKEN).await, "Opslaget er skjult");

        // A moderator sees who asks and removes it.
        let mette = desk.signed_in("mette").await;
        let open = mette.get("/anmodninger").await;
        shows(&open, WORDS);
        shows(&open, "Mit barn vil ikke på væggen");
        let fields =
            [("nummer", "1"), ("svar", "removed"), ("grund", "author-request"), ("ord", "Det er gjort.")];
        let answered = mette.post("/anmodninger/svar", &fields).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
        app.project().await;

        // Gone from everywhere.
        assert!(app.posts().await.is_empty(), "the store");
        for path in ["/", "/embed", "/?q=ledelsesdag", "/embed?q=ledelsesdag", &format!("/opslag/{id}")] {
            hides(&stranger.get(path).await, WORDS);
        }
        assert_eq!(stranger.get(&picture).await.status, StatusCode::NOT_FOUND);
        for index in [&app.wall.public, &app.wall.desk] {
            let search = Search { text: "ledelsesdag".to_owned(), limit: 9, ..Search::default() };
            assert_eq!(index.search(&search).unwrap().total, 0);
        }
        assert!(!app.wall.live.holds(&post.id) && app.wall.media.is_clear_of(id));

        // Not collected again, however often the network hands it out.
        app.advance(std::time::Duration::from_secs(3_600));
        app.run("mastodon").await;
        assert!(app.posts().await.is_empty(), "collected again");

        // The receipt says so: each place with its time, for her and for the house.
        let receipt = receipts::of_post(&app.app.db, &post.id).await.unwrap().unwrap();
        assert!(receipt.is_clear(), "{receipt:?}");
        assert_eq!(receipt.checks.len(), Place::ALL.len());
        assert_eq!(
            (receipt.request, receipt.reason.as_str(), receipt.pictures),
            (Some(1), "author-request", 1)
        );
        let took = receipt.cleared_at().unwrap().since(receipt.at);
        assert!(took < std::time::Duration::from_secs(60), "{took:?}");
        let mine = status_of(&stranger, TOKEN).await;
        shows(&mine, "fjernet for altid");
        shows(&mine, "Det er gjort.");
        shows(&mine, "artikel 17");
        shows(&mine, &receipt.identity);
        let kept = stranger.get(&format!("/anmodning?kode={TOKEN}&som=json")).await;
        assert!(header_of(&kept, "content-disposition").starts_with("attachment"));
        let kept: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
        assert_eq!((kept["clear"].as_bool(), kept["post"].as_str()), (Some(true), Some(id)));
        assert!(!kept.to_string().contains("ledelsesdag") && !kept.to_string().contains("Lone"), "{kept}");
        let text = stranger.get(&format!("/anmodning?kode={TOKEN}&som=tekst")).await;
        shows(&text, "Væg, søgning, widget, feeds og API: væk");
        hides(&text, "Lone");
        shows(&mette.get("/kvittering/1").await, "Fjernet af mette");
        shows(&mette.get("/anmodninger?vis=besvarede").await, "Kvittering 1");
        app.assert_sound().await;
    }
}

#[tokio::test]
async fn a_removal_at_the_desk_gives_a_receipt_too_and_answers_who_had_asked() {
    for desk in Desk::both().await {
        let post = desk.stored([crate::support::build::draft("1", "et opslag")]).await.remove(0);
        desk.app.decide(&post.id, State::Approved).await;
        let stranger = desk.stranger();
        ask(&stranger, &post.id.0, &[("hvem", "other")]).await;
        let mette = desk.signed_in("mette").await;
        let fields = [("id", post.id.0.as_str()), ("grund", "copyright")];
        assert_eq!(mette.post("/moderation/fjern", &fields).await.status, StatusCode::SEE_OTHER);
        // Before anybody looked, the receipt does not say that it is gone.
        shows(&mette.get("/kvittering/1").await, "Vi er ved at se efter");
        desk.app.project().await;
        shows(&mette.get("/kvittering/1").await, "opslaget er væk");
        let mine = status_of(&stranger, TOKEN).await;
        shows(&mine, "fjernet for altid");
        shows(&mine, "ophavsret");
        let entry = log::of_post(&desk.app.app.db, &post.id).await.unwrap().pop().unwrap();
        let receipt = receipts::find(&desk.app.app.db, 1).await.unwrap().unwrap();
        assert_eq!((receipt.seq, receipt.request), (entry.seq, Some(1)));
        assert_eq!(mette.get("/kvittering/2").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_receipt_does_not_say_gone_where_something_is_left() {
    for desk in Desk::both().await {
        let post = desk.stored([crate::support::build::draft("1", "et opslag")]).await.remove(0);
        desk.app.decide(&post.id, State::Approved).await;
        let shown = desk.app.posts().await.remove(0);
        let folder = tempfile::tempdir().unwrap();
        let stale = Engine::open(folder.path()).unwrap();
        let document = document(&shown, Audience::Public).unwrap();
        stale.apply(vec![Op::Put(Box::new(document))], 1).unwrap();
        let mette = desk.signed_in("mette").await;
        mette.post("/moderation/fjern", &[("id", &post.id.0), ("grund", "other")]).await;
        desk.app.project().await;

        // Another server, whose index still has it.
        let wall = &desk.app.wall;
        let other = Clearance {
            public: &stale,
            desk: &wall.desk,
            media: &wall.media,
            live: &wall.live,
            server: "other",
        };
        other.step(&desk.app.app.db, desk.app.now()).await.unwrap();
        let receipt = receipts::find(&desk.app.app.db, 1).await.unwrap().unwrap();
        let left: Vec<_> = receipt.checks.iter().filter(|check| !check.clear).collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!((left[0].server.as_str(), left[0].place), ("other", Place::PublicIndex));
        assert!(!receipt.is_clear() && receipt.cleared_at().is_none());
        shows(&mette.get("/kvittering/1").await, "ikke væk alle steder endnu");
        shows(&mette.get("/kvittering/1").await, "Set efter af 2 servere");

        stale.apply(vec![Op::Remove(post.id.0.clone())], 2).unwrap();
        desk.app.advance(std::time::Duration::from_secs(6));
        other.step(&desk.app.app.db, desk.app.now()).await.unwrap();
        let receipt = receipts::find(&desk.app.app.db, 1).await.unwrap().unwrap();
        assert_eq!(receipt.cleared_at(), Some(desk.app.now()), "when it was seen, not when it was hoped");
    }
}
