//! A civil registration number is shown on no page of the desk before somebody decided that it may be.

use hashwall::domain::post::{Attachment, Draft, State};

use super::support::{Desk, hides, shows};
use crate::support::build::draft;
use crate::support::database::{TestDb, meddle};
use crate::takedown::requests::ask;

const FIRST: &str = "010190";
const LAST: &str = "1234";

fn numbered(native: &str, text: &str) -> Draft {
    let mut told = draft(native, text);
    told.author.name = format!("Lone {FIRST}-{LAST}");
    told.attachments = vec![Attachment {
        url: "https://norden.example/a.jpg".to_owned(),
        alt: format!("Kort med {FIRST}-{LAST}"),
        ..Attachment::default()
    }];
    told
}

#[tokio::test]
async fn half_of_it_behind_a_mark_a_cut_or_a_name_is_hidden_too() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        // A part that is searched for is marked, and parted from the rest by it.
        desk.stored([draft("1", &format!("Sagen er {FIRST} {LAST} om tillid"))]).await;
        let found = mette.get(&format!("/moderation?q={FIRST}")).await;
        shows(&found, "om tillid");
        hides(&found, &format!("<mark>{FIRST}"));
        hides(&found, &format!(" {LAST}"));

        // The beginning of a near-duplicate ends in the middle of one.
        let cut =
            format!("{} {FIRST}-{LAST} og slut", &"ledelse er at lytte og stille krav ".repeat(6)[..152]);
        let posts = desk.stored([numbered("2", &cut), numbered("3", &cut)]).await;
        let queue = mette.get("/moderation").await;
        shows(&queue, "og slut");
        hides(&queue, FIRST);
        hides(&queue, &format!("-{LAST}"));

        // The log and the requests name the author, and show the picture's words.
        let id = posts.iter().find(|post| post.draft.native_id == "2").unwrap().id.clone();
        desk.app.decide(&id, State::Held).await;
        let log = mette.get("/log").await;
        shows(&log, "Lone •");
        hides(&log, FIRST);
        ask(&desk.stranger(), &id.0, &[("hvem", "author")]).await;
        let requests = mette.get("/anmodninger").await;
        shows(&requests, "Lone •");
        hides(&requests, FIRST);
        hides(&requests, &format!("-{LAST}"));
    }
}

#[tokio::test]
async fn what_is_edited_between_the_look_for_a_number_and_the_approval_is_not_shown() {
    let database = TestDb::sqlite().await;
    let url = database.url.clone();
    let desk = Desk::on(database).await;
    let id = desk.stored([draft("1", "intet nummer")]).await.remove(0).id;
    desk.app.decide(&id, State::Approved).await;
    ask(&desk.stranger(), &id.0, &[("hvem", "author")]).await;
    let mette = desk.signed_in("mette").await;
    // As if a worker wrote another text after ours was read: what is looked at is not what is stored.
    meddle(&url, "UPDATE posts SET content_hash = 'another'").await.unwrap();
    let approved = mette.post("/moderation/afgoer", &[("id", &id.0), ("til", "approved")]).await;
    assert_eq!(approved.status, 409, "{}", approved.body);
    assert_eq!(desk.state(&id).await, Some(State::Held));
    let rejected = mette.post("/moderation/afgoer", &[("id", &id.0), ("til", "rejected")]).await;
    assert_eq!(rejected.status, 303, "what is hidden needs no look");
}
