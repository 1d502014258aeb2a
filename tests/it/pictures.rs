//! Pictures of approved posts: fetched once, tried again after a while, gone when the post no longer has them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use hashwall::domain::log::{Action, LogEntry};
use hashwall::domain::post::{Attachment, Post, PostId, State};
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpPolicy};
use hashwall::projections::media::Media;
use hashwall::projections::projection::{Batch, Projection};
use hashwall::projections::search::{Audience, document};
use hashwall_index::{Engine, Op};

use crate::support::build::{MONDAY, draft};

const ID: &str = "019a1000-0000-7000-8000-000000000001";

/// A picture server whose first answers fail, and the house's media beside it.
struct Gallery {
    media: Media,
    public: Engine,
    asked: Arc<AtomicUsize>,
    base: String,
    folder: tempfile::TempDir,
}

impl Gallery {
    async fn start(failures: usize) -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let picture = move |Path(name): Path<String>| async move {
            if count.fetch_add(1, Ordering::SeqCst) < failures {
                return StatusCode::BAD_GATEWAY.into_response();
            }
            if name.starts_with("photo") {
                return crate::shrink::jpeg(2000, 1500).into_response();
            }
            hashwall_standin::picture::png("a").into_response()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let router = Router::new().route("/{name}", get(picture));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let folder = tempfile::tempdir().unwrap();
        let public = Engine::open(&folder.path().join("index")).unwrap();
        let http = Http::new(HttpPolicy {
            user_agent: "hashwall-test".to_owned(),
            allow_private: vec![host.clone()],
            timeout: Duration::from_secs(5),
            max_body: 2_000_000,
            min_gap: Duration::ZERO,
            extra_ca: None,
        })
        .unwrap();
        let media = Media::open(&folder.path().join("media"), http, public.clone()).unwrap();
        Self { media, public, asked, base: format!("http://{host}"), folder }
    }

    /// Shows a post with these pictures.
    fn show(&self, names: &[&str]) -> Post {
        let mut draft = draft("1", "Se billedet #Ledelsesugen");
        let picture =
            |name: &&str| Attachment { url: format!("{}/{name}", self.base), ..Attachment::default() };
        draft.attachments = names.iter().map(picture).collect();
        let post = Post {
            id: PostId(ID.to_owned()),
            draft,
            state: State::Approved,
            rule: None,
            reason: None,
            changed: false,
            collected_at: MONDAY,
            marks: hashwall::domain::marks::Marks::default(),
        };
        let put = Op::Put(Box::new(document(&post, Audience::Public).unwrap()));
        self.public.apply(vec![put], self.public.position() + 1).unwrap();
        post
    }

    async fn has_picture(&self, number: usize, now: Timestamp) -> bool {
        self.media.picture(ID, number, None, now).await.is_some()
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("media").join(ID)).map_or(0, Iterator::count)
    }
}

#[tokio::test]
async fn a_picture_that_failed_is_tried_again_however_many_ask_meanwhile() {
    let gallery = Gallery::start(1).await;
    gallery.show(&["a.png"]);
    for minute in 0..5 {
        assert!(!gallery.has_picture(0, MONDAY.plus(Duration::from_secs(minute * 60))).await, "{minute}");
    }
    assert_eq!(gallery.asked(), 1, "asked once, then left alone");
    let later = MONDAY.plus(Duration::from_secs(5 * 60));
    assert!(gallery.has_picture(0, later).await, "five minutes after it failed, whoever asked in between");
    assert!(gallery.has_picture(0, later).await);
    assert_eq!(gallery.asked(), 2, "kept once it was had");
}

#[tokio::test]
async fn a_picture_that_an_edit_takes_out_is_removed() {
    let gallery = Gallery::start(0).await;
    gallery.show(&["a.png", "b.png"]);
    assert!(gallery.has_picture(0, MONDAY).await && gallery.has_picture(1, MONDAY).await);
    assert_eq!(gallery.files(), 2);
    let edited = gallery.show(&["a.png"]);
    let entry = LogEntry {
        seq: 1,
        at: MONDAY,
        action: Action::Edited,
        post: edited.id.clone(),
        actor: "source:masto".to_owned(),
        from: Some(State::Approved),
        to: Some(State::Approved),
        rule: None,
        reason: None,
        undoes: None,
    };
    let rows = HashMap::from([(edited.id.clone(), edited)]);
    gallery.media.apply(&Batch { after: 0, entries: vec![entry], rows }).await.unwrap();
    assert_eq!(gallery.files(), 1);
    assert!(gallery.has_picture(0, MONDAY).await);
    assert_eq!(gallery.asked(), 2, "the one that stays is not fetched again");
}

#[tokio::test]
async fn each_screen_gets_a_picture_of_its_size_from_one_fetch() {
    let gallery = Gallery::start(0).await;
    let post = gallery.show(&["photo.jpg"]);
    let mut sizes = Vec::new();
    for (asked, across) in
        [(None, 1600), (Some(300), 320), (Some(320), 320), (Some(700), 960), (Some(0), 320)]
    {
        for _ in 0..2 {
            let given = gallery.media.picture(ID, 0, asked, MONDAY).await.unwrap();
            assert_eq!(image::load_from_memory(&given.bytes).unwrap().width(), across, "{asked:?}");
            sizes.push(given.bytes.len());
        }
    }
    assert!(sizes[2] * 5 < sizes[0], "a phone pays for a phone's picture: {sizes:?}");
    assert_eq!((gallery.asked(), gallery.files()), (1, 3));
    let look = gallery.media.look(ID, 0, &post.draft.attachments[0]).unwrap();
    assert_eq!((look.width, look.height), (1600, 1200));
    // What a process before this one kept is known to it without a question to the network.
    let Gallery { media, public, folder, asked, .. } = gallery;
    drop(media);
    let policy = HttpPolicy {
        user_agent: "hashwall-test".to_owned(),
        allow_private: Vec::new(),
        timeout: Duration::from_secs(5),
        max_body: 2_000_000,
        min_gap: Duration::ZERO,
        extra_ca: None,
    };
    let media = Media::open(&folder.path().join("media"), Http::new(policy).unwrap(), public).unwrap();
    assert_eq!(media.look(ID, 0, &post.draft.attachments[0]), Some(look));
    assert!(media.picture(ID, 0, Some(320), MONDAY).await.is_some());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
