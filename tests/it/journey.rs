//! A post travels: from a network to the wall, through edits, deletion, expiry and takedown, the same on both databases.

use std::time::Duration;

use hashwall::domain::post::State;
use hashwall::projections::live::{Change, Resume};
use hashwall::store::moderation;
use hashwall_index::{Doc, Op};
use hashwall_standin::facebook;
use hashwall_standin::feeds::{Format, Item};
use hashwall_standin::linkedin;
use hashwall_standin::mastodon::{Account, Status};

use crate::support::app::TestApp;
use crate::support::database::{TestDb, both};

/// One source of each network that needs no clock of its own.
pub const SOURCES: &str = r#"
[[source]]
id = "masto"
network = "mastodon"
title = "Mastodon"
right = "public-api"
right_note = "stand-in"
server = "{base}/mastodon"
tag = "Ledelsesugen"

[[source]]
id = "linkedin"
network = "linkedin"
title = "LinkedIn"
right = "own-page"
right_note = "stand-in"
acknowledge_linkedin_rules = true
api = "{base}/linkedin"
organization = "5515715"
version = "202609"
token = { env = "TEST_TOKEN" }
organisation = "Nordby Kommune"
sector = "kommune"

[[source]]
id = "facebook"
network = "facebook"
title = "Facebook"
right = "own-page"
right_note = "stand-in"
api = "{base}/facebook"
version = "v26.0"
page = "104512998877665"
token = { env = "TEST_TOKEN" }
app_secret = { env = "TEST_APP_SECRET" }
organisation = "Region Midtland"
sector = "region"

[[source]]
id = "blog"
network = "feed"
title = "Blog"
right = "licence"
right_note = "stand-in"
full_text = true
url = "{base}/feeds/blog/page"
"#;

/// The worlds those sources read, without posts.
pub fn furnish(house: &TestApp) {
    let standin = &house.standin;
    standin.mastodon.add_account(Account::local("lone", "Lone Kjær").followers(120));
    standin.linkedin.add_organisation(5_515_715, "Nordby Kommune", "nordby-kommune", 2_187);
    standin.linkedin.set_versions(&["202609"]);
    standin.linkedin.add_token("test-token", &linkedin::Scope::ALL);
    standin.facebook.add_page("104512998877665", "Region Midtland", Some("midtland"), 5_400);
    standin.facebook.grant("test-token", facebook::Token::Page("104512998877665".to_owned()));
    standin.facebook.app_secret("fb-demo-secret", true);
    standin.feeds.open("blog", "Ledelsesbloggen", Format::Rss);
}

/// An article of the blog, announced by its web page.
pub fn article(house: &TestApp, id: &str, text: &str) {
    let item = Item {
        id: id.to_owned(),
        link: house.standin.feeds.article("blog", id),
        title: format!("Artikel {id}"),
        html: format!("<p>{text}</p>"),
        ..Item::default()
    };
    house.standin.feeds.publish("blog", item);
}

async fn house(database: TestDb) -> TestApp {
    let house = TestApp::start(database, SOURCES).await;
    furnish(&house);
    house
}

fn organisation() -> String {
    "5515715".to_owned()
}

#[tokio::test]
async fn a_post_of_each_network_reaches_the_wall_once_it_is_approved() {
    for database in both().await {
        let house = house(database).await;
        house.standin.mastodon.publish(Status::new("lone", "Så er vi i gang på Mastodon #Ledelsesugen"));
        house
            .standin
            .linkedin
            .publish(&organisation(), linkedin::Post::text("Vi åbner på LinkedIn #Ledelsesugen"));
        house
            .standin
            .facebook
            .publish("104512998877665", facebook::Post::new("God dag på Facebook #Ledelsesugen"));
        article(&house, "1", "Fem råd på bloggen #Ledelsesugen");
        let runs = house.collect().await;

        assert_eq!(house.posts().await.len(), 4, "{runs:?}");
        let before = house.get("/").await;
        for words in ["Mastodon #", "åbner på LinkedIn", "dag på Facebook", "på bloggen"] {
            assert!(!before.body.contains(words), "{words} is on the wall before anybody approved it");
        }

        house.approve_all().await;
        let wall = house.get("/").await.body;
        for words in [
            "i gang på Mastodon",
            "åbner på LinkedIn",
            "dag på Facebook",
            "Nordby Kommune",
            "Region Midtland",
        ] {
            assert!(wall.contains(words), "{words} is missing from the wall");
        }
        let found = house.get("/?q=%C3%A5bner").await.body;
        assert!(found.contains("LinkedIn") && !found.contains("dag på Facebook"), "search finds the one");
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn an_open_page_is_told_of_an_approval_and_of_a_removal() {
    for database in both().await {
        let house = house(database).await;
        house.standin.mastodon.publish(Status::new("lone", "Live nu #Ledelsesugen"));
        house.collect().await;
        let Resume::Following(missed, mut open_page) = house.wall.live.resume(None) else {
            panic!("a page that opens now follows from now");
        };
        assert!(missed.is_empty());

        let post = house.post("Live nu").await;
        house.decide(&post.id, State::Approved).await;
        let told = open_page.try_recv().unwrap();
        assert!(matches!(&told.change, Change::Put(shown) if shown.id == post.id));

        house.decide(&post.id, State::Rejected).await;
        let told = open_page.try_recv().unwrap();
        assert_eq!(told.change, Change::Remove(post.id));
        assert!(!house.get("/").await.body.contains("Live nu"));
    }
}

#[tokio::test]
async fn both_databases_and_their_indexes_hold_the_same_posts() {
    let mut outcomes = Vec::new();
    for database in both().await {
        let house = house(database).await;
        for n in 0..25 {
            // The same words on two networks would be held as duplicates.
            let text =
                |network| format!("{network} nummer {n} om trivsel og ærlighed 🎉 #Ledelsesugen #Trivsel");
            let standin = &house.standin;
            standin.mastodon.publish(Status::new("lone", &text("Toot")).image("Udsigt over salen"));
            standin.linkedin.publish(&organisation(), linkedin::Post::text(&text("Opslag")));
            standin.facebook.publish("104512998877665", facebook::Post::new(&text("Opdatering")));
            article(&house, &n.to_string(), &text("Artikel"));
        }
        house.collect().await;
        house.advance(Duration::from_secs(3_600));
        house.collect().await;
        house.approve_all().await;
        let base = house.standin.base.clone();
        // Ids are random by design, and each stand-in has an address of its own: everything else must be equal.
        let rows: Vec<String> = house
            .posts()
            .await
            .into_iter()
            .map(|mut post| {
                post.id.0.clear();
                serde_json::to_string(&post).unwrap().replace(&base, "")
            })
            .collect();
        let mut documents: Vec<String> = house
            .wall
            .public
            .dump()
            .unwrap()
            .into_iter()
            .map(|(id, stored)| String::from_utf8(stored).unwrap().replace(&id, "").replace(&base, ""))
            .collect();
        documents.sort();
        assert_eq!(rows.len(), 100);
        assert_eq!(documents.len(), 100);
        outcomes.push((rows, documents));
    }
    assert!(outcomes[0] == outcomes[1], "SQLite and PostgreSQL disagree");
}

#[tokio::test]
async fn a_post_deleted_at_its_source_leaves_and_never_comes_back() {
    for database in both().await {
        let house = house(database).await;
        let uri = house.standin.mastodon.publish(Status::new("lone", "Fortryder straks #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;
        let post = house.post("Fortryder").await;
        let as_served = house.standin.mastodon.as_json(&uri).unwrap();

        house.standin.mastodon.delete(&uri);
        house.advance(Duration::from_secs(20 * 60));
        house.collect().await;
        assert!(house.posts().await.is_empty(), "the row is gone");
        assert!(house.wall.public.is_empty() && house.wall.desk.is_empty(), "both indexes forgot it");
        assert!(!house.get("/").await.body.contains("Fortryder"));
        assert_eq!(house.get(&format!("/opslag/{}", post.id)).await.status, 404);

        // A server that federated it still hands it out.
        house.standin.mastodon.inject(vec![as_served]);
        house.advance(Duration::from_secs(20 * 60));
        house.collect().await;
        assert!(house.posts().await.is_empty(), "a tombstone keeps it out");
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn a_linkedin_post_expires_when_it_is_no_longer_seen() {
    for database in both().await {
        let house = house(database).await;
        house.standin.linkedin.publish(&organisation(), linkedin::Post::text("Bliver gammel #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;
        assert_eq!(house.wall.public.len(), 1);

        // The grant is lost: nothing is seen any more, and the storage limit runs out.
        house.standin.linkedin.revoke_token("test-token");
        house.advance(Duration::from_secs(181 * 86_400));
        house.purge().await;
        assert!(house.posts().await.is_empty());
        assert!(house.wall.public.is_empty() && house.wall.desk.is_empty());
        assert!(!house.get("/").await.body.contains("Bliver gammel"));
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn an_edit_at_the_source_takes_an_approved_post_back_to_the_queue() {
    for database in both().await {
        let house = house(database).await;
        let uri = house.standin.mastodon.publish(Status::new("lone", "Før #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;

        house.standin.mastodon.edit(&uri, "Efter rettelsen #Ledelsesugen");
        house.advance(Duration::from_secs(20 * 60));
        house.collect().await;
        let post = house.post("Efter rettelsen").await;
        assert_eq!((post.state, post.changed), (State::Pending, true));
        let wall = house.get("/").await.body;
        assert!(!wall.contains("Før #") && !wall.contains("Efter rettelsen"), "neither version is shown");

        // An edit that takes the hashtag out is for a person to judge.
        house.standin.mastodon.edit(&uri, "Handler om noget helt andet nu");
        house.advance(Duration::from_secs(20 * 60));
        house.collect().await;
        let post = house.post("noget helt andet").await;
        assert_eq!((post.state, post.rule.as_deref()), (State::Held, Some("hashtag-removed")));
    }
}

#[tokio::test]
async fn an_edit_that_takes_the_hashtag_out_is_seen_before_a_check_is_due() {
    for database in both().await {
        let house = house(database).await;
        let id = house.standin.facebook.publish("104512998877665", facebook::Post::new("Før #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;
        house.standin.facebook.edit(&id, "Handler om noget helt andet nu");
        house.advance(Duration::from_secs(5 * 60));
        house.run("facebook").await;
        let post = house.posts().await.remove(0);
        assert_eq!((post.state, post.rule.as_deref()), (State::Held, Some("hashtag-removed")));
        assert!(!house.get("/").await.body.contains("Før #"));
    }
}

#[tokio::test]
async fn an_erased_post_is_gone_everywhere_and_stays_away() {
    for database in both().await {
        let house = house(database).await;
        house.standin.mastodon.publish(Status::new("lone", "Fjern mig #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;
        let post = house.post("Fjern mig").await;
        moderation::erase(&house.app.db, &post.id, "user:mette", "author asked", house.now()).await.unwrap();
        house.project().await;
        assert!(house.posts().await.is_empty());
        assert!(house.wall.public.is_empty() && house.wall.desk.is_empty());

        house.advance(Duration::from_secs(3_600));
        house.collect().await;
        assert!(house.posts().await.is_empty(), "the network still serves it; the tombstone keeps it out");
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn runs_missed_while_nobody_worked_are_caught_up_once() {
    for database in both().await {
        let house = house(database).await;
        house.collect().await;
        house.standin.mastodon.publish(Status::new("lone", "Mens alle sov #Ledelsesugen"));
        house.advance(Duration::from_secs(24 * 3_600));
        let mut runs: Vec<String> = house.collect().await.into_iter().map(|run| run.source).collect();
        runs.sort();
        assert_eq!(
            runs,
            ["blog", "facebook", "linkedin", "masto"],
            "each source runs once, not once a missed run"
        );
        assert_eq!(house.posts().await.len(), 1);
    }
}

#[tokio::test]
async fn an_index_that_holds_what_the_store_does_not_is_made_anew() {
    for database in both().await {
        let house = house(database).await;
        house.standin.mastodon.publish(Status::new("lone", "Et rigtigt opslag #Ledelsesugen"));
        house.collect().await;
        house.approve_all().await;
        let stray = Doc { id: "stray".to_owned(), text: "burde være væk".to_owned(), ..Doc::default() };
        let index = house.wall.public.clone();
        index.apply(vec![Op::Put(Box::new(stray))], index.position()).unwrap();
        assert_eq!(index.len(), 2);

        house.project().await;
        assert_eq!(index.len(), 1, "the stray document is gone, the post is there");
        assert!(house.get("/").await.body.contains("Et rigtigt opslag"));
        house.assert_sound().await;
    }
}
