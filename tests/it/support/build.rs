//! Ready-made values for tests.
#![allow(dead_code, reason = "each test file uses some")]

use std::time::Duration;

use hashwall::domain::author::Author;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, Keep, Kind, Post, State};
use hashwall::domain::sector::Sector;
use hashwall::domain::time::Timestamp;
use hashwall::domain::user::Stage;
use hashwall::domain::verdict::Verdict;
use hashwall::store::db::Db;
use hashwall::store::ingest::{self, Batch, Written};
use hashwall::store::posts;
use hashwall::store::sessions::NewSession;
use hashwall::store::sources::{self, Enlisted, Outcome};

/// Monday of week 44 of 2026, 08:00 in Copenhagen.
pub const MONDAY: Timestamp = Timestamp::from_secs(1_792_998_000);

/// A plain approved-looking draft with a given native id and text.
pub fn draft(native_id: &str, text: &str) -> Draft {
    Draft {
        network: Network::Mastodon,
        native_id: native_id.to_owned(),
        source: "masto".to_owned(),
        url: format!("https://norden.example/{native_id}"),
        author: Author {
            native_id: "https://norden.example/users/lone".to_owned(),
            name: "Lone Kjær".to_owned(),
            handle: "lone@norden.example".to_owned(),
            url: "https://norden.example/@lone".to_owned(),
            followers: Some(120),
            is_organisation: false,
        },
        organisation: None,
        sector: Sector::Other,
        title: None,
        html: format!("<p>{text}</p>"),
        text: text.to_owned(),
        hashtags: Hashtag::find_all(text),
        mentions: Vec::new(),
        links: Vec::new(),
        attachments: Vec::new(),
        warning: None,
        language: Some("da".to_owned()),
        kind: Kind::Post,
        published_at: MONDAY,
        edited_at: None,
        engagement: None,
        keep: Keep::default(),
        happening: None,
    }
}

/// A source as the store knows it, due from the start.
pub fn enlisted(id: &str, network: Network) -> Enlisted {
    Enlisted {
        id: id.to_owned(),
        network,
        title: id.to_uppercase(),
        fingerprint: "1".to_owned(),
        first_run: Timestamp(0),
    }
}

/// What a rule says.
pub fn verdict(state: State, rule: &'static str) -> Verdict {
    Verdict::new(state, rule, format!("because of {rule}"))
}

/// Counts fetched at a moment.
pub fn counts(reactions: i64, fetched_at: Timestamp) -> Engagement {
    Engagement { reactions: Some(reactions), fetched_at, ..Engagement::default() }
}

/// One whole run of a source: enlisted if it is new, claimed, written and released; due again at once.
pub async fn run(db: &Db, source: &str, batch: Batch, now: Timestamp) -> Written {
    if sources::statuses(db, now).await.unwrap().iter().all(|status| status.id != source) {
        sources::enlist(db, &[enlisted(source, Network::Mastodon)], now).await.unwrap();
    }
    let claimed =
        sources::claim_one(db, "test", source, now, Duration::from_secs(60)).await.unwrap().unwrap();
    let outcome = Outcome { next_run: now, ..Outcome::default() };
    ingest::write(db, source, &claimed.lease, batch, &outcome, now).await.unwrap()
}

/// A batch of posts with no verdict.
pub fn batch(drafts: impl IntoIterator<Item = Draft>) -> Batch {
    Batch { posts: drafts.into_iter().map(|draft| (draft, None)).collect(), ..Batch::default() }
}

/// Stores these drafts as one run of source `masto` and gives the posts back, by native id.
pub async fn stored(db: &Db, drafts: impl IntoIterator<Item = Draft>) -> Vec<Post> {
    run(db, "masto", batch(drafts), MONDAY).await;
    all(db).await
}

/// Every post, by native id.
pub async fn all(db: &Db) -> Vec<Post> {
    let mut posts = posts::page(db, None, 10_000).await.unwrap();
    posts.sort_by(|a, b| a.draft.native_id.cmp(&b.draft.native_id));
    posts
}

/// A complete session from nowhere in particular.
pub fn session<'a>(token_hash: &'a str, user: &'a str, expires: Timestamp) -> NewSession<'a> {
    let (stage, place, browser) = (Stage::Open, "203.0.113.x", "Firefox, Linux");
    NewSession { token_hash, user, stage, sso: false, place, browser, expires }
}
