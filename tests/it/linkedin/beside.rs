//! Names, media and counts: what makes a card complete, and what never costs a post when it is missing.

use std::time::Duration;

use hashwall::domain::figures::{Manner, OwnTold};
use hashwall::domain::post::{AttachmentKind, Kind};
use hashwall::domain::source::{Matching, Right};
use hashwall_standin::faults::Fault;
use hashwall_standin::linkedin::{Post, Scope};

use super::{Bench, MINUTE, ids, settings};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn media_get_their_signed_addresses() {
    let mut bench = Bench::new().await;
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen 1").image("Deltagere i salen"));
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen 2").images(&["Et", "To"]));
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen 3").video("Aftermovie").as_ugc());
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen 4").document("Program.pdf"));
    let card =
        Post::text("#Ledelsesugen 5").article("https://ledelsesugen.example/p", "Programmet", "Hele ugen");
    bench.world.publish(&bench.page, card);
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen 6").poll("Hvad fylder?", &["Tid", "Trivsel"]));
    let mut harvest = bench.run().await;
    assert_eq!((harvest.failure, harvest.notes.len()), (None, 0));
    harvest.posts.sort_by_key(|post| post.native_id.rsplit(':').next().map(str::to_owned));
    let [image, images, video, document, card, poll] = harvest.posts.as_slice() else {
        panic!("six posts: {:?}", harvest.posts)
    };
    let signed = |url: &str| url.contains("/linkedin/media/") && url.contains("t=");
    assert!(signed(&image.attachments[0].url) && image.attachments[0].alt == "Deltagere i salen");
    assert_eq!(images.attachments.iter().map(|a| a.alt.as_str()).collect::<Vec<_>>(), ["Et", "To"]);
    assert!(images.attachments.iter().all(|picture| signed(&picture.url)));
    assert_eq!((video.kind, video.attachments[0].kind), (Some(Kind::Video), AttachmentKind::Video));
    assert!(signed(&video.attachments[0].url) && signed(&video.attachments[0].preview_url));
    assert!(video.native_id.starts_with("urn:li:ugcPost:"));
    assert!(signed(&document.attachments[0].url) && document.attachments[0].title == "Program.pdf");
    assert_eq!(card.attachments[0].url, "https://ledelsesugen.example/p");
    assert!(signed(&card.attachments[0].preview_url) && card.attachments[0].description == "Hele ugen");
    assert_eq!(
        (poll.attachments[0].kind, poll.attachments[0].title.as_str()),
        (AttachmentKind::Poll, "Hvad fylder?")
    );
}

#[tokio::test]
async fn a_failed_media_lookup_never_loses_the_post() {
    for fault in
        [Fault::Status(503, None), Fault::Garbage, Fault::Status(403, None), Fault::Status(429, None)]
    {
        let mut bench = Bench::new().await;
        let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen").image("Salen"));
        bench.standin.faults.always("/linkedin/rest/images", fault.clone());
        let harvest = bench.run().await;
        assert_eq!((ids(&harvest), &harvest.failure), (vec![urn.as_str()], &None), "{fault:?}");
        assert_eq!(harvest.posts[0].attachments[0].url, "");
        assert!(
            harvest.notes.iter().any(|note| note.starts_with("images: ")),
            "{fault:?}: {:?}",
            harvest.notes
        );
        // Once the lookup works again, the check of the post brings the picture.
        bench.standin.faults.clear("/linkedin/rest/images");
        bench.later(7 * HOUR);
        let harvest = bench.run_with(&[&urn]).await;
        assert!(harvest.posts[0].attachments[0].url.contains("/linkedin/media/"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_known_post_is_not_handed_on_without_its_pictures() {
    let mut bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen").image("Salen"));
    bench.run().await;
    bench.later(MINUTE);
    bench.standin.faults.always("/linkedin/rest/images", Fault::Status(500, None));
    let harvest = bench.run_with(&[&urn]).await;
    assert_eq!((harvest.posts.len(), harvest.checked), (0, vec![urn.clone()]), "it would look edited");
    bench.world.edit(&urn, "#Ledelsesugen rettet");
    let harvest = bench.run_with(&[&urn]).await;
    assert_eq!(ids(&harvest), [&urn], "but an edit is handed on at once");
}

#[tokio::test]
async fn an_article_on_linkedin_itself_is_an_article() {
    let mut bench = Bench::new().await;
    for source in ["https://www.linkedin.com/pulse/ledelse-i-praksis", "https://ledelsesugen.example/pulse/"]
    {
        bench.world.publish(&bench.page, Post::text("#Ledelsesugen").article(source, "Ledelse", ""));
    }
    let kinds: Vec<_> = bench.run().await.posts.iter().map(|post| post.kind).collect();
    assert_eq!(kinds, [Some(Kind::Article), None]);
}

#[tokio::test]
async fn a_hanging_lookup_is_not_waited_for_batch_after_batch() {
    let mut bench = Bench::new().await;
    for number in 0..250 {
        bench.world.publish(&bench.page, Post::text(&format!("#Ledelsesugen {number}")).image("Salen"));
    }
    bench.standin.faults.always("/linkedin/rest/images", Fault::Break);
    let harvest = bench.run().await;
    assert_eq!((harvest.posts.len(), harvest.failure), (250, None));
    assert_eq!(bench.calls(0).iter().filter(|path| path.contains("images")).count(), 1);
    assert_eq!(harvest.notes.len(), 1, "{:?}", harvest.notes);
}

#[tokio::test]
async fn media_that_are_not_ready_have_no_address_yet() {
    let mut bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen").video("Aftermovie"));
    let harvest = bench.run().await;
    let media = harvest.posts[0].attachments[0].url.split("/media/").nth(1).unwrap().to_owned();
    bench.world.set_media_status(media.split('?').next().unwrap(), "PROCESSING");
    let harvest = bench.run_with(&[&urn]).await;
    assert_eq!(harvest.posts[0].attachments[0].url, "");
}

#[tokio::test]
async fn counts_come_with_new_posts_and_with_checks_and_expire_in_48_hours() {
    let mut bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    bench.world.set_reactions(&urn, "LIKE", 41);
    bench.world.set_reactions(&urn, "PRAISE", 12);
    bench.world.comment(&urn, "A8xe03Qt10", "Stærkt!");
    bench.world.set_statistics(&urn, 455, 6);
    let harvest = bench.run().await;
    let counts = harvest.posts[0].engagement.clone().unwrap();
    assert_eq!((counts.reactions, counts.comments), (Some(53), Some(1)));
    assert_eq!((counts.shares, counts.views), (Some(6), Some(455)));
    assert_eq!((counts.fetched_at, counts.expires_at), (bench.now(), Some(bench.now().plus(48 * HOUR))));
    bench.later(HOUR);
    bench.world.set_reactions(&urn, "LIKE", 50);
    let harvest = bench.run_with(&[&urn]).await;
    assert_eq!(harvest.engagement.len(), 1);
    assert_eq!(harvest.engagement[0].1.reactions, Some(62));
    assert_eq!(harvest.engagement[0].1.fetched_at, bench.now());
}

#[tokio::test]
async fn a_partners_page_is_not_asked_for_statistics_it_will_not_give() {
    let mut bench = Bench::new().await;
    bench.source.right = Right::WrittenConsent;
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    let harvest = bench.run().await;
    let counts = harvest.posts[0].engagement.clone().unwrap();
    assert_eq!(
        (counts.reactions, counts.comments, counts.shares, counts.views),
        (Some(0), Some(0), None, None)
    );
    assert!(bench.calls(0).iter().all(|path| !path.contains("Statistics")));
}

#[tokio::test]
async fn without_the_feed_scope_statistics_give_the_reactions_also_negative_ones() {
    let mut bench = Bench::new().await;
    bench.world.add_token("narrow", &[Scope::ReadPosts, Scope::Admin]);
    settings(&mut bench.source).token = "narrow".to_owned().into();
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    bench.world.set_reactions(&urn, "LIKE", -2);
    bench.world.set_statistics(&urn, 10, 0);
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    assert_eq!(harvest.posts[0].engagement.as_ref().unwrap().reactions, Some(-2));
    assert!(
        harvest.notes.iter().any(|note| note.contains("`r_organization_social_feed`")),
        "{:?}",
        harvest.notes
    );
}

#[tokio::test]
async fn refused_resources_are_a_remark_and_rest_for_a_while() {
    let mut bench = Bench::new().await;
    bench.world.add_token("narrow", &[Scope::ReadPosts]);
    settings(&mut bench.source).token = "narrow".to_owned().into();
    for number in 0..2 {
        bench.world.publish(&bench.page, Post::text(&format!("#Ledelsesugen {number}")));
        let before = bench.calls_so_far();
        let harvest = bench.run().await;
        assert_eq!((harvest.failure, harvest.posts.len()), (None, 1));
        let author = &harvest.posts[0].author;
        assert_eq!(author.name, "Ledelsesugens sekretariat", "as the configuration names it");
        assert_eq!(
            (author.url.as_str(), author.followers),
            ("https://www.linkedin.com/company/90211455/", None)
        );
        assert!(
            harvest.notes.iter().any(|note| note.contains("rw_organization_admin")),
            "{:?}",
            harvest.notes
        );
        assert_eq!(
            bench.calls(before).len(),
            if number == 0 { 5 } else { 1 },
            "the second run asks nobody who refused"
        );
        bench.later(MINUTE);
    }
    bench.world.add_token("narrow", &Scope::ALL);
    bench.later(7 * HOUR);
    bench.world.publish(&bench.page, Post::text("#Ledelsesugen igen"));
    let harvest = bench.run().await;
    assert_eq!(harvest.posts[0].author.name, "Ledelsesugen", "a permission given later works the same day");
    assert!(harvest.notes.is_empty(), "{:?}", harvest.notes);
}

#[tokio::test]
async fn the_organisation_is_asked_once_a_day() {
    let mut bench = Bench::new().await;
    let organisations =
        |bench: &Bench| bench.calls(0).iter().filter(|path| path.contains("organizations/")).count();
    for (hours, asked, followers) in [(0, 1, 2187), (1, 1, 2187), (24, 2, 3000)] {
        bench.later(hours * HOUR);
        bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
        let harvest = bench.run().await;
        assert_eq!(organisations(&bench), asked);
        assert_eq!(harvest.posts[0].author.followers, Some(followers));
        // Of our own Page the day's total is kept too, when it was asked for.
        let own: Vec<_> = harvest.own.iter().map(|own| (own.manner, own.told.clone())).collect();
        let day = bench.now().to_copenhagen().format("%Y-%m-%d").to_string();
        let total = (Manner::Running, OwnTold::Days(vec![(day, i64::try_from(followers).unwrap())]));
        assert_eq!(own, if hours == 1 { Vec::new() } else { vec![total] });
        bench.world.set_followers(&bench.page, 3000);
    }
}

#[tokio::test]
async fn no_call_is_spent_on_posts_about_something_else() {
    let mut bench = Bench::new().await;
    bench.world.publish(&bench.page, Post::text("Frokostordning").image("Rugbrød"));
    let harvest = bench.run().await;
    assert_eq!(harvest.posts.len(), 1, "handed on all the same: matching is not decided here");
    assert!(bench.calls(0).iter().all(|path| !path.contains("images") && !path.contains("socialMetadata")));
    bench.source.matching = Matching::All;
    bench.cursor = serde_json::Value::Null;
    let harvest = bench.run().await;
    assert!(harvest.posts[0].attachments[0].url.contains("/media/"));
}

#[tokio::test]
async fn a_used_up_quota_of_one_resource_leaves_the_others_alone() {
    let mut bench = Bench::new().await;
    let used_up = r#"{"message":"Resource level throttle APPLICATION DAY limit for calls to this resource is reached.","status":429}"#;
    let fault = Fault::Answer(429, "application/json", used_up.to_owned());
    bench.standin.faults.next("/linkedin/rest/images", 1, fault);
    let images = |bench: &Bench| bench.calls(0).iter().filter(|path| path.contains("images")).count();
    for (hours, asked) in [(0, 1), (10, 1), (7, 2)] {
        bench.later(hours * HOUR); // from 07:00 UTC
        let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen").image("Salen"));
        let harvest = bench.run().await;
        assert_eq!((ids(&harvest), &harvest.failure), (vec![urn.as_str()], &None));
        assert!(harvest.posts[0].engagement.is_some());
        assert_eq!(images(&bench), asked, "left alone until 00:00 UTC");
    }
}

#[tokio::test]
async fn many_ids_are_tunnelled_through_a_post() {
    let mut bench = Bench::new().await;
    for number in 0..100 {
        bench.world.publish(&bench.page, Post::text(&format!("#Ledelsesugen {number}")).image("Salen"));
    }
    let harvest = bench.run().await;
    assert_eq!((harvest.failure, harvest.notes.len()), (None, 0));
    assert_eq!(harvest.posts.len(), 100);
    assert!(
        harvest.posts.iter().all(|post| !post.attachments[0].url.is_empty() && post.engagement.is_some())
    );
    let batch = |(_, url): &&(i64, String)| url.starts_with("/linkedin/rest/images");
    let requests = bench.standin.faults.requests();
    let batches: Vec<_> = requests.iter().filter(batch).collect();
    assert_eq!(
        (batches.len(), batches[0].1.as_str()),
        (1, "/linkedin/rest/images"),
        "one call, its query in the body"
    );
}

#[tokio::test]
async fn a_members_post_is_kept_for_48_hours_and_nameless() {
    let mut bench = Bench::new().await;
    bench.world.publish_as_member(&bench.page, "A8xe03Qt10", Post::text("Tak for #Ledelsesugen"));
    let harvest = bench.run().await;
    let (author, keep) = (&harvest.posts[0].author, harvest.posts[0].keep);
    assert_eq!((author.native_id.as_str(), author.name.as_str()), ("urn:li:person:A8xe03Qt10", ""));
    assert!(!author.is_organisation);
    assert_eq!(keep.content_until, Some(bench.now().plus(48 * HOUR)));
    assert_eq!(keep.author_until, Some(bench.now().plus(24 * HOUR)));
}

#[tokio::test]
async fn the_storage_limit_moves_with_every_sight() {
    let mut bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    for _ in 0..2 {
        let harvest = bench.run_with(&[&urn]).await;
        assert_eq!(harvest.posts[0].keep.content_until, Some(bench.now().plus(180 * 24 * HOUR)));
        assert_eq!(harvest.posts[0].keep.author_until, None);
        bench.later(HOUR);
    }
}
