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

/// Posts asked for at a time; Meta's limit is 100, and with all fields that is often "too much data".
const AT_A_TIME: u32 = 50;
/// Fewest posts asked for at a time.
const FEWEST: u32 = 5;
/// Full pages in a row that hold nothing but older posts, after which the reading ends.
const STALE_PAGES: u32 = 2;

/// How a walk along `paging.next` ended.
struct Walked {
    /// What of the window is unread: `None` if all is read, `Some(None)` if the walk got nowhere.
    rest: Option<Option<Window>>,
    /// Why it ended early, if by trouble.
    trouble: Option<Trouble>,
}

/// Reads what is new on an edge, then (budget allowing) what earlier runs left unread.
///
/// # Errors
/// [`Trouble`]; what was read before it is in the harvest, and what was not is in `state`.
pub async fn read(run: &mut Run<'_>, edge: &str, state: &mut Edge) -> Result<(), Trouble> {
    let now = run.now();
    let head = walk(run, edge, state.head(now)).await;
    match head.rest {
        None => state.read_until = Some(now),
        Some(Some(rest)) => {
            state.leave(rest);
            state.read_until = Some(now);
            run.more = true;
        }
        // Nothing was read: the next run begins where this one did.
        Some(None) => {}
    }
    if let Some(trouble) = head.trouble {
        return Err(trouble);
    }
    if run.budget == 0 || run.resting().map_err(Trouble::Failed)? {
        return Ok(());
    }
    let Some(window) = state.backlog.take() else { return Ok(()) };
    run.more = false;
    let tail = walk(run, edge, window).await;
    match tail.rest {
        None => {}
        Some(Some(rest)) => {
            state.backlog = Some(rest);
            run.more = true;
        }
        // Got nowhere: it is tried again at the next scheduled run, not at once.
        Some(None) => state.backlog = Some(window),
    }
    tail.trouble.map_or(Ok(()), Err)
}

async fn walk(run: &mut Run<'_>, edge: &str, window: Window) -> Walked {
    let mut url = first_url(run, edge, window);
    let mut rest = Some(None);
    let mut reached = window.until;
    let mut stale = 0;
    let mut visited = BTreeSet::new();
    loop {
        if run.budget == 0 {
            note_endless(run, edge, &rest);
            return Walked { rest, trouble: None };
        }
        match run.resting() {
            Ok(false) => {}
            Ok(true) => return Walked { rest, trouble: None },
            Err(failure) => return Walked { rest, trouble: Some(Trouble::Failed(failure)) },
        }
        run.budget -= 1;
        visited.insert(url.to_string());
        let answer = match run.graph.get(url.clone()).await {
            Ok(answer) => answer,
            Err(Trouble::TooMuch(why)) => {
                let at_a_time = run.cursor.at_a_time.unwrap_or(AT_A_TIME);
                if at_a_time <= FEWEST {
                    return Walked { rest, trouble: Some(Trouble::TooMuch(why)) };
                }
                run.cursor.at_a_time = Some((at_a_time / 2).max(FEWEST));
                url = with_limit(url, run.cursor.at_a_time.unwrap_or(FEWEST));
                continue;
            }
            Err(trouble) => return Walked { rest, trouble: Some(trouble) },
        };
        let Some(items) = answer.get("data").and_then(Value::as_array) else {
            let broken = Failure::Transient(format!("the answer for {edge} has no list of posts"));
            return Walked { rest, trouble: Some(Trouble::Failed(broken)) };
        };
        for (position, item) in items.iter().enumerate() {
            run.take(item, position);
        }
        let newest = items.iter().filter_map(posts::created).max();
        if let Some(newest) = newest {
            stale = if newest < window.since { stale + 1 } else { 0 };
            // The rest begins at the *newest* post of the last page read: without a promised order that repeats a page
            // rather than losing a post.
            let from = newest.plus(Duration::from_secs(1));
            if reached.is_none_or(|reached| from < reached) {
                reached = Some(from);
                rest = Some(Some(Window { since: window.since, until: reached }));
            }
        }
        let Some(next) = answer.pointer("/paging/next").and_then(Value::as_str) else {
            return Walked { rest: None, trouble: None };
        };
        if stale >= STALE_PAGES {
            return Walked { rest: None, trouble: None };
        }
        let Some(next) = run.graph.next(next) else {
            let away = Failure::Transient(format!("the next page of {edge} lies outside the configured API"));
            return Walked { rest, trouble: Some(Trouble::Failed(away)) };
        };
        if visited.contains(next.as_str()) {
            run.harvest.notes.push(format!("paging of {edge} goes in a circle; the reading ended there"));
            return Walked { rest: None, trouble: None };
        }
        url = next;
    }
}

/// Pages that bring nothing but promise more cannot be told apart from an end that is never reached.
fn note_endless(run: &mut Run<'_>, edge: &str, rest: &Option<Option<Window>>) {
    if matches!(rest, Some(None)) {
        run.harvest.notes.push(format!("paging of {edge} did not get anywhere; it is tried again next time"));
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
