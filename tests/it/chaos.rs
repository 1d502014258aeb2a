//! kill -9 at random instants while posts are collected and approved. After each restart everything that was stored or
//! acknowledged is there, once; at the end the index equals one made anew.
//!
//! `HASHWALL_CHAOS_KILLS` says how often (`script/chaos` says 200); the tests do fewer.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use hashwall::app::system_clock;
use hashwall::domain::log::Action;
use hashwall::domain::post::{PostId, State};
use hashwall::domain::time::Timestamp;
use hashwall::domain::user::Role;
use hashwall::http::{Http, HttpPolicy, Request};
use hashwall::store::db::Db;
use hashwall::store::{log, posts, sessions, sources, users};
use hashwall_standin::Standin;
use hashwall_standin::mastodon::{Account, Status};
use rand::RngExt;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use url::Url;

use crate::support::app::TestApp;
use crate::support::build::{self, MONDAY};
use crate::support::database::TestDb;
use crate::support::process::{Process, free_port, until};

/// The moderator signed in once; sessions survive as decisions do.
const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

const SCHEDULE: &str = r#"
[schedule.mastodon]
quiet = "* * * * * *"
campaign = "* * * * * *"

"#;

/// Several that read the same tag: a killed worker leaves its lease behind, and a post two of them bring is stored once.
const READERS: usize = 40;

fn source_tables(base: &str) -> String {
    let tables = (0..READERS).map(|n| {
        format!(
            "[[source]]\nid = \"masto-{n}\"\nnetwork = \"mastodon\"\ntitle = \"Mastodon {n}\"\n\
             right = \"public-api\"\nright_note = \"stand-in\"\n\
             server = \"{base}/mastodon\"\ntag = \"Ledelsesugen\"\n"
        )
    });
    SCHEDULE.to_owned() + &tables.collect::<String>()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_sqlite() {
    chaos(TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_on_postgres() {
    chaos(TestDb::postgres().await).await;
}

fn kills() -> usize {
    std::env::var("HASHWALL_CHAOS_KILLS").map_or(4, |kills| kills.parse().unwrap())
}

async fn chaos(database: TestDb) {
    let standin = Standin::start(MONDAY.0).await.unwrap();
    standin.mastodon.add_account(Account::local("lone", "Lone Kjær").followers(120));
    standin.mastodon.set_limits(hashwall_standin::mastodon::Limits { general: u64::MAX, paging: u64::MAX });
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let config = write_config(folder.path(), &standin.base, port);
    let now = system_clock()();
    users::put(&database, "mette", Role::Moderator, "no password", now).await.unwrap();
    let token = hex::encode(Sha256::digest(TOKEN));
    let seat = build::session(&token, "mette", now.plus(Duration::from_secs(86_400)));
    sessions::start(&database, &seat, now).await.unwrap();

    let moderator = Moderator::new(port);
    let mut acknowledged: HashMap<String, State> = HashMap::new();
    let mut published = 0;
    let log = folder.path().join("hashwall.log");
    let url = database.url.clone();
    let start = || Process::start(&config, &log, &[("HASHWALL__DATABASE__URL", &url)]);
    first_runs(&mut start(), &database).await;
    for kill in 0..kills() {
        let mut process = start();
        until("the wall answers", Duration::from_secs(60), async || {
            assert!(!process.ended(), "it ended by itself: {}", std::fs::read_to_string(&log).unwrap());
            moderator.get("/health/live").await == Some(200)
        })
        .await;
        for _ in 0..rand::rng().random_range(1..15) {
            standin.mastodon.publish(Status::new("lone", &format!("Opslag {published} #Ledelsesugen")));
            published += 1;
        }
        // Somewhere between the first request and the fourth commit.
        let instant = Duration::from_millis(rand::rng().random_range(0..1_500));
        let work = moderate(&moderator, &database, &mut acknowledged);
        drop(tokio::time::timeout(instant, work).await);
        process.kill();
        check_log(&database, &acknowledged, kill).await;
    }
    let before = log::head(&database).await.unwrap();
    eprintln!(
        "{}: {} kills, {published} posts published, {} decisions acknowledged, log at {before}",
        database.engine,
        kills(),
        acknowledged.len(),
    );
    settle(database, folder, standin, published).await;
}

/// A first run reads a bounded stretch of the past; from then on a source catches up with whatever it missed.
async fn first_runs(process: &mut Process, db: &Db) {
    until("every source ran once", Duration::from_secs(120), async || {
        let statuses = sources::statuses(db, system_clock()()).await.unwrap();
        statuses.len() == READERS && statuses.iter().all(|status| status.last_success.is_some())
    })
    .await;
    process.kill();
}

/// Approves or rejects whatever waits, until it is stopped. Only what was answered is acknowledged.
async fn moderate(moderator: &Moderator, db: &Db, acknowledged: &mut HashMap<String, State>) {
    loop {
        let waiting = posts::queue(db, State::Pending, None, 50).await.unwrap();
        for item in waiting.posts {
            let to = if rand::random() { State::Approved } else { State::Rejected };
            if moderator.decide(&item.post.id, to).await == Some(200) {
                acknowledged.insert(item.post.id.0, to);
            }
        }
        tokio::task::yield_now().await;
    }
}

/// Gap-free, and every acknowledged decision is the state its post is in.
async fn check_log(db: &Db, acknowledged: &HashMap<String, State>, kill: usize) {
    let entries = log::read_after(db, 0, u32::MAX).await.unwrap();
    for (entry, expected) in entries.iter().zip(1..) {
        assert_eq!(entry.seq, expected, "kill {kill}: log positions");
    }
    let mut last: HashMap<&str, State> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.action == Action::Decided) {
        assert!(last.insert(&entry.post.0, entry.to.unwrap()).is_none(), "kill {kill}: decided twice");
    }
    for (post, state) in acknowledged {
        assert_eq!(last.get(post.as_str()), Some(state), "kill {kill}: a decision is lost");
    }
}

/// Everything served is stored once, and the indexes the killed processes left catch up to equal ones made anew.
async fn settle(database: TestDb, folder: TempDir, standin: Standin, published: usize) {
    let sources = source_tables(&standin.base);
    let house = TestApp::resume(database, folder, standin, &sources).await;
    // Past the killed workers' leases.
    house.advance(system_clock()().since(MONDAY) + Duration::from_secs(60));
    house.collect().await;
    let stored = house.posts().await;
    assert_eq!(stored.len(), published, "posts stored and posts served");
    house.assert_sound().await;
}

fn write_config(folder: &Path, base: &str, port: u16) -> std::path::PathBuf {
    let host = base.trim_start_matches("http://");
    let house = format!(
        "data_dir = {folder:?}\n\
         [site]\nbase_url = \"http://127.0.0.1:{port}\"\n\
         [server]\nlisten = \"127.0.0.1:{port}\"\n\
         [http]\nallow_private = [{host:?}]\nmin_gap = \"0s\"\n\
         [worker]\njitter = \"0s\"\nlease = \"5s\"\nparallel = 2\n"
    );
    let path = folder.join("chaos.toml");
    std::fs::write(&path, house + &source_tables(base)).unwrap();
    path
}

/// A moderator's browser, reduced to its requests.
struct Moderator {
    http: Http,
    base: Url,
}

impl Moderator {
    fn new(port: u16) -> Self {
        let policy = HttpPolicy {
            user_agent: "moderator".to_owned(),
            allow_private: vec![format!("127.0.0.1:{port}")],
            timeout: Duration::from_secs(5),
            max_body: 10_000_000,
            min_gap: Duration::ZERO,
            extra_ca: None,
        };
        let base = Url::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        Self { http: Http::new(policy).unwrap(), base }
    }

    async fn get(&self, path: &str) -> Option<u16> {
        self.send(Request::get(self.base.join(path).unwrap())).await.map(|answer| answer.status)
    }

    async fn decide(&self, post: &PostId, to: State) -> Option<u16> {
        let form = [("id", post.0.as_str()), ("til", to.as_str())];
        let request = Request::post_form(self.base.join("/moderation/afgoer").unwrap(), &form)
            .header("accept", "application/json")
            .header("cookie", format!("hashwall={TOKEN}"));
        self.send(request).await.map(|answer| answer.status)
    }

    /// `None` while the process is dead.
    async fn send(&self, request: Request) -> Option<hashwall::http::Response> {
        self.http.send(Timestamp::default(), request).await.ok()
    }
}
