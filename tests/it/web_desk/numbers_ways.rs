//! Every way by which a post comes before everybody, tried on one with a civil registration number that nobody confirmed;
//! and the ways back of one that somebody did.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hashwall::domain::post::{Attachment, AttachmentKind, PostId, State};
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::ingest::Batch;
use hashwall::store::requests::Answer;
use hashwall::store::{log, moderation, requests};

use super::support::{Desk, Person, hides, shows};
use crate::support::build::{self, batch, draft};
use crate::takedown::requests::ask;
use crate::web_rules;

const TEXT: &str = "Borgeren 070761-4285 fik svar";

/// A post with a number, on the wall: confirmed by a person, or from before the guard knew such numbers.
async fn shown(desk: &Desk, mette: &Person<'_>, native: &str, confirmed: bool) -> PostId {
    let mut told = draft(native, TEXT);
    told.author.native_id = format!("https://norden.example/users/{native}");
    let posts = desk.stored([told]).await;
    let id = posts.into_iter().find(|post| post.draft.native_id == native).unwrap().id;
    if confirmed {
        let fields = [("id", id.0.as_str()), ("til", "approved"), ("cpr", "bekraeftet")];
        assert_eq!(mette.post("/moderation/afgoer", &fields).await.status, StatusCode::SEE_OTHER);
    } else {
        desk.app.decide(&id, State::Approved).await;
    }
    assert_eq!(desk.state(&id).await, Some(State::Approved));
    id
}

async fn key_of(desk: &Desk) -> String {
    let made =
        desk.signed_in("admin").await.post("/noegler", &[("navn", "Robotten"), ("maa", "moderate")]).await;
    let key = made.body.split("value=\"").find(|part| part.starts_with("hw_")).unwrap();
    key.split('"').next().unwrap().to_owned()
}

async fn by_key(desk: &Desk, key: &str, id: &PostId, state: &str) -> StatusCode {
    let request = Request::post(format!("/api/v1/posts/{id}/decision"))
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::HOST, "wall.example")
        .body(Body::from(format!("{{\"state\":\"{state}\"}}")))
        .unwrap();
    desk.app.send(request).await.status
}

/// Takes it off the wall in one of the ways there are.
async fn take_away(desk: &Desk, mette: &Person<'_>, key: &str, id: &PostId, way: &str) {
    let one = ("id", id.0.as_str());
    let token = format!("{:032x}", way.len());
    match way {
        "reject" => drop(mette.post("/moderation/afgoer", &[one, ("til", "rejected")]).await),
        "block" => drop(mette.post("/moderation/bloker", &[one]).await),
        "distrust" => drop(mette.post("/moderation/tillid", &[one]).await),
        "key" => assert_eq!(by_key(desk, key, id, "rejected").await, StatusCode::OK),
        "request" => drop(ask(&desk.stranger(), &id.0, &[("hvem", "author"), ("kode", &token)]).await),
        _ => {
            // A request that hides nothing, answered by hiding it.
            ask(&desk.stranger(), &id.0, &[("hvem", "other"), ("kode", &token)]).await;
            let open = requests::open(&desk.app.app.db, 9).await.unwrap();
            let number = open.last().unwrap().number.to_string();
            let fields = [("nummer", number.as_str()), ("svar", "hidden"), ("grund", "other")];
            assert_eq!(mette.post("/anmodninger/svar", &fields).await.status, StatusCode::SEE_OTHER);
        }
    }
    assert_ne!(desk.state(id).await, Some(State::Approved), "{way} hides it");
}

const AWAY: [&str; 6] = ["reject", "block", "distrust", "key", "request", "answer-hidden"];

#[tokio::test]
async fn whatever_took_it_away_no_way_back_shows_a_number_nobody_confirmed() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let key = key_of(&desk).await;
        for way in AWAY {
            let id = shown(&desk, &mette, way, false).await;
            take_away(&desk, &mette, &key, &id, way).await;
            let seq = log::of_post(&desk.app.app.db, &id).await.unwrap().pop().unwrap().seq.to_string();
            let undone = mette.post("/moderation/fortryd", &[("seq", &seq)]).await;
            assert_eq!(undone.status, StatusCode::CONFLICT, "{way} undone");
            shows(&undone, "ligner et CPR-nummer");
            if matches!(way, "reject" | "block" | "distrust") {
                let stepped = mette.post("/moderation/tilbage", &[]).await;
                assert_eq!(stepped.status, StatusCode::CONFLICT, "{way} stepped back");
            }
            if way == "distrust" {
                mette.post("/moderation/tillid", &[("id", &id.0), ("giv", "1")]).await;
            }
            assert_eq!(by_key(&desk, &key, &id, "approved").await, StatusCode::CONFLICT, "{way} by a key");
            for request in requests::open(&desk.app.app.db, 99).await.unwrap() {
                let fields = [("nummer", &*request.number.to_string()), ("svar", "shown")];
                let answered = mette.post("/anmodninger/svar", &fields).await;
                assert_eq!(answered.status, StatusCode::BAD_REQUEST, "{way} answered");
            }
            let state = desk.state(&id).await;
            assert_ne!(state, Some(State::Approved), "{way}");
            desk.app.project().await;
            hides(&desk.stranger().get("/").await, "070761");
        }
        desk.app.assert_sound().await;
    }
}

#[tokio::test]
async fn what_a_person_confirmed_comes_back_by_every_way() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let key = key_of(&desk).await;
        for way in AWAY {
            let id = shown(&desk, &mette, way, true).await;
            take_away(&desk, &mette, &key, &id, way).await;
            let seq = log::of_post(&desk.app.app.db, &id).await.unwrap().pop().unwrap().seq.to_string();
            let undone = mette.post("/moderation/fortryd", &[("seq", &seq)]).await;
            assert_eq!(undone.status, StatusCode::SEE_OTHER, "{way}: {}", undone.body);
            assert_eq!(desk.state(&id).await, Some(State::Approved), "{way}");
        }
    }
}

#[tokio::test]
async fn no_rule_shows_one_used_on_the_queue_read_from_a_file_or_met_by_the_next_run() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let mut saved = web_rules::fields("gem", "Alt om svar", "words", "svar");
        saved.retain(|(name, _)| *name != "saa");
        saved.push(("saa", "approve"));
        let texts = [TEXT, "Et godt svar", "Andet", "Mere", "Og mere"];
        desk.stored(texts.into_iter().enumerate().map(|(n, text)| draft(&(n + 1).to_string(), text))).await;
        let answer = web_rules::send(&mette, &saved).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let rule = web_rules::named(&desk, "Alt om svar").await.unwrap();
        let used = mette.post(&format!("/regler/{}/anvend", rule.id), &[]).await;
        assert_eq!(used.status, StatusCode::OK, "{}", used.body);
        let state = async |native: &str| {
            desk.app.posts().await.into_iter().find(|post| post.draft.native_id == native).unwrap().state
        };
        assert_eq!((state("1").await, state("2").await), (State::Held, State::Approved), "used on the queue");
        // The same by a file, which says more of it.
        let file = "[[rule]]\nname = \"Fra en fil\"\nthen = \"approve\"\n[[rule.condition]]\nkind = \"words\"\n\
                    values = [\"borgeren\"]\n";
        let preview = mette.post("/regler/import", &[("fil", file), ("trin", "vis")]).await;
        let version =
            preview.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [("fil", file), ("trin", "indlaes"), ("version", version)];
        assert_eq!(mette.post("/regler/import", &fields).await.status, StatusCode::SEE_OTHER);
        let rule = web_rules::named(&desk, "Fra en fil").await.unwrap();
        mette.post(&format!("/regler/{}/anvend", rule.id), &[]).await;
        assert_eq!(state("1").await, State::Held, "by a file");
    }
}

#[tokio::test]
async fn an_edit_that_brings_a_number_takes_its_post_off_and_the_words_of_a_picture_bring_none() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let pictured = |text: &str| {
            let mut told = draft("1", text);
            let url = "https://pictures.example/1.png".to_owned();
            told.attachments = vec![Attachment { kind: AttachmentKind::Image, url, ..Attachment::default() }];
            told
        };
        let id = desk.stored([pictured("Et svar")]).await.remove(0).id;
        desk.app.decide(&id, State::Approved).await;
        let described = [("id", id.0.as_str()), ("plads", "0"), ("alt", "Kortet med 070761-4285")];
        let refused = mette.post("/moderation/alt", &described).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        shows(&refused, "skriv den uden nummeret");
        let marks = desk.app.posts().await.remove(0).marks;
        assert!(marks.alt.is_empty(), "{marks:?}");
        // The source of a trusted house edits one in: the rules would approve the words, were it not for the number.
        let verdict = hashwall::moderate::judge(
            &pictured(TEXT),
            &hashwall::domain::verdict::Knowledge {
                source_trusted: true,
                now: desk.app.now(),
                ..Default::default()
            },
            &hashwall::moderate::rulebook::Rulebook::default(),
        );
        let posts = vec![(pictured(TEXT), verdict)];
        build::run(&desk.app.app.db, "masto", Batch { posts, ..batch([]) }, desk.app.now()).await;
        assert_eq!(desk.state(&id).await, Some(State::Held));
    }
}

#[tokio::test]
async fn what_is_hidden_after_the_look_for_a_number_is_not_shown_by_that_look() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let id = shown(&desk, &mette, "1", false).await;
        let looked_at = desk.app.posts().await.remove(0);
        ask(&desk.stranger(), &id.0, &[("hvem", "author")]).await;
        // The page of the answer looked when everybody saw it, and so for no number.
        let given = Answer {
            number: 1,
            outcome: hashwall::domain::request::Outcome::Shown,
            reason: None,
            words: "",
            seen: Some(&moderation::as_seen(&looked_at)),
            confirmed: false,
        };
        let refused =
            requests::answer(&desk.app.app.db, &given, "user:mette", desk.app.now()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::DecidedMeanwhile)), "{refused}");
        assert_eq!(desk.state(&id).await, Some(State::Held));
    }
}
