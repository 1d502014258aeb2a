//! Webhooks out: what is told, signed how, tried how often, and never a word of what is not shown.

use std::collections::HashSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hashwall::domain::post::{PostId, State};
use hashwall::domain::webhook::{Delivery, Standing};
use hashwall::store::{audit, deliveries, panic, webhooks};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;

use super::receiver::{Answer, Call, Receiver};
use crate::support::app::TestApp;
use crate::support::build::draft;
use crate::support::database::{TestDb, both};
use crate::web_desk::support::{Desk, header_of, hides, shows};

const LOOPBACK: &str = "[http]\nallow_private = [\"127.0.0.1\"]\n";

pub struct House {
    pub desk: Desk,
    pub receiver: Receiver,
    secret: String,
    pub id: String,
}

impl House {
    pub async fn on(database: TestDb) -> Self {
        let desk = Desk::with_people(TestApp::start(database, LOOPBACK).await).await;
        let receiver = Receiver::start().await;
        let (secret, id) = add(&desk, &format!("{}/hook?token=hemmeligt", receiver.base)).await;
        Self { desk, receiver, secret, id }
    }

    pub async fn start() -> Self {
        Self::on(TestDb::sqlite().await).await
    }

    pub async fn post(&self, number: &str) -> PostId {
        let text = format!("kommer og går {number}");
        let posts = self.desk.stored([draft(number, &text)]).await;
        posts.iter().find(|post| post.draft.text == text).unwrap().id.clone()
    }

    pub async fn decide(&self, post: &PostId, to: State) {
        self.desk.app.decide(post, to).await;
    }

    /// One step, and what came of it.
    pub async fn step(&self) -> Vec<Call> {
        self.desk.app.app.tell().await.unwrap();
        self.receiver.calls()
    }

    pub async fn log(&self) -> Vec<Delivery> {
        deliveries::newest(&self.desk.app.app.db, &self.id, 100).await.unwrap()
    }

    #[track_caller]
    fn verified(&self, call: &Call) -> Value {
        let header = |name: &str| call.headers[name].to_str().unwrap().to_owned();
        let key = STANDARD.decode(self.secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(
            format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), call.body).as_bytes(),
        );
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(header("webhook-signature"), expected);
        assert_eq!(header("content-type"), "application/json");
        let seconds: i64 = header("webhook-timestamp").parse().unwrap();
        assert_eq!(seconds, self.desk.app.now().0 / 1_000_000);
        serde_json::from_str(&call.body).unwrap()
    }
}

pub async fn add(desk: &Desk, url: &str) -> (String, String) {
    let admin = desk.signed_in("admin").await;
    let fields = [("navn", "Intranettet"), ("adresse", url), ("om", "post.approved"), ("om", "post.removed")];
    let made = admin.post("/webhooks", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let secret = made.body.split("value=\"").find(|part| part.starts_with("whsec_")).unwrap();
    let id = made.body.split("/webhooks/").nth(1).unwrap().split('"').next().unwrap();
    (secret.split('"').next().unwrap().to_owned(), id.to_owned())
}

#[tokio::test]
async fn a_receiver_is_told_what_came_and_what_went() {
    for database in both().await {
        let house = House::on(database).await;
        let post = house.post("1").await;
        assert!(house.step().await.is_empty(), "nothing of what waits");
        house.decide(&post, State::Approved).await;
        let calls = house.step().await;
        assert_eq!((calls.len(), calls[0].path.as_str()), (1, "/hook?token=hemmeligt"));
        let told = house.verified(&calls[0]);
        assert_eq!(told["type"], "post.approved");
        assert_eq!(told["data"]["text"], "kommer og går 1");
        assert_eq!(told["data"]["url"], format!("http://wall.example/opslag/{post}"));
        assert!(house.step().await.is_empty(), "once");

        house.decide(&post, State::Rejected).await;
        let calls = house.step().await;
        let told = house.verified(&calls[0]);
        assert_eq!(told["data"], serde_json::json!({ "id": post }));
        assert!(!calls[0].body.contains("kommer"), "no word of it: {}", calls[0].body);
        let log = house.log().await;
        assert!(log.iter().all(|delivery| delivery.standing == Standing::Sent && delivery.tries == 1));
        assert_eq!(log.len(), 2);
    }
}

#[tokio::test]
async fn nothing_of_a_post_is_sent_that_was_taken_down_while_its_message_waited() {
    let house = House::start().await;
    let post = house.post("1").await;
    house.receiver.answers(Answer::Status(503));
    house.decide(&post, State::Approved).await;
    assert_eq!(house.step().await.len(), 1);
    house.decide(&post, State::Rejected).await;
    house.receiver.answers(Answer::Status(200));
    house.desk.app.advance(Duration::from_secs(3_600));
    let mut sent = Vec::new();
    for _ in 0..3 {
        sent.extend(house.step().await);
    }
    assert_eq!(sent.len(), 1);
    assert_eq!(house.verified(&sent[0])["type"], "post.removed");
    let standings: Vec<Standing> = house.log().await.iter().map(|delivery| delivery.standing).collect();
    assert_eq!(standings, [Standing::Sent, Standing::Overtaken]);
    // And the other way round: shown again before the receiver heard that it went.
    house.receiver.answers(Answer::Status(500));
    let again = house.post("2").await;
    house.decide(&again, State::Approved).await;
    house.decide(&again, State::Held).await;
    house.decide(&again, State::Approved).await;
    house.receiver.answers(Answer::Status(204));
    for _ in 0..4 {
        house.step().await;
        house.desk.app.advance(Duration::from_secs(3_600));
    }
    assert_eq!(house.log().await[1].standing, Standing::Overtaken, "it did not take away what is shown");
}

#[tokio::test]
async fn while_the_panic_button_is_pressed_only_removals_are_told() {
    for database in both().await {
        let house = House::on(database).await;
        let (db, now) = (&house.desk.app.app.db, house.desk.app.now());
        let (shown, new) = (house.post("1").await, house.post("2").await);
        house.decide(&shown, State::Approved).await;
        assert_eq!(house.step().await.len(), 1);
        panic::press(db, "user:mette", now).await.unwrap();
        house.decide(&new, State::Approved).await;
        house.decide(&shown, State::Rejected).await;
        let mut told = Vec::new();
        for _ in 0..3 {
            told.extend(house.step().await);
            house.desk.app.advance(Duration::from_secs(60));
        }
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].body.contains("post.removed") && told[0].body.contains(&shown.0));
        panic::release(db, "user:mette", house.desk.app.now()).await.unwrap();
        let calls = house.step().await;
        assert_eq!(calls.len(), 1, "what waited is told");
        assert_eq!(house.verified(&calls[0])["data"]["text"], "kommer og går 2");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_holds_up_nobody_but_itself() {
    for database in both().await {
        let house = House::on(database).await;
        let slow = Receiver::start().await;
        slow.answers(Answer::Hang);
        add(&house.desk, &format!("{}/hook", slow.base)).await;
        for number in ["1", "2", "3"] {
            let post = house.post(number).await;
            house.decide(&post, State::Approved).await;
        }
        let mut courier = house.desk.app.app.courier();
        let now = house.desk.app.now();
        assert_eq!(courier.start(now).await.unwrap(), 2, "one to each");
        for more in [1, 1, 0] {
            assert!(courier.wait().await.unwrap());
            assert_eq!(courier.start(now).await.unwrap(), more);
        }
        assert_eq!(house.receiver.calls().len(), 3);
        assert!(slow.calls().len() <= 1 && courier.is_busy());
    }
}

#[tokio::test]
async fn a_message_is_tried_for_a_day_and_then_given_up_and_can_be_sent_again() {
    let house = House::start().await;
    let post = house.post("1").await;
    house.receiver.answers(Answer::Status(500));
    house.decide(&post, State::Approved).await;
    let began = house.desk.app.now();
    let (mut tries, mut ids) = (0, Vec::new());
    for _ in 0..40 {
        for call in house.step().await {
            tries += 1;
            ids.push(call.headers["webhook-id"].to_str().unwrap().to_owned());
        }
        let delivery = house.log().await.remove(0);
        if delivery.standing == Standing::Failed {
            break;
        }
        assert!(house.step().await.is_empty(), "not before its time");
        let wait = delivery.due_at.since(house.desk.app.now());
        house.desk.app.advance(wait);
    }
    assert_eq!(tries, 9);
    ids.dedup();
    assert_eq!(ids.len(), 1, "the same id at every try");
    let hours = house.desk.app.now().since(began).as_secs() / 3_600;
    assert!((20..=25).contains(&hours), "{hours} hours");
    let admin = house.desk.signed_in("admin").await;
    let page = admin.get(&format!("/webhooks/{}", house.id)).await;
    shows(&page, "Opgivet");
    shows(&page, "answered 500");
    hides(&page, "hemmeligt");
    hides(&page, "whsec_");
    house.receiver.answers(Answer::Status(200));
    let delivery = house.log().await.remove(0);
    let path = format!("/webhooks/{}", house.id);
    admin.post(&path, &[("hvad", "again"), ("levering", &delivery.id)]).await;
    assert_eq!(house.step().await.len(), 1);
    assert_eq!(house.log().await[0].standing, Standing::Sent);
}

#[tokio::test]
async fn receivers_that_hang_redirect_or_ask_for_patience_are_bounded() {
    let house = House::start().await;
    let metadata = "http://169.254.169.254/latest";
    let inward = house.receiver.base.replace("127.0.0.1", "127.0.0.2");
    let post = house.post("1").await;
    house.decide(&post, State::Approved).await;
    for (answer, said, least) in [
        (Answer::Hang, "in time", 5),
        (Answer::Redirect(307, metadata.to_owned()), "refused to call", 60),
        (Answer::Redirect(302, inward), "refused to call", 300),
        (Answer::Redirect(302, "/elsewhere".to_owned()), "it redirected", 1_800),
        (Answer::RetryAfter(429, 8_000), "answered 429", 8_000),
    ] {
        house.receiver.answers(answer);
        house.step().await;
        let delivery = house.log().await.remove(0);
        assert_eq!(delivery.standing, Standing::Waiting, "{said}");
        let outcome = delivery.outcome.unwrap();
        assert!(outcome.contains(said), "{said}: {outcome}");
        assert!(!outcome.contains("hemmeligt"), "{outcome}");
        let wait = delivery.due_at.since(house.desk.app.now());
        assert_eq!(wait.as_secs(), least, "{said}");
        house.desk.app.advance(wait);
    }
    // Who says "gone" is told nothing more.
    house.desk.app.advance(Duration::from_secs(86_400));
    house.receiver.answers(Answer::Status(410));
    house.step().await;
    let receivers = webhooks::all(&house.desk.app.app.db).await.unwrap();
    assert!(!receivers[0].active);
    house.desk.app.advance(Duration::from_secs(86_400));
    assert!(house.step().await.is_empty());
}

#[tokio::test]
async fn a_crash_between_sending_and_noting_sends_the_same_message_again_and_two_processes_send_one() {
    for database in both().await {
        let house = House::on(database).await;
        let db = &house.desk.app.app.db;
        let post = house.post("1").await;
        house.decide(&post, State::Approved).await;
        let now = house.desk.app.now();
        let lease = Duration::from_secs(60);
        let nobody = HashSet::new();
        let any = deliveries::Wanted { most: 8, busy: &nobody, removals_only: false };
        let (one, other) =
            tokio::join!(deliveries::claim(db, any, lease, now), deliveries::claim(db, any, lease, now));
        let claimed = [one.unwrap(), other.unwrap()].concat();
        assert_eq!(claimed.len(), 1, "one of two gets it");
        // It dies here.
        assert!(house.step().await.is_empty());
        house.desk.app.advance(lease);
        let calls = house.step().await;
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].headers["webhook-id"], claimed[0].id.as_str());
        // Replayed from the log's beginning, nothing is told twice.
        let entries = hashwall::store::log::read_after(db, 0, 1_000).await.unwrap();
        deliveries::write(db, &entries, house.desk.app.now()).await.unwrap();
        assert!(house.step().await.is_empty());
        assert_eq!(house.log().await.len(), 1);
    }
}

#[tokio::test]
async fn addresses_inside_are_refused_at_the_desk_and_every_change_is_in_the_trail() {
    let desk = Desk::start().await;
    let admin = desk.signed_in("admin").await;
    for bad in [
        "",
        "ftp://a.example/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://a:b@c.example/",
        "x",
    ] {
        let fields = [("navn", "x"), ("adresse", bad), ("om", "post.approved")];
        let answer = admin.post("/webhooks", &fields).await;
        assert_eq!(answer.status, 400, "{bad}");
        shows(&answer, "Ingen er tilføjet");
    }
    let none = [("navn", "x"), ("adresse", "https://a.example/")];
    assert_eq!(admin.post("/webhooks", &none).await.status, 400);
    let (_, id) = add(&desk, "https://modtager.example/krog?x=hemmeligt").await;
    let page = admin.get("/webhooks").await;
    shows(&page, "modtager.example/krog");
    hides(&page, "hemmeligt");
    let path = format!("/webhooks/{id}");
    for deed in ["off", "on", "remove"] {
        let done = admin.post(&path, &[("hvad", deed)]).await;
        assert_eq!(header_of(&done, "location"), if deed == "remove" { "/webhooks" } else { &path });
    }
    assert_eq!(admin.post(&path, &[("hvad", "on")]).await.status, 409);
    assert_eq!(admin.get(&path).await.status, 404);
    let trail = audit::page(&desk.app.app.db, None, 50).await.unwrap();
    for action in ["webhook.added", "webhook.off", "webhook.on", "webhook.removed"] {
        assert!(trail.iter().any(|line| line.action == action && line.subject == "Intranettet"), "{action}");
    }
}
