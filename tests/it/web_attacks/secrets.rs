//! Tokens, passwords and keys: in no log line at any level, on no page, in no value printed for debugging.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hashwall::store::users;
use hashwall_standin::faults::Fault;

use crate::journey::{SOURCES, furnish};
use crate::support::app::{TestApp, settings};
use crate::support::database::both;
use crate::web_desk::support::{CODE, Desk, form, header_of};

/// What the house is given, by `support::app`.
const SECRETS: [&str; 3] = ["test-token", "fb-demo-secret", CODE];

/// Those that are told a secret.
const NETWORKS: [&str; 3] = ["/linkedin/", "/facebook/", "/mastodon/"];

/// Where the log goes.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Answers that tempt somebody to write down what was asked, or what came back.
fn faults(house: &TestApp) -> Vec<Fault> {
    let echo = r#"{"message":"Invalid access token test-token","status":401,"serviceErrorCode":65600,"error":
        {"message":"Error validating access token test-token","type":"OAuthException","code":190,"error_subcode":463}}"#;
    let elsewhere = format!("{}/feeds/x?access_token=test-token&appsecret_proof=ab", house.standin.base);
    vec![
        Fault::Status(401, None),
        Fault::Status(403, None),
        Fault::Status(429, Some(60)),
        Fault::Status(500, None),
        Fault::Answer(401, "application/json", echo.to_owned()),
        Fault::Answer(400, "application/json", echo.to_owned()),
        Fault::Answer(500, "text/html", echo.to_owned()),
        Fault::Answer(
            422,
            "application/json",
            r#"{"error":"The access token test-token is invalid"}"#.to_owned(),
        ),
        Fault::Answer(200, "application/json", echo.to_owned()),
        Fault::Redirect(302, elsewhere),
        Fault::Redirect(302, "http://169.254.169.254/?access_token=test-token".to_owned()),
        Fault::Redirect(302, "http://test-token@127.0.0.1:1/".to_owned()),
        Fault::Truncate,
        Fault::Garbage,
        Fault::HtmlPage,
        Fault::Break,
        Fault::Huge(3_000_000),
    ]
}

#[track_caller]
fn assert_none(what: &str, text: &str) {
    for secret in SECRETS.iter().chain(&["appsecret_proof=", "access_token="]) {
        let line = text.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in {what}: {}", line.unwrap_or_default());
    }
}

#[tokio::test]
async fn no_secret_is_logged_stored_or_shown_whatever_the_networks_answer() {
    let written = Written::default();
    let log = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || log.clone())
        .finish();
    let _here = tracing::subscriber::set_default(subscriber);
    for database in both().await {
        let sources = SOURCES.replace("tag = ", "token = { env = \"TEST_TOKEN\" }\ntag = ");
        let house = TestApp::start(database, &sources).await;
        furnish(&house);
        let desk = Desk::with_people(house).await;
        let admin = desk.signed_in("admin").await;
        let house = &desk.app;
        house.collect().await;
        for fault in faults(house) {
            for network in NETWORKS {
                house.standin.faults.always(network, fault.clone());
            }
            house.advance(Duration::from_secs(25 * 3_600));
            let runs = house.collect().await;
            assert!(runs.iter().any(|run| run.failure.is_some()), "{fault:?} failed nothing");
            assert_none("a run", &format!("{runs:?}"));
            for path in ["/kilder", "/kilder?lang=en", "/log", "/moderation", "/privatliv"] {
                assert_none(path, &admin.get(path).await.body);
            }
            for network in NETWORKS {
                house.standin.faults.clear(network);
            }
        }
        let statuses = hashwall::store::sources::statuses(&house.app.db, house.now()).await.unwrap();
        assert_none("the store", &format!("{statuses:?}"));
        let wrong =
            desk.stranger().send(form("/log-ind", &[("navn", "mette"), ("kode", "gaettet kode")])).await;
        assert_eq!(wrong.status, 401);
        let out = admin.post("/log-ud", &[]).await;
        assert!(header_of(&out, "set-cookie").contains("hashwall="));
        let token = admin.cookie.clone().unwrap();
        let token = token.split('=').nth(1).unwrap();
        let text = written.text();
        assert!(text.contains("signed in"), "the log was listened to");
        assert!(!text.contains(token) && !text.contains("gaettet kode"), "a session or a password is logged");
        assert_none("the log", &text);
    }
}

#[tokio::test]
async fn nothing_that_is_printed_for_debugging_holds_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let database = "postgres://hashwall:databasekode@db.example/hashwall";
    let settings = settings(folder.path(), database, "http://127.0.0.1:1", SOURCES);
    let printed = format!("{settings:?} {settings:#?} {:?}", settings.sources);
    assert_none("the settings", &printed);
    assert!(!printed.contains("databasekode"), "{printed}");
    let desk = Desk::start().await;
    let (user, hash) = users::find(&desk.app.app.db, "mette").await.unwrap().unwrap();
    assert!(!format!("{user:?}").contains(&hash), "a password's hash goes with no user");
}
