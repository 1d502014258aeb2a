//! A house with a post in every state a post can be in. Each carries words of its own in every field, so that whatever
//! comes out can be told by whose it is.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hashwall::domain::author::Author;
use hashwall::domain::happening::Happening;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, AttachmentKind, Draft, Keep, Kind, Mention, Post, PostId, State};
use hashwall::domain::sector::Sector;
use hashwall::domain::verdict::Verdict;
use hashwall::store::ingest::Batch;
use hashwall::store::moderation;
use hashwall::store::undo::{self, By};
use tower::ServiceExt;

use crate::support::app::TestApp;
use crate::support::build::{MONDAY, batch, draft, run};
use crate::support::database::TestDb;

/// Posts that nobody ever approved. `second` is what an edit made of `edited`.
pub const NEVER_SHOWN: [&str; 6] = ["pending", "held", "ruled", "rejected", "lost", "second"];
/// Posts that were approved once and are not any more.
pub const ONCE_SHOWN: [&str; 7] =
    ["edited", "withdrawn", "undone", "blocked", "deleted", "erased", "expired"];
/// Posts that visitors see; the profile of the author of the second one had to be forgotten.
pub const SHOWN: [&str; 2] = ["shown", "minimised"];
/// Of posts that are shown, this stays inside.
const INSIDE: [&str; 7] = [
    "zqshownnative",
    "zqshownauthor",
    "zqshownreason",
    "zqminimisedname",
    "zqminimisedhandle",
    "zqminimisedprofile",
    "zqminimisednative",
];

/// The house, with everything that happened behind it.
pub struct House {
    pub app: TestApp,
    /// Ids by the word of the post.
    pub ids: Vec<(String, PostId)>,
    /// A stream that was open from the beginning.
    pub follower: Body,
}

impl House {
    pub async fn start(database: TestDb) -> Self {
        let app = TestApp::start(database, "[reach]\npublic_page = true\n").await;
        let follower = stream(&app, "/live", None).await;
        let words = NEVER_SHOWN[..5].iter().chain(&ONCE_SHOWN).chain(&SHOWN);
        let posts = words.enumerate().map(|(n, word)| (draft_of(word, n, &app), verdict(word))).collect();
        run(&app.app.db, "masto", Batch { posts, ..Batch::default() }, MONDAY).await;
        app.project().await;
        let ids: Vec<(String, PostId)> = app
            .posts()
            .await
            .into_iter()
            .map(|post| (post.draft.native_id.replace("zq", "").replace("native", ""), post.id))
            .collect();
        let house = Self { app, ids, follower };
        for word in ONCE_SHOWN.iter().chain(&SHOWN) {
            let seq = house.decide(word, State::Approved).await;
            if *word == "undone" {
                let by = By { actor: "user:mette", request: None, now: house.app.now() };
                undo::reverse(&house.app.app.db, seq, by, &Default::default()).await.unwrap();
            }
        }
        house.take_away().await;
        house
    }

    /// Everything that makes a post leave, or never arrive.
    async fn take_away(&self) {
        let (db, now) = (&self.app.app.db, self.app.now());
        self.decide("held", State::Held).await;
        self.decide("rejected", State::Rejected).await;
        self.decide("withdrawn", State::Rejected).await;
        let by = By { actor: "user:mette", request: None, now };
        moderation::block_author(db, self.id("blocked"), by).await.unwrap();
        moderation::erase(db, self.id("erased"), "user:mette", "zqerasedreason", now).await.unwrap();
        let edited = Draft {
            native_id: "zqeditednative".to_owned(),
            network: self.post("edited").await.draft.network,
            ..draft_of("second", 0, &self.app)
        };
        let gone = vec!["zqdeletednative".to_owned(), "zqlostnative".to_owned()];
        run(db, "masto", Batch { gone, ..batch([edited]) }, now).await;
        self.app.project().await;
        self.app.advance(Duration::from_secs(7_200));
        self.app.purge().await;
        self.assert_as_meant().await;
    }

    /// A test that hides nothing finds nothing: every post is where its word says.
    async fn assert_as_meant(&self) {
        let state = |state: State| state.as_str();
        let mut expected = vec![
            ("blocked", state(State::Rejected)),
            ("edited", state(State::Pending)),
            ("held", state(State::Held)),
            ("minimised", state(State::Approved)),
            ("pending", state(State::Pending)),
            ("rejected", state(State::Rejected)),
            ("ruled", state(State::Held)),
            ("shown", state(State::Approved)),
            ("undone", state(State::Pending)),
            ("withdrawn", state(State::Rejected)),
        ];
        expected.sort_unstable();
        let posts = self.app.posts().await;
        let mut found: Vec<(&str, &str)> = posts
            .iter()
            .map(|post| {
                let (word, _) = self.ids.iter().find(|(_, id)| *id == post.id).unwrap();
                (word.as_str(), post.state.as_str())
            })
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(self.post("edited").await.draft.text.contains("zqsecondtext"));
        assert_eq!(self.post("minimised").await.draft.author.name, "");
    }

    /// Decides as a moderator with a reason of their own; gives the log position.
    async fn decide(&self, word: &str, to: State) -> u64 {
        let (ids, reason) = ([self.id(word).clone()], format!("zq{word}reason"));
        let db = &self.app.app.db;
        let entries = moderation::decide(db, &ids, to, "user:mette", Some(&reason), self.app.now()).await;
        let entries = entries.unwrap();
        self.app.project().await;
        entries.last().map_or(0, |entry| entry.seq)
    }

    async fn post(&self, word: &str) -> Post {
        let id = self.id(word);
        self.app.posts().await.into_iter().find(|post| post.id == *id).unwrap()
    }

    pub fn id(&self, word: &str) -> &PostId {
        &self.ids.iter().find(|(of, _)| of == word).unwrap().1
    }

    /// Ids of posts that visitors do not see.
    pub fn hidden(&self) -> impl Iterator<Item = &PostId> {
        self.ids.iter().filter(|(word, _)| !SHOWN.contains(&word.as_str())).map(|(_, id)| id)
    }

    /// What must not come out, with the reason's and the networks' own ids of what may.
    pub fn secrets(&self) -> Vec<String> {
        let words = NEVER_SHOWN.iter().chain(&ONCE_SHOWN).map(|word| format!("zq{word}"));
        let ids = self.hidden().map(|id| id.0.clone());
        words.chain(ids).chain(INSIDE.map(str::to_owned)).collect()
    }

    /// Fails if an answer holds what must not come out.
    #[track_caller]
    pub fn assert_holds_nothing(&self, what: &str, answer: &str) {
        let answer = answer.to_lowercase();
        for secret in self.secrets() {
            let found = answer.find(&secret).map(|at| around(&answer, at));
            assert!(found.is_none(), "{what} tells {secret}: …{}…", found.unwrap_or_default());
        }
    }
}

/// The text around a place, for whoever must find the leak.
pub fn around(text: &str, at: usize) -> String {
    text[..at]
        .chars()
        .rev()
        .take(80)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .chain(text[at..].chars().take(80))
        .collect()
}

/// The body of `/live`.
pub async fn stream(app: &TestApp, path: &str, last: Option<&str>) -> Body {
    let mut request = Request::get(path);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    app.app.router(&app.wall).oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_body()
}

fn verdict(word: &str) -> Option<Verdict> {
    (word == "ruled").then(|| Verdict::new(State::Held, "hold-words", "zqruledreason"))
}

/// A post that says its word everywhere; `number` spreads them over networks, sectors and kinds.
fn draft_of(word: &str, number: usize, app: &TestApp) -> Draft {
    let mark = |field: &str| format!("zq{word}{field}");
    let site = |field: &str| format!("https://{}.example/1", mark(field));
    let text = format!("{} om tillid #Ledelsesugen #{}", mark("text"), mark("tag"));
    let picture = Attachment {
        kind: AttachmentKind::Image,
        url: format!("{}/feeds/pictures/1.png?{}", app.standin.base, mark("picture")),
        alt: mark("alt"),
        title: mark("imagetitle"),
        description: mark("imagedescription"),
        ..Attachment::default()
    };
    let card = Attachment {
        kind: AttachmentKind::Link,
        url: site("card"),
        title: mark("cardtitle"),
        description: mark("carddescription"),
        ..Attachment::default()
    };
    // A source tells of deletions on its own network.
    let leaves = ["deleted", "lost"].contains(&word);
    let network = if leaves { Network::Mastodon } else { Network::ALL[number % Network::ALL.len()] };
    let soon = Some(MONDAY.plus(Duration::from_secs(3_600)));
    Draft {
        network,
        url: site("url"),
        author: Author {
            native_id: site("author"),
            name: mark("name"),
            handle: format!("{}@norden.example", mark("handle")),
            url: site("profile"),
            followers: Some(120),
            is_organisation: false,
        },
        organisation: (word != "minimised").then(|| mark("organisation")),
        sector: Sector::ALL[number % Sector::ALL.len()],
        title: Some(mark("title")),
        html: format!("<p>{text} <a href=\"{}\">{}</a></p>", site("link"), mark("linktext")),
        hashtags: Hashtag::find_all(&text),
        mentions: vec![Mention { name: mark("mention"), url: site("mentioned") }],
        links: vec![site("link")],
        attachments: vec![picture, card],
        warning: Some(mark("warning")),
        kind: Kind::ALL[number % Kind::ALL.len()],
        keep: Keep {
            content_until: soon.filter(|_| word == "expired"),
            author_until: soon.filter(|_| word == "minimised"),
        },
        happening: Some(Happening {
            start: MONDAY.plus(Duration::from_secs(600)),
            place: mark("place"),
            address: mark("address"),
            organiser: mark("organiser"),
            online: site("meeting"),
            is_online: true,
            registration: site("signup"),
            uid: mark("uid"),
            ..Happening::default()
        }),
        ..draft(&mark("native"), &text)
    }
}
