//! Accessibility checkers put into the page under test: axe-core and HTML_CodeSniffer, from `tests/browser/node_modules`
//! (`npm ci` there, which `script/test` does). They come in through WebDriver, which a content policy does not stop, so
//! the pages are checked as visitors get them.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::browser::Browser;

static AXE: LazyLock<String> = LazyLock::new(|| read("axe-core/axe.min.js"));
static SNIFFER: LazyLock<String> = LazyLock::new(|| read("html_codesniffer/build/HTMLCS.js"));

/// What WCAG 2.1 A and AA ask, and axe's own best practices: landmarks, heading order, one `h1`.
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

fn read(file: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let path = folder.join("node_modules").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|why| {
        panic!("{}: {why}. Run `npm ci` in {}, as script/test does", path.display(), folder.display())
    })
}

/// Fails if either checker finds an error on the page that is open, as it stands and is coloured now.
///
/// # Panics
/// With every finding: which rule, where, why.
pub async fn clean(browser: &Browser, page: &str) {
    let mut found = axe(browser).await;
    found.extend(sniffed(browser).await);
    assert!(found.is_empty(), "{page} has accessibility errors:\n  {}", found.join("\n  "));
}

/// What axe-core finds, one line a place.
pub async fn axe(browser: &Browser) -> Vec<String> {
    browser.client.execute(&AXE, Vec::new()).await.unwrap();
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] })
            .then((found) => done(found.violations), (why) => done([{ id: String(why), nodes: [{}] }]));";
    let found = browser.client.execute_async(run, vec![json!(TAGS)]).await.unwrap();
    let mut lines = Vec::new();
    for violation in found.as_array().expect("axe gives a list") {
        for node in violation["nodes"].as_array().into_iter().flatten() {
            let why = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
            lines.push(format!("axe {}: {} {why}", word(&violation["id"]), node["target"]));
        }
    }
    lines
}

/// The errors HTML_CodeSniffer finds against WCAG 2.1 AA, one line a place; its warnings ask for a person's eye.
pub async fn sniffed(browser: &Browser) -> Vec<String> {
    // It asks for a global `window.HTMLCS`; executed in a function of its own, it would find the driver's.
    let script =
        format!("(function () {{ {} }}).call(window); window.HTMLCS = window.HTMLCS || HTMLCS;", *SNIFFER);
    browser.client.execute(&script, Vec::new()).await.unwrap();
    let run = "const done = arguments[arguments.length - 1];
        const where = (element) => element?.outerHTML?.slice(0, 160) ?? '';
        HTMLCS.process('WCAG2AA', document, () => done(HTMLCS.getMessages()
            .filter((message) => message.type === HTMLCS.ERROR)
            .map((message) => `${message.code}: ${message.msg} ${where(message.element)}`)),
            () => done(['HTML_CodeSniffer could not run']));";
    let found = browser.client.execute_async(run, Vec::new()).await.unwrap();
    found
        .as_array()
        .expect("the sniffer gives a list")
        .iter()
        .map(|line| format!("HTMLCS {}", word(line)))
        .collect()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}
