//! How fast a press at the desk is felt on open walls: a whole house on loopback, a thousand lines open, and the time from
//! the moderator's request to the event's arrival on every one of them. `cargo run --release --example load [clients]`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that cannot be made should say where"
)]

#[path = "../tests/it/support/build.rs"]
mod build;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use hashwall::app::{App, system_clock};
use hashwall::config;
use hashwall::domain::post::Post;
use hashwall::domain::user::Role;
use hashwall::store::users;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Lines open, unless it is said otherwise.
const CLIENTS: usize = 1_000;
/// Presses of each kind.
const ROUNDS: usize = 20;
/// An event that takes longer is counted as lost.
const PATIENCE: Duration = Duration::from_secs(30);
const CODE: &str = "hemmelig nok til en måling";

/// An event on one line: its name, when it was read, and for a post which one.
struct Heard {
    name: String,
    data: String,
    at: Instant,
}

#[tokio::main]
async fn main() {
    let clients = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(CLIENTS);
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::open(settings(folder.path(), address), system_clock()).await.unwrap();
    let hash = hashwall::password::hash(CODE).unwrap();
    users::put(&app.db, "mette", Role::Moderator, &hash, (app.clock)()).await.unwrap();
    let waiting = stored(&app).await;
    let wall = app.start_serving(listener).await.unwrap();
    let cookie = sign_in(address).await;

    let (sender, mut heard) = mpsc::unbounded_channel();
    let opening = Instant::now();
    for _ in 0..clients {
        follow(address, sender.clone()).await;
    }
    gather(&mut heard, clients, "resume", "", Instant::now()).await;
    println!(
        "{clients} lines open after {:.1} s; {} followers",
        opening.elapsed().as_secs_f64(),
        wall.live.followers()
    );

    let mut kinds: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut measure = async |what: &'static str, path: &str, form: String, event: &str, data: &str| {
        let pressed = Instant::now();
        let answer = post(address, path, &form, &cookie).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{path}: {}", answer.lines().next().unwrap_or_default());
        let times = gather(&mut heard, clients, event, data, pressed).await;
        match kinds.iter_mut().find(|(kind, _)| *kind == what) {
            Some((_, all)) => all.extend(times),
            None => kinds.push((what, times)),
        }
    };
    for post in waiting.iter().take(ROUNDS) {
        let id = &post.id.0;
        measure(
            "approve → card on the page",
            "/moderation/afgoer",
            format!("id={id}&til=approved"),
            "put",
            id,
        )
        .await;
    }
    for post in waiting.iter().take(ROUNDS) {
        let id = &post.id.0;
        measure(
            "reject → told to remove it",
            "/moderation/afgoer",
            format!("id={id}&til=rejected"),
            "remove",
            id,
        )
        .await;
    }
    for _ in 0..ROUNDS {
        measure("panic → told to go blank", "/panik", "til=sluk".to_owned(), "pause", "").await;
        measure("release → told to come back", "/panik", "til=taend".to_owned(), "resume", "").await;
    }
    println!(
        "{:<30} {:>9} {:>9} {:>9}   over {ROUNDS} presses and {clients} lines",
        "ms", "p50", "p95", "max"
    );
    for (what, mut times) in kinds {
        times.sort();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
        println!("{what:<30} {:>9.1} {:>9.1} {:>9.1}", at(0.5), at(0.95), at(1.0));
    }
    app.close().await;
}

/// Waits until every line heard the event; how long each took.
async fn gather(
    heard: &mut mpsc::UnboundedReceiver<Heard>,
    clients: usize,
    name: &str,
    data: &str,
    pressed: Instant,
) -> Vec<Duration> {
    let mut times = Vec::with_capacity(clients);
    while times.len() < clients {
        let next = tokio::time::timeout(PATIENCE, heard.recv()).await;
        let Ok(Some(event)) = next else { panic!("{name} reached {} of {clients} lines", times.len()) };
        if event.name == name && event.data.contains(data) {
            times.push(event.at.saturating_duration_since(pressed));
        }
    }
    times
}

/// One open page: reads its line for as long as the program runs.
async fn follow(address: SocketAddr, sender: mpsc::UnboundedSender<Heard>) {
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(b"GET /live HTTP/1.1\r\nHost: wall.example\r\n\r\n").await.unwrap();
    tokio::spawn(async move {
        let mut lines = BufReader::new(line).lines();
        let mut name = String::new();
        while let Ok(Some(text)) = lines.next_line().await {
            if let Some(event) = text.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(data) = text.strip_prefix("data: ")
                && !name.is_empty()
            {
                let heard =
                    Heard { name: std::mem::take(&mut name), data: data.to_owned(), at: Instant::now() };
                if sender.send(heard).is_err() {
                    return;
                }
            }
        }
    });
}

async fn sign_in(address: SocketAddr) -> String {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("navn", "mette"), ("kode", CODE)])
        .finish();
    let answer = post(address, "/log-ind", &form, "").await;
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    cookie
        .unwrap_or_else(|| panic!("not signed in: {answer}"))
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// A form sent from a page of the house; the whole answer.
async fn post(address: SocketAddr, path: &str, form: &str, cookie: &str) -> String {
    let mut line = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    answer
}

/// Posts that wait for a moderator.
async fn stored(app: &App) -> Vec<Post> {
    let text = |n| format!("Opslag {n} om tillid, ansvar og god ledelse i det offentlige #Ledelsesugen");
    build::stored(&app.db, (0..ROUNDS).map(|n| build::draft(&n.to_string(), &text(n)))).await
}

fn settings(folder: &Path, address: SocketAddr) -> config::Settings {
    let database = format!("sqlite:{}", folder.join("hashwall.db").display());
    let house = format!("data_dir = {folder:?}\n[site]\nbase_url = \"http://{address}\"\n");
    let environment = BTreeMap::from([("HASHWALL__DATABASE__URL".to_owned(), database)]);
    config::from_toml_texts(&[&house], &environment).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}
