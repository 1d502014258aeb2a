//! The operator's commands, run as the operator runs them: the real binary, its output and its exit status.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use hashwall::domain::post::State;
use hashwall::domain::user::Role;
use hashwall::password;
use hashwall::store::db::Db;
use hashwall::store::{posts, users};
use hashwall_standin::Standin;
use hashwall_standin::mastodon::{Account, Status};
use tempfile::TempDir;

use crate::support::build::MONDAY;
use crate::support::process::{Process, free_port, until};

/// A stand-in with posts, a configuration that reads it, and an empty data folder.
struct Desk {
    standin: Standin,
    folder: TempDir,
    config: PathBuf,
    port: u16,
}

impl Desk {
    async fn new() -> Self {
        let standin = Standin::start(MONDAY.0).await.unwrap();
        standin.mastodon.add_account(Account::local("lone", "Lone Kjær"));
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let config = folder.path().join("wall.toml");
        let host = standin.base.trim_start_matches("http://");
        let data = folder.path().join("data");
        let text = format!(
            "data_dir = {data:?}\n\
             [site]\nbase_url = \"http://127.0.0.1:{port}\"\n\
             [server]\nlisten = \"127.0.0.1:{port}\"\n\
             [http]\nallow_private = [{host:?}]\nmin_gap = \"0s\"\n\
             [worker]\njitter = \"0s\"\n\
             [[source]]\nid = \"masto\"\nnetwork = \"mastodon\"\ntitle = \"Mastodon\"\nright = \"public-api\"\n\
             right_note = \"stand-in\"\nserver = \"{}/mastodon\"\ntag = \"Ledelsesugen\"\n",
            standin.base
        );
        std::fs::write(&config, text).unwrap();
        Self { standin, folder, config, port }
    }

    /// Runs the binary off the async threads: the stand-in answers on them.
    async fn run(&self, arguments: &[&str], input: &str) -> Output {
        let (config, input) = (self.config.clone(), input.to_owned());
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        tokio::task::spawn_blocking(move || hashwall(&config, &arguments, &input)).await.unwrap()
    }

    async fn db(&self) -> Db {
        Db::open(&format!("sqlite:{}", self.folder.path().join("data/hashwall.db").display())).await.unwrap()
    }
}

fn hashwall(config: &Path, arguments: &[String], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hashwall"))
        .arg("--config")
        .arg(config)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn check_names_the_key_what_it_found_and_what_it_expected() {
    let desk = Desk::new().await;
    let good = desk.run(&["check"], "").await;
    assert!(good.status.success(), "{}", text(&good.stdout));
    assert!(text(&good.stdout).contains("masto"));

    let broken =
        std::fs::read_to_string(&desk.config).unwrap() + "schedule = { campaign = \"now and then\" }\n";
    std::fs::write(&desk.config, broken).unwrap();
    let bad = desk.run(&["check"], "").await;
    assert!(!bad.status.success());
    let told = text(&bad.stdout);
    assert!(told.contains("source[0].schedule.campaign") && told.contains("now and then"), "{told}");
    assert!(told.contains("expected"), "{told}");
}

#[tokio::test]
async fn collect_once_brings_what_is_there_and_says_so() {
    let desk = Desk::new().await;
    for n in 0..3 {
        desk.standin.mastodon.publish(Status::new("lone", &format!("Opslag {n} #Ledelsesugen")));
    }
    let collected = desk.run(&["collect", "--once", "masto"], "").await;
    assert!(collected.status.success(), "{}", text(&collected.stderr));
    assert!(text(&collected.stderr).contains("masto: 3 new"), "{}", text(&collected.stderr));
    assert_eq!(posts::page(&desk.db().await, None, 10).await.unwrap().len(), 3);

    let unknown = desk.run(&["collect", "--once", "nobody"], "").await;
    assert!(!unknown.status.success());
    assert!(text(&unknown.stderr).contains("configured: masto"), "{}", text(&unknown.stderr));

    desk.standin.mastodon.close_preview(true);
    let refused = desk.run(&["collect", "--once"], "").await;
    assert!(!refused.status.success(), "a source that failed is a failed command");
}

#[tokio::test]
async fn a_user_who_was_added_may_sign_in_with_that_password() {
    let desk = Desk::new().await;
    let added = desk.run(&["user", "add", "Mette", "--role", "moderator"], "lærk i ærmet\n").await;
    assert!(added.status.success(), "{}", text(&added.stderr));
    let (user, hash) = users::find(&desk.db().await, "mette").await.unwrap().unwrap();
    assert_eq!(user.role, Role::Moderator);
    assert!(password::verify("lærk i ærmet", &hash));
    assert!(!text(&added.stdout).contains("ærmet"), "a typed password is not shown");

    let short = desk.run(&["user", "add", "karl"], "kort\n").await;
    assert!(!short.status.success());
    assert!(text(&short.stderr).contains("fewer than 12"), "{}", text(&short.stderr));

    let made_up = desk.run(&["user", "add", "karl", "--role", "communicator"], "").await;
    let told = text(&made_up.stdout);
    let secret = told.lines().find_map(|line| line.strip_prefix("Password: ")).unwrap();
    let (_, hash) = users::find(&desk.db().await, "karl").await.unwrap().unwrap();
    assert!(password::verify(secret, &hash));
}

#[tokio::test]
async fn accounts_are_listed_closed_opened_and_given_roles_and_links() {
    let desk = Desk::new().await;
    for (name, role) in [("mette", "moderator"), ("admin", "admin")] {
        desk.run(&["user", "add", name, "--role", role], "lærk i ærmet\n").await;
    }
    let line = async |name: &str| {
        let told = text(&desk.run(&["user", "list"], "").await.stdout);
        let line = told.lines().find(|line| line.split('\t').next() == Some(name)).map(str::to_owned);
        line.unwrap_or_else(|| panic!("{name} is not in {told}"))
    };
    assert_eq!(line("mette").await, "mette\tmoderator\topen\tno-2fa\tnever");
    assert!(desk.run(&["user", "disable", "Mette"], "").await.status.success());
    assert_eq!(line("mette").await, "mette\tmoderator\tdisabled\tno-2fa\tnever");
    assert!(desk.run(&["user", "enable", "mette"], "").await.status.success());
    assert!(desk.run(&["user", "role", "mette", "communicator"], "").await.status.success());
    assert_eq!(line("mette").await, "mette\tcommunicator\topen\tno-2fa\tnever");

    for refused in [
        &["user", "disable", "admin"][..],
        &["user", "role", "admin", "moderator"],
        &["user", "role", "mette", "king"],
        &["user", "enable", "nobody"],
        &["user", "reset-2fa", "nobody"],
    ] {
        let answer = desk.run(refused, "").await;
        assert!(!answer.status.success() && !answer.stderr.is_empty(), "{refused:?}");
    }
    assert!(line("admin").await.starts_with("admin\tadmin\topen"), "the last administrator stays");

    let reset = desk.run(&["user", "reset-link", "mette"], "").await;
    assert!(reset.status.success(), "{}", text(&reset.stderr));
    let link = text(&reset.stdout);
    assert!(link.starts_with(&format!("http://127.0.0.1:{}/adgang?kode=", desk.port)), "{link}");
    assert_eq!(line("mette").await.split('\t').nth(1), Some("communicator"), "a link changes no role");
    assert!(desk.run(&["user", "reset-link", "ny", "--role", "communicator"], "").await.status.success());
    assert!(line("ny").await.starts_with("ny\tcommunicator\topen"), "somebody new is invited");
    assert!(desk.run(&["user", "reset-2fa", "mette"], "").await.status.success());
    assert!(line("mette").await.contains("no-2fa"));
}

#[tokio::test]
async fn reindex_brings_deleted_indexes_back() {
    let desk = Desk::new().await;
    desk.standin.mastodon.publish(Status::new("lone", "Et opslag #Ledelsesugen"));
    desk.run(&["collect", "--once"], "").await;
    let made = desk.run(&["reindex"], "").await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    for index in ["index-public", "index-desk"] {
        std::fs::remove_dir_all(desk.folder.path().join("data").join(index)).unwrap();
    }
    let again = desk.run(&["reindex"], "").await;
    assert!(again.status.success());
    assert!(text(&again.stderr).contains("desk=1"), "{}", text(&again.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_by_signal_ends_cleanly_and_loses_nothing() {
    let desk = Desk::new().await;
    desk.standin.mastodon.publish(Status::new("lone", "Før nedlukning #Ledelsesugen"));
    let process = Process::start(&desk.config, &desk.folder.path().join("log"), &[]);
    let db = || desk.db();
    until("the post is stored", Duration::from_secs(60), async || {
        desk.folder.path().join("data/hashwall.db").exists()
            && posts::queue(&db().await, State::Pending, None, 1)
                .await
                .is_ok_and(|queue| queue.posts.len() == 1)
    })
    .await;
    // An open page must not keep it from stopping.
    let page = tokio::net::TcpStream::connect(("127.0.0.1", desk.port)).await.unwrap();
    page.writable().await.unwrap();
    page.try_write(b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();

    let ended = process.terminate();
    until("it ended", Duration::from_secs(30), async || ended.lock().unwrap().is_some()).await;
    assert_eq!(*ended.lock().unwrap(), Some(true), "exit status");
    let kept = posts::page(&desk.db().await, None, 10).await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_opened_is_named_once_with_its_key_and_without_colours() {
    let desk = Desk::new().await;
    let good = std::fs::read_to_string(&desk.config).unwrap();
    let nowhere = desk.folder.path().join("nowhere/wall.db");
    std::fs::write(&desk.config, format!("{good}\n[database]\nurl = \"sqlite:{}\"\n", nowhere.display()))
        .unwrap();
    let refused = desk.run(&["serve"], "").await;
    assert!(!refused.status.success());
    let told = text(&refused.stderr);
    assert!(told.contains("database.url") && told.contains("nowhere/wall.db"), "{told}");
    assert_eq!(told.matches("may not write there").count(), 1, "{told}");

    std::fs::write(&desk.config, good).unwrap();
    desk.standin.mastodon.close_preview(true);
    let failed = desk.run(&["collect", "--once"], "").await;
    let told = text(&failed.stderr);
    assert!(told.contains(" WARN ") && !told.contains('\u{1b}'), "{told}");
}

#[tokio::test]
async fn the_defaults_can_be_printed_and_are_sound() {
    let desk = Desk::new().await;
    let printed = desk.run(&["check", "--defaults"], "").await;
    assert_eq!(text(&printed.stdout), hashwall::config::DEFAULT);
}
