//! A post seen again: edited, refreshed, the same; by its own source or another.

use std::time::Duration;

use hashwall::domain::log::Action;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, Draft, State};
use hashwall::store::ingest::{Batch, Written};
use hashwall::store::{log, moderation, sources};

use crate::support::build::{self, MONDAY, batch, draft, verdict};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

fn with_picture(text: &str, url: &str) -> Draft {
    let picture = Attachment { url: url.to_owned(), alt: "en flok".to_owned(), ..Attachment::default() };
    Draft { attachments: vec![picture], ..draft("1", text) }
}

#[tokio::test]
async fn an_edit_sends_an_approved_post_back_to_the_queue() {
    for db in both().await {
        let id = build::stored(&db, [draft("1", "før")]).await.remove(0).id;
        moderation::decide(&db, std::slice::from_ref(&id), State::Approved, "user:eva", None, MONDAY)
            .await
            .unwrap();
        let written = build::run(&db, "masto", batch([draft("1", "efter")]), MONDAY).await;
        assert_eq!(written, Written { edited: 1, ..Written::default() });
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.state, post.changed, post.draft.text.as_str()), (State::Pending, true, "efter"));
        let last = log::of_post(&db, &id).await.unwrap().pop().unwrap();
        assert_eq!(
            (last.action, last.from, last.to),
            (Action::Edited, Some(State::Approved), Some(State::Pending))
        );
        // A second edit while it waits keeps the mark; a decision takes it.
        build::run(&db, "masto", batch([draft("1", "igen")]), MONDAY).await;
        assert!(build::all(&db).await[0].changed);
        moderation::decide(&db, &[id], State::Approved, "user:eva", None, MONDAY).await.unwrap();
        assert!(!build::all(&db).await[0].changed);
    }
}

#[tokio::test]
async fn where_an_edit_leads_follows_from_state_and_verdict() {
    use State::{Approved, Held, Pending, Rejected};
    let cases = [
        (Approved, Some(Approved), Approved, false),
        (Approved, Some(Held), Held, true),
        (Approved, Some(Rejected), Rejected, true),
        (Approved, None, Pending, true),
        (Pending, Some(Approved), Approved, false),
        (Pending, Some(Rejected), Rejected, false),
        (Pending, None, Pending, false),
        (Held, Some(Approved), Held, true),
        (Held, Some(Rejected), Rejected, false),
        (Held, None, Held, true),
        (Rejected, Some(Approved), Rejected, false),
        (Rejected, None, Rejected, false),
    ];
    for db in both().await {
        for (place, (before, asked, after, changed)) in cases.into_iter().enumerate() {
            let native = place.to_string();
            let first = (draft(&native, "før"), Some(verdict(before, "first")));
            build::run(&db, "masto", Batch { posts: vec![first], ..Batch::default() }, MONDAY).await;
            let second = (draft(&native, "efter"), asked.map(|state| verdict(state, "second")));
            build::run(&db, "masto", Batch { posts: vec![second], ..Batch::default() }, MONDAY).await;
            let posts = build::all(&db).await;
            let post = posts.iter().find(|post| post.draft.native_id == native).unwrap();
            assert_eq!((post.state, post.changed), (after, changed), "{before:?} {asked:?} on {}", db.engine);
        }
    }
}

#[tokio::test]
async fn a_new_signature_on_a_picture_is_no_edit() {
    for db in both().await {
        build::stored(&db, [with_picture("billede", "https://b.s3.amazonaws.com/a.jpg?X-Amz-Signature=1")])
            .await;
        let soon = MONDAY.plus(HOUR);
        let signed = with_picture("billede", "https://b.s3.amazonaws.com/a.jpg?X-Amz-Signature=2");
        let written = build::run(&db, "masto", batch([signed.clone()]), soon).await;
        assert_eq!(written, Written { unchanged: 1, ..Written::default() });
        assert_eq!(log::head(&db).await.unwrap(), 1, "nothing a projection reads was changed");
        assert_eq!(
            build::all(&db).await[0].draft.attachments[0].url,
            "https://b.s3.amazonaws.com/a.jpg?X-Amz-Signature=1"
        );
        // A signature ends some day: now and then the new one is written, and the log says so.
        build::run(&db, "masto", batch([signed]), MONDAY.plus(7 * HOUR)).await;
        assert_eq!(
            build::all(&db).await[0].draft.attachments[0].url,
            "https://b.s3.amazonaws.com/a.jpg?X-Amz-Signature=2"
        );
        let last = log::read_after(&db, 1, 9).await.unwrap().pop().unwrap();
        assert_eq!((last.action, last.reason.as_deref()), (Action::Edited, Some("refreshed")));
        let other = with_picture("billede", "https://b.s3.amazonaws.com/b.jpg?X-Amz-Signature=2");
        assert_eq!(
            build::run(&db, "masto", batch([other]), MONDAY).await.edited,
            1,
            "another picture is an edit"
        );
    }
}

#[tokio::test]
async fn a_new_name_is_taken_over_and_told_to_the_projections() {
    for db in both().await {
        let id = build::stored(&db, [draft("1", "tekst")]).await.remove(0).id;
        moderation::decide(&db, std::slice::from_ref(&id), State::Approved, "user:eva", None, MONDAY)
            .await
            .unwrap();
        let mut renamed = draft("1", "tekst");
        renamed.author.name = "Lone Kjær Holm".to_owned();
        let written = build::run(&db, "masto", batch([renamed.clone()]), MONDAY).await;
        assert_eq!(written, Written { unchanged: 1, ..Written::default() });
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.draft.author.name.as_str(), post.state), ("Lone Kjær Holm", State::Approved));
        let last = log::of_post(&db, &id).await.unwrap().pop().unwrap();
        assert_eq!(
            (last.from, last.to, last.reason.as_deref()),
            (Some(State::Approved), Some(State::Approved), Some("refreshed"))
        );
        let head = log::head(&db).await.unwrap();
        build::run(&db, "masto", batch([renamed]), MONDAY).await;
        assert_eq!(log::head(&db).await.unwrap(), head, "the same again is silent");
    }
}

#[tokio::test]
async fn the_first_word_about_date_and_audience_stands() {
    for db in both().await {
        build::stored(&db, [draft("1", "uden dato")]).await;
        let mut again = draft("1", "uden dato");
        again.published_at = MONDAY.plus(HOUR);
        again.author.followers = Some(9_999);
        build::run(&db, "masto", batch([again]), MONDAY.plus(HOUR)).await;
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.draft.published_at, post.draft.author.followers), (MONDAY, Some(120)));
        assert_eq!(log::head(&db).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn two_sources_with_the_same_post_make_one_row_and_no_quarrel() {
    for db in both().await {
        let enlisted = ["masto", "other"].map(|id| build::enlisted(id, Network::Mastodon));
        sources::enlist(&db, &enlisted, MONDAY).await.unwrap();
        build::run(&db, "masto", batch([draft("1", "som hos den ene")]), MONDAY).await;
        let theirs = Draft { source: "other".to_owned(), ..draft("1", "som hos den anden") };
        let written = build::run(&db, "other", batch([theirs.clone()]), MONDAY).await;
        assert_eq!(written, Written { unchanged: 1, ..Written::default() });
        assert_eq!(build::all(&db).await[0].draft.text, "som hos den ene");
        // Once the first source is configured no more, the other one's word counts.
        sources::enlist(&db, &enlisted[1..], MONDAY).await.unwrap();
        assert_eq!(build::run(&db, "other", batch([theirs]), MONDAY).await.edited, 1);
        let post = build::all(&db).await.remove(0);
        assert_eq!((post.draft.source.as_str(), post.draft.text.as_str()), ("other", "som hos den anden"));
    }
}
