//! Search as you type, end to end over HTTP: how long one waits for what `/soeg/forslag` offers after each letter, with a
//! million made-up posts in the index, on one line that is kept open as a browser keeps it.
//!
//! `cargo bench --bench suggest` (a million posts) or `cargo bench --bench suggest -- 20000`. Beside it, in the same minute
//! and on the same line, an answer that costs nothing (`/health/live`): what is left is the search. Every text is asked once
//! a round, in another order each time, so that neither a cache nor a warm branch is what is measured. The routes are all
//! of the visitors' side, on an index without a store: what is offered comes from the index alone.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a benchmark stops where it breaks, and prints

#[path = "../index/benches/million/document.rs"]
mod document;
#[path = "../index/benches/million/generator.rs"]
#[allow(dead_code)] // the other benchmark asks for words by their rank
mod generator;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hashwall::app::system_clock;
use hashwall::config;
use hashwall::http::Http;
use hashwall::projections::live::Live;
use hashwall::projections::media::Media;
use hashwall::projections::tally::Tally;
use hashwall::projections::walls::Walls;
use hashwall::web::kept::Kept;
use hashwall::web::limits::Limits;
use hashwall::web::public::happenings::snapshot::Happenings;
use hashwall::web::state::PublicState;
use hashwall_index::{Engine, Op};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Posts in the index, where nobody says.
const POSTS: u64 = 1_000_000;
/// Posts in one commit.
const COMMIT: u64 = 5_000;
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

async fn serve(posts: u64) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(&folder.path().join("index"), posts);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let settings = format!("[site]\nbase_url = \"http://{address}\"\n");
    let settings = config::from_toml_texts(&[&settings], &BTreeMap::new()).unwrap();
    let http = Http::new(settings.http.clone()).unwrap();
    let state = PublicState {
        media: Media::open(&folder.path().join("media"), http, index.clone()).unwrap(),
        index,
        live: Live::new(0),
        kept: Kept::default(),
        limits: Limits::none(),
        site: Arc::new(settings.site),
        sources: Arc::default(),
        campaign: settings.campaign,
        walls: Walls::default(),
        figures: None,
        happenings: Happenings::default(),
        tally: Tally::default(),
        clock: system_clock(),
        closing: CancellationToken::new(),
    };
    let closing = state.closing.clone();
    tokio::spawn(hashwall::web::serve(listener, hashwall::web::visitors(state, &[]), closing));
    (folder, address)
}

fn filled(folder: &Path, posts: u64) -> Engine {
    let started = Instant::now();
    let (engine, words) = (Engine::open(folder).unwrap(), generator::Generator::new());
    for first in (0..posts).step_by(usize::try_from(COMMIT).unwrap()) {
        let end = posts.min(first + COMMIT);
        let documents = (first..end).map(|number| document::document(words.sample(number, posts)));
        engine.apply(documents.map(|document| Op::Put(Box::new(document))).collect(), end).unwrap();
    }
    println!("index filled in {:.0} s", started.elapsed().as_secs_f64());
    engine
}

fn measure(address: &str, posts: u64) {
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
    let (mut ours, mut nothing, mut answered) = (vec![Vec::new(); paths.len()], Vec::new(), 0_usize);
    let mut quietest = Duration::MAX;
    for round in 0..ROUNDS {
        let mut times = Vec::with_capacity(paths.len());
        for step in 0..paths.len() {
            let at = (step * 37 + round * 11) % paths.len();
            let (took, body) = line.ask(&paths[at]);
            answered += usize::from(body.contains("\"text\""));
            ours[at].push(took);
            times.push(took);
            nothing.push(line.ask("/health/live").0);
        }
        quietest = quietest.min(part(&mut times, 0.99));
    }
    // The text that takes longest where nothing else wants the machine.
    let slowest = (0..paths.len()).max_by_key(|at| ours[*at].iter().min().copied()).unwrap();
    let least = ours[slowest].iter().min().unwrap().as_secs_f64() * 1e3;
    let mut ours: Vec<Duration> = ours.into_iter().flatten().collect();
    println!("{posts} posts; {} texts, each a letter more; something was offered for {answered}", ours.len());
    println!("{:<24} {:>9} {:>9} {:>9}", "", "p50", "p99", "most");
    for (name, times) in [("/soeg/forslag", &mut ours), ("/health/live", &mut nothing)] {
        let [half, most_of, most] = [0.5, 0.99, 1.0].map(|at| part(times, at).as_secs_f64() * 1e3);
        println!("{name:<24} {half:>6.2} ms {most_of:>6.2} ms {most:>6.2} ms");
    }
    println!("p99 of the quietest round: {:.2} ms", quietest.as_secs_f64() * 1e3);
    println!("the slowest text, at its best: {:?}, {least:.2} ms", beginnings[slowest]);
}

fn part(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * part) as usize]
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
