//! Many widgets while the server is away: pages of their own, each a client over HTTP that keeps the script's own times,
//! beside one page in Chromium with as many elements. `script/widget-crowd` runs 300 for a minute; without it, a few.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::house::{House, numbered};
use super::partner::{PLAIN, follows, line, page, sees, within};
use crate::support::browser::Browser;
use crate::support::process::until;

/// All are live again within this after the server's return.
const BACK_WITHIN: Duration = Duration::from_secs(30);
/// Requests of one widget within any second.
const MOST_A_SECOND: usize = 2;

fn told(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// A number of the script's own, in ms.
fn own(name: &str) -> u64 {
    let script = include_str!("../../../src/web/assets/embed.js");
    let told = script.split(&format!("const {name} = ")).nth(1).expect(name);
    told.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// One page with one widget.
struct Client {
    address: String,
    asked: Vec<Instant>,
    tries: u32,
}

impl Client {
    /// As `wait` of the script: doubled each time up to a bound, half as much or as much again.
    fn wait(&mut self) -> Duration {
        let base = (1_000 << self.tries.min(9)).min(own("LONGEST_WAIT"));
        self.tries += 1;
        Duration::from_millis(base * rand::random_range(500..1_500) / 1_000)
    }

    async fn open(&mut self, path: &str) -> std::io::Result<TcpStream> {
        self.asked.push(Instant::now());
        let mut stream = TcpStream::connect(self.address.trim_start_matches("http://")).await?;
        let ask = format!("GET {path} HTTP/1.1\r\nHost: wall.example\r\nAccept-Encoding: identity\r\n\r\n");
        stream.write_all(ask.as_bytes()).await?;
        Ok(stream)
    }

    /// The position of the cards.
    async fn cards(&mut self) -> std::io::Result<u64> {
        let mut stream = self.open("/w/ledelsesugen/kort.json").await?;
        let mut answer = Vec::new();
        let mut piece = vec![0; 65_536];
        loop {
            let read = stream.read(&mut piece).await?;
            answer.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&answer);
            let position = text.split("\"position\":").nth(1).and_then(|rest| rest.split('}').next());
            match position.and_then(|number| number.parse().ok()) {
                Some(position) => return Ok(position),
                None if read == 0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                None => {}
            }
        }
    }

    /// Follows until the line ends; `live` is told when it is up. True if the server says to ask anew.
    async fn follow(&mut self, after: u64, live: &AtomicBool) -> std::io::Result<bool> {
        let stream = self.open(&format!("/live?efter={after}&lang=da")).await?;
        let mut lines = BufReader::new(stream).lines();
        while let Some(line) = lines.next_line().await? {
            if line.starts_with("event: resume") {
                self.tries = 0;
                live.store(true, Ordering::SeqCst);
            }
            if line.starts_with("event: reload") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn run(mut self, live: Arc<AtomicBool>, over: Arc<AtomicBool>) -> Vec<Instant> {
        let mut after = None;
        while !over.load(Ordering::SeqCst) {
            let position = match after {
                Some(position) => Ok(position),
                None => self.cards().await,
            };
            let mut rest = self.wait();
            if let Ok(position) = position {
                after = Some(position);
                let tries = self.tries;
                if self.follow(position, &live).await.unwrap_or(false) {
                    after = None;
                    rest += Duration::from_millis(own("JITTER"));
                } else if self.tries != tries {
                    // It was up: the first try is soon.
                    rest = self.wait();
                }
            }
            live.store(false, Ordering::SeqCst);
            tokio::time::sleep(rest).await;
        }
        self.asked
    }
}

/// The most of one widget's requests within any second.
fn densest(asked: &[Instant]) -> usize {
    let within_a_second = |from: Instant| {
        asked.iter().filter(|at| **at >= from && **at - from < Duration::from_secs(1)).count()
    };
    asked.iter().copied().map(within_a_second).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_are_live_again_soon_after_the_server_returns() {
    let widgets = usize::try_from(told("HASHWALL_CROWD", 12)).unwrap();
    let away = Duration::from_secs(told("HASHWALL_CROWD_AWAY", 3));
    let house = House::open().await;
    house.shown((1..=3).map(numbered)).await;
    let over = Arc::new(AtomicBool::new(false));
    let mut clients = Vec::new();
    let mut running = Vec::new();
    for _ in 0..widgets {
        let live = Arc::new(AtomicBool::new(false));
        let client = Client { address: house.address.clone(), asked: Vec::new(), tries: 0 };
        running.push(tokio::spawn(client.run(Arc::clone(&live), Arc::clone(&over))));
        clients.push(live);
    }
    let up = || clients.iter().filter(|live| live.load(Ordering::SeqCst)).count();
    until("every client is live", Duration::from_secs(120), async || up() == widgets).await;

    let browser = Browser::open().await;
    let element = format!("<hash-wall src=\"{}/w/ledelsesugen\" height=\"80\"></hash-wall>", house.address);
    let elements = line(&house.address, "/w/ledelsesugen", "") + &element.repeat(widgets - 1);
    browser.goto(&page(&house.address, &elements, PLAIN).await).await;
    sees(&browser, "Opslag 3 ").await;
    follows(&browser).await;
    browser.requests().await;

    house.stop().await;
    let down = Instant::now();
    until("every client has lost its line", Duration::from_secs(30), async || up() == 0).await;
    until("the server was away", away + Duration::from_secs(5), async || down.elapsed() >= away).await;
    let house = house.restart().await;
    let back = Instant::now();
    until("every client is live again", BACK_WITHIN, async || up() == widgets).await;
    let clients_took = back.elapsed();
    follows(&browser).await;
    let all = "[...document.querySelectorAll('hash-wall')].every(wall => wall.shadowRoot.querySelector('.hw').dataset.line === 'on')";
    assert!(browser.holds(all).await, "{}", within(".hw"));
    let page_took = back.elapsed();
    assert!(page_took <= BACK_WITHIN + Duration::from_secs(5), "the page took {page_took:?}");
    let seconds = down.elapsed().as_secs_f64();
    let by_page = browser.requests().await.len();

    over.store(true, Ordering::SeqCst);
    house.stop().await;
    let mut densities = Vec::new();
    for client in running {
        densities.push(densest(&client.await.unwrap()));
    }
    let most = densities.iter().copied().max().unwrap();
    eprintln!(
        "{widgets} widgets, server away {:.0} s: all clients live again {:.1} s after its return, the page with {widgets} \
         elements {:.1} s; at most {most} requests of one client in any second; the page asked {by_page} times in {seconds:.0} s",
        away.as_secs_f64(),
        clients_took.as_secs_f64(),
        page_took.as_secs_f64(),
    );
    assert!(most <= MOST_A_SECOND, "{most} requests of one widget in a second");
    assert!(by_page as f64 <= 2.0 * seconds, "{by_page} requests of the page in {seconds} s");
}
