//! The whole house on a moved clock: stand-in, store, indexes, router. Nothing runs by itself: a test takes each step.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use hashwall::app::{App, Wall, purge_all};
use hashwall::config;
use hashwall::domain::post::{Post, PostId, State};
use hashwall::domain::time::{Clock, Timestamp};
use hashwall::ingest::Run;
use hashwall::store::{log, moderation, posts};
use hashwall_standin::Standin;
use tempfile::TempDir;
use tower::ServiceExt;

use super::build::MONDAY;
use super::database::TestDb;

/// The house and the networks beside it.
pub struct TestApp {
    pub app: App,
    pub wall: Wall,
    pub standin: Standin,
    now: Arc<AtomicI64>,
    _folder: TempDir,
    _database: TestDb,
}

/// An answer to a visitor.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl TestApp {
    /// Starts on `database` with these `[[source]]` tables; `{base}` is the stand-in's address.
    pub async fn start(database: TestDb, sources: &str) -> Self {
        let standin = Standin::start(MONDAY.0).await.unwrap();
        Self::resume(database, tempfile::tempdir().unwrap(), standin, sources).await
    }

    /// Starts on what another process left: its database, its data folder, the networks it read.
    pub async fn resume(database: TestDb, folder: TempDir, standin: Standin, sources: &str) -> Self {
        let now = Arc::new(AtomicI64::new(MONDAY.0));
        let read = Arc::clone(&now);
        let clock: Clock = Arc::new(move || Timestamp(read.load(Ordering::SeqCst)));
        let settings = settings(folder.path(), &database.url, &standin.base, sources);
        let app = App::open(settings, clock).await.unwrap();
        app.enlist().await.unwrap();
        let wall = Wall::open(&app).await.unwrap();
        Self { app, wall, standin, now, _folder: folder, _database: database }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    /// Moves our clock and the networks' together.
    pub fn advance(&self, by: Duration) {
        let later = self.now().plus(by);
        self.now.store(later.0, Ordering::SeqCst);
        self.standin.clock.set(later.0);
    }

    /// Runs every source that is due, each until it is not, and brings the read models along.
    pub async fn collect(&self) -> Vec<Run> {
        let worker = self.app.worker(0);
        let mut runs = Vec::new();
        while let Some(run) = worker.step(self.now(), 0).await.unwrap() {
            runs.push(run);
            assert!(runs.len() < 500, "sources are due again and again: {:?}", runs.last());
        }
        self.project().await;
        runs
    }

    /// Runs one source now, due or not.
    pub async fn run(&self, source: &str) -> Run {
        let run = self.app.worker(0).run_one(source, self.now(), 0).await.unwrap().unwrap();
        self.project().await;
        run
    }

    pub async fn project(&self) {
        self.wall.catch_up(&self.app.db).await.unwrap();
        self.wall.heed_panic(&self.app.db).await.unwrap();
    }

    pub async fn purge(&self) {
        purge_all(&self.app.db, self.now()).await.unwrap();
        self.project().await;
    }

    pub async fn decide(&self, post: &PostId, to: State) {
        let ids = std::slice::from_ref(post);
        moderation::decide(&self.app.db, ids, to, "user:mette", None, self.now()).await.unwrap();
        self.project().await;
    }

    /// Approves everything that waits.
    pub async fn approve_all(&self) {
        let waiting: Vec<PostId> = self
            .posts()
            .await
            .into_iter()
            .filter(|post| post.state == State::Pending)
            .map(|post| post.id)
            .collect();
        moderation::decide(&self.app.db, &waiting, State::Approved, "user:mette", None, self.now())
            .await
            .unwrap();
        self.project().await;
    }

    /// Every stored post, by native id.
    pub async fn posts(&self) -> Vec<Post> {
        let mut all = Vec::new();
        let mut after: Option<PostId> = None;
        loop {
            let page = posts::page(&self.app.db, after.as_ref(), 200).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            all.extend(page);
        }
        all.sort_by(|a, b| a.draft.native_id.cmp(&b.draft.native_id));
        all
    }

    /// The stored post whose text holds `words`.
    pub async fn post(&self, words: &str) -> Post {
        let all = self.posts().await;
        let found = all.iter().find(|post| post.draft.text.contains(words));
        found.unwrap_or_else(|| panic!("no stored post with {words:?} among {}", all.len())).clone()
    }

    /// What a visitor gets.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::HOST, "wall.example").body(Body::empty()).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.app.router(&self.wall).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The log has no gap and no repeat, and both indexes equal ones made anew from it.
    pub async fn assert_sound(&self) {
        self.project().await;
        let entries = log::read_after(&self.app.db, 0, u32::MAX).await.unwrap();
        let expected: Vec<u64> = (1..=entries.len() as u64).collect();
        assert_eq!(entries.iter().map(|entry| entry.seq).collect::<Vec<u64>>(), expected, "log positions");
        let followed = (self.wall.public.dump().unwrap(), self.wall.desk.dump().unwrap());
        self.wall.public.wipe().unwrap();
        self.wall.desk.wipe().unwrap();
        self.project().await;
        let rebuilt = (self.wall.public.dump().unwrap(), self.wall.desk.dump().unwrap());
        for (index, followed, rebuilt) in
            [("public", &followed.0, &rebuilt.0), ("desk", &followed.1, &rebuilt.1)]
        {
            let only = |mine: &[(String, Vec<u8>)], theirs: &[(String, Vec<u8>)]| -> Vec<String> {
                let missing = mine.iter().filter(|document| !theirs.contains(document));
                missing.map(|(id, stored)| format!("{id} {}", String::from_utf8_lossy(stored))).collect()
            };
            let (stale, lost) = (only(followed, rebuilt), only(rebuilt, followed));
            assert!(
                followed == rebuilt,
                "the {index} index ({}) differs from one made anew ({}): it alone has {stale:#?} and lacks {lost:#?}",
                followed.len(),
                rebuilt.len()
            );
        }
        let stored = self.posts().await;
        assert_eq!(followed.1.len(), stored.len(), "desk index and store");
        let approved = stored.iter().filter(|post| post.state == State::Approved).count();
        assert_eq!(followed.0.len(), approved, "public index and approved posts");
    }
}

/// Test settings: no waiting between calls, short time-outs, loopback allowed.
pub fn settings(folder: &std::path::Path, database: &str, base: &str, sources: &str) -> config::Settings {
    let host = base.trim_start_matches("http://");
    let house = format!(
        "data_dir = {folder:?}\n\
         [site]\nbase_url = \"http://wall.example\"\n\
         [http]\nallow_private = [{host:?}]\nmin_gap = \"0s\"\ntimeout = \"2s\"\n\
         [worker]\njitter = \"0s\"\n"
    );
    let environment = BTreeMap::from([
        ("HASHWALL__DATABASE__URL".to_owned(), database.to_owned()),
        ("TEST_TOKEN".to_owned(), "test-token".to_owned()),
        ("TEST_APP_SECRET".to_owned(), "fb-demo-secret".to_owned()),
    ]);
    let sources = sources.replace("{base}", base);
    config::from_toml_texts(&[&house, &sources], &environment).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
