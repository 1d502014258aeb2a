//! Requests by people without an account, and a moderator's answers.

use std::time::Duration;

use axum::http::StatusCode;
use hashwall::domain::post::{PostId, State};
use hashwall::domain::request::Outcome;
use hashwall::store::db::StoreError;
use hashwall::store::requests::{self, Answer};
use hashwall::store::{log, reasons};

use crate::support::app::Answer as Page;
use crate::support::build::{batch, draft, run};
use crate::web_desk::support::{Desk, Person, header_of, hides, shows};

pub const TOKEN: &str = "00112233445566778899aabbccddeeff";
const UNKNOWN: &str = "019a1000-0000-7000-8000-0000000000ff";

/// The form as a browser sends it; `fields` come before what is the same every time.
pub async fn ask(person: &Person<'_>, post: &str, fields: &[(&str, &str)]) -> Page {
    let mut all = fields.to_vec();
    for field in
        [("kode", TOKEN), ("hvad", "takedown"), ("opslag", post), ("hvorfor", "unwanted"), ("hjemmeside", "")]
    {
        if all.iter().all(|(name, _)| *name != field.0) {
            all.push(field);
        }
    }
    person.post("/anmod", &all).await
}

pub async fn status_of(person: &Person<'_>, token: &str) -> Page {
    person.get(&format!("/anmodning?kode={token}")).await
}

async fn shown(desk: &Desk, native: &str) -> PostId {
    let posts = desk.stored([draft(native, &format!("opslag {native} om tillid"))]).await;
    let post = posts.into_iter().find(|post| post.draft.native_id == native).unwrap();
    desk.app.decide(&post.id, State::Approved).await;
    post.id
}

#[tokio::test]
async fn only_who_says_it_is_about_them_hides_a_post_at_once_and_once_a_post() {
    for desk in Desk::both().await {
        let (a, b, c) = (shown(&desk, "1").await, shown(&desk, "2").await, shown(&desk, "3").await);
        let stranger = desk.stranger();
        let token = |n: u32| format!("{n:032x}");
        for (n, (post, who, state)) in
            [(&a, "author", State::Held), (&b, "pictured", State::Held), (&c, "other", State::Approved)]
                .into_iter()
                .enumerate()
        {
            let sent = ask(&stranger, &post.0, &[("hvem", who), ("kode", &token(n as u32))]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
            assert_eq!(desk.state(post).await, Some(state), "{who}");
        }
        let entry = log::of_post(&desk.app.app.db, &a).await.unwrap().pop().unwrap();
        assert_eq!(
            (entry.actor.as_str(), entry.reason.as_deref()),
            ("request:1", Some(requests::HIDDEN_ON_REQUEST))
        );
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/log").await, "Anmodning 1");
        // A moderator lets it stand: it is shown again, and the next request waits.
        let fields = [("nummer", "1"), ("svar", "shown"), ("ord", "Vi kan se, at du ikke er forfatteren.")];
        assert_eq!(mette.post("/anmodninger/svar", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&a).await, Some(State::Approved));
        let answer = status_of(&stranger, &token(0)).await;
        shows(&answer, "det vises på væggen");
        shows(&answer, "Vi kan se, at du ikke er forfatteren.");
        ask(&stranger, &a.0, &[("hvem", "author"), ("kode", &token(9))]).await;
        assert_eq!(desk.state(&a).await, Some(State::Approved), "hidden twice");
    }
}

#[tokio::test]
async fn the_author_of_a_hidden_post_can_ask_for_a_review() {
    for desk in Desk::both().await {
        let id = shown(&desk, "1").await;
        desk.app.decide(&id, State::Rejected).await;
        let stranger = desk.stranger();
        let gone = stranger.get(&format!("/opslag/{id}")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        shows(&gone, &format!("/opslag/{id}/vurdering"));
        let form = stranger.get(&format!("/opslag/{id}/vurdering")).await;
        shows(&form, "Bed om en ny vurdering");
        let fields = [("hvad", "review"), ("hvem", "author"), ("besked", "Det handler om ledelse")];
        assert_eq!(ask(&stranger, &id.0, &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&id).await, Some(State::Rejected), "asking changes nothing");
        desk.app.advance(Duration::from_secs(3 * 3_600));
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/anmodninger").await, "3 timer");
        hides(&mette.get("/anmodninger").await, "over tiden");
        desk.app.advance(Duration::from_secs(22 * 3_600));
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/anmodninger").await, "over tiden");
        let fields = [("nummer", "1"), ("svar", "unchanged"), ("grund", "off-topic")];
        assert_eq!(mette.post("/anmodninger/svar", &fields).await.status, StatusCode::SEE_OTHER);
        let answer = status_of(&stranger, TOKEN).await;
        shows(&answer, "beslutningen står ved magt");
        shows(&answer, "handler ikke om det, som væggen samler");
        shows(&answer, "væggens regler");
        shows(&answer, &format!("/opslag/{id}/vurdering"));
        // In English, with the words of the time even after an edit.
        let mut reason = reasons::active(&desk.app.app.db).await.unwrap().remove(0);
        reason.statement.en = "Other words".to_owned();
        let later = desk.app.now().plus(Duration::from_secs(1));
        reasons::save(&desk.app.app.db, &reason, "user:admin", later).await.unwrap();
        let english = stranger.get(&format!("/anmodning?kode={TOKEN}&lang=en")).await;
        shows(&english, "not about what the wall collects");
        hides(&english, "Other words");
    }
}

#[tokio::test]
async fn of_two_moderators_who_answer_one_request_one_wins_and_an_edit_is_not_shown_unread() {
    for desk in Desk::both().await {
        let id = shown(&desk, "1").await;
        ask(&desk.stranger(), &id.0, &[("hvem", "author")]).await;
        let db = &desk.app.app.db;
        let given = |outcome| Answer {
            number: 1,
            outcome,
            reason: Some("other"),
            words: "",
            seen: Some("as it was"),
            confirmed: false,
        };
        let edited = requests::answer(db, &given(Outcome::Shown), "user:mette", desk.app.now()).await;
        assert!(matches!(edited, Err(StoreError::Conflict(_))), "{edited:?}");
        let (removed, hidden) = (given(Outcome::Removed), given(Outcome::Hidden));
        let (a, b) = tokio::join!(
            requests::answer(db, &removed, "user:mette", desk.app.now()),
            requests::answer(db, &hidden, "user:ali", desk.app.now())
        );
        assert_ne!(a.is_ok(), b.is_ok(), "{a:?} {b:?}");
        let entries = log::of_post(db, &id).await.unwrap();
        let decided =
            entries.iter().filter(|entry| entry.actor.starts_with("user:") && entry.seq > 3).count();
        assert_eq!(decided, 1, "{entries:?}");
        let mette = desk.signed_in("mette").await;
        let late = mette.post("/anmodninger/svar", &[("nummer", "1"), ("svar", "shown")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        shows(&late, "allerede besvaret");
    }
}

#[tokio::test]
async fn a_hidden_post_with_a_personal_number_is_not_shown_again_unless_somebody_confirmed_it() {
    for desk in Desk::both().await {
        let posts = desk.stored([draft("1", "Borgeren 070761-4285 fik svar")]).await;
        let id = &posts[0].id;
        let mette = desk.signed_in("mette").await;
        let confirmed = [("id", id.0.as_str()), ("til", "approved"), ("cpr", "bekraeftet")];
        assert_eq!(mette.post("/moderation/afgoer", &confirmed).await.status, StatusCode::SEE_OTHER);
        desk.app.project().await;
        ask(&desk.stranger(), &id.0, &[("hvem", "pictured")]).await;
        assert_eq!(desk.state(id).await, Some(State::Held));
        let page = mette.get("/anmodninger").await;
        hides(&page, "070761");
        shows(&page, "nummeret må vises");
        let answer = [("nummer", "1"), ("svar", "shown")];
        let refused = mette.post("/anmodninger/svar", &answer).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        shows(&refused, "ligner et CPR-nummer");
        assert_eq!(desk.state(id).await, Some(State::Held), "nothing changed by half");
        let answer = [("nummer", "1"), ("svar", "shown"), ("cpr", "bekraeftet")];
        assert_eq!(mette.post("/anmodninger/svar", &answer).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(id).await, Some(State::Approved));
        let last = log::of_post(&desk.app.app.db, id).await.unwrap().pop().unwrap();
        assert_eq!(last.reason.as_deref(), Some("personal-number-confirmed"), "the log says who confirmed");
    }
}

#[tokio::test]
async fn a_post_that_left_by_itself_is_answered_as_absent() {
    for desk in Desk::both().await {
        let id = shown(&desk, "1").await;
        ask(&desk.stranger(), &id.0, &[("hvem", "other")]).await;
        let gone = hashwall::store::ingest::Batch { gone: vec!["1".to_owned()], ..batch([]) };
        run(&desk.app.app.db, "masto", gone, desk.app.now()).await;
        desk.app.project().await;
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/anmodninger").await, "Opslaget er her ikke");
        let fields = [("nummer", "1"), ("svar", "removed"), ("grund", "author-request")];
        assert_eq!(mette.post("/anmodninger/svar", &fields).await.status, StatusCode::SEE_OTHER);
        shows(&status_of(&desk.stranger(), TOKEN).await, "Vi har ikke opslaget");
    }
}

#[tokio::test]
async fn what_people_wrote_is_blanked_when_its_time_is_over() {
    for desk in Desk::both().await {
        let id = shown(&desk, "1").await;
        let fields = [("hvem", "author"), ("besked", "Mit navn er Lis"), ("kontakt", "lis@norden.example")];
        ask(&desk.stranger(), &id.0, &fields).await;
        let db = &desk.app.app.db;
        let far = desk.app.now().plus(Duration::from_secs(9_999_999));
        assert_eq!(requests::forget(db, far).await.unwrap(), 0, "an open request is kept whole");
        let mette = desk.signed_in("mette").await;
        mette.post("/anmodninger/svar", &[("nummer", "1"), ("svar", "hidden"), ("grund", "other")]).await;
        assert_eq!(requests::forget(db, desk.app.now()).await.unwrap(), 0);
        assert_eq!(requests::forget(db, far).await.unwrap(), 1);
        let request = requests::answered(db, 9).await.unwrap().remove(0);
        assert_eq!((request.asked.message.as_str(), request.asked.contact.as_str()), ("", ""));
        assert_eq!(request.number, 1);
    }
}

#[tokio::test]
async fn hidden_removed_and_unknown_posts_are_asked_for_by_the_same_pages() {
    for desk in Desk::both().await {
        let hidden = shown(&desk, "1").await;
        desk.app.decide(&hidden, State::Held).await;
        let removed = shown(&desk, "2").await;
        let mette = desk.signed_in("mette").await;
        mette.post("/moderation/fjern", &[("id", &removed.0), ("grund", "other")]).await;
        desk.app.project().await;
        let stranger = desk.stranger();
        let plain = |page: &Page, id: &str| {
            let mut body = page.body.replace(id, "(id)");
            if let Some((before, after)) = body.split_once("name=\"kode\" value=\"") {
                body = format!("{before}{}", &after[32..]);
            }
            (page.status, body)
        };
        for path in ["", "/fjern", "/vurdering", "/fjern?lang=en"] {
            let nobodys = plain(&stranger.get(&format!("/opslag/{UNKNOWN}{path}")).await, UNKNOWN);
            for id in [&hidden, &removed] {
                let page = plain(&stranger.get(&format!("/opslag/{id}{path}")).await, &id.0);
                assert_eq!(page, nobodys, "{path}");
            }
        }
        let mut answers = Vec::new();
        for (n, id) in [&hidden.0, &removed.0, UNKNOWN].into_iter().enumerate() {
            let token = format!("{n:032x}");
            let sent = ask(&stranger, id, &[("hvem", "author"), ("kode", &token)]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER);
            assert_eq!(header_of(&sent, "location"), format!("/anmodning?kode={token}"));
            let number = format!("Anmodning {}", n + 1);
            let body = status_of(&stranger, &token).await.body;
            answers.push(body.replace(id, "(id)").replace(&token, "(kode)").replace(&number, "(nummer)"));
        }
        assert!(answers[0] == answers[1] && answers[1] == answers[2], "{answers:#?}");
    }
}

#[tokio::test]
async fn the_pages_own_form_shows_a_post_again_as_long_as_it_is_what_was_read() {
    for desk in Desk::both().await {
        let ids = [shown(&desk, "1").await, shown(&desk, "2").await, shown(&desk, "3").await];
        for (n, id) in ids.iter().enumerate() {
            ask(&desk.stranger(), &id.0, &[("hvem", "author"), ("kode", &format!("{n:032x}"))]).await;
        }
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/anmodninger").await;
        let set: Vec<&str> = page.body.split("name=\"set\" value=\"").skip(1).collect();
        let set: Vec<&str> = set.iter().map(|rest| rest.split('"').next().unwrap()).collect();
        let answer = async |n: usize| {
            let number = (n + 1).to_string();
            mette.post("/anmodninger/svar", &[("nummer", &number), ("svar", "shown"), ("set", set[n])]).await
        };
        let answered = answer(0).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
        assert_eq!(desk.state(&ids[0]).await, Some(State::Approved));
        // Edited after the page was made: nobody has read it.
        run(&desk.app.app.db, "masto", batch([draft("2", "noget helt andet")]), desk.app.now()).await;
        let edited = answer(1).await;
        assert_eq!(edited.status, StatusCode::CONFLICT);
        shows(&edited, "rettet");
        assert_eq!(desk.state(&ids[1]).await, Some(State::Held));
        // Rejected by somebody else meanwhile: not decided again unread.
        desk.app.decide(&ids[2], State::Rejected).await;
        assert_eq!(answer(2).await.status, StatusCode::CONFLICT);
        assert_eq!(desk.state(&ids[2]).await, Some(State::Rejected));
    }
}
