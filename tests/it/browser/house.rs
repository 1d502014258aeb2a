//! The house as an operator runs it, on a loopback port, and the people who open it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use hashwall::app::{App, Wall, system_clock};
use hashwall::config::{self, Settings};
use hashwall::domain::post::{Draft, Post, PostId, State};
use hashwall::domain::time::Timestamp;
use hashwall::domain::user::Role;
use hashwall::password;
use hashwall::store::{moderation, users};
use hashwall_standin::Standin;
use hashwall_standin::mastodon::Account;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::support::browser::Browser;
use crate::support::build;

/// Everybody's password.
pub const CODE: &str = "hemmelig nok til en test";
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(CODE).unwrap());

/// A running house and the networks beside it.
pub struct House {
    pub app: App,
    pub wall: Wall,
    pub standin: Standin,
    /// `http://127.0.0.1:port`
    pub address: String,
    folder: TempDir,
}

impl House {
    pub async fn open() -> Self {
        let standin = Standin::start(system_clock()().0).await.unwrap();
        standin.mastodon.add_account(Account::local("lone", "Lone Kjær").followers(120));
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = App::open(settings(folder.path(), &standin.base, &address), system_clock()).await.unwrap();
        for (name, role) in [("mette", Role::Moderator), ("admin", Role::Admin)] {
            users::put(&app.db, name, role, &HASH, (app.clock)()).await.unwrap();
        }
        let wall = app.start_serving(listener).await.unwrap();
        Self { app, wall, standin, address, folder }
    }

    pub fn now(&self) -> Timestamp {
        (self.app.clock)()
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// These posts, stored and waiting for a moderator; given back by native id.
    pub async fn stored(&self, drafts: impl IntoIterator<Item = Draft>) -> Vec<Post> {
        build::stored(&self.app.db, drafts).await
    }

    /// `numbers` posts with "Opslag N" in them, the last the newest, waiting for a moderator.
    pub async fn waiting(&self, numbers: std::ops::RangeInclusive<u32>) -> Vec<Post> {
        self.stored(numbers.map(numbered)).await
    }

    /// The same, approved and indexed.
    pub async fn shown(&self, drafts: impl IntoIterator<Item = Draft>) -> Vec<Post> {
        let posts = self.stored(drafts).await;
        for post in &posts {
            self.decide(&post.id, State::Approved).await;
        }
        self.wall.catch_up(&self.app.db).await.unwrap();
        posts
    }

    pub async fn decide(&self, post: &PostId, to: State) {
        let ids = std::slice::from_ref(post);
        moderation::decide(&self.app.db, ids, to, "user:mette", None, self.now()).await.unwrap();
    }

    pub async fn state(&self, id: &PostId) -> State {
        build::all(&self.app.db).await.into_iter().find(|post| post.id == *id).unwrap().state
    }

    /// Stops answering, as for an update.
    pub async fn stop(&self) {
        self.app.close().await;
    }

    /// Answers again on the same port, from what is on disk.
    pub async fn restart(self) -> Self {
        let Self { app, wall, standin, address, folder } = self;
        drop((app, wall));
        let listener = TcpListener::bind(address.trim_start_matches("http://")).await.unwrap();
        let app = App::open(settings(folder.path(), &standin.base, &address), system_clock()).await.unwrap();
        let wall = app.start_serving(listener).await.unwrap();
        Self { app, wall, standin, address, folder }
    }

    /// A visitor who has the page open, its line to the server up.
    pub async fn visitor(&self, path: &str) -> Browser {
        let browser = Browser::open().await;
        browser.goto(&self.at(path)).await;
        following(&browser).await;
        browser
    }

    /// A moderator who is signed in, by the form as anybody.
    pub async fn moderator(&self) -> Browser {
        let browser = Browser::open().await;
        self.sign_in(&browser, "mette").await;
        browser
    }

    pub async fn sign_in(&self, browser: &Browser, name: &str) {
        browser.goto(&self.at("/log-ind")).await;
        browser.fill("#navn", name).await;
        browser.fill("#kode", CODE).await;
        browser.click(".sign-in button").await;
        browser.until("signed in", "!location.pathname.startsWith('/log-ind')").await;
    }
}

/// Waits until an open page says that it follows.
pub async fn following(browser: &Browser) {
    browser.until("the page follows", "document.getElementById('live-state')?.dataset.state === 'on'").await;
}

/// "Opslag N", published N minutes after the week began.
pub fn numbered(n: u32) -> Draft {
    let mut draft = build::draft(&n.to_string(), &format!("Opslag {n} om tillid #Ledelsesugen #Tillid"));
    draft.published_at = build::MONDAY.plus(std::time::Duration::from_secs(u64::from(n) * 60));
    draft
}

fn settings(folder: &Path, standin: &str, address: &str) -> Settings {
    let host = standin.trim_start_matches("http://");
    let database = format!("sqlite:{}", folder.join("hashwall.db").display());
    let house = format!(
        r#"
        data_dir = {folder:?}
        [site]
        base_url = "{address}"
        [reach]
        public_page = true
        [http]
        allow_private = ["{host}"]
        min_gap = "0s"
        timeout = "5s"
        [worker]
        jitter = "0s"
        [schedule.mastodon]
        quiet = "* * * * * *"
        campaign = "* * * * * *"
        [[source]]
        id = "mastodon"
        network = "mastodon"
        title = "Mastodon"
        right = "public-api"
        right_note = "stand-in"
        server = "{standin}/mastodon"
        tag = "Ledelsesugen"
        "#
    );
    let environment = BTreeMap::from([("HASHWALL__DATABASE__URL".to_owned(), database)]);
    config::from_toml_texts(&[&house], &environment).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
