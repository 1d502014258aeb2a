//! Search as you type, end to end over HTTP: how long one waits for what `/soeg/forslag` offers after each letter, with a
//! filled index, on one line that is kept open as a browser keeps it.
//!
//! `cargo bench --bench suggest` (a hundred thousand posts) or `cargo bench --bench suggest -- 20000`. Beside it, in the same
//! minute and on the same line, an answer that costs nothing (`/health/live`): what is left is the search. Every text is
//! asked once a round, in another order each time, so that neither a cache nor a warm branch is what is measured.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints

#[path = "../tests/it/support/build.rs"]
mod build;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use hashwall::app::{App, system_clock};
use hashwall::config;
use hashwall::domain::post::{Draft, State};
use hashwall::domain::time::Timestamp;
use hashwall::store::ingest::Batch;
use tokio::net::TcpListener;

/// Posts in the index, where nobody says.
const POSTS: usize = 100_000;
/// How often everything is typed.
const ROUNDS: usize = 20;

/// What people look for, typed letter by letter: words, compounds, a tag, a person, an organisation, slips.
const TYPED: [&str; 14] = [
    "ledelse",
    "medarbejdertrivsel",
    "tillid",
    "ledelsesevaluering",
    "#ledelsesugen",
    "#tillid",
    "kommune",
    "fra:lone",
    "org:aarhus",
    "psykologisk tryghed",
    "ledelsesevalvering",
    "trivsle",
    "rekruttering",
    "borgermøde",
];

const BEGINNINGS: [&str; 16] = [
    "ledelse",
    "medarbejder",
    "borger",
    "faglig",
    "tillids",
    "trivsels",
    "vagtplan",
    "kvalitet",
    "rekruttering",
    "arbejdsmiljø",
    "digital",
    "forandring",
    "nærværs",
    "sygefravær",
    "udvikling",
    "dialog",
];
const ENDINGS: [&str; 12] = [
    "ledelse",
    "møde",
    "evaluering",
    "forløb",
    "trivsel",
    "samtale",
    "plan",
    "uddannelse",
    "netværk",
    "kultur",
    "ansvar",
    "dag",
];
const PLACES: [&str; 8] =
    ["Aarhus", "Odense", "Aalborg", "Esbjerg", "Randers", "Kolding", "Horsens", "Vejle"];

fn main() {
    // `cargo test --benches` asks only whether it runs at all.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let posts = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(POSTS);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (folder, address) = runtime.block_on(serve(posts));
    measure(&address, posts);
    drop(folder);
}

async fn serve(posts: usize) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let settings = format!("data_dir = {:?}\n[site]\nbase_url = \"http://{address}\"\n", folder.path());
    let settings = config::from_toml_texts(&[&settings], &BTreeMap::new()).unwrap();
    let app = App::open(settings, system_clock()).await.unwrap();
    fill(&app, posts).await;
    app.start_serving(listener).await.unwrap();
    (folder, address)
}

/// Approved posts with words of some two hundred compounds, forty authors and as many organisations.
async fn fill(app: &App, posts: usize) {
    let now = (app.clock)();
    for first in (0..posts).step_by(500) {
        let drafts = (first..posts.min(first + 500))
            .map(|n| (post(n, now), Some(build::verdict(State::Approved, "trusted-source"))));
        let batch = Batch { posts: drafts.collect(), ..Batch::default() };
        build::run(&app.db, "masto", batch, now).await;
    }
}

fn post(n: usize, now: Timestamp) -> Draft {
    // A walk through all pairs that does not repeat soon.
    let word = |k: usize| {
        let at = n * 7 + k * 31;
        format!("{}{}", BEGINNINGS[at % BEGINNINGS.len()], ENDINGS[(at / 16 + k) % ENDINGS.len()])
    };
    let text = format!(
        "Om {} og {} i {}: psykologisk tryghed begynder med {}. #Ledelsesugen #Tillid #{}",
        word(0),
        word(1),
        PLACES[n % PLACES.len()],
        word(2),
        word(3)
    );
    let mut draft = build::draft(&n.to_string(), &text);
    draft.author.name = format!("Lone {}", ["Kjær", "Holm", "Dam", "Lund", "Bak"][n % 5]);
    draft.organisation = Some(format!("{} Kommune", PLACES[n % PLACES.len()]));
    draft.published_at = now.minus(Duration::from_secs(u64::try_from(n).unwrap()));
    draft
}

fn measure(address: &str, posts: usize) {
    let mut line = Line::open(address);
    let beginnings: Vec<String> = TYPED
        .iter()
        .flat_map(|text| {
            let letters: Vec<char> = text.chars().collect();
            (1..=letters.len()).map(move |end| letters[..end].iter().collect::<String>())
        })
        .collect();
    let paths: Vec<String> = beginnings
        .iter()
        .map(|text| {
            format!(
                "/soeg/forslag?q={}",
                url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>()
            )
        })
        .collect();
    let (mut ours, mut nothing, mut answered) = (Vec::new(), Vec::new(), 0_usize);
    for round in 0..ROUNDS {
        for step in 0..paths.len() {
            let at = (step * 37 + round * 11) % paths.len();
            let (took, body) = line.ask(&paths[at]);
            answered += usize::from(body.contains("\"text\""));
            ours.push(took);
            nothing.push(line.ask("/health/live").0);
        }
    }
    let asked = ours.len();
    println!("{posts} posts; {asked} texts, each a letter more; something was offered for {answered}");
    println!("{:<24} {:>9} {:>9} {:>9}", "", "p50", "p99", "most");
    for (name, times) in [("/soeg/forslag", &mut ours), ("/health/live", &mut nothing)] {
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        println!("{name:<24} {:>6.2} ms {:>6.2} ms {:>6.2} ms", at(0.5), at(0.99), at(1.0));
    }
}

/// One kept line.
struct Line {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Line {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), host: address.to_owned() }
    }

    /// From the first byte asked to the last byte answered.
    fn ask(&mut self, path: &str) -> (Duration, String) {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n", self.host);
        let started = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        let mut head = String::new();
        loop {
            let mut header = String::new();
            self.stream.read_line(&mut header).unwrap();
            if header.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
            head.push_str(&header);
        }
        assert!(head.starts_with("HTTP/1.1 200") && length > 0, "{path}: {head}");
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (started.elapsed(), String::from_utf8(body).unwrap())
    }
}
