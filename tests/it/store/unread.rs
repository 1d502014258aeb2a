//! Words, links, pictures and names that nobody has read do not go before everybody: not by an undo, and not under an
//! approval of something else.

use std::time::Duration;

use hashwall::domain::log::Action;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, AttachmentKind, Draft, PostId, State};
use hashwall::domain::request::{Asked, Cause, Claim, Kind};
use hashwall::store::conflict::Conflict;
use hashwall::store::db::StoreError;
use hashwall::store::ingest::Batch;
use hashwall::store::marks::{self, Mark};
use hashwall::store::requests::{self, Bounds};
use hashwall::store::undo::{self, By};
use hashwall::store::{log, moderation, trust};

use crate::support::build::{self, MONDAY, batch, draft, verdict};
use crate::support::database::{TestDb, both};

const EVA: By<'static> = By { actor: "user:eva", request: None, now: MONDAY };

async fn approved(db: &TestDb, draft: Draft) -> PostId {
    let native = draft.native_id.clone();
    let posts = build::stored(db, [draft]).await;
    let id = posts.into_iter().find(|post| post.draft.native_id == native).unwrap().id;
    moderation::decide(db, std::slice::from_ref(&id), State::Approved, "user:eva", None, MONDAY)
        .await
        .unwrap();
    id
}

async fn last_seq(db: &TestDb, id: &PostId) -> u64 {
    log::of_post(db, id).await.unwrap().pop().unwrap().seq
}

/// Takes a shown post away in one of the ways there are.
async fn take_away(db: &TestDb, id: &PostId, how: &str) {
    match how {
        "reject" => {
            moderation::decide(db, std::slice::from_ref(id), State::Rejected, "user:eva", None, MONDAY)
                .await
                .unwrap();
        }
        "block" => drop(moderation::block_author(db, id, EVA).await.unwrap()),
        "distrust" => drop(trust::distrust(db, id, EVA).await.unwrap()),
        "request" => {
            let asked = Asked {
                kind: Kind::Takedown,
                post: id.clone(),
                claim: Claim::Author,
                cause: Cause::ALL[0],
                message: String::new(),
                contact: String::new(),
                language: "da".to_owned(),
            };
            let bounds = Bounds { per_hour: 9, hides_per_hour: 9 };
            requests::file(db, &id.0, &asked, bounds, MONDAY).await.unwrap();
        }
        _ => {
            undo::step_back(db, EVA, None, &Default::default()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_undo_shows_no_edit_that_nobody_has_read() {
    for db in both().await {
        for how in ["reject", "block", "distrust", "request", "undo"] {
            let told = |words: &str| {
                let mut told = draft(how, words);
                told.author.native_id = how.to_owned();
                told
            };
            let id = if how == "undo" {
                let id = build::stored(&db, [told("godt")]).await;
                let id = id.into_iter().find(|post| post.draft.native_id == how).unwrap().id;
                moderation::decide_as_seen(
                    &db,
                    std::slice::from_ref(&id),
                    &Default::default(),
                    State::Approved,
                    None,
                    EVA,
                )
                .await
                .unwrap();
                id
            } else {
                approved(&db, told("godt")).await
            };
            take_away(&db, &id, how).await;
            let taken = last_seq(&db, &id).await;
            build::run(&db, "masto", batch([told("ingen har læst det")]), MONDAY).await;
            let refused = undo::reverse(&db, taken, EVA, &Default::default()).await.unwrap_err();
            assert!(
                matches!(refused, StoreError::Conflict(Conflict::EditedSince)),
                "{how} on {}: {refused}",
                db.engine
            );
            let posts = build::all(&db).await;
            let post = posts.iter().find(|post| post.id == id).unwrap();
            assert_ne!(post.state, State::Approved, "{how} on {}", db.engine);
        }
        // A step back over it is refused as well; and what was only refreshed comes back.
        let kept = approved(&db, draft("kept", "godt")).await;
        let one = std::slice::from_ref(&kept);
        moderation::decide_as_seen(&db, one, &Default::default(), State::Rejected, None, EVA).await.unwrap();
        let mut renamed = draft("kept", "godt");
        renamed.author.name = "Lone Kjær Holm".to_owned();
        build::run(&db, "masto", batch([renamed]), MONDAY).await;
        assert_eq!(
            undo::step_back(&db, EVA, None, &Default::default()).await.unwrap().entries[0].to,
            Some(State::Approved)
        );
        moderation::decide_as_seen(&db, one, &Default::default(), State::Rejected, None, EVA).await.unwrap();
        build::run(&db, "masto", batch([draft("kept", "ondt")]), MONDAY).await;
        let refused = undo::step_back(&db, EVA, None, &Default::default()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::EditedSince)), "{refused}");
    }
}

fn linked(to: &str) -> Draft {
    let html = format!("<p>Læs <a href=\"{to}\" rel=\"nofollow\">mere her</a></p>");
    Draft { html, ..draft("1", "Læs mere her") }
}

fn attached(kind: AttachmentKind, url: &str) -> Draft {
    let one = Attachment { kind, url: url.to_owned(), alt: "en flok".to_owned(), ..Attachment::default() };
    Draft { attachments: vec![one], ..draft("1", "Se her") }
}

#[tokio::test]
async fn an_approval_covers_the_links_and_media_that_were_seen() {
    use AttachmentKind::{Image, Link, Video};
    let moved = |url: &str| Draft { url: url.to_owned(), ..draft("1", "Se her") };
    let cases = [
        (linked("https://kl.dk/a"), linked("https://svindel.example/")),
        (
            attached(Video, "https://www.youtube.com/watch?v=A"),
            attached(Video, "https://www.youtube.com/watch?v=B"),
        ),
        (attached(Image, "https://wall.example/p?id=1"), attached(Image, "https://wall.example/p?id=2")),
        (attached(Link, "https://wall.example/?e=1"), attached(Link, "https://wall.example/?e=2")),
        (moved("https://kl.dk/a"), moved("https://svindel.example/a")),
    ];
    for (before, after) in cases {
        for db in both().await {
            let id = approved(&db, before.clone()).await;
            let later = MONDAY.plus(Duration::from_secs(7 * 3_600));
            let written = build::run(&db, "masto", batch([after.clone()]), later).await;
            let post = build::all(&db).await.remove(0);
            assert_eq!(
                (written.edited, post.state, post.changed),
                (1, State::Pending, true),
                "{} → {} on {}",
                before.html,
                after.html,
                db.engine
            );
            let last = log::of_post(&db, &id).await.unwrap().pop().unwrap();
            assert_eq!((last.action, last.reason), (Action::Edited, None), "no refresh");
        }
    }
}

#[tokio::test]
async fn what_networks_sign_anew_and_http_or_https_is_no_edit() {
    let image = |network, url| Draft { network, ..attached(AttachmentKind::Image, url) };
    let bare = |url: &str| Draft { url: url.to_owned(), ..draft("1", "Se her") };
    for (before, after) in [
        (
            image(Network::LinkedIn, "https://media.licdn.com/a?e=1&v=beta&t=x"),
            image(Network::LinkedIn, "https://media.licdn.com/a?e=2&v=beta&t=y"),
        ),
        (
            image(Network::Facebook, "https://scontent.xx.fbcdn.net/a.jpg?_nc_cat=1&oh=1&oe=2"),
            image(Network::Facebook, "https://scontent.xx.fbcdn.net/a.jpg?_nc_cat=2&oh=3&oe=4"),
        ),
        (bare("http://kl.dk/a"), bare("https://kl.dk/a")),
    ] {
        for db in both().await {
            approved(&db, before.clone()).await;
            let later = MONDAY.plus(Duration::from_secs(7 * 3_600));
            assert_eq!(build::run(&db, "masto", batch([after.clone()]), later).await.edited, 0);
            let post = build::all(&db).await.remove(0);
            assert_eq!(post.state, State::Approved, "{}", db.engine);
            assert_eq!(
                (post.draft.url, post.draft.attachments),
                (after.url.clone(), after.attachments.clone())
            );
        }
    }
}

#[tokio::test]
async fn a_name_that_the_rules_keep_out_takes_an_approved_post_back_once() {
    for db in both().await {
        let told = |name: &str, rule: Option<(State, &'static str)>| {
            let mut told = draft("1", "tekst");
            told.author.name = name.to_owned();
            Batch { posts: vec![(told, rule.map(|(state, rule)| verdict(state, rule)))], ..Batch::default() }
        };
        let id = approved(&db, draft("1", "tekst")).await;
        let at = async |batch| {
            build::run(&db, "masto", batch, MONDAY).await;
            let post = build::all(&db).await.remove(0);
            (post.state, post.changed, post.rule)
        };
        let held = Some((State::Held, "ord"));
        assert_eq!(at(told("Lone Kjær", held)).await.0, State::Approved, "nothing of it is new");
        let ord = Some("ord".to_owned());
        assert_eq!(at(told("et skældsord", held)).await, (State::Held, true, ord), "{}", db.engine);
        let last = log::of_post(&db, &id).await.unwrap().pop().unwrap();
        assert_eq!((last.action, last.from, last.reason), (Action::Edited, Some(State::Approved), None));
        // A person says that it may be shown: the same word of the same rule is dealt with.
        moderation::decide(&db, &[id], State::Approved, "user:eva", None, MONDAY).await.unwrap();
        assert_eq!(at(told("et skældsord!", held)).await.0, State::Approved);
        assert_eq!(at(told("noget værre", Some((State::Rejected, "grovere")))).await.0, State::Rejected);
    }
}

#[tokio::test]
async fn the_words_written_for_a_picture_go_with_it() {
    for db in both().await {
        let pictures = |urls: [&str; 2]| {
            let all = urls.map(|url| Attachment { url: url.to_owned(), ..Attachment::default() });
            Draft { attachments: all.to_vec(), ..draft("1", "Se her") }
        };
        let [a, b, c] = ["a", "b", "c"].map(|name| format!("https://norden.example/{name}.jpg"));
        let id = build::stored(&db, [pictures([&a, &b])]).await.remove(0).id;
        for (place, words) in [(0, "en sø"), (1, "en skov")] {
            let mark = Mark::Described(place, words.to_owned());
            marks::mark(&db, std::slice::from_ref(&id), &mark, EVA).await.unwrap();
        }
        build::run(&db, "masto", batch([pictures([&c, &b])]), MONDAY).await;
        let alt = build::all(&db).await.remove(0).marks.alt;
        assert_eq!(alt.into_iter().collect::<Vec<_>>(), [(1, "en skov".to_owned())], "{}", db.engine);
    }
}
