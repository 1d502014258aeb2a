//! The visitors' side on a small index, without store or networks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use hashwall::config::settings::Site;
use hashwall::domain::edition::Campaign;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::{Draft, Post, PostId, State};
use hashwall::domain::public::PublicPost;
use hashwall::domain::source::Source;
use hashwall::domain::time::Timestamp;
use hashwall::domain::wall::{Layout, NamedWall, Theme};
use hashwall::http::{Http, HttpPolicy};
use hashwall::projections::live::{Change, Live, LiveEvent};
use hashwall::projections::media::Media;
use hashwall::projections::search::{Audience, document};
use hashwall::projections::walls::Walls;
use hashwall::web;
use hashwall::web::public::happenings::snapshot::Happenings;
use hashwall::web::state::PublicState;
use hashwall_index::{Engine, Op};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::support::build::{MONDAY, draft};

/// An address of one of our posts that does not exist.
pub const UNKNOWN: &str = "/opslag/019a1000-0000-7000-8000-0000000000ff";

pub struct House {
    pub index: Engine,
    pub live: Live,
    pub closing: CancellationToken,
    pub router: hashwall::web::front::Front,
    /// µs since the epoch; Monday 10:00 at first.
    pub now: Arc<AtomicI64>,
    seq: std::sync::atomic::AtomicU64,
    _folder: TempDir,
}

/// An answer to a visitor.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "{words:?} is not in\n{}", self.body);
        self
    }

    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "{words:?} is in\n{}", self.body);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Ids of the posts shown, in order.
    pub fn posts(&self) -> Vec<&str> {
        self.body
            .split("<article ")
            .skip(1)
            .filter_map(|card| card.split("data-id=\"").nth(1)?.split('"').next())
            .collect()
    }
}

pub fn site() -> Site {
    Site {
        title: "Ledelsesugen".to_owned(),
        tagline: "Uge 44 handler om ledelse i det offentlige".to_owned(),
        hashtags: vec![Hashtag::new("Ledelsesugen").unwrap()],
        base_url: "https://wall.example/".parse().unwrap(),
        owner: "Væksthus for Ledelse".to_owned(),
        contact: "vaeg@ledelse.example".to_owned(),
        accessibility_statement: None,
        language: "da".to_owned(),
        page_size: 5,
        websub_hub: None,
        submissions: Some(Duration::from_secs(365 * 86_400)),
        count_views: true,
        public_figures: false,
    }
}

/// Post `n`, published `n` minutes after Monday 08:00; higher is newer.
pub fn post(n: u32, change: impl FnOnce(&mut Draft)) -> Post {
    let mut draft = draft(&format!("post-{n}"), &format!("Opslag nummer {n} om tillid #Ledelsesugen"));
    draft.published_at = MONDAY.plus(Duration::from_secs(60 * u64::from(n)));
    change(&mut draft);
    Post {
        id: PostId(format!("019a1000-0000-7000-8000-{n:012}")),
        draft,
        state: State::Approved,
        rule: None,
        reason: None,
        changed: false,
        collected_at: MONDAY,
        marks: hashwall::domain::marks::Marks::default(),
    }
}

impl House {
    pub fn new() -> Self {
        Self::with(site(), Vec::new(), &[])
    }

    pub fn with(site: Site, sources: Vec<Source>, frame_ancestors: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = Engine::open(&folder.path().join("index")).unwrap();
        let http = Http::new(HttpPolicy {
            user_agent: "hashwall-test".to_owned(),
            allow_private: Vec::new(),
            timeout: Duration::from_secs(1),
            max_body: 1_000_000,
            min_gap: Duration::ZERO,
            extra_ca: None,
        })
        .unwrap();
        let media = Media::open(&folder.path().join("media"), http, index.clone()).unwrap();
        let (live, closing) = (Live::new(0), CancellationToken::new());
        let now = Arc::new(AtomicI64::new(MONDAY.plus(Duration::from_secs(7_200)).0));
        let read = Arc::clone(&now);
        let state = PublicState {
            index: index.clone(),
            live: live.clone(),
            media,
            kept: hashwall::web::kept::Kept::default(),
            limits: hashwall::web::limits::Limits::none(),
            site: Arc::new(site),
            sources: Arc::new(sources),
            figures: None,
            campaign: Campaign { week: 44, days_before: 14, days_after: 14 },
            walls: walls(),
            happenings: Happenings::default(),
            tally: hashwall::projections::tally::Tally::default(),
            clock: Arc::new(move || Timestamp(read.load(Ordering::SeqCst))),
            closing: closing.clone(),
        };
        let router = web::visitors(state, frame_ancestors);
        Self { index, live, closing, router, now, seq: 0.into(), _folder: folder }
    }

    /// A house with posts 1 to `n`.
    pub fn with_posts(n: u32) -> Self {
        let house = Self::new();
        for number in 1..=n {
            house.show(&post(number, |_| {}));
        }
        house
    }

    /// Shows a post: index first, then open pages, as the projections do.
    pub fn show(&self, post: &Post) -> u64 {
        let doc = document(post, Audience::Public).unwrap();
        self.change(Op::Put(Box::new(doc)), Change::Put(Arc::new(PublicPost::from(post))))
    }

    pub fn take_away(&self, post: &Post) -> u64 {
        self.change(Op::Remove(post.id.0.clone()), Change::Remove(post.id.clone()))
    }

    fn change(&self, op: Op, change: Change) -> u64 {
        let seq = self.seq.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        self.index.apply(vec![op], seq).unwrap();
        self.live.publish(vec![LiveEvent { seq, change }], seq);
        seq
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    /// The body as it is.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    pub async fn send(&self, request: axum::http::request::Builder) -> Answer {
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

/// Two walls with names: the whole one, and the municipalities' in English.
fn walls() -> Walls {
    let wall = |slug: &str, title: &str, query: &str| NamedWall {
        slug: slug.to_owned(),
        title: title.to_owned(),
        query: query.to_owned(),
        theme: Theme::Auto,
        layout: Layout::List,
        language: None,
    };
    let whole = wall("ledelsesugen", "Ledelsesugen", "");
    let municipal = NamedWall {
        theme: Theme::Dark,
        layout: Layout::Carousel,
        language: Some("en".to_owned()),
        ..wall("kommunerne", "Municipalities", "sektor=kommune")
    };
    Walls::of(1, [whole, municipal])
}

/// One source of each kind that says something about itself on the privacy page.
pub fn sources() -> Vec<Source> {
    use hashwall::domain::source::{FeedSettings, LinkedInSettings, Matching, Right, Schedule, Settings};
    let source = |id: &str, title: &str, right, settings| Source {
        id: id.to_owned(),
        title: title.to_owned(),
        right,
        right_note: "Sag 2026-117, aftalt med Birthe".to_owned(),
        matching: Matching::All,
        schedule: Schedule { quiet: "0 0 * * * *".to_owned(), campaign: "0 * * * * *".to_owned() },
        trusted: false,
        organisation: None,
        sector: None,
        settings,
    };
    let linkedin = LinkedInSettings {
        api: "https://api.linkedin.com".to_owned(),
        organization: "42".to_owned(),
        version: "202610".to_owned(),
        token: "hemmeligt-token".to_owned().into(),
        keep_days: 180,
        activity_hours: 48,
        profile_hours: 24,
    };
    let feed = FeedSettings { url: "https://blog.example/feed".to_owned(), full_text: false };
    vec![
        source("li", "Væksthusets side", Right::OwnPage, Settings::LinkedIn(linkedin)),
        source("blog", "Ledelsesbloggen", Right::WrittenConsent, Settings::Feed(feed)),
    ]
}
