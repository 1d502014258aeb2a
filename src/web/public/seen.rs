//! `POST /maal`: what a page reports it was seen of, in sums. Nothing of who asks is kept: no address, no browser, no cookie is
//! read but to leave robots out, and those who ask not to be counted are not. `docs/measuring.md` is the whole truth of it.
//!
//! ```json
//! {"surface": "widget", "host": "kommune.example", "seen": {"load": 1, "card": 12, "click-out": 1}}
//! ```

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
// Of bytes: the list is written for engines that know no letters, and asks for "anything but a dash".
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;
use url::{Host, Url};

use crate::domain::figures::{Seen, Surface};
use crate::web::state::PublicState;

/// A report is some hundred bytes.
const LONGEST: usize = 2_048;

/// Robots, see the head of the file.
const CRAWLERS: &str = include_str!("../../../config/crawlers.txt");

/// One expression of all of them. `None` if the list cannot be read; a test holds that it can.
static ROBOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let patterns: Vec<String> = CRAWLERS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| format!("(?:{line})"))
        .collect();
    let built = RegexBuilder::new(&patterns.join("|")).unicode(false).size_limit(64 << 20).build();
    built
        .inspect_err(|error| tracing::error!(%error, "the list of robots cannot be read: all are counted"))
        .ok()
});

#[derive(Deserialize)]
struct Report {
    surface: String,
    #[serde(default)]
    host: String,
    seen: BTreeMap<String, u64>,
}

/// The handler. `204` also for what is not counted: a page has no use for the difference.
pub async fn count(State(state): State<PublicState>, headers: HeaderMap, body: String) -> StatusCode {
    if !state.site.count_views || is_left_alone(&headers) || is_robot(&headers) {
        return StatusCode::NO_CONTENT;
    }
    let Some((surface, host, seen)) = read(&body, &headers, &state.site.base_url) else {
        return StatusCode::BAD_REQUEST;
    };
    match state.tally.add(surface, &host, seen, (state.clock)()) {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_flood) => StatusCode::TOO_MANY_REQUESTS,
    }
}

type Told = (Surface, String, Vec<(Seen, u64)>);

/// What is told, if a page of ours could have told it.
fn read(body: &str, headers: &HeaderMap, ours: &Url) -> Option<Told> {
    let report: Report = serde_json::from_str(Some(body).filter(|body| body.len() <= LONGEST)?).ok()?;
    let surface = Surface::from_str(&report.surface).ok()?;
    let mut seen = Vec::new();
    for (word, count) in report.seen {
        let kind = Seen::from_str(&word).ok()?;
        if count > most(kind) {
            return None;
        }
        seen.push((kind, count));
    }
    // A browser says which page sends it; what does not is none.
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let is_ours = Url::parse(origin).is_ok_and(|origin| origin.origin() == ours.origin());
    let host = match surface {
        // The widget's own frame is ours and says what page is around it; a widget without a frame is that page.
        Surface::Widget if is_ours => named_host(&format!("https://{}/", report.host)),
        Surface::Widget => named_host(origin),
        Surface::Wall | Surface::Display if is_ours => String::new(),
        Surface::Wall | Surface::Display => return None,
    };
    Some((surface, host, seen))
}

/// The most of one kind that a page can see between two reports.
const fn most(kind: Seen) -> u64 {
    match kind {
        Seen::Load | Seen::Search => 1,
        Seen::Card => 300,
        Seen::ClickOut => 60,
    }
}

/// The name of a host, without port; empty for whatever is no name.
fn named_host(address: &str) -> String {
    match Url::parse(address).ok().as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) if name.len() <= 253 && name.contains('.') => name.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// Do-Not-Track (`DNT: 1`) or Global Privacy Control (`Sec-GPC: 1`).
fn is_left_alone(headers: &HeaderMap) -> bool {
    ["dnt", "sec-gpc"]
        .into_iter()
        .any(|name| headers.get(HeaderName::from_static(name)).is_some_and(|said| said == "1"))
}

/// By the public list; what names no browser at all is one too.
fn is_robot(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    agent.is_empty() || ROBOT.as_ref().is_some_and(|robot| robot.is_match(agent.as_bytes()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn robots_are_known_and_browsers_are_none() {
        for robot in
            ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0", ""]
        {
            assert!(is_robot(&from("user-agent", robot)), "{robot}");
        }
        for browser in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
        ] {
            assert!(!is_robot(&from("user-agent", browser)), "{browser}");
        }
    }

    #[test]
    fn what_no_page_of_ours_can_say_is_refused() {
        let ours = Url::parse("https://wall.example").unwrap();
        let read = |body: &str, origin| read(body, &from("origin", origin), &ours);
        let wall = r#"{"surface":"wall","seen":{"load":1,"card":3}}"#;
        assert_eq!(
            read(wall, "https://wall.example"),
            Some((Surface::Wall, String::new(), vec![(Seen::Card, 3), (Seen::Load, 1)]))
        );
        assert_eq!(read(wall, "https://elsewhere.example"), None);
        for absurd in [
            r#"{"surface":"wall","seen":{"card":1000000}}"#,
            r#"{"surface":"wall","seen":{"load":2}}"#,
            r#"{"surface":"wall","seen":{"load":-1}}"#,
            r#"{"surface":"wall","seen":{"person":1}}"#,
            r#"{"surface":"moon","seen":{}}"#,
            "",
        ] {
            assert_eq!(read(absurd, "https://wall.example"), None, "{absurd}");
        }
        assert_eq!(read(&format!("{wall}{}", " ".repeat(LONGEST)), "https://wall.example"), None);
    }

    #[test]
    fn a_widgets_host_is_a_name_and_nothing_more() {
        let ours = Url::parse("https://wall.example").unwrap();
        let host = |host: &str, origin| {
            let body =
                serde_json::json!({"surface": "widget", "host": host, "seen": {"load": 1}}).to_string();
            read(&body, &from("origin", origin), &ours).map(|(_, host, _)| host)
        };
        assert_eq!(host("Kommune.example", "https://wall.example").as_deref(), Some("kommune.example"));
        assert_eq!(host("lies.example", "https://kommune.example:8443").as_deref(), Some("kommune.example"));
        for odd in ["", "10.0.0.7", "user:secret@kommune.example/path?q=1#x", "[::1]", "localhost", "null"] {
            let told = host(odd, "https://wall.example").unwrap();
            assert!(told.is_empty() || told == "kommune.example", "{odd} became {told}");
        }
        assert_eq!(host("a.example", "null").as_deref(), Some(""));
    }
}
