//! The life of an edition: who moves it where, what a frozen one keeps, and what is left of an archived one.

use std::time::Duration;

use axum::http::StatusCode;
use hashwall::app::archive_due;
use hashwall::cli::export::run as export;
use hashwall::domain::post::State;
use hashwall::store::{audit, editions};

use crate::support::build::draft;
use crate::web_desk::support::{Desk, header_of, hides, shows};

const DAY: Duration = Duration::from_secs(86_400);

async fn a_post(desk: &Desk) {
    let posts = desk.stored([draft("1", "Et opslag #Ledelsesugen")]).await;
    desk.app.decide(&posts[0].id, State::Approved).await;
}

fn press<'a>(from: &'a str, to: &'a str) -> [(&'static str, &'a str); 3] {
    [("aar", "2026"), ("fra", from), ("til", to)]
}

#[tokio::test]
async fn an_administrator_moves_it_a_step_at_a_time_and_the_trail_says_so() {
    for desk in Desk::both().await {
        a_post(&desk).await;
        let (karen, admin) = (desk.signed_in("karen").await, desk.signed_in("admin").await);
        let page = karen.get("/raekkevidde/udgaver").await;
        shows(&page, "efter kalenderen");
        hides(&page, "Frys");
        assert_eq!(
            karen.post("/raekkevidde/udgaver", &press("live", "frozen")).await.status,
            StatusCode::FORBIDDEN
        );
        for odd in [
            press("live", "archived"),
            press("frozen", "archived"),
            press("draft", "frozen"),
            press("x", "y"),
        ] {
            assert_eq!(
                admin.post("/raekkevidde/udgaver", &odd).await.status,
                StatusCode::BAD_REQUEST,
                "{odd:?}"
            );
        }
        let answer = admin.post("/raekkevidde/udgaver", &press("live", "frozen")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        shows(&karen.get("/raekkevidde/udgaver").await, "Frosset");
        // Whoever still saw it live is told.
        assert_eq!(
            admin.post("/raekkevidde/udgaver", &press("live", "open")).await.status,
            StatusCode::CONFLICT
        );
        let trail = audit::page(&desk.app.app.db, None, 5).await.unwrap();
        assert!(trail.iter().any(|line| line.action == "edition.moved"
            && line.detail == "live → frozen"
            && line.actor == "user:admin"));
    }
}

#[tokio::test]
async fn a_frozen_edition_is_a_folder_that_opens_by_itself() {
    let desk = Desk::start().await;
    a_post(&desk).await;
    let admin = desk.signed_in("admin").await;
    admin.post("/raekkevidde/udgaver", &press("live", "frozen")).await;
    let there = tempfile::tempdir().unwrap();
    let folder = there.path().join("2026");
    export(&desk.app.app, 2026, &folder).await.unwrap();
    let read =
        |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    let (danish, english) = (read("index.html"), read("en.html"));
    assert!(danish.contains("lang=\"da\"") && english.contains("lang=\"en\""));
    assert!(danish.contains("href=\"en.html\"") && english.contains("href=\"index.html\""));
    assert!(!danish.contains("Lone Kjær"), "nobody is named");
    for page in [&danish, &english] {
        for href in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let inside = href.starts_with('#') || folder.join(href).is_file();
            assert!(inside, "{href} leads out of the folder");
        }
        assert!(!page.contains("<script") && !page.contains("src="));
    }
    assert!(std::fs::read(folder.join("figures-da.xlsx")).unwrap().starts_with(b"PK"));
    assert!(read("timeline-da.svg").starts_with("<svg"));
    // What is approved later changes nothing of it.
    let later = desk.stored([draft("2", "Et til #Ledelsesugen")]).await;
    for post in &later {
        if post.state == State::Pending {
            desk.app.decide(&post.id, State::Approved).await;
        }
    }
    export(&desk.app.app, 2026, &folder).await.unwrap();
    assert_eq!(read("index.html"), danish);
    let served = desk.signed_in("karen").await.get("/raekkevidde/udgaver/2026/index.html").await;
    assert_eq!((served.status, served.body.as_str()), (StatusCode::OK, danish.as_str()));
    assert!(header_of(&served, "content-disposition").starts_with("attachment"));
    assert_eq!(admin.get("/raekkevidde/udgaver/2026/..%2Findex.html").await.status, StatusCode::NOT_FOUND);
    assert!(
        export(&desk.app.app, 2025, &folder).await.is_err(),
        "an edition that is not frozen has no files"
    );
}

#[tokio::test]
async fn on_the_day_posts_go_for_good_and_figures_stay() {
    for desk in Desk::both().await {
        a_post(&desk).await;
        let mut other = draft("9", "Et opslag fra et andet år #Ledelsesugen");
        other.published_at = crate::support::build::MONDAY.minus(200 * DAY);
        let other = desk.stored([other]).await.into_iter().find(|post| post.draft.native_id == "9").unwrap();
        let admin = desk.signed_in("admin").await;
        admin.post("/raekkevidde/udgaver", &press("live", "frozen")).await;
        let said = "alle opslag, der er skrevet 12. oktober – 15. november 2026, for altid. Lige nu er det 1, der vises, og 0,";
        shows(&admin.get("/raekkevidde/udgaver").await, said);
        hides(&desk.signed_in("karen").await.get("/raekkevidde/udgaver").await, said);
        let set = async |more: &[(&'static str, &'static str)]| {
            let fields = [&[("aar", "2026"), ("arkiver", "2026-12-01")], more].concat();
            admin.post("/raekkevidde/udgaver", &fields).await
        };
        let unread = set(&[]).await;
        assert_eq!(unread.status, StatusCode::BAD_REQUEST, "nobody said to have read it: {}", unread.body);
        let set = set(&[("forstaaet", "ja")]).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        let db = &desk.app.app.db;
        let frozen = editions::files(db, 2026).await.unwrap();
        let campaign = desk.app.app.settings.campaign;
        desk.app.advance(35 * DAY);
        assert_eq!(archive_due(db, campaign, desk.app.now()).await.unwrap(), 0, "30 November");
        desk.app.advance(DAY);
        assert_eq!(archive_due(db, campaign, desk.app.now()).await.unwrap(), 1);
        desk.app.project().await;
        let left = desk.app.posts().await;
        assert_eq!(left.iter().map(|post| &post.id).collect::<Vec<_>>(), [&other.id], "another year's stays");
        // The source hands it out again.
        desk.stored([draft("1", "Et opslag #Ledelsesugen")]).await;
        assert_eq!(desk.app.posts().await.len(), 1);
        let files = editions::files(db, 2026).await.unwrap();
        assert!(files.iter().any(|file| file.name == "index.html" && file.body.contains("ét opslag")));
        assert!(files == frozen, "the figures are those of before, to the byte");
        hides(&admin.get("/raekkevidde/udgaver").await, "Lige nu er det");
        let admin = desk.signed_in("admin").await;
        shows(&admin.get("/raekkevidde/udgaver").await, "Arkiveret");
        desk.app.assert_sound().await;
    }
}
