//! An answer → a harvest: pure, so that every answer a server can give is tested without one.

use url::Url;

use super::cadence::not_before;
use super::cursor::Cursor;
use super::discover::announced;
use super::identity::{hash, identities};
use super::parsed::ParsedFeed;
use super::post::post;
use super::read::read;
use crate::collect::collector::{Failure, Harvest, KeptOut};
use crate::domain::source::Known;
use crate::domain::time::Timestamp;
use crate::http::{HttpError, Response, place};

/// What an answer leads to.
#[derive(Debug)]
pub enum Step {
    /// The run is over, but for older pages at this address.
    Done(Box<Harvest>, Option<Url>),
    /// A web page: these feeds are announced there (none: try where feeds usually are).
    Page(Vec<Url>),
}

/// What the answer is to.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The source's id, which begins every native id.
    pub source: &'a str,
    /// Posts that are due for a check.
    pub recheck: &'a [Known],
    /// The moment of collecting.
    pub now: Timestamp,
}

/// Digests an answer to a request for the feed at `cursor.address()`.
pub fn digest(response: &Response, cursor: &Cursor, asked: Asked<'_>) -> Step {
    let done = |harvest| Step::Done(Box::new(harvest), None);
    match response.status {
        304 => done(unchanged(response, cursor, asked)),
        200..=299 => digest_body(response, cursor, asked),
        status => done(failed(refusal(status, response, asked.now), cursor)),
    }
}

/// A run that ended early; a found or moved address that failed for good is forgotten, so that the next run starts from
/// the configured one.
pub fn failed(failure: Failure, cursor: &Cursor) -> Harvest {
    let mut harvest = Harvest::default();
    let mut next = cursor.clone();
    let lost = matches!(&failure, Failure::Gone(_) | Failure::Misconfigured(_))
        || matches!(&failure, Failure::Transient(why) if why.starts_with("404"));
    if lost && next.back_to_configured() {
        harvest.notes.push(format!(
            "{} does not work any more; asking {} again",
            cursor.address(),
            cursor.configured
        ));
        harvest.failure = Some(Failure::Transient(failure.why().to_owned()));
        harvest.cursor = next.store();
    } else {
        harvest.failure = Some(failure);
    }
    harvest
}

/// No answer → the behaviour it asks for.
pub fn unanswered(error: &HttpError) -> Failure {
    match error {
        HttpError::Blocked(_) => Failure::Misconfigured(error.to_string()),
        HttpError::GateClosed { until, .. } => {
            Failure::Throttled { until: Some(*until), why: error.to_string() }
        }
        _ => Failure::Transient(error.to_string()),
    }
}

fn refusal(status: u16, response: &Response, now: Timestamp) -> Failure {
    let place = place(&response.url);
    match status {
        410 => Failure::Gone(format!("410: {place} says that the feed is gone for good")),
        401 | 403 | 407 | 451 => Failure::Refused(format!("{status}: {place} does not let us read the feed")),
        429 => Failure::Throttled {
            until: response.retry_after(now),
            why: format!("429: {place} asks to be called less often"),
        },
        503 if response.retry_after(now).is_some() => Failure::Throttled {
            until: response.retry_after(now),
            why: format!("503: {place} is closed for a while"),
        },
        404 => Failure::Transient(format!("404: there is nothing at {place}")),
        _ => Failure::Transient(format!("{status} from {place}")),
    }
}

fn unchanged(response: &Response, cursor: &Cursor, asked: Asked<'_>) -> Harvest {
    let mut next = cursor.clone();
    let mut harvest = Harvest { not_before: not_before(response, None, asked.now), ..Harvest::default() };
    next.validators.remember(response);
    note_move(&mut harvest, &mut next, response, cursor);
    let still = |known: &&Known| {
        let identity = known.native_id.strip_prefix(asked.source).and_then(|rest| rest.strip_prefix(':'));
        identity.is_some_and(|identity| cursor.known.values().any(|have| have == identity))
    };
    harvest.checked = asked.recheck.iter().filter(still).map(|known| known.native_id.clone()).collect();
    harvest.cursor = next.store();
    harvest
}

fn digest_body(response: &Response, cursor: &Cursor, asked: Asked<'_>) -> Step {
    let feed = read(&response.body, response.header("content-type"), Some(response.url.as_str()));
    if feed.format.is_empty() {
        let why = feed.problems.last().map_or("no feed in it", String::as_str);
        if looks_like_page(response) {
            return Step::Page(announced(&String::from_utf8_lossy(&response.body), &response.url));
        }
        let failure = Failure::Transient(format!("{} answered with {why}", place(&response.url)));
        return Step::Done(Box::new(failed(failure, cursor)), None);
    }
    let first_time = !cursor.good;
    let mut next = cursor.clone();
    next.good = true;
    next.probed = None;
    let mut harvest =
        Harvest { not_before: not_before(response, feed.wait_secs, asked.now), ..Harvest::default() };
    note_move(&mut harvest, &mut next, response, cursor);
    let cut = feed.truncated.then(|| hash(&[&String::from_utf8_lossy(&response.body)]));
    // A document that breaks off twice at the same place is all there is.
    let accept_half = cut.is_some() && cut == cursor.cut;
    if feed.truncated {
        // With a validator remembered, the next answer could be 304 and the missing half would never come.
        next.validators.forget();
    } else {
        next.validators.remember(response);
    }
    next.cut = cut;
    harvest.notes.extend(feed.problems.iter().cloned());
    if feed.complete {
        harvest.notes.push("the feed says that nothing new will come".to_owned());
    }
    next.known = take_entries(&feed, &cursor.known, accept_half, asked, &mut harvest);
    harvest.cursor = next.store();
    let older =
        feed.next_url.as_deref().filter(|_| first_time).and_then(|older| response.url.join(older).ok());
    Step::Done(Box::new(harvest), older)
}

/// Adds an older page to a harvest; the address of the next older one, if that page had anything new.
pub fn add_page(
    response: &Response,
    cursor: &Cursor,
    asked: Asked<'_>,
    harvest: &mut Harvest,
) -> Option<Url> {
    let feed = read(&response.body, response.header("content-type"), Some(response.url.as_str()));
    let before = harvest.posts.len();
    take_entries(&feed, &cursor.known, true, asked, harvest);
    let grown = harvest.posts.len() > before;
    feed.next_url.filter(|_| grown).and_then(|older| response.url.join(&older).ok())
}

fn take_entries(
    feed: &ParsedFeed,
    known: &std::collections::BTreeMap<String, String>,
    accept_half: bool,
    asked: Asked<'_>,
    harvest: &mut Harvest,
) -> std::collections::BTreeMap<String, String> {
    let (ids, remembered) = identities(&feed.entries, known);
    let mut seen: std::collections::HashSet<String> =
        harvest.posts.iter().map(|post| post.native_id.clone()).collect();
    for (position, (entry, identity)) in feed.entries.iter().zip(ids).enumerate() {
        let native_id = format!("{}:{identity}", asked.source);
        if asked.recheck.iter().any(|known| known.native_id == native_id) {
            harvest.checked.push(native_id.clone());
        }
        let kept_out = |why: String| {
            let label = if entry.link.is_empty() { &entry.id } else { &entry.link };
            let what = if label.is_empty() {
                format!("item {}", position + 1)
            } else {
                label.chars().take(200).collect()
            };
            KeptOut { what, why }
        };
        if entry.incomplete && !accept_half {
            harvest
                .kept_out
                .push(kept_out("the feed broke off inside it; it will be read next time".to_owned()));
            continue;
        }
        if !seen.insert(native_id.clone()) {
            continue; // the same item twice in one document
        }
        match post(entry, feed, native_id, asked.now) {
            Ok(post) => harvest.posts.push(post),
            Err(why) => harvest.kept_out.push(kept_out(why)),
        }
    }
    harvest.kept_out.extend(
        feed.unreadable
            .iter()
            .map(|place| KeptOut { what: format!("item {place}"), why: "it is no object".to_owned() }),
    );
    remembered
}

fn note_move(harvest: &mut Harvest, next: &mut Cursor, response: &Response, cursor: &Cursor) {
    if let Some(to) = response.moved_to.as_ref().filter(|to| to.as_str() != cursor.address()) {
        harvest.notes.push(format!("moved permanently from {} to {to}", cursor.address()));
        harvest.moved_to = Some(to.to_string());
        next.feed = Some(to.to_string());
    }
}

fn looks_like_page(response: &Response) -> bool {
    let start =
        String::from_utf8_lossy(&response.body[..response.body.len().min(4_096)]).to_ascii_lowercase();
    let typed =
        response.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    start.contains("<html")
        || start.contains("<!doctype html")
        || start.contains("<head")
        || (typed && start.contains('<'))
}
