//! Facebook: recorded payloads, and whole runs against the stand-in.

mod insights;
mod limits;
mod measures;
mod paging;
mod recheck;
mod soak;

use hashwall::collect::collector::Failure;
use hashwall::collect::facebook::cursor::PageInfo;
use hashwall::collect::facebook::posts::{self, Context, Read};
use hashwall::domain::post::{Body, Kind};
use hashwall::domain::source::{FacebookSettings, Settings};
use hashwall_standin::facebook::{Post, Token};
use hashwall_standin::faults::Fault;
use serde_json::{Value, json};

use crate::support::build::MONDAY;
use crate::support::collecting::{Bench, SECRET};
use crate::support::fixtures;

pub const PAGE: &str = "104512998877665";

/// A Page with a working token.
pub async fn bench(tagged: bool) -> Bench {
    Bench::start(|standin| {
        let facebook = &standin.facebook;
        facebook.add_page(PAGE, "Ledelsesugen", Some("ledelsesugen"), 5_120);
        facebook.grant(&token(), Token::Page(PAGE.to_owned()));
        Settings::Facebook(FacebookSettings {
            api: facebook.api(),
            version: "v26.0".to_owned(),
            page: PAGE.to_owned(),
            token: token().into(),
            app_secret: Some(app_secret().into()),
            tagged,
        })
    })
    .await
}

fn token() -> String {
    format!("{SECRET}-page-token")
}

fn app_secret() -> String {
    format!("{SECRET}-of-the-app")
}

#[test]
fn every_recorded_payload_becomes_the_expected_posts() {
    let info = PageInfo {
        name: "Ledelsesugen".to_owned(),
        username: "ledelsesugen".to_owned(),
        link: "https://www.facebook.com/ledelsesugen".to_owned(),
        followers: Some(5_120),
        ..PageInfo::default()
    };
    fixtures::walk("facebook", |payload| {
        let own = payload["edge"] != "tagged";
        let context = Context { page: PAGE, info: &info, own, now: MONDAY };
        let items = payload["data"].as_array().unwrap().iter().enumerate();
        let read = items.map(|(at, item)| match posts::read(item, &context) {
            Read::Post(post) => fixtures::post_as_json(&post),
            Read::Withdrawn { id, why } => json!({"withdrawn": id, "why": why}),
            Read::Broken(why) => json!({"broken": posts::name_of(item, at), "why": why}),
        });
        Value::Array(read.collect())
    });
}

proptest::proptest! {
    #[test]
    fn no_element_panics(text in "\\PC*", number in proptest::num::i64::ANY, pick in 0_usize..12) {
        let odd = [json!(null), json!(text), json!(number), json!([text]), json!({"data": text}), json!({"data": [number]})];
        let odd = &odd[pick % odd.len()];
        let item = json!({
            "id": number, "message": text, "message_tags": [{"name": "", "offset": number, "length": number}],
            "created_time": odd, "from": odd, "attachments": odd, "shares": odd, "reactions": odd, "is_hidden": odd,
        });
        let info = PageInfo::default();
        let context = Context { page: PAGE, info: &info, own: true, now: MONDAY };
        let read_as_post = matches!(posts::read(&item, &context), Read::Post(_));
        proptest::prop_assert!(read_as_post);
        let broken = matches!(posts::read(odd, &context), Read::Broken(_));
        proptest::prop_assert!(broken);
    }
}

#[tokio::test]
async fn a_post_arrives_with_its_author_followers_counts_and_pictures() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    let post =
        Post::new("Hør Hjørring Kommune om god ledelse 💡 #Ledelsesugen").tagging("77", "Hjørring Kommune");
    let id = facebook.publish(PAGE, post.album(3));
    facebook.set_counts(&id, 41, 4, 6);
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    let post = &harvest.posts[0];
    assert_eq!((post.native_id.as_str(), post.published_at), (id.as_str(), Some(MONDAY)));
    assert_eq!(post.author.name, "Ledelsesugen");
    assert_eq!((post.author.followers, post.author.is_organisation), (Some(5_120), true));
    assert_eq!(post.author.url, "https://www.facebook.com/ledelsesugen");
    assert_eq!((post.mentions.len(), post.mentions[0].name.as_str()), (1, "Hjørring Kommune"));
    let counts = post.engagement.as_ref().unwrap();
    assert_eq!((counts.reactions, counts.comments, counts.shares), (Some(41), Some(4), Some(6)));
    assert_eq!(post.attachments.len(), 3);
    let picture = get(&bench, &post.attachments[0].url).await;
    assert!(picture.starts_with(b"\x89PNG"));
}

async fn get(bench: &Bench, url: &str) -> Vec<u8> {
    let request = hashwall::http::Request::get(url::Url::parse(url).unwrap());
    bench.http.send(bench.now(), request).await.unwrap().body
}

#[tokio::test]
async fn events_and_videos_are_told_apart_and_links_lose_facebooks_redirect() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    facebook.publish(PAGE, Post::new("Kom til morgenmøde #Ledelsesugen").event("Morgenmøde om tillid"));
    facebook.publish(PAGE, Post::new("Se filmen #Ledelsesugen").video());
    facebook
        .publish(PAGE, Post::new("Læs #Ledelsesugen").link("https://example.dk/a?b=c", "Titel", "Manchet"));
    let harvest = bench.run().await;
    let kinds: Vec<_> = harvest.posts.iter().map(|post| post.kind).collect();
    assert!(kinds.contains(&Some(Kind::Happening)) && kinds.contains(&Some(Kind::Video)));
    let links: Vec<_> =
        harvest.posts.iter().flat_map(|post| &post.attachments).map(|a| a.url.as_str()).collect();
    assert!(links.contains(&"https://example.dk/a?b=c"), "{links:?}");
}

#[tokio::test]
async fn posts_that_tag_the_page_come_in_if_wanted_with_or_without_their_author() {
    let mut bench = bench(true).await;
    let facebook = bench.standin.facebook.clone();
    let named =
        facebook.tag(PAGE, Post::new("Vi er med i #Ledelsesugen").by_page("4711", "Hjørring Kommune"));
    let withheld = facebook.tag(PAGE, Post::new("Så er der #Ledelsesugen!"));
    let harvest = bench.run().await;
    let author = |id: &str| harvest.posts.iter().find(|post| post.native_id == id).map(|post| &post.author);
    assert_eq!(author(&named).unwrap().name, "Hjørring Kommune");
    assert_eq!(author(&named).unwrap().followers, None);
    assert_eq!(author(&withheld).unwrap().name, "");
}

#[tokio::test]
async fn one_broken_element_costs_only_itself() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    let id = facebook.publish(PAGE, Post::new("Hel #Ledelsesugen"));
    let broken =
        vec![json!(null), json!("x"), json!({"message": "uden id"}), json!([1]), json!({"id": {"a": 1}})];
    facebook.quirks(|quirks| quirks.injected = broken.clone());
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    assert_eq!(harvest.posts.iter().map(|post| &post.native_id).collect::<Vec<_>>(), [&id]);
    assert_eq!(harvest.kept_out.len(), broken.len());
}

#[tokio::test]
async fn numeric_ids_missing_keys_and_old_tags_are_read() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    facebook.publish(PAGE, Post::new("Ét #Ledelsesugen"));
    facebook.quirks(|quirks| {
        quirks.numeric_ids = true;
        quirks.old_tags = true;
        quirks.withheld = ["permalink_url", "reactions", "full_picture"].map(str::to_owned).into();
    });
    let harvest = bench.run().await;
    let post = &harvest.posts[0];
    assert_eq!(post.author.native_id, PAGE);
    assert_eq!(post.url, format!("https://www.facebook.com/{}", post.native_id));
    let counts = post.engagement.as_ref().unwrap();
    assert_eq!((counts.reactions, counts.shares), (None, Some(0)));
    assert_eq!(post.body, Body::Text("Ét #Ledelsesugen".to_owned()));
}

#[tokio::test]
async fn an_unpublished_post_stays_out_and_comes_in_when_it_is_published() {
    let mut bench = bench(true).await;
    let facebook = bench.standin.facebook.clone();
    let hidden = facebook.publish(PAGE, Post::new("Skjult #Ledelsesugen"));
    facebook.hide(&hidden);
    let scheduled = facebook.publish(PAGE, Post::new("Planlagt #Ledelsesugen").unpublished());
    let harvest = bench.run().await;
    assert!(harvest.posts.is_empty() && harvest.gone.is_empty());
    assert_eq!(harvest.kept_out.iter().map(|out| &out.what).collect::<Vec<_>>(), [&hidden]);
    facebook.release(&scheduled);
    bench.pass(300);
    assert_eq!(bench.run().await.posts[0].native_id, scheduled);
}

#[tokio::test]
async fn a_token_that_dies_pauses_the_source_and_says_why() {
    let mut bench = bench(false).await;
    bench.standin.facebook.revoke(&token(), 460);
    let Some(Failure::Refused(why)) = bench.run().await.failure else { panic!() };
    assert!(why.contains("password") && why.contains("190/460"), "{why}");
}

#[tokio::test]
async fn a_token_quoted_in_an_error_is_not_shown() {
    let mut bench = bench(false).await;
    let Settings::Facebook(settings) = &mut bench.source.settings else { panic!() };
    settings.token = format!("{SECRET}-mistyped").into();
    let Some(Failure::Refused(why)) = bench.run().await.failure else { panic!() };
    assert!(why.contains("Malformed access token …"), "{why}");
}

#[tokio::test]
async fn a_missing_permission_is_named_and_an_unknown_page_is_a_setting() {
    let mut bench = bench(false).await;
    bench.standin.facebook.grant(&token(), Token::Bare);
    let Some(Failure::Refused(why)) = bench.run().await.failure else { panic!() };
    assert!(why.contains("pages_read_engagement"), "{why}");
    let Settings::Facebook(settings) = &mut bench.source.settings else { panic!() };
    settings.page = "1".to_owned();
    assert!(matches!(bench.run().await.failure, Some(Failure::Misconfigured(_))));
}

#[tokio::test]
async fn the_proof_is_sent_when_there_is_a_secret_and_the_token_stands_in_no_address() {
    let mut bench = bench(true).await;
    bench.standin.facebook.app_secret(&app_secret(), true);
    for n in 0..60 {
        bench.standin.facebook.publish(PAGE, Post::new(&format!("Nr. {n} #Ledelsesugen")));
    }
    let harvest = bench.run().await;
    assert_eq!((harvest.failure, harvest.posts.len()), (None, 60));
    for (_, address) in bench.standin.faults.requests() {
        assert!(!address.contains(SECRET), "{address}");
        assert_eq!(address.matches("appsecret_proof=").count(), 1, "{address}");
    }
    let Settings::Facebook(settings) = &mut bench.source.settings else { panic!() };
    settings.app_secret = None;
    let Some(Failure::Misconfigured(why)) = bench.run().await.failure else { panic!() };
    assert!(why.contains("appsecret_proof"), "{why}");
}

#[tokio::test]
async fn trouble_on_the_way_is_tried_again_and_loses_nothing() {
    let mut bench = bench(false).await;
    let id = bench.standin.facebook.publish(PAGE, Post::new("Stadig her #Ledelsesugen"));
    let faults = [
        Fault::Status(503, None),
        Fault::Truncate,
        Fault::Garbage,
        Fault::HtmlPage,
        Fault::Huge(3_000_000),
        Fault::Break,
        Fault::Answer(200, "application/json", "[]".to_owned()),
        Fault::Answer(200, "application/json", r#"{"data":{}}"#.to_owned()),
        Fault::Answer(500, "application/json", r#"{"error":{"code":2,"message":"(#2) x"}}"#.to_owned()),
        Fault::Answer(200, "application/json", r#"{"error":{"code":1,"message":"x"}}"#.to_owned()),
    ];
    for fault in faults {
        bench.standin.faults.always("/facebook/v26.0/", fault.clone());
        let harvest = bench.run().await;
        assert!(matches!(harvest.failure, Some(Failure::Transient(_))), "{fault:?}: {:?}", harvest.failure);
        bench.standin.faults.clear("/facebook");
    }
    assert_eq!(bench.run().await.posts[0].native_id, id);
}

#[tokio::test]
async fn a_retired_version_is_noticed() {
    let mut bench = bench(false).await;
    let Settings::Facebook(settings) = &mut bench.source.settings else { panic!() };
    settings.version = "v19.0".to_owned();
    let harvest = bench.run().await;
    assert!(
        harvest.notes.iter().any(|note| note.contains("v19.0") && note.contains("v21.0")),
        "{:?}",
        harvest.notes
    );
}

#[tokio::test]
async fn followers_are_asked_once_a_day_and_posts_come_without_them_too() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    facebook.publish(PAGE, Post::new("#Ledelsesugen"));
    bench.standin.faults.next("/facebook/", 1, Fault::Status(500, None));
    let harvest = bench.run().await;
    assert_eq!((harvest.failure, harvest.posts[0].author.followers), (None, None));
    assert!(harvest.notes.iter().any(|note| note.contains("followers")), "{:?}", harvest.notes);
    bench.pass(3_600);
    assert_eq!(bench.run().await.posts[0].author.followers, Some(5_120));
    facebook.set_followers(PAGE, 6_000);
    bench.pass(3_600);
    assert_eq!(bench.run().await.posts[0].author.followers, Some(5_120));
    bench.pass(86_400);
    assert_eq!(bench.run().await.posts[0].author.followers, Some(6_000));
}
