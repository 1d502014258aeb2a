//! Reading an edge (`published_posts`, `tagged`): newest first for as far back as needed, then what earlier runs left.
//!
//! Meta promises no order, serves empty pages in the middle, and does not honour `since` on every edge. So every element
//! is looked at by itself, nothing stops at the first known post, and a reading that is older than asked for twice in a
//! row ends by itself.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::cursor::{Edge, Window};
use super::errors::Trouble;
use super::posts;
use super::run::Run;
use super::wire;
use crate::collect::collector::Failure;
use crate::domain::time::Timestamp;

/// The edge that holds nothing but the Page's own posts.
pub const OWN: &str = "published_posts";
/// Posts of others that tag the Page.
pub const TAGGED: &str = "tagged";
/// Posts asked for at a time; Meta's limit is 100, and with all fields that is often "too much data".
const AT_A_TIME: u32 = 50;
/// Fewest posts asked for at a time.
const FEWEST: u32 = 5;
/// Full pages in a row that hold nothing but older posts, after which the reading ends.
const STALE_PAGES: u32 = 2;

/// What a walk along `paging.next` left unread of its window.
#[derive(Clone, Copy)]
enum Left {
    Nothing,
    Rest(Window),
    Everything,
}

/// How a walk ended.
struct Walked {
    left: Left,
    /// Why it ended early, if by trouble.
    trouble: Option<Trouble>,
    /// True if there were posts, but none of the window: the edge does not honour `until`.
    elsewhere: bool,
}

/// Reads what is new on an edge, then (budget allowing) what earlier runs left unread.
///
/// # Errors
/// [`Trouble`]; what was read before it is in the harvest, and what was not is in `state`.
pub async fn read(run: &mut Run<'_>, edge: &str, state: &mut Edge) -> Result<(), Trouble> {
    let now = run.now();
    let head = walk(run, edge, state.head(now)).await;
    match head.left {
        Left::Nothing => state.read_until = Some(now),
        Left::Rest(rest) => {
            state.leave(rest);
            state.read_until = Some(now);
            run.more = true;
        }
        // The next run begins where this one did.
        Left::Everything => {}
    }
    if let Some(trouble) = head.trouble {
        return Err(trouble);
    }
    if run.budget == 0 || run.resting().map_err(Trouble::Failed)? {
        return Ok(());
    }
    let Some(window) = state.backlog.take() else { return Ok(()) };
    let tail = walk(run, edge, window).await;
    match tail.left {
        Left::Nothing => {}
        Left::Rest(rest) => {
            state.backlog = Some(rest);
            run.more = true;
        }
        Left::Everything if tail.elsewhere && tail.trouble.is_none() => {
            run.harvest.notes.push(format!(
                "older posts of {edge} are out of reach: Facebook does not list them by date there"
            ));
        }
        // Got nowhere: it is tried again at the next scheduled run, not at once.
        Left::Everything => state.backlog = Some(window),
    }
    tail.trouble.map_or(Ok(()), Err)
}

async fn walk(run: &mut Run<'_>, edge: &str, window: Window) -> Walked {
    let mut url = first_url(run, edge, window);
    let mut track = Track::new(window);
    let mut visited = BTreeSet::new();
    loop {
        if run.budget == 0 {
            if matches!(track.left, Left::Everything) && !track.elsewhere {
                // Pages that bring nothing but promise more cannot be told from an end that is never reached.
                let nowhere = format!("paging of {edge} did not get anywhere; it is tried again next time");
                run.harvest.notes.push(nowhere);
            }
            return track.stopped();
        }
        match run.resting() {
            Ok(false) => {}
            Ok(true) => return track.broken_off(None),
            Err(failure) => return track.failed(Trouble::Failed(failure)),
        }
        run.budget -= 1;
        visited.insert(url.to_string());
        let answer = match run.graph.get(url.clone()).await {
            Ok(answer) => answer,
            Err(Trouble::TooMuch(why)) => {
                let at_a_time = run.cursor.at_a_time.unwrap_or(AT_A_TIME);
                if at_a_time <= FEWEST {
                    return track.failed(Trouble::TooMuch(why));
                }
                let fewer = (at_a_time / 2).max(FEWEST);
                run.cursor.at_a_time = Some(fewer);
                url = with_limit(url, fewer);
                continue;
            }
            Err(trouble) => return track.failed(trouble),
        };
        let Some(items) = answer.get("data").and_then(Value::as_array) else {
            let broken = Failure::Transient(format!("the answer for {edge} has no list of posts"));
            return track.failed(Trouble::Failed(broken));
        };
        for (position, item) in items.iter().enumerate() {
            run.take(item, position, edge == OWN);
        }
        track.page(items);
        let Some(next) = answer.pointer("/paging/next").and_then(Value::as_str) else {
            return track.finished();
        };
        if track.stale >= STALE_PAGES {
            return track.finished();
        }
        let Some(next) = run.graph.next(next) else {
            let away = Failure::Transient(format!("the next page of {edge} lies outside the configured API"));
            return track.failed(Trouble::Failed(away));
        };
        if visited.contains(next.as_str()) {
            run.harvest.notes.push(format!("paging of {edge} goes in a circle; the reading ended there"));
            return track.finished();
        }
        url = next;
    }
}

/// Follows how far a walk has come.
struct Track {
    window: Window,
    left: Left,
    elsewhere: bool,
    /// Pages in a row older than the window.
    stale: u32,
    /// The post before, and whether any post was newer than the one before it.
    before: Option<Timestamp>,
    disorder: bool,
}

impl Track {
    fn new(window: Window) -> Self {
        Self { window, left: Left::Everything, elsewhere: false, stale: 0, before: None, disorder: false }
    }

    fn page(&mut self, items: &[Value]) {
        let created: Vec<Timestamp> = items.iter().filter_map(posts::created).collect();
        for at in &created {
            self.disorder |= self.before.is_some_and(|before| before < *at);
            self.before = Some(*at);
        }
        let Some(newest) = created.into_iter().max() else { return };
        self.stale = if newest < self.window.since { self.stale + 1 } else { 0 };
        self.elsewhere |= self.window.until.is_some_and(|until| until < newest);
        // The rest begins at the *newest* post of the last page: that repeats a page rather than losing a post.
        let from = newest.plus(Duration::from_secs(1));
        let reached = match self.left {
            Left::Rest(rest) => rest.until,
            _ => self.window.until,
        };
        if reached.is_none_or(|reached| from < reached) {
            self.left = Left::Rest(Window { since: self.window.since, until: Some(from) });
        }
    }

    fn finished(self) -> Walked {
        Walked { left: Left::Nothing, trouble: None, elsewhere: self.elsewhere }
    }

    fn stopped(self) -> Walked {
        Walked { left: self.left, trouble: None, elsewhere: self.elsewhere }
    }

    fn failed(self, trouble: Trouble) -> Walked {
        self.broken_off(Some(trouble))
    }

    /// Where posts came in no order, what was read says nothing about what was not: all of it is read again.
    fn broken_off(self, trouble: Option<Trouble>) -> Walked {
        let left = if self.disorder { Left::Everything } else { self.left };
        Walked { left, trouble, elsewhere: self.elsewhere }
    }
}

fn first_url(run: &Run<'_>, edge: &str, window: Window) -> Url {
    let limit = run.cursor.at_a_time.unwrap_or(AT_A_TIME).to_string();
    let since = secs(window.since);
    let until = window.until.map(secs);
    let mut query = vec![("fields", wire::POST_FIELDS), ("limit", &limit), ("since", &since)];
    if let Some(until) = &until {
        query.push(("until", until));
    }
    run.graph.url(&[&run.settings.page, edge], &query)
}

fn secs(at: Timestamp) -> String {
    at.0.div_euclid(1_000_000).to_string()
}

fn with_limit(mut url: Url, limit: u32) -> Url {
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "limit")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs).append_pair("limit", &limit.to_string());
    url
}
