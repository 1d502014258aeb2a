//! The queue: what stands in it, and what a decision, an undo, a takedown and a block do.

use axum::http::StatusCode;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::happening::Happening;
use hashwall::domain::post::{Attachment, AttachmentKind, Kind, State};
use hashwall::store::decisions::{self, Wanted};
use hashwall::store::ingest::Batch;

use super::support::{Desk, header_of, hides, shows};
use crate::support::build::{self, MONDAY, draft, verdict};

#[tokio::test]
async fn a_post_stands_there_with_all_a_moderator_needs() {
    for desk in Desk::both().await {
        let mut held = draft("1", "Mit nummer er 010190-1234, skriver jeg #Ledelsesugen");
        held.engagement = Some(Engagement {
            reactions: Some(1_234),
            comments: None,
            fetched_at: MONDAY,
            ..Engagement::default()
        });
        let verdict = Some(verdict(State::Held, "personal-number"));
        build::run(
            &desk.app.app.db,
            "masto",
            Batch { posts: vec![(held, verdict)], ..Batch::default() },
            MONDAY,
        )
        .await;
        desk.stored([draft("2", "<b>fed</b> ny tekst")]).await;
        let mette = desk.signed_in("mette").await;

        let held = mette.get("/moderation?tilstand=held").await;
        for words in [
            "Lone Kjær",
            "Indeholder noget, der ligner et CPR-nummer",
            "Ny: hverken godkendt eller afvist før",
            "Reaktioner 1.234",
            "https://norden.example/1",
            "120 følgere",
            "CPR-lignende nummer er skjult",
            "value=\"approved\"",
        ] {
            shows(&held, words);
        }
        hides(&held, "because of"); // the rule's own words are English
        hides(&held, "010190");
        hides(&held, "ny tekst");
        hides(&held, "Kommentarer");
        let pending = mette.get("/moderation").await;
        shows(&pending, "ny tekst");
        shows(&pending, "data-count=\"held\">1<");
        shows(&pending, "data-count=\"pending\">1<");
        shows(&pending, "ikke oplyst");
    }
}

#[tokio::test]
async fn a_decision_by_form_comes_back_to_where_it_was_made() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
        let mette = desk.signed_in("mette").await;
        let back = "/moderation?tilstand=pending";
        let fields = [("id", post.id.0.as_str()), ("til", "rejected"), ("grund", "spam"), ("tilbage", back)];
        let answer = mette.post("/moderation/afgoer", &fields).await;
        assert_eq!((answer.status, header_of(&answer, "location")), (StatusCode::SEE_OTHER, back));
        assert_eq!(desk.state(&post.id).await, Some(State::Rejected));
        let rejected = mette.get("/moderation?tilstand=rejected").await;
        shows(&rejected, "mette afviste");
        shows(&rejected, "Reklame eller spam");
        let entry =
            decisions::page(&desk.app.app.db, &Wanted::default(), None, 1).await.unwrap().remove(0).entry;
        assert_eq!((entry.actor.as_str(), entry.reason.as_deref()), ("user:mette", Some("spam")));
        shows(&rejected, &format!("name=\"seq\" value=\"{}\"", entry.seq));

        let seq = entry.seq.to_string();
        let answer = mette.post("/moderation/fortryd", &[("seq", &seq)]).await;
        assert_eq!(header_of(&answer, "location"), "/moderation");
        assert_eq!(desk.state(&post.id).await, Some(State::Pending));
    }
}

#[tokio::test]
async fn our_script_is_told_what_happened_and_how_many_there_are() {
    for desk in Desk::both().await {
        let posts = desk.stored([draft("1", "en"), draft("2", "to"), draft("3", "tre")]).await;
        let mette = desk.signed_in("mette").await;
        let ids: Vec<(&str, &str)> = posts.iter().map(|post| ("id", post.id.0.as_str())).collect();
        let fields = [&[("til", "approved")], &ids[..2]].concat();
        let (status, body) = mette.post_json("/moderation/afgoer", &fields).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        assert_eq!(body["entries"].as_array().unwrap().len(), 2);
        assert_eq!(body["entries"][0]["from"], "pending");
        assert_eq!(body["entries"][0]["to"], "approved");
        assert_eq!(
            body["counts"],
            serde_json::json!({"pending": 1, "held": 0, "approved": 2, "rejected": 0})
        );

        let seq = body["entries"][1]["seq"].to_string();
        let (status, undone) = mette.post_json("/moderation/fortryd", &[("seq", &seq)]).await;
        assert_eq!((status, &undone["entries"][0]["to"]), (StatusCode::OK, &"pending".into()));
        assert_eq!(undone["entries"][0]["post"], body["entries"][1]["post"]);
        let (status, body) = mette.post_json("/moderation/fortryd", &[("seq", &seq)]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(body["error"], "Beslutningen er allerede fortrudt. Intet er ændret.");
    }
}

#[tokio::test]
async fn a_batch_with_a_post_that_is_gone_changes_nothing() {
    for desk in Desk::both().await {
        let posts = desk.stored([draft("1", "en"), draft("2", "to")]).await;
        let mette = desk.signed_in("mette").await;
        let gone = ("id", posts[1].id.0.as_str());
        let erased = mette.post("/moderation/fjern", &[gone, ("grund", "author-request")]).await;
        assert_eq!(erased.status, StatusCode::SEE_OTHER);
        let fields = [("id", posts[0].id.0.as_str()), gone, ("til", "approved")];
        let page = mette.post("/moderation/afgoer", &fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        shows(&page, "Opslaget er her ikke mere");
        let (status, body) = mette.post_json("/moderation/afgoer", &fields).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(body["error"].as_str().unwrap().starts_with("Opslaget er her ikke mere"), "{body}");
        assert_eq!(desk.state(&posts[0].id).await, Some(State::Pending));
        for (path, fields) in
            [("/moderation/bloker", vec![gone]), ("/moderation/fjern", vec![gone, ("grund", "other")])]
        {
            assert_eq!(mette.post(path, &fields).await.status, StatusCode::CONFLICT, "{path}");
        }
    }
}

#[tokio::test]
async fn a_takedown_takes_it_from_the_wall_and_needs_a_reason() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "skal væk")]).await.remove(0);
    desk.app.decide(&post.id, State::Approved).await;
    let mette = desk.signed_in("mette").await;
    let id = ("id", post.id.0.as_str());
    let refused = mette.post("/moderation/fjern", &[id, ("grund", "  ")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    shows(&refused, "Skriv, hvorfor opslaget skal fjernes.");
    shows(&desk.stranger().get("/").await, "skal væk");
    mette.post("/moderation/fjern", &[id, ("grund", "copyright")]).await;
    desk.app.project().await;
    hides(&desk.stranger().get("/").await, "skal væk");
    assert_eq!(desk.state(&post.id).await, None);
    let log = mette.get("/log").await;
    shows(&log, "mette fjernede for altid");
    shows(&log, "Ophavsret");
    hides(&log, "skal væk");
}

#[tokio::test]
async fn blocking_takes_all_of_an_authors_posts_and_can_be_undone() {
    let desk = Desk::start().await;
    let posts = desk.stored([draft("1", "en"), draft("2", "to")]).await;
    let mette = desk.signed_in("mette").await;
    let (status, body) = mette.post_json("/moderation/bloker", &[("id", &posts[0].id.0)]).await;
    assert_eq!((status, body["counts"]["rejected"].as_u64()), (StatusCode::OK, Some(2)), "{body}");
    for entry in body["entries"].as_array().unwrap().iter().rev() {
        let (status, body) =
            mette.post_json("/moderation/fortryd", &[("seq", &entry["seq"].to_string())]).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    assert_eq!(desk.state(&posts[1].id).await, Some(State::Pending));
    shows(&mette.get("/log").await, "mette fortrød");
}

#[tokio::test]
async fn forms_that_make_no_sense_say_so_and_change_nothing() {
    let desk = Desk::start().await;
    let posts = desk.stored([draft("1", "en"), draft("2", "to")]).await;
    let mette = desk.signed_in("mette").await;
    let (one, two) = (("id", posts[0].id.0.as_str()), ("id", posts[1].id.0.as_str()));
    let long = "x".repeat(600);
    for (path, fields, says) in [
        ("/moderation/afgoer", vec![one, ("til", "published")], "hvad der skal ske"),
        ("/moderation/afgoer", vec![("til", "approved")], "ikke valgt noget opslag"),
        ("/moderation/afgoer", vec![one, ("til", "rejected"), ("grund", long.as_str())], "for lang"),
        ("/moderation/fortryd", vec![("seq", "-1")], "hvilken beslutning"),
        ("/moderation/fortryd", vec![], "hvilken beslutning"),
        ("/moderation/bloker", vec![one, two], "ét opslag ad gangen"),
    ] {
        let answer = mette.post(path, &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {says}");
        shows(&answer, says);
    }
    let answer = mette.post("/moderation/fortryd", &[("seq", "1")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "collecting is no decision");
    shows(&answer, "ikke en beslutning, der kan fortrydes");
    let decided = decisions::page(&desk.app.app.db, &Wanted::default(), None, 9).await.unwrap();
    assert!(decided.is_empty(), "{decided:?}");
}

#[tokio::test]
async fn the_queue_is_searched_in_its_state_and_shows_what_is_true_now() {
    for desk in Desk::both().await {
        let posts = desk
            .stored([
                draft("1", "tillid i kommunen"),
                draft("2", "tillid i regionen"),
                draft("3", "helt udenfor"),
            ])
            .await;
        desk.app.decide(&posts[1].id, State::Approved).await;
        let mette = desk.signed_in("mette").await;
        let found = mette.get("/moderation?q=tillid").await;
        shows(&found, "i kommunen");
        hides(&found, "i regionen");
        hides(&found, "helt udenfor");
        shows(&found, "1 opslag fundet");
        shows(&mette.get("/moderation?q=tillid&tilstand=approved").await, "i regionen");
        // The index has not heard of it yet; the store has.
        mette.post("/moderation/afgoer", &[("id", &posts[0].id.0), ("til", "held")]).await;
        hides(&mette.get("/moderation?q=tillid").await, "i kommunen");
        let odd = mette.get("/moderation?q=%22%28AND+%3A%3A*&fra=broken&tilstand=nonsense").await;
        assert_eq!(odd.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_long_queue_is_paged_without_gap_or_repeat() {
    let desk = Desk::start().await;
    let drafts = (0..120).map(|number| draft(&format!("{number:03}"), &format!("opslag-{number:03}-slut")));
    desk.stored(drafts).await;
    let mette = desk.signed_in("mette").await;
    let mut path = "/moderation".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = mette.get(&path).await;
        seen.extend((0..120).filter(|number| page.body.contains(&format!("<p>opslag-{number:03}-slut"))));
        let Some(next) = page.body.split("href=\"").find(|part| part.contains("rel=\"next\"")) else { break };
        path = next.split('"').next().unwrap().replace("&#38;", "&");
        assert!(seen.len() <= 120);
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..120).collect::<Vec<_>>());
}

#[tokio::test]
async fn pictures_of_the_queue_are_for_moderators_alone_and_come_through_us() {
    let desk = Desk::start().await;
    let mut with_picture = draft("1", "med billede");
    with_picture.attachments = vec![hashwall::domain::post::Attachment {
        kind: AttachmentKind::Image,
        url: "https://pictures.example/1.png".to_owned(),
        ..Default::default()
    }];
    let post = desk.stored([with_picture]).await.remove(0);
    let mette = desk.signed_in("mette").await;
    let path = format!("/moderation/media/{}/0", post.id);
    shows(&mette.get("/moderation").await, &format!("src=\"{path}\""));
    assert_eq!(desk.stranger().get(&path).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mette.get(&format!("/moderation/media/{}/7", post.id)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(mette.get(&format!("/moderation/media/{}/x", post.id)).await.status, StatusCode::NOT_FOUND);
}

#[test]
fn every_rule_of_the_house_has_a_name_for_people() {
    for language in ["da", "en"] {
        let read = |file: &str| {
            let path = format!("{}/locales/{language}/{file}.ftl", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        };
        let messages = read("desk") + &read("rules");
        for rule in hashwall::moderate::RULES {
            assert!(messages.contains(&format!("\nrule-{} = ", rule.name())), "{language} {}", rule.name());
        }
    }
}

#[tokio::test]
async fn what_was_edited_after_it_was_shown_is_not_approved_unread() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "Det, Mette læste #Ledelsesugen")]).await.remove(0);
        let mette = desk.signed_in("mette").await;
        let seen_on = async || {
            let page = mette.get("/moderation").await;
            let (_, rest) = page.body.split_once("name=\"set\" value=\"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let before = seen_on().await;
        desk.stored([draft("1", "Noget helt andet #Ledelsesugen")]).await;

        let fields = [("id", post.id.0.as_str()), ("til", "approved"), ("set", &before)];
        let (status, body) = mette.post_json("/moderation/afgoer", &fields).await;
        assert_eq!(status, StatusCode::CONFLICT, "{body}");
        assert!(body["error"].as_str().unwrap().contains("blevet rettet"), "{body}");
        assert_eq!(desk.state(&post.id).await, Some(State::Pending));

        let now = seen_on().await;
        let fields = [("id", post.id.0.as_str()), ("til", "approved"), ("set", &now)];
        assert_eq!(mette.post_json("/moderation/afgoer", &fields).await.0, StatusCode::OK);
        assert_eq!(desk.state(&post.id).await, Some(State::Approved));
    }
}

#[tokio::test]
async fn nothing_on_a_waiting_happening_leads_to_a_page_that_is_not_there() {
    let desk = Desk::start().await;
    let mut opening = draft("1", "Vi åbner ugen #Ledelsesugen");
    opening.kind = Kind::Happening;
    opening.happening = Some(Happening { start: MONDAY, ..Happening::default() });
    opening.attachments.push(Attachment {
        kind: AttachmentKind::Image,
        url: "https://cdn.example/1.jpg".to_owned(),
        ..Attachment::default()
    });
    let post = desk.stored([opening]).await.remove(0);
    let mette = desk.signed_in("mette").await;
    let waiting = mette.get("/moderation").await;
    shows(&waiting, "when-where-when\"><time");
    shows(&waiting, &format!("src=\"/moderation/media/{}/0\"", post.id));
    for path in [format!("href=\"/kalender/{}", post.id), format!("href=\"/opslag/{}", post.id)] {
        hides(&waiting, &path);
    }
    desk.app.decide(&post.id, State::Approved).await;
    let approved = mette.get("/moderation?tilstand=approved").await;
    shows(&approved, &format!("href=\"/kalender/{}\"", post.id));
    shows(&approved, &format!("href=\"/opslag/{}\"", post.id));
}
