//! Addresses that lead elsewhere, pages that ask not to be read, and posts that a collector brings as well.

use axum::http::StatusCode;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::submission::{Declaration, WORDING};
use hashwall::store::submissions::{self, Bounds, Filed};
use hashwall::web::desk::session;

use super::{PAGE, Site, hand_in};
use crate::support::app::TestApp;
use crate::support::build::{self, MONDAY, batch, draft};
use crate::support::database::{TestDb, both};
use crate::web_desk::support::{Desk, hides, shows};

const URN: &str = "urn:li:activity:7388500000000000000";
const LINKEDIN: &str = "https://www.linkedin.com/feed/update/urn:li:activity:7388500000000000000/";

/// A house that may look at two sites, with more settings.
async fn beside_two(database: TestDb, one: &Site, other: &Site, more: &str) -> Desk {
    let hosts = format!("[{:?}, {:?}]", one.host, other.host);
    let settings = format!("[submissions]\nallow_private = {hosts}\n[http]\nallow_private = {hosts}\n{more}");
    Desk::with_people(TestApp::start(database, &settings).await).await
}

fn redirect(site: &Site, path: &str, to: &str) -> String {
    site.put(path, 302, &[("location", to)], "");
    format!("http://{}{path}", site.host)
}

#[tokio::test]
async fn where_a_redirect_leads_is_asked_before_it_is_fetched() {
    for database in both().await {
        let (short, other) = (Site::start().await, Site::start().await);
        let desk = beside_two(database, &short, &other, "").await;
        let stranger = desk.stranger();
        // Another site whose robots.txt forbids it; a part of the same site that its own forbids; with a query alone.
        other.put("/robots.txt", 200, &[], "User-agent: *\nDisallow: /intern\nDisallow: /*?id=\n");
        short.put("/robots.txt", 200, &[], "User-agent: *\nDisallow: /privat\n");
        other.page("/intern/side", PAGE);
        other.page("/side", PAGE);
        short.page("/privat/side", PAGE);
        let closed = [
            redirect(&short, "/a", &format!("http://{}/intern/side", other.host)),
            redirect(&short, "/b", "/privat/side"),
            redirect(&short, "/c", &format!("http://{}/side?id=7", other.host)),
            // A network's sign-in, and in a circle.
            redirect(&short, "/d", "https://www.facebook.com/login/?next=x"),
            redirect(&short, "/e", "/e"),
        ];
        for address in &closed {
            let (answer, _) = hand_in(&stranger, &[("adresse", address)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            shows(&answer, "kan ikke selv læse siden");
        }
        assert_eq!(other.asked(), ["/robots.txt", "/robots.txt"], "asked, and nothing fetched");
        assert!(!short.asked().contains(&"/privat/side".to_owned()), "{:?}", short.asked());
        let circle = short.asked().iter().filter(|path| *path == "/e").count();
        assert_eq!(circle, 6);
        let robots = short.asked().iter().filter(|path| *path == "/robots.txt").count();
        assert_eq!(robots, closed.len(), "once for each address, however often it leads on");
        assert!(desk.app.posts().await.is_empty());
        // With words they are taken as what they are, and one that may be read is.
        let (answer, _) = hand_in(&stranger, &[("adresse", &closed[3]), ("tekst", "Kun ord")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let open = redirect(&short, "/g", &format!("http://{}/side", other.host));
        let (answer, _) = hand_in(&stranger, &[("adresse", &open)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        desk.app.project().await;
        assert_eq!(desk.app.post("Hvad vi lærte").await.draft.author.name, "Lone Kjær");
        assert_eq!(desk.app.post("Kun ord").await.draft.network, Network::Submitted);
    }
}

#[tokio::test]
async fn a_page_that_asks_not_to_be_given_out_gives_nothing() {
    let site = Site::start().await;
    let desk = beside_two(TestDb::sqlite().await, &site, &site, "").await;
    let stranger = desk.stranger();
    let tagged =
        |words: &str| PAGE.replace("<head>", &format!("<head><meta name=\"robots\" content=\"{words}\">"));
    let html = ("content-type", "text/html");
    site.page("/noindex", &tagged("noindex, nofollow"));
    site.put("/header", 200, &[html, ("x-robots-tag", "noindex")], PAGE);
    for path in ["/noindex", "/header"] {
        let (answer, _) = hand_in(&stranger, &[("adresse", &format!("http://{}{path}", site.host))]).await;
        shows(&answer, "kan ikke selv læse siden");
        hides(&answer, "Fem råd");
    }
    // What is not asked of us: training, and what another program is asked.
    site.page("/noai", &tagged("noai, noimageai"));
    site.put("/others", 200, &[html, ("x-robots-tag", "googlebot: noindex")], PAGE.replace("Fem", "Seks"));
    for path in ["/noai", "/others"] {
        let (answer, _) = hand_in(&stranger, &[("adresse", &format!("http://{}{path}", site.host))]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_short_address_of_a_linkedin_post_is_that_post() {
    for database in both().await {
        let site = Site::start().await;
        let desk = beside_two(database, &site, &site, "").await;
        let stranger = desk.stranger();
        let short = redirect(&site, "/kort", LINKEDIN);
        let (answer, _) = hand_in(&stranger, &[("adresse", &short), ("tekst", "Tillid gives først")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let post = desk.app.posts().await.remove(0);
        assert_eq!((post.draft.network, post.draft.native_id.as_str()), (Network::LinkedIn, URN));
        for address in [LINKEDIN, &short] {
            let (again, _) = hand_in(&stranger, &[("adresse", address), ("tekst", "x")]).await;
            shows(&again, "Vi kender det allerede");
        }
        assert_eq!(desk.app.posts().await.len(), 1);
    }
}

/// The same post as LinkedIn's own API brings it.
fn collected(words: &str) -> Draft {
    let mut told = draft(URN, words);
    told.network = Network::LinkedIn;
    told.url = LINKEDIN.trim_end_matches('/').to_owned();
    told.links = Vec::new();
    told.attachments = Vec::new();
    told.source = "linkedin-kl".to_owned();
    told
}

#[tokio::test]
async fn what_a_collector_finds_as_well_is_one_post_and_what_was_declared_of_it_stays() {
    for database in both().await {
        let site = Site::start().await;
        let desk = beside_two(database, &site, &site, "").await;
        let stranger = desk.stranger();
        let fields = [("adresse", LINKEDIN), ("tekst", "Tillid gives først"), ("hvis", "egen")];
        let (answer, code) = hand_in(&stranger, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let before = desk.app.posts().await.remove(0);
        desk.app.decide(&before.id, State::Approved).await;
        let db = &desk.app.app.db;
        let token = session::hash(&code);
        let (declared, _) = submissions::by_token(db, &token).await.unwrap().unwrap();

        build::run(db, "linkedin-kl", batch([collected("Tillid gives først, og så fremdeles")]), MONDAY)
            .await;
        let posts = desk.app.posts().await;
        assert_eq!(posts.len(), 1, "{posts:?}");
        assert_eq!((&posts[0].id, posts[0].draft.source.as_str()), (&before.id, "linkedin-kl"));
        // Other words than those that were approved: a person reads them, and sees that it was handed in.
        assert_eq!((posts[0].state, posts[0].changed), (State::Pending, true));
        let beside = submissions::of_posts(db, &posts).await.unwrap();
        assert_eq!(beside.get(&before.id), Some(&declared));
        desk.app.decide(&before.id, State::Approved).await;
        build::run(db, "linkedin-kl", batch([collected("Tillid gives først, og så fremdeles")]), MONDAY)
            .await;
        assert_eq!(desk.state(&before.id).await, Some(State::Approved), "the same again is no edit");

        // Taking it back is noted and takes nothing: it stands here by LinkedIn's own word.
        stranger.post("/indsendt/fortryd", &[("kode", &code)]).await;
        desk.app.project().await;
        assert_eq!(desk.state(&before.id).await, Some(State::Approved));
        let (kept, stands) = submissions::by_token(db, &token).await.unwrap().unwrap();
        assert_eq!((kept.declaration, stands), (declared.declaration, Some(State::Approved)));
        assert!(kept.withdrawn_at.is_some());
        // And handing it in again finds it.
        let (again, _) = hand_in(&stranger, &fields).await;
        shows(&again, "Det er allerede på væggen");
        desk.app.assert_sound().await;
    }
}

#[tokio::test]
async fn the_same_page_by_a_feed_waits_as_a_duplicate_whichever_comes_first() {
    for database in both().await {
        let (site, more) = (Site::start().await, Site::start().await);
        let source = format!(
            "[[source]]\nid = \"blog\"\nnetwork = \"feed\"\ntitle = \"Bloggen\"\nright = \"licence\"\n\
             right_note = \"x\"\nurl = \"http://{}/feed.xml\"\nmatch = \"all\"\n",
            more.host
        );
        let desk = beside_two(database, &site, &more, &source).await;
        let stranger = desk.stranger();
        let page = site.page("/raad", PAGE);
        let item = |page: &str| {
            format!(
                "<rss version=\"2.0\"><channel><title>B</title><link>x</link><item><guid>{page}#1</guid><title>Fem råd</title>\
                 <link>{page}</link><description>Noget om tillid</description></item></channel></rss>"
            )
        };
        let (answer, _) = hand_in(&stranger, &[("adresse", &page)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        desk.app.approve_all().await;
        more.put("/feed.xml", 200, &[("content-type", "application/rss+xml")], item(&page));
        desk.app.run("blog").await;
        let posts = desk.app.posts().await;
        assert_eq!(posts.len(), 2);
        let by_feed = posts.iter().find(|post| post.draft.source == "blog").unwrap();
        assert_eq!((by_feed.state, by_feed.rule.as_deref()), (State::Held, Some("duplicate")));
        let wall = stranger.get("/").await;
        assert_eq!(wall.body.matches("<article").count(), 1, "{}", wall.body);

        // Collected while its page was looked at: the transaction finds it, by its address.
        let mut late = draft("https://blog.example/ny", "Ord om tillid");
        late.network = Network::Submitted;
        late.url = page.clone();
        let declaration = Declaration {
            own: true,
            words: "x".to_owned(),
            wording: WORDING.to_owned(),
            language: "da".to_owned(),
        };
        let filed = submissions::file(
            &desk.app.app.db,
            "a token",
            &declaration,
            &late,
            None,
            Bounds { per_hour: 99 },
            desk.app.now(),
        );
        let known = filed.await.unwrap();
        assert!(matches!(&known, Filed::Known(_)), "{known:?}");
        assert_eq!(desk.app.posts().await.len(), 2);
    }
}
