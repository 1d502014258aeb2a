//! Mastodon: recorded payloads, and whole runs against the stand-in.

mod catch_up;
mod recheck;
mod soak;

use hashwall::collect::collector::Failure;
use hashwall::collect::mastodon::posts::{self, Read};
use hashwall::domain::post::{AttachmentKind, Body, Kind};
use hashwall::domain::source::{MastodonSettings, Settings};
use hashwall_standin::faults::Fault;
use hashwall_standin::mastodon::{Account, Limits, Status};
use serde_json::{Value, json};

use crate::support::build::MONDAY;
use crate::support::collecting::{Bench, SECRET, ids};
use crate::support::fixtures;

/// A hashtag on the stand-in.
pub async fn bench(tag: &str) -> Bench {
    Bench::start(|standin| {
        Settings::Mastodon(MastodonSettings {
            server: standin.mastodon.server(),
            tag: tag.to_owned(),
            token: None,
        })
    })
    .await
}

#[test]
fn every_recorded_payload_becomes_the_expected_posts() {
    let server = url::Url::parse("https://mastodon.example").unwrap();
    fixtures::walk("mastodon", |payload| {
        let items = payload.as_array().unwrap().iter().enumerate();
        let read = items.map(|(at, item)| match posts::read(item, &server, MONDAY) {
            Read::Post { local_id, post } => {
                let mut value = fixtures::post_as_json(&post);
                value["local_id"] = json!(local_id);
                value
            }
            Read::Withheld { uri, why } => json!({"withheld": uri, "why": why}),
            Read::Boost => json!({"boost": posts::name_of(item, at)}),
            Read::Broken(why) => json!({"broken": posts::name_of(item, at), "why": why}),
        });
        Value::Array(read.collect())
    });
}

proptest::proptest! {
    #[test]
    fn no_element_panics(text in "\\PC*", number in proptest::num::i64::ANY, pick in 0_usize..6) {
        let odd = [json!(null), json!(text), json!(number), json!([text]), json!({"url": text}), json!([{"type": number}])];
        let odd = &odd[pick];
        let item = json!({
            "id": number, "uri": "https://m.example/1", "visibility": "public", "content": text, "created_at": odd,
            "account": {"note": text, "acct": text, "url": text}, "media_attachments": odd, "card": odd, "poll": odd,
            "tags": odd, "mentions": odd, "language": odd,
        });
        let server = url::Url::parse("https://mastodon.example").unwrap();
        let readable = !matches!(posts::read(&item, &server, MONDAY), Read::Broken(_));
        proptest::prop_assert!(readable);
        let post = matches!(posts::read(odd, &server, MONDAY), Read::Post { .. });
        proptest::prop_assert!(!post);
    }
}

#[tokio::test]
async fn a_remote_post_arrives_with_its_author_media_and_counts() {
    let mut bench = bench("ledelsesugen").await;
    let mastodon = bench.standin.mastodon.clone();
    mastodon.add_account(Account::remote("lone", "norden.example", "Lone Kjær").followers(120));
    let status = Status::new("lone@norden.example", "Klar til #Ledelsesugen & æbler").image("Fyldt sal");
    let uri = mastodon.publish(status.card("https://example.dk/p", "Program", "Hele ugen"));
    mastodon.set_counts(&uri, 5, 1, 2);
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    let post = &harvest.posts[0];
    assert_eq!((&post.native_id, post.published_at), (&uri, Some(MONDAY)));
    assert_eq!(
        (post.author.name.as_str(), post.author.handle.as_str()),
        ("Lone Kjær", "lone@norden.example")
    );
    assert_eq!(post.author.followers, Some(120));
    assert_eq!(post.tags, ["ledelsesugen"]);
    let Body::Html(html) = &post.body else { panic!() };
    assert!(html.contains("#<span>Ledelsesugen</span>") && html.contains("&amp; æbler"), "{html}");
    let kinds: Vec<_> = post.attachments.iter().map(|attachment| attachment.kind).collect();
    assert_eq!(kinds, [AttachmentKind::Image, AttachmentKind::Link]);
    assert_eq!(post.attachments[0].alt, "Fyldt sal");
    let counts = post.engagement.as_ref().unwrap();
    assert_eq!((counts.reactions, counts.comments, counts.shares), (Some(5), Some(1), Some(2)));
    let request = hashwall::http::Request::get(url::Url::parse(&post.attachments[0].url).unwrap());
    assert!(bench.http.send(bench.now(), request).await.unwrap().body.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn an_account_of_the_server_itself_gets_its_host() {
    let mut bench = bench("ledelsesugen").await;
    bench.standin.mastodon.add_account(Account::local("bo", "Bo").bot());
    bench.standin.mastodon.publish(Status::new("bo", "#Ledelsesugen").video("En tale"));
    let harvest = bench.run().await;
    assert_eq!(harvest.posts[0].author.handle, "bo@mastodon.example");
    assert_eq!(harvest.posts[0].kind, Some(Kind::Video));
}

#[tokio::test]
async fn a_hashtag_with_danish_letters_is_found() {
    let mut bench = bench("ledelsePåØen").await;
    let uri = bench.standin.mastodon.publish(Status::new("bo", "Ja til #ledelsepåøen"));
    assert_eq!(ids(&bench.run().await.posts), [uri]);
    let (_, address) = bench.standin.faults.requests()[0].clone();
    assert!(address.contains("/timelines/tag/ledelseP%C3%A5%C3%98en?"), "{address}");
}

#[tokio::test]
async fn who_asks_to_be_left_alone_is_left_alone() {
    let mut bench = bench("ledelsesugen").await;
    let mastodon = bench.standin.mastodon.clone();
    mastodon.list_unlisted(true);
    mastodon.add_account(Account::local("a", "A").noindex());
    mastodon.add_account(Account::local("b", "B").note("Jeg leder. #nobot"));
    let out = [
        mastodon.publish(Status::new("a", "#Ledelsesugen")),
        mastodon.publish(Status::new("b", "#Ledelsesugen")),
        mastodon.publish(Status::new("c", "#Ledelsesugen").visibility("unlisted")),
        mastodon.publish(Status::new("c", "#Ledelsesugen").visibility("private")),
        mastodon.publish(Status::new("c", "#Ledelsesugen").boost()),
    ];
    let shown = mastodon.publish(Status::new("c", "#Ledelsesugen").warning("Om stress"));
    mastodon.inject(vec![json!(null), json!({"id": "1"})]);
    let harvest = bench.run().await;
    assert_eq!(ids(&harvest.posts), [shown]);
    assert_eq!(harvest.posts[0].warning.as_deref(), Some("Om stress"));
    for uri in out {
        assert!(harvest.kept_out.iter().any(|kept| kept.what == uri && !kept.why.is_empty()), "{uri}");
    }
    assert!(harvest.gone.is_empty());
}

#[tokio::test]
async fn a_closed_server_asks_for_a_token_and_opens_with_one() {
    let mut bench = bench("ledelsesugen").await;
    let mastodon = bench.standin.mastodon.clone();
    let uri = mastodon.publish(Status::new("bo", "#Ledelsesugen"));
    mastodon.close_preview(true);
    let Some(Failure::Refused(why)) = bench.run().await.failure else { panic!() };
    assert!(why.contains("read:statuses"), "{why}");
    let Settings::Mastodon(settings) = &mut bench.source.settings else { panic!() };
    settings.token = Some(format!("{SECRET}-reader").into());
    assert!(matches!(bench.run().await.failure, Some(Failure::Refused(_))), "an unknown token");
    mastodon.grant(&format!("{SECRET}-reader"));
    assert_eq!(ids(&bench.run().await.posts), [uri]);
}

#[tokio::test]
async fn a_tag_nobody_used_is_no_failure_and_silence_is_remarked_upon() {
    let mut bench = bench("ledelsesugen").await;
    for run in 1..=4 {
        bench.standin.mastodon.disable_feed(run > 1);
        let harvest = bench.run().await;
        assert_eq!((harvest.failure, harvest.posts.len()), (None, 0));
        assert_eq!(!harvest.notes.is_empty(), run >= 3, "run {run}: {:?}", harvest.notes);
        bench.pass(300);
    }
    bench.standin.mastodon.disable_feed(false);
    let uri = bench.standin.mastodon.publish(Status::new("bo", "#Ledelsesugen"));
    assert_eq!(ids(&bench.run().await.posts), [uri]);
}

#[tokio::test]
async fn a_server_that_is_no_mastodon_is_a_setting() {
    let mut bench = bench("ledelsesugen").await;
    let html = Fault::Answer(404, "text/html", "<h1>Not found</h1>".to_owned());
    bench.standin.faults.always("/mastodon", html);
    assert!(matches!(bench.run().await.failure, Some(Failure::Misconfigured(_))));
}

#[tokio::test]
async fn trouble_on_the_way_is_tried_again_and_loses_nothing() {
    let mut bench = bench("ledelsesugen").await;
    let uri = bench.standin.mastodon.publish(Status::new("bo", "#Ledelsesugen"));
    let faults = [
        Fault::Status(502, None),
        Fault::Truncate,
        Fault::Garbage,
        Fault::HtmlPage,
        Fault::Huge(3_000_000),
        Fault::Break,
        Fault::Answer(200, "application/json", r#"{"statuses":[]}"#.to_owned()),
    ];
    for fault in faults {
        bench.standin.faults.next("/mastodon/", 1, fault.clone());
        let harvest = bench.run().await;
        assert!(matches!(harvest.failure, Some(Failure::Transient(_))), "{fault:?}: {:?}", harvest.failure);
        assert_eq!(harvest.cursor, None);
    }
    assert_eq!(ids(&bench.run().await.posts), [uri]);
}

#[tokio::test]
async fn a_used_up_window_is_waited_out() {
    let mut bench = bench("ledelsesugen").await;
    let mastodon = bench.standin.mastodon.clone();
    mastodon.set_limits(Limits { general: 3, paging: 300 });
    let mut published: Vec<String> =
        (0..200).map(|n| mastodon.publish(Status::new("bo", &format!("{n} #Ledelsesugen")))).collect();
    published.sort();
    let first = bench.run().await;
    let Some(Failure::Throttled { until: Some(until), .. }) = first.failure else {
        panic!("{:?}", first.failure)
    };
    assert_eq!(first.posts.len(), 120);
    let calls = bench.standin.faults.requests().len();
    assert_eq!(calls, 3, "no call is made that the server has said it will refuse");
    assert!(matches!(bench.run().await.failure, Some(Failure::Throttled { .. })));
    assert_eq!(bench.standin.faults.requests().len(), calls);
    let mut got = ids(&first.posts);
    let mut open_at = Some(until);
    for _ in 0..5 {
        let Some(until) = open_at else { break };
        bench.standin.clock.set(until.0);
        let harvest = bench.run().await;
        got.extend(ids(&harvest.posts));
        open_at = match harvest.failure {
            Some(Failure::Throttled { until, .. }) => until,
            other => other.map(|failure| panic!("{failure:?}")),
        };
    }
    got.sort();
    got.dedup();
    assert_eq!((got, open_at), (published, None));
}

#[tokio::test]
async fn too_many_requests_by_others_at_our_address_is_not_a_dead_source() {
    let mut bench = bench("ledelsesugen").await;
    bench.standin.mastodon.set_limits(Limits { general: 0, paging: 0 });
    let Some(Failure::Throttled { until, .. }) = bench.run().await.failure else { panic!() };
    assert!(until > Some(bench.now()));
}
