//! Walks down the list of a Page's posts, newest change first.
//!
//! **Where it stops.** At a page without `rel:"next"`, at a page that brings no new URN, or at a page on which no post
//! was changed after the high water. The last is safe because the list is sorted by `LAST_MODIFIED`: a new
//! post and an edited one both come to the top, so below a page without news lies only what an earlier walk,
//! which came to its end, has read. `paging.total` is in some answers and not in others, and is never used.
//!
//! **When the list moves.** A change pushes posts down: the next page repeats some. A deletion pulls them up: the next
//! page would skip some. So each page begins one post above the end of the last, and if it begins below what was read,
//! the walk steps back until it does not, once a run. Deletions themselves are not seen here; `recheck` finds them.

use std::collections::HashSet;

use serde_json::Value;

use super::api::Call;
use super::cursor::{Cursor, Walk};
use super::errors::Trouble;
use super::posts;
use super::session::Session;
use super::urn;
use super::wire::WirePost;
use crate::domain::time::Timestamp;

/// Posts of one page; LinkedIn's most.
const COUNT: u64 = 100;
/// Pages of one run. A longer list is read over several.
const PAGES: u32 = 10;
/// No Page has this many posts: a list that goes on is endless, and is left.
const LONGEST_LIST: u64 = 50_000;

/// A post the list showed.
pub struct Listed {
    /// As LinkedIn sends it.
    pub post: WirePost,
    /// False if a walk that came to its end has read it as it is.
    pub is_news: bool,
}

/// Reads pages until the walk is over or the run's budget is. Gives every readable post of those pages.
pub async fn walk(session: &mut Session<'_>, organization: &str) -> Vec<Listed> {
    let mut listed = Vec::new();
    let resumed = session.cursor.walk.is_some();
    let mut walk = session.cursor.walk.clone().unwrap_or_default();
    let mut seen = HashSet::new();
    let (mut stepped_back, mut retreading) = (false, false);
    for _ in 0..PAGES {
        let Some(answer) = page(session, organization, walk.start).await else {
            session.cursor.walk = (walk != Walk::default()).then_some(walk);
            return listed;
        };
        let changes: Vec<Change> = elements(&answer).iter().map(Change::of).collect();
        if walk.start > 0 && begins_below(&walk, &changes) && (retreading || !stepped_back) {
            (stepped_back, retreading) = (true, true);
            walk.start = walk.start.saturating_sub(COUNT);
            continue;
        }
        let seen_before = seen.len();
        seen.extend(changes.iter().map(|change| change.id.clone()));
        let brings_new = seen.len() > seen_before;
        changes.iter().for_each(|change| change.note(&mut walk, session.now));
        let has_news = changes.iter().any(|change| change.is_news(&session.cursor));
        for (read, change) in posts::read_page(&answer).into_iter().zip(&changes) {
            let is_news = change.is_news(&session.cursor);
            match read {
                Ok(post) => listed.push(Listed { post, is_news }),
                // Said once, not at every run that sees it again.
                Err(kept_out) if is_news => session.harvest.kept_out.push(kept_out),
                Err(_) => {}
            }
        }
        let endless = walk.start >= LONGEST_LIST;
        if endless {
            session.note(format!("the list does not end after {LONGEST_LIST} posts and is left"));
        }
        let goes_on = has_next(&answer) && (retreading || (has_news && brings_new)) && !endless;
        if !goes_on {
            session.cursor.walk = None;
            if walk.newest >= session.cursor.high_water {
                session.cursor.high_water = walk.newest;
                session.cursor.at_high_water = walk.at_newest;
            }
            // A walk over several runs did not look at the top again: the next one does, at once.
            session.harvest.more = resumed && !endless;
            return listed;
        }
        retreading = false;
        walk.start += COUNT - 1;
    }
    session.cursor.walk = Some(walk);
    session.harvest.more = true;
    listed
}

/// True if the page does not repeat the end of what was read: posts in between may have slipped through.
fn begins_below(walk: &Walk, page: &[Change]) -> bool {
    match page.first() {
        Some(first) => walk.oldest.zip(first.at).is_some_and(|(oldest, first)| first < oldest),
        None => walk.oldest.is_some(),
    }
}

/// When an element of the list was changed, read leniently: an element that is no post has its place in the list too.
struct Change {
    id: String,
    at: Option<i64>,
}

impl Change {
    fn of(element: &Value) -> Self {
        let time = |field: &str| element.get(field).and_then(Value::as_i64);
        Self {
            id: element.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
            at: time("lastModifiedAt").or_else(|| time("publishedAt")).or_else(|| time("createdAt")),
        }
    }

    /// True unless a walk that came to its end has read it. What does not say when it was changed is news.
    fn is_news(&self, cursor: &Cursor) -> bool {
        let Some((at, known)) = self.at.zip(cursor.high_water) else {
            return true;
        };
        at > known || (at == known && !cursor.at_high_water.contains(&self.id))
    }

    fn note(&self, walk: &mut Walk, now: Timestamp) {
        // A far-future time must not lift the high water over every later change.
        let Some(at) = self.at.map(|at| at.min(now.0 / 1000)) else {
            return;
        };
        walk.oldest = Some(walk.oldest.map_or(at, |oldest| oldest.min(at)));
        if walk.newest.is_none_or(|newest| at > newest) {
            walk.newest = Some(at);
            walk.at_newest.clear();
        }
        if walk.newest == Some(at) {
            walk.at_newest.insert(self.id.clone());
        }
    }
}

/// One page, or `None` after a trouble that ends the run.
async fn page(session: &mut Session<'_>, organization: &str, start: u64) -> Option<Value> {
    let author = urn::encoded(&format!("urn:li:organization:{organization}"));
    let query = format!("author={author}&q=author&count={COUNT}&start={start}&sortBy=LAST_MODIFIED");
    match session.api.call(&Call::finder("posts", query)).await {
        Ok(answer) if answer.get("elements").is_some_and(Value::is_array) => Some(answer),
        Ok(_) => {
            session.fail(
                Trouble::Transient("posts: an answer without a list of elements".to_owned()).into_failure(),
            );
            None
        }
        Err(Trouble::NotFound) => {
            if start == 0 {
                session.note(
                    "LinkedIn answered 404: the Page has no posts, or there is no such Page".to_owned(),
                );
            }
            Some(serde_json::json!({"elements": []}))
        }
        Err(trouble) => {
            session.fail(trouble.into_failure());
            None
        }
    }
}

fn elements(answer: &Value) -> &[Value] {
    answer.get("elements").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn has_next(answer: &Value) -> bool {
    let links = answer.pointer("/paging/links").and_then(Value::as_array);
    links
        .is_some_and(|links| links.iter().any(|link| link.get("rel").and_then(Value::as_str) == Some("next")))
}
