//! A real browser: Debian's chromium, driven through chromedriver. Where either is missing, the test fails and says so.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::until;

/// Long enough for a machine that compiles at the same time; a page that does it takes a second or two.
pub const PATIENCE: Duration = Duration::from_secs(20);

fn picture_file(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HASHWALL_SCREENSHOTS")?);
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder.join(format!("{name}.png")))
}

/// How the browser is started. No page of ours needs what is switched off, and nothing may be asked of other hosts.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox", // refuses to run as root otherwise; it opens our own pages alone
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
];

/// One browser with a profile of its own, so that its cookies are nobody else's.
pub struct Browser {
    pub client: Client,
    _driver: Driver,
    _profile: TempDir,
}

/// A chromedriver of our own.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start() -> Self {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is needed for the browser tests (Debian: chromium-driver)");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok())
            .expect("chromedriver did not say which port it took");
        // It goes on writing; a full pipe would stop it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, port }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to, it closes its browser too; killed, it would leave one behind. A driver that does not answer is dead.
        if let Ok(mut line) = TcpStream::connect(("127.0.0.1", self.port)) {
            let asked = format!("GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
            let bounded = line.set_read_timeout(Some(Duration::from_secs(5)));
            if bounded.is_ok() && line.write_all(asked.as_bytes()).is_ok() {
                let mut answer = Vec::new();
                // It ends the line when it is done; a broken line says the same.
                drop(line.read_to_end(&mut answer));
            }
        }
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

impl Browser {
    pub async fn open() -> Self {
        Self::with(json!({})).await
    }

    /// As of a visitor who has switched JavaScript off.
    pub async fn without_scripts() -> Self {
        Self::with(json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    async fn with(preferences: Value) -> Self {
        let chromium = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .map(|folder| folder.join("chromium"))
            .find(|program| program.is_file())
            .expect("chromium is needed for the browser tests (Debian: chromium)");
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let driver = Driver::start();
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": chromium, "args": flags, "prefs": preferences },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|why| panic!("chromium did not start: {why}"));
        Self { client, _driver: driver, _profile: profile }
    }

    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|why| panic!("{address}: {why}"));
    }

    /// The value of an expression in the page.
    pub async fn eval(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        self.client.execute(&script, Vec::new()).await.unwrap_or_else(|why| panic!("{expression}: {why}"))
    }

    /// True if the expression is; false also while the page it is asked of is being left.
    pub async fn holds(&self, expression: &str) -> bool {
        let script = format!("return Boolean({expression});");
        self.client.execute(&script, Vec::new()).await.is_ok_and(|value| value == json!(true))
    }

    /// Waits until the expression is true, and says how long that took.
    #[track_caller]
    pub fn until(&self, what: &str, expression: &str) -> impl Future<Output = Duration> {
        let started = Instant::now();
        async move {
            until(what, PATIENCE, async || self.holds(expression).await).await;
            started.elapsed()
        }
    }

    /// Waits until the page's own text holds `words`.
    pub async fn sees(&self, words: &str) -> Duration {
        self.until(&format!("{words:?} is shown"), &shows(words)).await
    }

    /// Waits until it does not.
    pub async fn loses(&self, words: &str) -> Duration {
        self.until(&format!("{words:?} is gone"), &format!("!({})", shows(words))).await
    }

    pub async fn find(&self, css: &str) -> Element {
        self.client.find(Locator::Css(css)).await.unwrap_or_else(|why| panic!("{css}: {why}"))
    }

    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|why| panic!("{css}: {why}"));
    }

    /// Types into a field.
    pub async fn fill(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.unwrap();
    }

    /// Strikes keys wherever the focus is.
    pub async fn strike(&self, keys: impl IntoIterator<Item = char>) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    pub async fn strike_key(&self, key: Key) {
        self.strike([char::from(key)]).await;
    }

    /// Strikes a key while Control is held.
    pub async fn strike_with_control(&self, value: char) {
        self.strike_with(Key::Control, value).await;
    }

    /// Strikes a key while Shift is held.
    pub async fn strike_with_shift(&self, value: char) {
        self.strike_with(Key::Shift, value).await;
    }

    /// Moves a finger over the screen in steps, from one place to another, in pixels of the window.
    pub async fn stroke(&self, from: (f64, f64), to: (f64, f64)) {
        const STEPS: i32 = 8;
        let touch = async |kind: &str, points: Value| {
            self.devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
        };
        touch("touchStart", json!([{ "x": from.0, "y": from.1 }])).await;
        for step in 1..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            let at = |from: f64, to: f64| from + (to - from) * part;
            touch("touchMove", json!([{ "x": at(from.0, to.0), "y": at(from.1, to.1) }])).await;
        }
        touch("touchEnd", json!([])).await;
    }

    async fn strike_with(&self, held: Key, value: char) {
        let held = char::from(held);
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Goes into the frame that the expression gives.
    pub async fn enter(&self, frame: &str) {
        let found = self.eval(frame).await;
        let id = found.as_object().and_then(|element| element.values().next()).and_then(Value::as_str);
        let id = id.unwrap_or_else(|| panic!("{frame} is no element: {found}"));
        let element = Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()));
        element.enter_frame().await.unwrap();
    }

    /// The size of the window and the colours the visitor's system asks for: `light` or `dark`.
    pub async fn look(&self, width: u32, height: u32, scheme: &str) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Keeps a picture of what is seen, for people, in the folder that `HASHWALL_SCREENSHOTS` names; without it nothing.
    pub async fn keep(&self, name: &str) {
        if let Some(file) = picture_file(name) {
            std::fs::write(file, self.client.screenshot().await.unwrap()).unwrap();
        }
    }

    /// As [`Browser::keep`], of the whole page down to its end.
    pub async fn keep_whole(&self, name: &str) {
        let Some(file) = picture_file(name) else { return };
        let taken = self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        std::fs::write(file, STANDARD.decode(taken["data"].as_str().unwrap()).unwrap()).unwrap();
    }

    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.ask("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// The address of every request since the last time this was asked, frames and streams included.
    pub async fn requests(&self) -> Vec<String> {
        let log = self.ask("se/log", json!({ "type": "performance" })).await;
        let entries = log.as_array().expect("the log is a list");
        let mut addresses = Vec::new();
        for entry in entries {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let message = &message["message"];
            let of_a_page =
                message["params"]["documentURL"].as_str().is_some_and(|url| url.starts_with("http"));
            // The browser's own start page is no page of anybody's.
            if message["method"] == "Network.requestWillBeSent" && of_a_page {
                addresses.push(message["params"]["request"]["url"].as_str().unwrap().to_owned());
            }
        }
        addresses
    }

    /// What the pages complained of: script errors, blocked requests, failed loads.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.ask("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().expect("the log is a list");
        entries.iter().map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    async fn ask(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Extension { path, body }).await.unwrap_or_else(|why| panic!("{path}: {why}"))
    }
}

fn shows(words: &str) -> String {
    format!("document.body.innerText.includes({})", json!(words))
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
