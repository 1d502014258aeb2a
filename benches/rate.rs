//! How many times a second the wall's page and its JSON are served, beside nginx serving the same bytes as a file, in the
//! same minute, while posts keep arriving on the wall.
//!
//! `cargo bench --bench rate`. Needs `nginx` and `wrk` (Debian packages `nginx-light` and `wrk`). Rounds of the two
//! alternate, so that a noisy machine slows both; the ratio is what counts. Asked with and without compression; nginx
//! then serves a file that was compressed beforehand (`gzip_static`).
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints

#[path = "../tests/it/support/build.rs"]
mod build;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hashwall::app::{App, system_clock};
use hashwall::config;
use hashwall::domain::post::{Draft, PostId, State};
use hashwall::store::moderation;
use tokio::net::TcpListener;

/// Posts on the wall before the first round.
const POSTS: u32 = 2_000;
/// Posts that arrive in a second.
const ARRIVING: u32 = 3;
const ROUNDS: usize = 5;
const SECONDS: u32 = 4;

fn main() {
    // `cargo test --benches` asks only whether it runs at all, on a machine that may lack both programs.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(bench());
}

async fn bench() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ours = listener.local_addr().unwrap().to_string();
    let settings = format!(
        "data_dir = {:?}\n[site]\nbase_url = \"http://{ours}\"\n[limits]\nper_address = 10000000\n",
        folder.path()
    );
    let settings = config::from_toml_texts(&[&settings], &BTreeMap::new()).unwrap();
    let app = App::open(settings, system_clock()).await.unwrap();
    arrive(&app, 0, POSTS).await;
    app.start_serving(listener).await.unwrap();
    let arriving = app.clone();
    tokio::spawn(async move {
        for second in 0.. {
            arrive(&arriving, POSTS + second * ARRIVING, ARRIVING).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });

    println!(
        "{POSTS} posts, {ARRIVING} more a second; requests/s, the median of {ROUNDS} rounds of {SECONDS} s"
    );
    println!("{:<22} {:>8} {:>8} {:>8} {:>6}", "", "bytes", "ours", "nginx", "ratio");
    for (name, path) in [("page", "/"), ("JSON", "/opslag.json")] {
        for coding in ["identity", "gzip"] {
            let body = body_of(&ours, path, coding);
            let nginx = Nginx::start(folder.path(), &body, coding == "gzip");
            let (mut us, mut them, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                us.push(wrk(&format!("http://{ours}{path}"), coding).await);
                them.push(wrk(&format!("http://127.0.0.1:{}/file.html", nginx.port), coding).await);
                ratios.push(us.last().unwrap() / them.last().unwrap());
            }
            println!(
                "{:<22} {:>8} {:>8.0} {:>8.0} {:>6.2}",
                format!("{name}, {coding}"),
                body.len(),
                median(&mut us),
                median(&mut them),
                median(&mut ratios)
            );
        }
    }
}

/// The very bytes of the body, as they travel.
fn body_of(host: &str, path: &str, coding: &str) -> Vec<u8> {
    let mut line = std::net::TcpStream::connect(host).unwrap();
    write!(line, "GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept-Encoding: {coding}\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.0 200"),
        "{}",
        String::from_utf8_lossy(&answer[..200.min(answer.len())])
    );
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// `count` posts from number `first` on, each approved.
async fn arrive(app: &App, first: u32, count: u32) {
    let now = (app.clock)();
    let drafts: Vec<Draft> = (first..first + count)
        .map(|number| {
            let text = format!(
                "Opslag {number}: Ledelse er et fag, der skal læres, øves og have lov at tage tid. Vores 210 ledere har \
                 brugt formiddagen på at øve den svære samtale, og det blev både stille og lattermildt. #Ledelsesugen"
            );
            let mut draft = build::draft(&number.to_string(), &text);
            draft.published_at = now;
            draft
        })
        .collect();
    for some in drafts.chunks(200) {
        build::run(&app.db, "masto", build::batch(some.to_vec()), now).await;
    }
    let waiting: Vec<PostId> = build::all(&app.db)
        .await
        .into_iter()
        .filter(|post| post.state == State::Pending)
        .map(|post| post.id)
        .collect();
    for some in waiting.chunks(200) {
        moderation::decide(&app.db, some, State::Approved, "user:bench", None, now).await.unwrap();
    }
}

struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    /// Serves `body` as a file, from one folder a start.
    fn start(folder: &Path, body: &[u8], compressed: bool) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let root = folder.join(format!("nginx-{port}"));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join(if compressed { "file.html.gz" } else { "file.html" }), body).unwrap();
        let mut conf = std::fs::File::create(root.join("nginx.conf")).unwrap();
        write!(
            conf,
            "daemon off; worker_processes auto; pid {root}/pid; error_log {root}/error.log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on;\n\
             client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;\n\
             uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;\n\
             server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n",
            root = root.display()
        )
        .unwrap();
        let child = Command::new("nginx")
            .arg("-c")
            .arg(root.join("nginx.conf"))
            .arg("-p")
            .arg(&root)
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx is needed (Debian: nginx-light)");
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, port }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it only when it is asked to end.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if asked.is_ok() {
            self.child.wait().unwrap();
        }
    }
}

async fn wrk(address: &str, coding: &str) -> f64 {
    let output = tokio::process::Command::new("wrk")
        .args(["-t1", "-c32", &format!("-d{SECONDS}s"), "-H", &format!("Accept-Encoding: {coding}"), address])
        .output()
        .await
        .expect("wrk is needed (Debian: wrk)");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!told.contains("Non-2xx"), "{told}");
    let rate =
        told.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")).expect("wrk's own figure");
    rate.trim().parse().unwrap()
}
