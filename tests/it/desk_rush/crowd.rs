//! Ten moderators at one queue, over real HTTP: no post decided twice in conflict, none stuck, and the log is the sum of what
//! they did.

use std::collections::HashMap;
use std::time::Instant;

use hashwall::domain::log::Action;
use hashwall::domain::post::State;
use hashwall::domain::time::Timestamp;
use hashwall::domain::user::Role;
use hashwall::http::{Http, HttpPolicy, Request, Response};
use hashwall::password;
use hashwall::store::{log, users};
use rand::RngExt;
use serde_json::Value;
use tokio::net::TcpListener;
use url::Url;

use crate::support::app::TestApp;
use crate::support::build::draft;
use crate::support::database::TestDb;
use crate::web_desk::support::{CODE, Desk};

const MODERATORS: usize = 10;
/// What an open page has in hand.
const IN_HAND: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_moderators_clear_one_queue_on_sqlite() {
    rush(TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_moderators_clear_one_queue_on_postgres() {
    rush(TestDb::postgres().await).await;
}

/// What one of them did.
#[derive(Debug, Default)]
struct Tally {
    decided: u64,
    refused: u64,
    taken_back: u64,
}

async fn rush(database: TestDb) {
    let engine = database.engine;
    let many = super::posts(100);
    let desk = Desk::with_people(TestApp::start(database, "").await).await;
    let hash = password::hash(CODE).unwrap();
    let mut cookies = Vec::new();
    for n in 0..MODERATORS {
        let name = format!("moderator{n}");
        users::put(&desk.app.app.db, &name, Role::Moderator, &hash, desk.app.now()).await.unwrap();
        cookies.push(desk.signed_in(&name).await.cookie.unwrap());
    }
    desk.stored((0..many).map(|n| draft(&format!("{n:05}"), &format!("nr. {n}")))).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (router, closing) = (desk.app.app.router(&desk.app.wall), desk.app.app.closing.clone());
    let serving = tokio::spawn(hashwall::web::serve(listener, router, closing.clone()));

    let started = Instant::now();
    let crowd = cookies.into_iter().enumerate().map(|(n, cookie)| {
        let mut moderator = Moderator::new(n, base.clone(), cookie);
        tokio::spawn(async move {
            moderator.clear().await;
            moderator.tally
        })
    });
    let tallies: Vec<Tally> =
        futures_util::future::join_all(crowd).await.into_iter().map(|tally| tally.unwrap()).collect();
    let took = started.elapsed();
    closing.cancel();
    serving.await.unwrap().unwrap();

    let stored = desk.app.posts().await;
    assert!(stored.iter().all(|post| post.state != State::Pending), "none is stuck ({engine})");
    let entries = log::read_after(&desk.app.app.db, 0, u32::MAX).await.unwrap();
    let mut standing: HashMap<&str, State> = HashMap::new();
    let (mut decided, mut undone) = (0, 0);
    for entry in &entries {
        let before = standing.insert(&entry.post.0, entry.to.unwrap());
        match entry.action {
            Action::Collected => assert_eq!(before, None),
            Action::Decided => {
                assert_eq!(
                    before,
                    Some(State::Pending),
                    "decided over another's decision ({engine}): {entry:?}"
                );
                decided += 1;
            }
            Action::Undone => undone += 1,
            other => panic!("{other:?} was nobody's"),
        }
    }
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    assert_eq!(decided, sum(|tally| tally.decided), "the log is the sum of the decisions ({engine})");
    assert_eq!(undone, sum(|tally| tally.taken_back), "and of what was taken back ({engine})");
    assert_eq!(decided - undone, u64::from(many));
    for post in &stored {
        assert_eq!(standing[post.id.0.as_str()], post.state);
    }
    for (n, tally) in tallies.iter().enumerate() {
        let name = format!("user:moderator{n}");
        let of =
            |action| entries.iter().filter(|one| one.actor == name && one.action == action).count() as u64;
        let (made, closed) = (of(Action::Decided), of(Action::Undone));
        assert_eq!((made, closed), (tally.decided, tally.taken_back), "moderator {n} ({engine})");
    }
    desk.app.assert_sound().await;
    eprintln!(
        "{engine}: {MODERATORS} moderators cleared {many} posts in {:.1} s: {decided} decisions, {undone} taken back, {} refused",
        took.as_secs_f64(),
        sum(|tally| tally.refused)
    );
}

/// A moderator's browser, reduced to its requests.
struct Moderator {
    http: Http,
    base: Url,
    cookie: String,
    page: String,
    tally: Tally,
    requests: u64,
}

impl Moderator {
    fn new(number: usize, base: Url, cookie: String) -> Self {
        let policy = HttpPolicy {
            user_agent: "moderator".to_owned(),
            allow_private: vec![base.authority().to_owned()],
            timeout: std::time::Duration::from_secs(60),
            max_body: 10_000_000,
            min_gap: std::time::Duration::ZERO,
            extra_ca: None,
        };
        let (http, page) = (Http::new(policy).unwrap(), format!("page{number}"));
        Self { http, base, cookie, page, tally: Tally::default(), requests: 0 }
    }

    /// Until nothing waits: takes some in hand and decides them, reaches for one that may be another's, and takes a decision
    /// back now and then.
    async fn clear(&mut self) {
        loop {
            let list: Value = self.get("/moderation/kort?sorter=oldest").await;
            let cards: Vec<(String, String)> = list["cards"]
                .as_array()
                .unwrap()
                .iter()
                .map(|card| {
                    let seen = card["html"].as_str().unwrap().split_once("name=\"set\" value=\"").unwrap().1;
                    (card["id"].as_str().unwrap().to_owned(), seen.split_once('"').unwrap().0.to_owned())
                })
                .collect();
            for few in cards.chunks(IN_HAND) {
                let mut fields = vec![("side", self.page.clone())];
                fields.extend(few.iter().map(|(id, _)| ("id", id.clone())));
                let (_, held) = self.post("/moderation/hold", &fields).await;
                let mine = held["mine"].as_array().unwrap();
                for (id, seen) in few.iter().filter(|(id, _)| mine.iter().any(|mine| mine == id.as_str())) {
                    self.decide(id, seen).await;
                }
            }
            // A stale form: whoever is quicker has it.
            if let Some((id, seen)) = cards.last() {
                self.decide(id, seen).await;
            }
            if rand::rng().random_range(0..4) == 0 {
                let fields = [("noegle", self.key())];
                let (status, _) = self.post("/moderation/tilbage", &fields).await;
                // Sent twice, as after a lost answer.
                self.post("/moderation/tilbage", &fields).await;
                self.tally.taken_back += u64::from(status == 200);
            }
            let (_, here) = self.post("/moderation/hold", &[("side", self.page.clone())]).await;
            if cards.is_empty() && here["held"].as_object().unwrap().is_empty() {
                let left: Value = self.get("/moderation/kort").await;
                if left["total"] == 0 {
                    break;
                }
            }
        }
    }

    async fn decide(&mut self, id: &str, seen: &str) {
        let to = ["approved", "rejected", "held"][rand::rng().random_range(0..3)];
        let fields =
            [("id", id.to_owned()), ("set", seen.to_owned()), ("til", to.to_owned()), ("noegle", self.key())];
        let (status, body) = self.post("/moderation/afgoer", &fields).await;
        match status {
            200 => self.tally.decided += body["entries"].as_array().unwrap().len() as u64,
            409 => self.tally.refused += 1,
            other => panic!("{other}: {body}"),
        }
    }

    fn key(&mut self) -> String {
        self.requests += 1;
        format!("{}-{}", self.page, self.requests)
    }

    async fn get(&self, path: &str) -> Value {
        self.send(Request::get(self.base.join(path).unwrap())).await.json().unwrap()
    }

    async fn post(&self, path: &str, fields: &[(&str, String)]) -> (u16, Value) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = self.send(Request::post_form(self.base.join(path).unwrap(), &fields)).await;
        (answer.status, answer.json().unwrap_or(Value::Null))
    }

    async fn send(&self, request: Request) -> Response {
        let request = request.header("accept", "application/json").header("cookie", self.cookie.clone());
        self.http.send(Timestamp::default(), request).await.unwrap()
    }
}
