//! Several moderators at one queue: leases, steps back, marks, notes, filters, near-duplicates; with scripts and without.

use axum::http::StatusCode;
use hashwall::domain::post::{AttachmentKind, State};
use hashwall::domain::verdict::Verdict;
use hashwall::store::ingest::Batch;
use hashwall::store::leases;
use serde_json::Value;

use super::support::{Desk, hides, shows};
use crate::support::build::{self, MONDAY, batch, draft};

const LONG: &str = "I dag har vi talt om tillid og ledelse i hjemmeplejen, og det blev til mange gode historier \
                    fra en travl hverdag hvor ingen har tid nok, men alle vil noget sammen";

fn seen_in(html: &str) -> String {
    html.split_once("name=\"set\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn two_moderators_never_have_the_same_post_in_hand() {
    for desk in Desk::both().await {
        let posts = desk.stored([draft("1", "den ene"), draft("2", "den anden")]).await;
        let (mette, admin) = (desk.signed_in("mette").await, desk.signed_in("admin").await);
        let (one, two) = (posts[0].id.0.as_str(), posts[1].id.0.as_str());
        let (status, mine) = mette.post_json("/moderation/hold", &[("side", "m"), ("id", one)]).await;
        assert_eq!((status, &mine["mine"]), (StatusCode::OK, &serde_json::json!([one])));
        let fields = [("side", "a"), ("id", one), ("id", two)];
        let (_, his) = admin.post_json("/moderation/hold", &fields).await;
        assert_eq!(his["mine"], serde_json::json!([two]));
        assert_eq!(his["held"][one], "mette");
        assert_eq!(his["people"], serde_json::json!(["admin", "mette"]));

        let queue = admin.get("/moderation").await;
        hides(&queue, "den ene");
        shows(&queue, "den anden");
        shows(&queue, "admin, mette");
        shows(&admin.get("/moderation?tilstand=alle").await, "mette ser på det lige nu.");
        let refused = admin.post("/moderation/afgoer", &[("id", one), ("til", "approved")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        shows(&refused, "mette er i gang med opslaget lige nu");
        let (status, _) = admin.post_json("/moderation/maerk", &[("id", one), ("maerke", "pinned")]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(desk.state(&posts[0].id).await, Some(State::Pending));

        mette.post("/moderation/slip", &[("side", "m")]).await;
        let after = admin.post("/moderation/afgoer", &[("id", one), ("til", "approved")]).await;
        assert_eq!(after.status, StatusCode::SEE_OTHER);
        // And nobody has to let go: a minute does.
        desk.app.advance(leases::LEASE);
        shows(&mette.get("/moderation").await, "den anden");
    }
}

#[tokio::test]
async fn without_scripts_a_stale_form_does_not_decide_again_what_another_decided() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "kø")]).await.remove(0);
        let (mette, admin) = (desk.signed_in("mette").await, desk.signed_in("admin").await);
        let stale = seen_in(&mette.get("/moderation").await.body);
        let id = ("id", post.id.0.as_str());
        admin.post("/moderation/afgoer", &[id, ("til", "approved"), ("set", &stale)]).await;
        let refused = mette.post("/moderation/afgoer", &[id, ("til", "rejected"), ("set", &stale)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        shows(&refused, "En anden har afgjort opslaget");
        let same = mette.post("/moderation/afgoer", &[id, ("til", "approved"), ("set", &stale)]).await;
        assert_eq!(same.status, StatusCode::SEE_OTHER, "of one mind");
        assert_eq!(desk.state(&post.id).await, Some(State::Approved));
    }
}

#[tokio::test]
async fn the_page_steps_back_by_a_plain_form_and_says_what_it_takes_back() {
    let desk = Desk::start().await;
    let posts = desk.stored([draft("1", "a"), draft("2", "b")]).await;
    let mette = desk.signed_in("mette").await;
    let ids = [("id", posts[0].id.0.as_str()), ("id", posts[1].id.0.as_str()), ("til", "rejected")];
    mette.post("/moderation/afgoer", &ids).await;
    mette.post("/moderation/note", &[ids[0], ("note", "spørg <b>Lone</b>")]).await;
    let page = mette.get("/moderation").await;
    shows(&page, "Note skrevet");
    shows(&mette.get("/moderation?tilstand=rejected").await, "spørg &#60;b&#62;Lone&#60;/b&#62;");
    let step =
        page.body.split_once("name=\"handling\" value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    mette.post("/moderation/tilbage", &[("handling", &step)]).await;
    let replayed = mette.post("/moderation/tilbage", &[("handling", &step)]).await;
    assert_eq!(replayed.status, StatusCode::CONFLICT);
    shows(&mette.get("/moderation").await, "Afgjort · 2 opslag");
    assert_eq!(mette.post("/moderation/tilbage", &[]).await.status, StatusCode::SEE_OTHER);
    for post in &posts {
        assert_eq!(desk.state(&post.id).await, Some(State::Pending));
    }
    let none = mette.post("/moderation/tilbage", &[]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    shows(&none, "Du har ikke mere at fortryde.");
}

#[tokio::test]
async fn a_pin_and_a_written_alternative_text_reach_visitors() {
    for desk in Desk::both().await {
        let mut pictured = draft("1", "med billede");
        pictured.attachments = vec![hashwall::domain::post::Attachment {
            kind: AttachmentKind::Image,
            url: "https://pictures.example/1.png".to_owned(),
            ..Default::default()
        }];
        let post = desk.stored([pictured]).await.remove(0);
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/moderation").await;
        shows(&page, "Billedtekst mangler");
        shows(&page, "reviews blurred");
        let id = ("id", post.id.0.as_str());
        let alt = [id, ("plads", "0"), ("alt", "To ledere ved et bord")];
        assert_eq!(mette.post("/moderation/alt", &alt).await.status, StatusCode::SEE_OTHER);
        for mark in ["pinned", "featured"] {
            assert_eq!(
                mette.post("/moderation/maerk", &[id, ("maerke", mark)]).await.status,
                StatusCode::SEE_OTHER
            );
        }
        mette.post("/moderation/afgoer", &[id, ("til", "approved")]).await;
        desk.app.project().await;
        shows(&desk.stranger().get("/").await, "To ledere ved et bord");
        let (_, stored) = desk.app.wall.public.dump().unwrap().remove(0);
        let public: Value = serde_json::from_slice(&stored).unwrap();
        assert_eq!((&public["pinned"], &public["featured"]), (&true.into(), &true.into()));
        let approved = mette.get("/moderation?tilstand=approved").await;
        hides(&approved, "Billedtekst mangler");
        shows(&approved, "Fastgjort");
        mette.post("/moderation/tilbage", &[]).await;
        mette.post("/moderation/tilbage", &[]).await;
        mette.post("/moderation/tilbage", &[]).await;
        mette.post("/moderation/tilbage", &[]).await;
        desk.app.assert_sound().await;
        assert_eq!(desk.app.posts().await[0].marks, post.marks);
    }
}

#[tokio::test]
async fn forms_that_make_no_sense_change_nothing_and_say_so() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "kø")]).await.remove(0);
    let mette = desk.signed_in("mette").await;
    let id = ("id", post.id.0.as_str());
    let long = "x".repeat(2_001);
    let before = desk.app.posts().await;
    for (path, fields) in [
        ("/moderation/maerk", vec![id]),
        ("/moderation/maerk", vec![id, ("maerke", "gold")]),
        ("/moderation/maerk", vec![("maerke", "pinned")]),
        ("/moderation/note", vec![id, ("note", "   ")]),
        ("/moderation/note", vec![id, ("note", &long)]),
        ("/moderation/alt", vec![id, ("alt", "x")]),
        ("/moderation/alt", vec![id, ("alt", &long), ("plads", "0")]),
        ("/moderation/hold", vec![id]),
        ("/moderation/slip", vec![]),
        ("/moderation/tilbage", vec![("handling", "x")]),
        ("/moderation/afgoer", vec![id, ("til", "approved"), ("noegle", "no such; key")]),
    ] {
        let (status, body) = mette.post_json(path, &fields).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {body}");
        assert!(body["error"].as_str().unwrap().ends_with("Intet er ændret."), "{path} {body}");
    }
    let (status, _) = mette.post_json("/moderation/alt", &[id, ("alt", "x"), ("plads", "3")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(desk.app.posts().await, before);
}

#[tokio::test]
async fn an_open_page_gets_cards_that_belong_to_its_list() {
    let desk = Desk::start().await;
    let posts = desk.stored((0..60).map(|n| draft(&format!("{n:02}"), &format!("nr. {n}")))).await;
    let mette = desk.signed_in("mette").await;
    let json = async |path: &str| -> Value { serde_json::from_str(&mette.get(path).await.body).unwrap() };
    let first = json("/moderation/kort?sorter=oldest").await;
    assert_eq!((first["cards"].as_array().unwrap().len(), first["total"].as_u64()), (50, Some(60)));
    let rest = json(&format!("/moderation/kort?sorter=oldest&fra={}", first["next"].as_str().unwrap())).await;
    assert_eq!((rest["cards"].as_array().unwrap().len(), &rest["next"]), (10, &Value::Null));
    desk.app.decide(&posts[1].id, State::Held).await;
    let some = format!("/moderation/kort?id={}&id={}&id=gone", posts[0].id, posts[1].id);
    let some = json(&some).await;
    assert_eq!(some["cards"].as_array().unwrap().len(), 1, "the other is held");
    assert_eq!(some["cards"][0]["id"], posts[0].id.0);
    assert!(some["cards"][0]["html"].as_str().unwrap().starts_with("<li class=\"review\""));
}

#[tokio::test]
async fn the_list_is_filtered_sorted_and_searched_in_any_state() {
    let desk = Desk::start().await;
    let held = Verdict::new(State::Held, "hold-words", "contains the listed word “idiot”");
    let with_word = (draft("1", "Sikke en 1d10t, siger jeg"), Some(held));
    build::run(&desk.app.app.db, "masto", Batch { posts: vec![with_word], ..Batch::default() }, MONDAY).await;
    let mut facebook = draft("2", "Tillid til tiden");
    facebook.network = hashwall::domain::network::Network::Facebook;
    let posts = desk.stored([facebook, draft("3", "Mistillid til alle")]).await;
    desk.app.decide(&posts[2].id, State::Approved).await;
    let mette = desk.signed_in("mette").await;
    let held = mette.get("/moderation?tilstand=held").await;
    shows(&held, "<mark class=\"matched\">1d10t,</mark>");
    shows(&held, "“idiot”");
    let facebook = mette.get("/moderation?tilstand=alle&netvaerk=facebook").await;
    shows(&facebook, "Tillid til tiden");
    hides(&facebook, "Mistillid");
    let by_rule = mette.get("/moderation?tilstand=alle&regel=hold-words").await;
    shows(&by_rule, "siger jeg");
    hides(&by_rule, "Tillid til tiden");
    let found = mette.get("/moderation?tilstand=alle&q=tid*&sorter=oldest").await;
    shows(&found, "tiden");
    hides(&found, "siger jeg");
    shows(&mette.get("/moderation?tilstand=approved&q=mistillid").await, "Mistillid");
    shows(&mette.get("/moderation?tilstand=pending&q=mistillid").await, "Her er tomt");
    let author = mette.get(&format!("/moderation?tilstand=alle&forfatter={}", posts[2].id)).await;
    shows(&author, "Mistillid");
    for odd in
        ["sorter=%27", "tilstand=x&sektor=%25", "fra=%00&id=%00", "sprog=%27%20OR%201", "forfatter=%00"]
    {
        assert_eq!(mette.get(&format!("/moderation?{odd}")).await.status, StatusCode::OK, "{odd}");
    }
}

#[tokio::test]
async fn near_duplicates_are_one_card_and_decided_at_once_or_one_by_one() {
    for desk in Desk::both().await {
        let copies = ["1", "2", "3"].map(|n| draft(n, &format!("{LONG} https://a.example/{n}")));
        let posts = desk.stored(copies).await;
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/moderation").await;
        assert_eq!(page.body.matches("<li class=\"review\"").count(), 1);
        shows(&page, "3 næsten ens");
        let left = ("id", posts[2].id.0.as_str());
        let fields = [("id", posts[0].id.0.as_str()), ("id", posts[1].id.0.as_str()), ("til", "approved")];
        mette.post("/moderation/afgoer", &fields).await;
        let states = [desk.state(&posts[1].id).await, desk.state(&posts[2].id).await];
        assert_eq!(states, [Some(State::Approved), Some(State::Pending)]);
        hides(&mette.get("/moderation").await, "næsten ens");
        mette.post("/moderation/afgoer", &[left, ("til", "rejected")]).await;
    }
}

#[tokio::test]
async fn an_edit_of_what_was_approved_comes_back_with_the_difference_and_a_deletion_at_once() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "Vi mødes tirsdag i salen")]).await.remove(0);
        desk.app.decide(&post.id, State::Approved).await;
        build::run(&desk.app.app.db, "masto", batch([draft("1", "Vi mødes torsdag i salen")]), MONDAY).await;
        desk.app.project().await;
        hides(&desk.stranger().get("/").await, "i salen");
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/moderation?aendret=ja").await;
        shows(&page, "<del>tirsdag</del><ins>torsdag</ins>");
        shows(&page, "Ændret siden sidst");
        let gone = Batch { gone: vec!["1".to_owned()], ..Batch::default() };
        build::run(&desk.app.app.db, "masto", gone, MONDAY).await;
        let id = ("id", post.id.0.as_str());
        let late = mette.post("/moderation/afgoer", &[id, ("til", "approved")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        shows(&late, "Opslaget er her ikke mere");
    }
}

#[tokio::test]
async fn everybody_sets_their_own_desk() {
    let desk = Desk::start().await;
    desk.stored([draft("1", "kø")]).await;
    let (mette, admin) = (desk.signed_in("mette").await, desk.signed_in("admin").await);
    shows(&mette.get("/moderation").await, "data-letters");
    let answer = mette.post("/moderation/indstil", &[("tilbage", "/moderation?tilstand=alle")]).await;
    assert_eq!(super::support::header_of(&answer, "location"), "/moderation?tilstand=alle");
    let page = mette.get("/moderation").await;
    hides(&page, "data-letters");
    hides(&page, "reviews blurred");
    shows(&admin.get("/moderation").await, "data-letters");
    mette.post("/moderation/indstil", &[("taster", "ja"), ("sloer", "ja")]).await;
    shows(&mette.get("/moderation").await, "reviews blurred");
}
