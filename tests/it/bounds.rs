//! What one visitor, one long post or one broken read model can do to everybody else: nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use hashwall::domain::post::{Attachment, AttachmentKind, PostId, State};
use hashwall::domain::public::PublicPost;
use hashwall::projections::live::{Change, Live, LiveEvent, Resume};
use hashwall::projections::projection::{self, Batch, Projection};
use hashwall::projections::search::{Audience, document};

use crate::support::app::TestApp;
use crate::support::build::{self, draft};
use crate::support::database::TestDb;

/// A read model whose disk is full.
struct Broken(&'static str);

impl Projection for Broken {
    fn name(&self) -> &'static str {
        self.0
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(0) })
    }

    fn apply<'a>(&'a self, _: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async { anyhow::bail!("no space left on the device") })
    }
}

#[tokio::test]
async fn a_read_model_that_is_broken_keeps_nothing_on_open_pages() {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let posts = build::stored(&house.app.db, [draft("1", "Et opslag #Ledelsesugen")]).await;
    house.decide(&posts[0].id, State::Approved).await;
    let live = Live::new(0);
    let webhooks = Broken("webhooks");
    let failed = projection::step(&house.app.db, &[&webhooks, &live]).await;
    assert!(failed.unwrap_err().to_string().contains("no space left"), "the failure is told");
    assert_eq!(live.position(), 2, "the pages were told all the same");
    // The one it stands on is another matter: a page must find in the index what it is told of.
    let (index, live) = (Broken("search-public"), Live::new(0));
    projection::step(&house.app.db, &[&index, &live]).await.unwrap_err();
    assert_eq!(live.position(), 0);
}

#[tokio::test]
async fn a_page_that_missed_very_much_is_told_to_load_anew() {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let posts = build::stored(&house.app.db, [draft("1", "Et opslag #Ledelsesugen")]).await;
    let events = (1..=201).map(|seq| {
        let mut post = PublicPost::from(&posts[0]);
        post.id = PostId(format!("post-{seq}"));
        LiveEvent { seq, change: Change::Put(Arc::new(post)) }
    });
    let live = Live::new(0);
    live.publish(events.collect(), 201);
    assert!(matches!(live.resume(Some(0)), Resume::Reload { from: 201 }));
    let Resume::Following(missed, _) = live.resume(Some(1)) else { panic!("200 are told one by one") };
    assert_eq!(missed.len(), 200);
}

#[tokio::test]
async fn an_answer_too_long_to_be_kept_ready_is_sent_whole() {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let long = "Ledelse er et langt ord, og det her er et langt opslag. ".repeat(350);
    let drafts = (0..100).map(|number| draft(&number.to_string(), &format!("{long} #Ledelsesugen {number}")));
    build::stored(&house.app.db, drafts).await;
    house.approve_all().await;
    let answer = house.get("/opslag.json?antal=100").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.len() > 2 * 1024 * 1024, "{} bytes", answer.body.len());
    let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(told["posts"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_description_that_a_moderator_replaced_is_not_found_any_more() {
    let house = TestApp::start(TestDb::sqlite().await, "").await;
    let mut pictured = draft("1", "Et opslag #Ledelsesugen");
    pictured.attachments = vec![Attachment {
        kind: AttachmentKind::Image,
        url: "https://pictures.example/1.png".to_owned(),
        alt: "Noget grimt om en navngiven kollega".to_owned(),
        ..Attachment::default()
    }];
    let mut post = build::stored(&house.app.db, [pictured]).await.remove(0);
    post.marks.alt.insert(0, "To ledere ved et bord".to_owned());
    let document = document(&post, Audience::Public).unwrap();
    assert_eq!(document.attached, "To ledere ved et bord");
}
