//! The week report sends itself: once to each place, again where it was refused, never twice, and nothing else waits.

use std::time::Duration;

use hashwall::domain::post::State;
use hashwall::store::reports;
use hashwall_standin::Standin;
use hashwall_standin::smtp::Smtp;

use crate::support::app::TestApp;
use crate::support::build::{MONDAY, draft, stored};
use crate::support::database::{TestDb, both};

const MINUTE: Duration = Duration::from_secs(60);

async fn house(database: TestDb, smtp: &Smtp, more: &str) -> TestApp {
    let report = format!(
        "[report]\nschedule = \"0 7 * * MON\"\nmail_to = [\"karen@kommune.example\"]\n{more}\n\
         [report.mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nfrom = \"Hashwall <wall@kommune.example>\"\n",
        smtp.address.port()
    );
    let standin = Standin::start(MONDAY.0).await.unwrap();
    let app = TestApp::resume(database, tempfile::tempdir().unwrap(), standin, &report).await;
    let posts = stored(&app.app.db, [draft("1", "opslag #Ledelsesugen")]).await;
    app.decide(&posts[0].id, State::Approved).await;
    app
}

/// Takes every step that is due; gives how many reports were tried.
async fn steps(app: &TestApp) -> usize {
    let mut tried = 0;
    while app.app.report_step(&app.wall, app.now()).await.unwrap().is_some() {
        tried += 1;
    }
    tried
}

#[tokio::test]
async fn it_comes_on_monday_morning_once() {
    for database in both().await {
        let smtp = Smtp::start().await.unwrap();
        let app = house(database, &smtp, "").await;
        assert_eq!(steps(&app).await, 0, "it is Monday 08:00: the next is in a week");
        app.advance(Duration::from_secs(7 * 86_400 - 3_601));
        assert_eq!(steps(&app).await, 0, "a second early");
        app.advance(Duration::from_secs(1));
        assert_eq!(steps(&app).await, 1);
        assert_eq!(steps(&app).await, 0, "once");
        let letters = smtp.letters();
        assert_eq!(
            (letters.len(), letters[0].to.as_slice()),
            (1, ["<karen@kommune.example>".to_owned()].as_slice())
        );
        let letter = &letters[0].data;
        for words in [
            "Subject: ",
            "raekkevidde-2026-10-26-2026-11-01.html",
            "raekkevidde-2026-10-26-2026-11-01.xlsx",
            "From: Hashwall <wall@kommune.example>",
        ] {
            assert!(letter.contains(words), "{words} is not in\n{letter}");
        }
        assert!(!letter.contains("Lone"), "nobody is named");
        let line = &reports::newest(&app.app.db, 5).await.unwrap()[0];
        assert_eq!((line.state.as_str(), line.tries, line.said.as_str()), ("sent", 1, ""));
    }
}

#[tokio::test]
async fn a_refusal_is_shown_tried_again_and_stops_nothing() {
    for database in both().await {
        let smtp = Smtp::start().await.unwrap();
        let app = house(database, &smtp, "").await;
        smtp.refuse(Some("451 4.7.1 greylisted, come back"));
        assert_eq!(steps(&app).await, 0);
        app.advance(Duration::from_secs(7 * 86_400));
        assert_eq!(steps(&app).await, 1);
        let line = reports::newest(&app.app.db, 5).await.unwrap().remove(0);
        assert_eq!((line.state.as_str(), line.tries), ("waiting", 1));
        assert!(line.said.contains("greylisted"), "{}", line.said);
        // The wall goes on.
        assert_eq!(app.get("/").await.status, 200);
        app.advance(MINUTE / 2);
        assert_eq!(steps(&app).await, 0, "not at once");
        app.advance(MINUTE);
        assert_eq!(steps(&app).await, 1);
        smtp.refuse(None);
        app.advance(10 * MINUTE);
        assert_eq!(steps(&app).await, 1);
        assert_eq!(smtp.letters().len(), 1);
        assert_eq!(reports::newest(&app.app.db, 5).await.unwrap()[0].state, "sent");
        // And one that is refused for good is given up, and said so.
        smtp.refuse(Some("550 5.7.1 no"));
        app.advance(Duration::from_secs(7 * 86_400));
        for _ in 0..12 {
            steps(&app).await;
            app.advance(Duration::from_secs(7 * 3_600));
        }
        let line = &reports::newest(&app.app.db, 5).await.unwrap()[0];
        assert_eq!((line.state.as_str(), line.tries), ("failed", 10));
    }
}

#[tokio::test]
async fn two_processes_send_it_once_and_a_missed_month_is_one_report() {
    for database in both().await {
        let smtp = Smtp::start().await.unwrap();
        let app = house(database, &smtp, "").await;
        assert_eq!(steps(&app).await, 0);
        app.advance(Duration::from_secs(40 * 86_400));
        let (one, other) = tokio::join!(
            app.app.report_step(&app.wall, app.now()),
            app.app.report_step(&app.wall, app.now())
        );
        let tried = [one.unwrap(), other.unwrap()].iter().flatten().count() + steps(&app).await;
        assert_eq!((tried, smtp.letters().len()), (1, 1));
    }
}

/// A webhook that answers with this status; gives what it was sent.
async fn hook(status: &'static str) -> (std::net::SocketAddr, tokio::sync::mpsc::UnboundedReceiver<String>) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (told, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            let mut piece = [0_u8; 65_536];
            loop {
                let read = stream.read(&mut piece).await.unwrap();
                bytes.extend_from_slice(&piece[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    let length = head.to_lowercase().split("content-length: ").nth(1).and_then(|rest| {
                        rest.split("\r\n").next().and_then(|number| number.parse::<usize>().ok())
                    });
                    length.is_some_and(|length| body.len() >= length)
                });
                if whole || read == 0 {
                    break;
                }
            }
            told.send(String::from_utf8_lossy(&bytes).into_owned()).unwrap();
            stream
                .write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").as_bytes())
                .await
                .unwrap();
        }
    });
    (address, heard)
}

#[tokio::test]
async fn a_webhook_gets_the_figures_and_its_address_is_kept_to_its_host() {
    let smtp = Smtp::start().await.unwrap();
    for (status, state) in [("204 No Content", "sent"), ("500 Internal Server Error", "waiting")] {
        let (address, mut heard) = hook(status).await;
        let report = format!(
            "[http]\nallow_private = [\"{address}\"]\n[report]\nwebhook = \"http://{address}/geheim?key=1\"\n\
             webhook_token = {{ env = \"TEST_TOKEN\" }}\n"
        );
        let standin = Standin::start(MONDAY.0).await.unwrap();
        let app =
            TestApp::resume(TestDb::sqlite().await, tempfile::tempdir().unwrap(), standin, &report).await;
        assert_eq!(steps(&app).await, 0);
        app.advance(Duration::from_secs(7 * 86_400));
        assert_eq!(steps(&app).await, 1);
        let request = heard.recv().await.unwrap();
        assert!(request.starts_with("POST /geheim?key=1 "), "{request}");
        assert!(request.to_lowercase().contains("authorization: bearer test-token"), "{request}");
        let body: serde_json::Value =
            serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
        assert_eq!(body["event"], "report");
        assert_eq!(body["report"]["figures"]["figures"][0]["id"], "posts");
        let line = &reports::newest(&app.app.db, 5).await.unwrap()[0];
        assert_eq!((line.target.as_str(), line.state.as_str()), ("webhook:127.0.0.1", state));
        assert!(!line.said.contains("geheim"), "{}", line.said);
    }
    assert!(smtp.letters().is_empty());
}
